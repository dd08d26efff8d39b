/*
 * Loss and accuracy against steps, one line a lane.
 */
import { figure, path, tag, text } from "../../kit/svg.js";
import { percent } from "../../kit/words.js";
import { WORDS } from "../numerals.js";

export const DASHES = ["", "7 4", "2 3"];
const LEFT = 40;

/** lanes: [{ name, loss: [number a step], accuracy: [[step, share], …], steps }]; options: { atLeast: steps, height: of a half } */
export function curves(t, width, lanes, { atLeast, height: half = 150 }) {
  const right = width - 12;
  const furthest = Math.max(atLeast, ...lanes.map((lane) => lane.steps));
  const x = (step) => LEFT + (step / furthest) * (right - LEFT);
  const lossY = (loss) => half - 8 - (Math.min(loss, 3) / 3) * (half - 34);
  const accuracyTop = half + 8;
  const accuracyY = (share) => accuracyTop + half - 8 - share * (half - 34);
  const bottom = accuracyTop + half;
  const chance = lossY(Math.log(WORDS.target.length));
  const parts = [
    axis(0, [0, 1, 2, 3].map((loss) => [lossY(loss), String(loss)]), right, t("curves.loss")),
    tag("line", { x1: LEFT, y1: chance, x2: right, y2: chance, class: "x-chance" }),
    text(right, chance - 4, t("curves.chance"), { class: "x-tick", "text-anchor": "end" }),
    axis(accuracyTop, [0, 0.5, 1].map((share) => [accuracyY(share), `${100 * share}%`]), right, t("curves.accuracy")),
    lanes.map((lane, k) => {
      const line = { class: `x-line x-lane-${k}`, "stroke-dasharray": DASHES[k] };
      return [
        path(smoothed(lane).map(([step, loss]) => [x(step), lossY(loss)]), line),
        path(lane.accuracy.map(([step, share]) => [x(step), accuracyY(share)]), line),
      ];
    }),
    [0, furthest / 2, furthest].map((step) => {
      const anchor = step === 0 ? "start" : step === furthest ? "end" : "middle";
      return text(x(step), bottom + 10, String(Math.round(step)), { class: "x-tick", "text-anchor": anchor });
    }),
    text((LEFT + right) / 2, bottom + 26, t("curves.steps"), { class: "x-axis-title", "text-anchor": "middle" }),
  ];
  const last = (lane) => (lane.accuracy.length ? lane.accuracy[lane.accuracy.length - 1][1] : 0);
  const label = lanes.map((lane) => t("curves.label", { name: lane.name, steps: lane.steps, accuracy: percent(last(lane)) })).join(" ");
  return figure(width, bottom + 32, label, parts);
}

function axis(top, ticks, right, title) {
  return [
    text(0, top + 11, title, { class: "x-axis-title" }),
    ticks.map(([y, label]) => [
      tag("line", { x1: LEFT, y1: y, x2: right, y2: y, class: "x-grid" }),
      text(LEFT - 5, y + 4, label, { class: "x-tick", "text-anchor": "end" }),
    ]),
  ];
}

/** The loss at some steps: that of one batch is noise, the mean of a few is a curve. */
function smoothed({ loss, steps }) {
  const bucket = Math.max(5, Math.ceil(steps / 80));
  const points = loss.length ? [[0, loss[0]]] : [];
  for (let from = 0; from + bucket <= loss.length; from += bucket) {
    points.push([from + bucket / 2, loss.slice(from, from + bucket).reduce((a, b) => a + b, 0) / bucket]);
  }
  return points;
}
