/*
 * Rows of the source table as points of a fixed plane.
 */
import { figure, ground, tag, text, wide } from "../../kit/svg.js";

const INSET = 24;

/** Where a point of the plane is in a picture of this width, if the farthest is at `reach`: x(a), y(b), height, and px a unit. */
export function placement(width, reach) {
  const height = Math.min(width, 420);
  const within = (value, most) => Math.round(10 * Math.max(12, Math.min(most - 12, value))) / 10; // a swap may throw a word far out: it stands at the edge
  const [unit, unitY] = [(width / 2 - INSET) / reach, (height / 2 - INSET) / reach];
  return { height, unit, unitY, x: (a) => within(width / 2 + a * unit, width), y: (b) => within(height / 2 - b * unitY, height) };
}

/** view: { points: [[x, y]], words, first, lit: Set, chosen, near: [id], reach, kept } — ids count from `first`. */
export function mapView(t, width, view) {
  const { points, words, lit, chosen, near, reach, first } = view;
  const { x, y, height } = placement(width, reach);
  const at = (id) => [x(points[id - first][0]), y(points[id - first][1])];
  const known = new Set([chosen, ...lit, ...near].filter((id) => id >= first));
  const order = [...new Set([...known, ...words.map((_, id) => id)])].filter((id) => id >= first);
  const parts = [
    ground(width, height, [x(0), y(0)]),
    near.map((id) => tag("line", { x1: at(chosen)[0], y1: at(chosen)[1], x2: at(id)[0], y2: at(id)[1], class: "x-near" })),
    order.map((id) => tag("circle", { cx: at(id)[0], cy: at(id)[1], r: known.has(id) ? 4 : 2.2, class: `x-dot q-source-embedding${known.has(id) ? "" : " x-faint"}` })),
    labels(order, at, { words, known, chosen, width, height }),
    chosen >= first ? tag("circle", { cx: at(chosen)[0], cy: at(chosen)[1], r: 11, class: "x-grip q-source-embedding" }) : "",
  ];
  const label = t("break.mapLabel", { count: points.length, kept: view.kept, word: chosen >= first ? words[chosen] : "—", near: near.map((id) => words[id]).join(t("list")) || "—" });
  return figure(width, height, label, parts);
}

/** Words beside their points: all that are known, of the others those for which there is room. */
function labels(order, at, { words, known, chosen, width, height }) {
  const taken = [];
  const free = (box) => taken.every((other) => box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3]);
  return order.map((id) => {
    const size = known.has(id) ? 13 : 11;
    const half = (wide(words[id]) * size) / 2 + 3;
    const box = ([x, y]) => [x - half, y - size, x + half, y + 3];
    const [cx, cy] = at(id);
    const places = [[cx, cy - 9], [cx, cy + 16], [cx + half + 6, cy + 4], [cx - half - 6, cy + 4]];
    const inside = ([x, y]) => x - half > 2 && x + half < width - 2 && y > 14 && y < height - 4;
    const fits = places.find((place) => inside(place) && free(box(place)));
    if (!fits && !known.has(id)) return "";
    const [x, y] = fits || places[0];
    taken.push(box([x, y]));
    return text(x, y, words[id], { class: `x-halo ${known.has(id) ? "x-word-known" : "x-tick"}${id === chosen ? " x-strong-text" : ""}`, "text-anchor": "middle" });
  });
}
