/*
 * Training and validation loss against steps, and ln V, the loss of a guess.
 */
import { figure, path, tag, text } from "../../kit/svg.js";

export const curveHeight = 180;

function scale(width, { losses, lnV }) {
  const [left, right, top, bottom] = [34, width - 8, 8, curveHeight - 34];
  const [most, least] = [1.25 * lnV, 0.9 * losses.reduce((low, loss) => Math.min(low, loss))];
  const x = (step) => left + (step / losses.length) * (right - left);
  const y = (loss) => top + (Math.log(most / loss) / Math.log(most / least)) * (bottom - top);
  return { left, right, top, bottom, most, least, x, y };
}

export function curveView(t, width, lapse) {
  const at = scale(width, lapse);
  const { left, right, x, y } = at;
  const parts = [
    lossAxis(at), stepAxis(at, lapse.losses.length),
    text((left + right) / 2, curveHeight - 4, t("curve.steps"), { class: "x-axis-title", "text-anchor": "middle" }),
    tag("line", { x1: left, y1: y(lapse.lnV), x2: right, y2: y(lapse.lnV), class: "x-chance" }),
    text(right - 12, y(lapse.lnV) + 14, t("curve.chance", { V: lapse.target_vocabulary, value: lapse.lnV.toFixed(2) }), { class: "x-tick x-halo", "text-anchor": "end" }),
    path(lapse.losses.map((loss, n) => [x(n + 1), y(loss)]), { class: "x-train-line" }),
    path(lapse.frames.map(({ step, loss }) => [x(step), y(loss)]), { class: "x-valid-line" }),
    lapse.frames.map(({ step, loss }) => tag("circle", { cx: x(step), cy: y(loss), r: 2, class: "x-valid-dot" })),
    tag("g", { class: "x-now" }),
  ];
  return figure(width, curveHeight, "", parts);
}

/** A line at each power of ten. */
function lossAxis({ left, right, most, least, y }) {
  const parts = [];
  for (let power = Math.floor(Math.log10(most)); 10 ** power >= least; power--) {
    parts.push(tag("line", { x1: left, y1: y(10 ** power), x2: right, y2: y(10 ** power), class: "x-grid" }));
    parts.push(text(left - 5, y(10 ** power) + 4, (10 ** power).toFixed(Math.max(0, -power)), { class: "x-tick", "text-anchor": "end" }));
  }
  return parts;
}

function stepAxis({ bottom, x }, steps) {
  return ["start", "middle", "middle", "middle", "end"].map((anchor, tick) => {
    const step = Math.round((steps * tick) / 4);
    return text(x(step), bottom + 14, String(step), { class: "x-tick", "text-anchor": anchor });
  });
}

/** What moves in it. */
export function cursor(width, lapse, k) {
  const { top, bottom, x, y } = scale(width, lapse);
  const { step, loss } = lapse.frames[k];
  return tag("line", { x1: x(step), y1: top - 4, x2: x(step), y2: bottom, class: "x-cursor" }) + tag("circle", { cx: x(step), cy: y(loss), r: 5, class: "x-cursor-dot" });
}

export function curveWords(t, { frames, lnV }, k) {
  const { step, loss } = frames[k];
  return t("curve.label", { lnV: lnV.toFixed(2), step, valid: loss.toFixed(3), end: frames[frames.length - 1].loss.toFixed(3) });
}
