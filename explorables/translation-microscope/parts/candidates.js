/*
 * The words that the decoder may write next, to force one of them; or to guess, before their probabilities are shown.
 */
import { chance } from "../../kit/chance.js";
import { top } from "../../kit/chances.js";
import { chip } from "../../kit/controls.js";
import { make } from "../../kit/dom.js";
import { t } from "../strings.js";

const CANDIDATES = 8;

/** `hidden`: in no order and without probabilities; `mine`: the id that was guessed, once it has been. */
export function candidates(store, seen, { hidden, mine }, onPick) {
  const { model, state } = store;
  const step = state.write - 1;
  const { probabilities, word } = seen.written[step];
  const best = top(probabilities, CANDIDATES);
  if (!best.includes(word)) best.push(word);
  const name = (id) => model.target.words[id];
  const shown = hidden ? [...best].sort((a, b) => name(a).localeCompare(name(b))) : best;
  return shown.map((id) => {
    const taken = !hidden && id === word;
    const mark = id === mine ? "decoder.yours" : seen.forced.get(step) === id ? "decoder.yourWord" : "";
    const words = [make("span", { class: "x-candidate-word" }, name(id)), hidden ? make("span", { class: "x-bar-hidden" }, "?") : chance(probabilities[id], mark && t(mark))];
    return chip(words, taken, () => onPick(id), { class: taken ? "x-candidate x-taken" : "x-candidate", lang: "en", "data-key": id });
  });
}
