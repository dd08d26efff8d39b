/*
 * What a sentence's words are: the script's `tokenize`, once more, name for name.
 */
import { SPECIALS } from "./specials.js";

const MARK = /^[\p{P}\p{S}]$/u;
// Typed for one another: full-width and half-width characters, curly and straight ones.
const TWINS = new Map(Array.from({ length: 0x7f - 0x21 }, (_, k) => [String.fromCharCode(0x21 + k + 0xfee0), String.fromCharCode(0x21 + k)]));
[..."｡､｢｣‘’“”"].forEach((sign, k) => TWINS.set(sign, "。、「」''\"\""[k]));
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g;
// Scripts that are written without spaces; what Python's regular expressions count as space.
const UNSPACED = "々-〇ぁ-ヺー-ヿ㐀-鿿豈-龎\u{20000}-\u{3ffff}ก-๛ກ-ໝက-ဿក-ៜ";
const SPACE = "\\s\\u0085\\u001c-\\u001f";
const PIECE = new RegExp(`([${UNSPACED}]+)|([^${UNSPACED}${SPACE}]+)`, "gu");

const unify = (word) => Array.from(word, (sign) => TWINS.get(sign) ?? sign).join("");

export const isMark = (word) => MARK.test(word);

/** Words and their ids; `spelling` leads from a unified word to the first of its twins, `longest` is for `tokenize`. */
export function vocabulary(words) {
  const common = words.slice(SPECIALS); // no text is a special word: its marks stand apart
  const unspaced = common.filter((word) => new RegExp(`^[${UNSPACED}]`, "u").test(word));
  return {
    words,
    index: new Map(words.map((word, id) => [word, id])),
    spelling: new Map([...common].reverse().map((word) => [unify(word), word])),
    longest: Math.max(1, ...unspaced.map((word) => [...word].length)),
  };
}

/** Cut a text into words and marks, whether it has spaces or not. */
export function tokenize(text, { index, spelling, longest }) {
  const words = [];
  for (const [, unspaced, spaced] of text.normalize("NFC").replace(INVISIBLE, "").matchAll(PIECE)) {
    words.push(...(spaced ? marksApart([...spaced]) : longestWords([...unspaced], index, longest)));
  }
  return words.map((word) => (index.has(word) ? word : (spelling.get(unify(word)) ?? word)));
}

function marksApart(run) {
  let [start, end] = [0, run.length];
  while (start < end && isMark(run[start])) start++;
  while (start < end && isMark(run[end - 1])) end--;
  return [...run.slice(0, start), ...(start < end ? [run.slice(start, end).join("")] : []), ...run.slice(end)];
}

/** Always the longest known word first, else one character. */
function longestWords(run, index, longest) {
  const words = [];
  for (let start = 0; start < run.length; ) {
    let end = Math.min(run.length, start + longest);
    while (end > start + 1 && !index.has(run.slice(start, end).join(""))) end--;
    words.push(run.slice(start, end).join(""));
    start = end;
  }
  return words;
}
