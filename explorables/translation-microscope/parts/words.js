/*
 * Words as several panels show and say them.
 */
import { chip } from "../../kit/controls.js";
import { make } from "../../kit/dom.js";
import { t } from "../strings.js";

export const CALM = { after: 600 }; // for what changes with every key: said when the keys rest

/** What a word means, for readers who do not know its language. */
export const gloss = ({ model }, word) => (t.raw("glosses") ? model.glosses[word] || "" : "");

/** The words of a sentence as chips, one of them pressed; `under` and `className` give a line below and a class, by position. */
export function wordChips(words, chosen, onPick, { under, className = () => "", lang } = {}) {
  return words.map((word, k) => chip([make("span", {}, word), under ? make("small", {}, under(k)) : null], k === chosen, () => onPick(k), {
    class: "x-chip x-word-chip" + className(k), lang,
  }));
}

/** Why a sentence cannot be translated. */
export const problemWords = ({ model }, { problem }) => t(`problems.${problem}`, { max: model.maxLength });

/** The sentence and its translation, for a screen reader. */
export function told(store) {
  const seen = store.look();
  return seen.problem ? problemWords(store, seen) : t("sentence.spoken", { source: seen.tokens.join(" "), target: seen.translation.join(" ") || "∅" });
}
