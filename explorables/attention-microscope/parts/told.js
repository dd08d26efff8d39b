/*
 * What a screen reader hears.
 */
import { top } from "../../kit/chances.js";
import { percent } from "../../kit/words.js";
import { t } from "../strings.js";

export const CALM = { after: 600 }; // for what changes with every key: said when the keys rest

/** Why a sentence cannot be translated. */
export const problemWords = ({ model }, { problem }) => t(`problems.${problem}`, { max: model.maxLength });

/** The sentence and its translation. */
export function told(store) {
  const seen = store.look();
  return seen.problem ? problemWords(store, seen) : t("ask.spoken", { source: seen.tokens.join(" "), target: seen.translation || "∅" });
}

/** The source words that a step looked at most: 「我」 62%、…, as many as make up most of the weight, three at most. */
export function lookedAt({ tokens }, { weights }) {
  const best = top(weights, 3);
  const enough = best.findIndex((_, k) => best.slice(0, k + 1).reduce((sum, id) => sum + weights[id], 0) > 0.8);
  const shown = enough < 0 ? best : best.slice(0, enough + 1);
  return shown.map((at) => t("words.share", { word: tokens[at], share: percent(weights[at], 0) })).join(t("list"));
}

/** One step: the word that was written, how probable it was, where the model looked. */
export function stepWords(seen, k) {
  const step = seen.steps[k];
  const values = { step: k + 1, word: step.name, p: percent(step.p, 0), looked: lookedAt(seen, step) };
  return t(step.forced ? "words.forcedSaid" : step.copied ? "words.copiedSaid" : "words.said", values);
}
