/*
 * Attention as a grid: a line for each word written, a column for each word of the source, the darker the more weight.
 */
import { top } from "../../kit/chances.js";
import { figure, tag, text, wide } from "../../kit/svg.js";
import { percent } from "../../kit/words.js";

const LINE = 24; // px, a line's height
const LEAST = 13; // px, a column's width

/** view: { tokens, steps: [{ name, weights, … }], chosen, shown }; lines from `shown` on are still empty. */
export function gridView(t, width, { tokens, steps, chosen, shown }) {
  const left = Math.min(0.34 * width, 14 + 8.2 * Math.max(...steps.map(({ name }) => wide(name, 0.62) / 0.62)));
  const column = Math.max(LEAST, Math.min(34, (width - left - 2) / tokens.length));
  const turned = tokens.some((word) => 14 * wide(word) > column + 3); // no room for a word: all stand on end
  const head = turned ? 14 + 13 * Math.max(...tokens.map((word) => wide(word, 0.6))) : 22;
  const whole = left + column * tokens.length + 2;
  const words = tokens.map((word, k) => {
    const [x, y] = [left + (k + 0.5) * column, head - 7];
    const place = turned ? { transform: `rotate(-90 ${x} ${y})`, "text-anchor": "start", y: y + 5 } : { "text-anchor": "middle" };
    return text(x, y, word, { class: "x-small", ...place });
  });
  const lines = steps.map((step, k) => {
    const y = head + k * LINE;
    const cells = [...step.weights].map((weight, at) => [
      tag("rect", { x: left + at * column + 0.5, y: y + 0.5, width: column - 1, height: LINE - 1, class: "x-frame" }),
      k < shown ? tag("rect", { x: left + at * column + 0.5, y: y + 0.5, width: column - 1, height: LINE - 1, class: "x-fill q-attention", opacity: weight.toFixed(3) }) : "",
    ]);
    return tag("g", { "data-step": k, class: k === chosen ? "x-line x-chosen" : "x-line" },
      tag("rect", { x: 0, y, width: whole, height: LINE, class: "x-hit" }),
      text(left - 7, y + 16, k < shown ? step.name : "…", { class: "x-small x-line-word", "text-anchor": "end" }), cells);
  });
  const ring = tag("rect", { x: left - 1, y: head + chosen * LINE - 0.5, width: column * tokens.length + 2, height: LINE + 1, class: "x-ring" });
  return figure(Math.max(width, whole), head + steps.length * LINE + 2, t("grid.label", { lines: summary(t, tokens, steps) }), words, lines, ring);
}

/** For each word written the source word that got most. */
function summary(t, tokens, steps) {
  return steps.map(({ name, weights }) => {
    const [most] = top(weights, 1);
    return t("grid.line", { target: name, source: tokens[most], share: percent(weights[most], 0) });
  }).join(t("list"));
}
