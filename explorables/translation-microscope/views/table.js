/*
 * A look-up: the whole table, its chosen rows lit, each drawn out as a strip of E bars; and the same row out of one-hot × matrix.
 */
import { arrow, bars, figure, path, tag, text } from "../../kit/svg.js";
import { texture } from "../../kit/texture.js";

/** view: { table, E, rows, items: [{ id, word, unknown, values }], chosen, scale } */
export function tableView(t, width, view) {
  const { table, E, rows, items, scale } = view;
  const roomy = width >= 480; // for the words beside their rows
  const left = roomy ? 150 : 76;
  const height = Math.max(260, items.length * 34 + 40);
  const [top, bottom] = [26, height - 14];
  const line = (bottom - top) / rows;
  const parts = [
    text(0, 14, t("lookup.rows", { rows, E }), { class: "x-axis-title" }),
    tag("rect", { x: 0.5, y: top - 1, width: left, height: bottom - top + 2, class: "x-frame" }),
    texture(1, top, (left - 1) / E, line, table, rows, E, scale),
    items.map((item, k) => lookedUp(item, k, { ...view, width, roomy, left, top, line, share: (bottom - top) / items.length })),
  ];
  return figure(width, height, t("lookup.label", { rows, E, words: items.map(({ word, id }) => `${word} ${id}`).join(t("list")) }), parts);
}

/** One word: its row lit, a line to its index, and the row's values. */
function lookedUp({ id, word, unknown, values }, k, { chosen, scale, width, roomy, left, top, line, share }) {
  const x = left + (roomy ? 116 : 62); // narrow: the word above its index
  const y = top + (id + 0.5) * line;
  const middle = top + (k + 0.5) * share;
  const tall = Math.min(26, share - 6);
  const strong = k === chosen ? " x-strong" : "";
  const colour = unknown ? "x-unknown" : "q-source-embedding";
  const at = roomy ? [x - 32, middle + 4] : [x - 4, middle - 1];
  return [
    tag("rect", { x: 0, y: y - Math.max(line, 2.4) / 2, width: left + 1, height: Math.max(line, 2.4), class: `x-lit-row ${colour}${strong}` }),
    path([[left + 2, y], [left + 14, y], [left + 22, middle], [x - (roomy ? 84 : 38), middle]], { class: `x-lead ${colour}${strong}` }),
    text(x - 4, middle + (roomy ? 4 : 11), String(id), { class: "x-number", "text-anchor": "end" }),
    bars(x, middle - tall / 2, width - x, tall, values, { scale, class: colour }),
    text(...at, word, { class: `x-small${roomy ? "" : " x-over"}${k === chosen ? " x-strong-text" : ""}`, "text-anchor": "end" }),
  ];
}

/** view: { E, rows, id, word, values, scale, table } */
export function productView(t, width, view) {
  const { E, rows, id, word, values, scale, table } = view;
  const hot = 16;
  const left = hot + 34;
  const right = width - 4;
  const [top, bottom] = [40, 250];
  const line = (bottom - top) / rows;
  const y = top + (id + 0.5) * line;
  const parts = [
    text(0, 14, t("lookup.oneHot", { rows }), { class: "x-axis-title" }),
    text(left, 32, t("lookup.matrix", { rows, E }), { class: "x-axis-title" }),
    tag("rect", { x: 0.5, y: top, width: hot, height: bottom - top, class: "x-frame" }),
    tag("rect", { x: 0.5, y: y - 2, width: hot, height: 4, class: "x-fill q-source-embedding" }),
    text(hot + 4, y + 4, "1", { class: "x-number x-strong-text" }),
    text(hot + 4, id > rows / 2 ? top + 22 : bottom - 12, "0 …", { class: "x-number x-quiet" }),
    tag("rect", { x: left, y: top, width: right - left, height: bottom - top, class: "x-frame" }),
    tag("g", { class: "x-times-zero" }, texture(left, top, (right - left) / E, line, table, rows, E, scale)),
    tag("rect", { x: left, y: y - 2, width: right - left, height: 4, class: "x-lit-row q-source-embedding x-strong" }),
    arrow((left + right) / 2, bottom + 4, (left + right) / 2, bottom + 24, 3, { class: "x-fill q-source-embedding" }),
    bars(left, bottom + 28, right - left, 34, values, { scale, class: "q-source-embedding" }),
    text(left - 5, bottom + 50, "e", { class: "x-word q-name", "text-anchor": "end" }),
  ];
  return figure(width, bottom + 66, t("lookup.productLabel", { word, id, rows, E }), parts);
}
