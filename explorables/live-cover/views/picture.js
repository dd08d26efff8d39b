/*
 * The drawing: the source table with the sentence's rows lit, each row drawn out, the encoder's state after each word, and
 * the last state on its way down to the decoder.
 *
 * Its height is in pixels, ROW for each word, because the words beside it are buttons; its width follows the page, and
 * everything stretches with it. So there are no letters in it, and one drawing serves the page before and after its script.
 *
 * style="--at:3" says when a part comes in, counted in words: what moves, and how fast, is for the style sheet.
 */
import { largest } from "../../kit/geometry.js";
import { path, tag } from "../../kit/svg.js";
import { texture } from "../../kit/texture.js";

export const ROW = 44; // as in live-cover.css
const BELOW = 92; // for (h, c) on the way down
const WIDE = 240;
const [TABLE, STRIP, CELL] = [[16, 62], [80, 144], [160, 238]];
const OUT = (CELL[0] + CELL[1]) / 2; // where the last state leaves the encoder

const at = (when) => ({ style: `--at:${when}` });
const tenth = (value) => Math.round(10 * value) / 10;

/** A vector as spikes up and down from a line: half the bytes of bars, and as many values as there are. */
export function spikes([left, right], y, height, values, scale, attributes) {
  const slot = (right - left) / values.length;
  const d = values.reduce((drawn, value, k) => {
    const size = tenth((Math.max(-1, Math.min(1, value / scale)) * height) / 2);
    return size ? `${drawn}M${tenth(left + (k + 0.5) * slot)} ${tenth(y)}v${-size}` : drawn;
  }, "");
  return tag("path", { d, "stroke-width": 0.75 * slot, fill: "none", stroke: "currentColor", ...attributes });
}

/** view: { read, table, rows, E, scale } */
export function pictureView(t, { read, table, rows, E, scale }) {
  const tall = read.length * ROW;
  const line = (tall - 4) / rows;
  const label = t("picture.label", { words: read.map(({ word }) => word).join(t("list")), rows, E, H: read[0].h.length });
  return tag("svg", { viewBox: `0 0 ${WIDE} ${tall + BELOW}`, style: `height:${tall + BELOW}px`, preserveAspectRatio: "none", role: "img", "aria-label": label },
    tag("rect", { x: TABLE[0], y: 1.5, width: TABLE[1] - TABLE[0], height: tall - 3, class: "x-frame" }),
    texture(TABLE[0], 2, (TABLE[1] - TABLE[0]) / E, line, table, rows, E, scale),
    read.map((word, k) => wordRead(word, k, { line, scale, last: k === read.length - 1 })),
    crossing(read[read.length - 1], tall, read.length));
}

/** Through the drawing for one word: from its button to its row in the table, the row drawn out, into the encoder. */
function wordRead({ id, unknown, row, h, c }, k, { line, scale, last }) {
  const middle = (k + 0.5) * ROW;
  const y = tenth(2 + (id + 0.5) * line);
  const colour = unknown ? "x-unknown" : "q-source-embedding";
  const bend = (from, to, x1, x2) => `C${(x1 + x2) / 2} ${from} ${(x1 + x2) / 2} ${to} ${x2} ${to}`;
  const way = `M0 ${middle}${bend(middle, y, 0, TABLE[0])}H${TABLE[1]}${bend(y, middle, TABLE[1], STRIP[0])}`;
  return tag("g", at(k),
    tag("rect", { x: TABLE[0] - 1, y: y - 1.2, width: TABLE[1] - TABLE[0] + 2, height: 2.4, class: `x-lit ${colour}` }),
    tag("path", { d: way, class: `x-way ${colour}` }),
    spikes(STRIP, middle, ROW - 14, row, scale, { class: colour }),
    path([[STRIP[1] + 2, middle], [CELL[0] - 1, middle]], { class: `x-way ${colour}` }),
    tag("rect", { x: CELL[0], y: middle - 18, width: CELL[1] - CELL[0], height: 36, class: "x-frame" }),
    spikes(CELL, middle - 9, 15, h, 1, { class: "q-hidden" }),
    spikes(CELL, middle + 9, 15, c, Math.max(1, largest(c)), { class: "q-cell" }),
    last ? "" : path([[OUT, middle + 18], [OUT, middle + ROW - 18]], { class: "x-way x-state" }),
    tag("path", { d: `${way}H${CELL[0]}`, pathLength: 100, class: `x-pulse ${colour}` }));
}

/** The last state, as large as there is room: all that the decoder gets. */
function crossing({ h, c }, top, when) {
  const [left, right] = [TABLE[0], CELL[1]];
  const down = `M${OUT} ${top - 4}V${top + 12}`;
  return tag("g", at(when),
    tag("path", { d: down, class: "x-way x-state" }),
    tag("rect", { x: left, y: top + 12, width: right - left, height: 60, class: "x-frame" }),
    spikes([left, right], top + 27, 26, h, 1, { class: "q-hidden" }),
    spikes([left, right], top + 57, 26, c, Math.max(1, largest(c)), { class: "q-cell" }),
    tag("path", { d: `M${left + 20} ${top + 72}V${top + 86}m-5 -5l5 6l5 -6`, class: "x-way x-state" }),
    tag("path", { d: `${down}M${left + 20} ${top + 72}V${top + BELOW}`, pathLength: 100, class: "x-pulse x-state" }));
}
