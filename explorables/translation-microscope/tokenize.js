/*
 * What a sentence's words are: the script's own rule once more.
 */

/** Split at spaces; Chinese without spaces into the longest of the `known` words (a Set), where none fits by character. */
export function tokenize(text, known) {
  const chinese = /[\u3400-\u9fff]/.test(text) && !/\s/.test(text.trim());
  if (!chinese) return text.replace(/([.,!?;:"])(?=\s|$)/g, " $1 ").split(/\s+/).filter(Boolean);
  const letters = [...text];
  const longest = Math.max(1, ...[...known].map((word) => [...word].length));
  const words = [];
  for (let at = 0; at < letters.length; ) {
    let length = Math.min(longest, letters.length - at);
    while (length > 0 && !known.has(letters.slice(at, at + length).join(""))) length--;
    if (!length) length = Math.max(1, (/^[A-Za-z0-9]+/.exec(letters.slice(at).join("")) || [""])[0].length);
    const word = letters.slice(at, at + length).join("");
    if (word.trim()) words.push(word);
    at += length;
  }
  return words;
}
