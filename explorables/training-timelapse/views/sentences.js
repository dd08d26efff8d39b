/*
 * The translations of a frame, their wrong words marked, and the frame in one sentence.
 */
import { align } from "../../kit/align.js";
import { escape } from "../../kit/svg.js";
import { percent } from "../../kit/words.js";

const isRight = (words, truth) => words.join(" ") === truth.join(" ");

/** sentence: { part, source, truth }; words: what was written, cut with "…" if it was long. */
export function sentenceView(t, sentence, words) {
  const { source, truth, part } = sentence;
  const { right, matched } = align(words, truth);
  const done = isRight(words, truth);
  const marked = words.map((word, n) => (right[n] || word === "…" ? escape(word) : `<mark>${escape(word)}</mark>`)).join(" ");
  const score = done ? t("sentences.right") : t("sentences.score", { matched, count: truth.length });
  return (
    `<p class="x-from"><span lang="zh">${escape(source)}</span>${part === "unseen" ? ` <span class="x-part">${escape(t("sentences.unseen"))}</span>` : ""}</p>` +
    `<p class="x-truth"><span class="x-score ${done ? "x-read-right" : "x-read-wrong"}">${escape(score)}</span> ${escape(t("sentences.truth"))}<span lang="en">${escape(truth.join(" "))}</span></p>` +
    `<p class="x-to" lang="en">${marked || "∅"}</p>`
  );
}

/** The frame in one sentence: what the status line says, and what a screen reader hears at the slider. */
export function frameWords(t, lapse, k) {
  const frame = lapse.frames[k];
  const done = lapse.sentences.filter(({ truth }, n) => isRight(frame.written[n], truth)).length;
  const values = {
    step: frame.step, train: frame.train_loss === null ? "—" : frame.train_loss.toFixed(3), valid: frame.loss.toFixed(3),
    accuracy: percent(frame.token_accuracy, frame.token_accuracy > 0.999 ? 2 : 1), exact: percent(frame.exact_match), done, count: lapse.sentences.length,
  };
  return { status: t(frame.step ? "frame.status" : "frame.start", values), spoken: t("frame.spoken", values) };
}
