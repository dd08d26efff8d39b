/*
 * The map of the words: where their rows stand at a frame, or between two of them.
 */
import { figure, ground, path, tag, text, wide } from "../../kit/svg.js";
import { percent } from "../../kit/words.js";
import { KINDS, mark } from "./marks.js";

export const mapHeight = (width) => Math.round(0.9 * Math.min(width, 460));

/**
 * Places in pixels: at(when, id); `when` is a frame, or between two of them, 3.5 say. at.origin is where all words start.
 * All frames fit, with room above for labels.
 */
function scale({ frames, bounds: { low, high } }, width, height = mapHeight(width)) {
  const [inset, above] = width < 300 ? [8, 8] : [14, 22];
  const unit = Math.min((width - 2 * inset) / (high[0] - low[0]), (height - inset - above) / (high[1] - low[1]));
  const left = (width - unit * (high[0] + low[0])) / 2;
  const top = (height + above - inset + unit * (high[1] + low[1])) / 2;
  const at = (when, id) => {
    const [k, part] = [Math.floor(when), when % 1];
    const [x, y] = frames[k].places[id];
    const [nextX, nextY] = part ? frames[k + 1].places[id] : [x, y];
    return [left + (x + part * (nextX - x)) * unit, top - (y + part * (nextY - y)) * unit];
  };
  at.origin = [left, top];
  return at;
}

/** The map's ground, and empty places for what moves: a path a kind, labels, the followed word. */
export function mapView(width, lapse) {
  const height = mapHeight(width);
  return figure(width, height, "", ground(width, height, scale(lapse, width).origin),
    tag("g", { class: "x-trails" }),
    tag("g", { class: "x-followed" }),
    KINDS.map((kind) => tag("path", { class: `x-mark x-kind-${kind}`, "data-kind": kind })),
    tag("g", { class: "x-labels" }));
}

/** Kind -> path data of its marks. */
export function paths(width, lapse, when) {
  const at = scale(lapse, width);
  const data = Object.fromEntries(KINDS.map((kind) => [kind, ""]));
  lapse.words.forEach((_, id) => (data[lapse.kinds[id]] += mark(lapse.kinds[id], ...at(when, id), 3.6)));
  return data;
}

const TRAIL = 3; // frames

/** Behind each word where it has come from, a path a kind. */
export function trails(width, lapse, when) {
  const at = scale(lapse, width);
  const first = Math.max(0, Math.ceil(when - TRAIL));
  const frames = [Math.max(0, when - TRAIL), ...Array.from({ length: Math.floor(when) - first + 1 }, (_, k) => first + k), when];
  const data = Object.fromEntries(KINDS.map((kind) => [kind, ""]));
  lapse.words.forEach((_, id) => (data[lapse.kinds[id]] += "M" + frames.map((frame) => at(frame, id).map(Math.round).join(" ")).join("L")));
  return KINDS.map((kind) => tag("path", { d: data[kind], class: `x-trail x-kind-${kind}` })).join("");
}

/** The way of the followed word through all frames, and its mark. */
export function way(width, lapse, when, id) {
  if (id < 0) return "";
  const at = scale(lapse, width);
  return path(lapse.frames.map((_, k) => at(k, id)), { class: `x-way x-kind-${lapse.kinds[id]}` })
    + tag("path", { class: `x-mark x-kind-${lapse.kinds[id]}`, d: mark(lapse.kinds[id], ...at(when, id), 5.5) });
}

/** The word whose mark is nearest to a point, or -1 where none is near. */
export function wordAt(width, lapse, k, x, y) {
  const at = scale(lapse, width);
  const away = (id) => Math.hypot(at(k, id)[0] - x, at(k, id)[1] - y);
  const nearest = lapse.words.map((_, id) => id).reduce((best, id) => (away(id) < away(best) ? id : best));
  return away(nearest) < 16 ? nearest : -1;
}

/** Ids of the words, those first whose rows have gone furthest at frame k. */
function furthest({ words, frames }, k) {
  const far = (id) => Math.hypot(...frames[k].places[id]);
  return words.map((_, id) => id).sort((a, b) => far(b) - far(a));
}

/** Words beside their marks at frame k, as many as fit without touching: all kinds, `kind` alone, or the followed word. */
export function labels(width, lapse, k, kind, followed) {
  const at = scale(lapse, width);
  const wanted = (id) => (followed >= 0 ? id === followed : !kind || lapse.kinds[id] === kind);
  const order = furthest(lapse, lapse.frames.length - 1).filter(wanted);
  const marks = order.map((id) => at(k, id));
  const taken = [];
  return order.map((id, n) => {
    const [x, y] = marks[n];
    const word = lapse.words[id];
    const half = (wide(word, 0.6) * 11.5) / 2 + 2;
    const box = [x - half, y - 18, x + half, y - 5];
    if (followed < 0 && !fits(box, marks[n], marks, taken, width)) return "";
    taken.push(box, [x - 4, y - 4, x + 4, y + 4]);
    return text(Math.max(half, Math.min(width - half, x)), y - 8, word, { class: "x-label", "text-anchor": "middle" });
  }).join("");
}

/** Whether a label's box lies within the map, touches no other, and hides next to no mark. */
function fits(box, [x, y], marks, taken, width) {
  if (box[0] < 2 || box[2] > width - 2 || box[1] < 2) return false;
  if (taken.some((other) => box[2] > other[0] && box[0] < other[2] && box[3] > other[1] && box[1] < other[3])) return false;
  const covers = marks.filter(([a, b]) => a > box[0] && a < box[2] && b > box[1] && b < box[3]).length;
  const crowd = marks.filter(([a, b]) => Math.hypot(a - x, b - y) < 4).length;
  return covers <= 1 && crowd <= 3;
}

/** A small map in one path a kind, which takes few bytes, for readers without JavaScript. */
export function stillMap(t, width, lapse, k) {
  const at = scale(lapse, width, width);
  const marks = KINDS.map((kind) => {
    const own = lapse.kinds.map((one, id) => (one === kind ? mark(kind, ...at(k, id).map(Math.round), 2.6) : ""));
    return tag("path", { class: `x-mark x-kind-${kind}`, d: [...new Set(own)].join("") }); // at step 0 all are one
  });
  return figure(width, width, mapWords(t, lapse, k), ground(width, width, at.origin), marks);
}

/** What the map shows at frame k, in words. */
export function mapWords(t, lapse, k) {
  const { step, length, kept } = lapse.frames[k];
  const far = furthest(lapse, k).slice(0, 5).map((id) => lapse.words[id]).join(t("list"));
  return t(step ? "map.label" : "map.labelStart", { step, count: lapse.words.length, length: length.toFixed(2), kept: percent(kept, 0), far });
}

/** What it cannot show. */
export function hiddenWords(t, lapse, k) {
  const { step, length, kept, alike } = lapse.frames[k];
  const [flat, full, chance, plane] = [...alike, lapse.alike_chance, kept].map((part) => percent(part, 0));
  return t(step ? "map.hides" : "map.hidesStart", { step, length: length.toFixed(2), start: lapse.length_start.toFixed(1), kept: plane, E: lapse.embed_size, flat, full, chance });
}
