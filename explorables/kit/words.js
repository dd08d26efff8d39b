/*
 * Words and numbers, as a page writes them.
 *
 * Strings stand in explorables/<name>/strings.json as { "zh": {…}, "en": {…} } with the same keys; in a bundle there is
 * one language of them, so that no fetch is needed on file://.
 */

const SLOT = /\{(\w+)\}/g;

/**
 * t("learn.step", { n: 12 }): the words for a key, with {n} filled in. An unknown key is an error, because a page with a
 * hole in its text is one. t.raw(key) gives a list or an object.
 */
export function strings(texts) {
  function raw(key) {
    let found = texts;
    for (const part of key.split(".")) found = found === undefined ? undefined : found[part];
    if (found === undefined) throw new Error(`no text for "${key}"`);
    return found;
  }
  function t(key, values) {
    return raw(key).replace(SLOT, (whole, slot) => {
      if (!values || !(slot in values)) throw new Error(`"${key}" needs a value for {${slot}}`);
      return values[slot];
    });
  }
  t.raw = raw;
  return t;
}

/** The same for words that may keep a slot for which there is no value. */
export const fill = (words, values) => words.replace(SLOT, (whole, slot) => (values && slot in values ? values[slot] : whole));

/** "stage=3;play" -> { stage: "3", play: "" }: how words in the prose, and tests, set a figure. */
export const settings = (words) => Object.fromEntries(words.split(";").map((pair) => {
  const [key, value = ""] = pair.split("=");
  return [key.trim(), value.trim()];
}));

/** A number with a real minus sign. */
export const signed = (value, digits) => value.toFixed(digits).replace("-", "−");

export const percent = (share, digits = 1) => `${(100 * share).toFixed(digits)}%`;
