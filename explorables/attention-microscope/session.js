/*
 * What is on the screen, as data: from a state (small, what the address holds) to everything that follows from it.
 */
import { top } from "../kit/chances.js";
import { EOS, UNK } from "../kit/specials.js";
import { KEYS } from "./address.js";

/** Below this probability a word is shown as one that the model was not sure of. */
export const UNSURE = 0.5;

export class Session {
  constructor(model) {
    this.model = model;
    this.last = { key: null };
    this.encoded = { key: null };
  }

  /** Words, ids, and for each step what was written, with what probability, having looked where. */
  look(state) {
    const key = ["text", "forced"].map((name) => KEYS[name].to(state[name])).join("&");
    if (this.last.key !== key) this.last = { key, ...this.calculate(state) };
    return this.last;
  }

  calculate({ text, forced: wanted }) {
    const { model } = this;
    const tokens = model.tokenize(text);
    const ids = model.indices(tokens);
    const unknown = ids.map((id) => id === UNK);
    const problem = !ids.length ? "empty" : ids.length > model.maxLength ? "long" : unknown.every(Boolean) ? "unknown" : null;
    if (problem) return { tokens, ids, unknown, problem };

    const known = [...wanted].map(([step, word]) => [step, model.target.index.get(word)]).filter(([, id]) => id !== undefined);
    const forced = new Map(known);
    const steps = model.greedy(this.encode(ids), forced).map((step, k) => this.named(step, tokens, forced.has(k)));
    const translation = sentence(steps.filter(({ id }) => id !== EOS).map(({ name }) => name));
    return { tokens, ids, unknown, problem, forced, steps, translation };
  }

  /** Remembered while only the decoder's words change. */
  encode(ids) {
    const key = ids.join();
    if (this.encoded.key !== key) this.encoded = { key, ...this.model.encode(ids) };
    return this.encoded;
  }

  /** A step as it is shown. For <unk> the source word most looked at is copied, as the script does. */
  named({ word: id, probabilities, weights }, tokens, forced) {
    const copied = id === UNK;
    const p = probabilities[id];
    return { id, name: copied ? tokens[top(weights, 1)[0]] : this.model.target.words[id], copied, p, unsure: p < UNSURE, forced, probabilities, weights };
  }
}

/** Words as a sentence: marks that end something follow it without a space. */
export const sentence = (words) => words.join(" ").replace(/ (?=[.,?!:;%)](?: |$))/g, "");
