/*
 * Beam search. Each round, every live hypothesis tries its `size` likeliest words; the best go on, those that end with EOS
 * are finished. The score is log P / length^alpha: alpha 0 likes short sentences.
 */
import { logSoftmax, softmax, top } from "../chances.js";
import { EOS, SOS } from "../specials.js";

export function beam(model, before, size, alpha) {
  let live = [{ words: [], written: [], log: 0, state: before }];
  const [finished, rounds] = [[], []];
  while (live.length && finished.length < size && rounds.length < model.maxLength) {
    const grown = live.flatMap((hypothesis, parent) => grow(model, hypothesis, parent, size)).sort((a, b) => b.log - a.log);
    const kept = grown.slice(0, size).map((hypothesis) => ({ ...hypothesis, done: last(hypothesis.words) === EOS, score: hypothesis.log / hypothesis.words.length ** alpha }));
    finished.push(...kept.filter(({ done }) => done));
    live = kept.filter(({ done }) => !done);
    rounds.push(kept);
  }
  const hypotheses = [...(finished.length ? finished : live)].sort((a, b) => b.score - a.score);
  const [best] = hypotheses;
  best.written = best.written.map((step) => ({ ...step, probabilities: softmax(step.logits) }));
  return { rounds, hypotheses, best };
}

const last = (words) => words[words.length - 1];

/** A hypothesis with each of its `size` likeliest next words. */
function grow(model, { words, written, log, state }, parent, size) {
  const previous = words.length ? last(words) : SOS;
  const next = model.decode(previous, state);
  const logs = logSoftmax(next.logits);
  return top(next.logits, size).map((word) => ({
    words: [...words, word], written: [...written, { word, previous, ...next }], log: log + logs[word], last: logs[word], state: next.state, parent,
  }));
}
