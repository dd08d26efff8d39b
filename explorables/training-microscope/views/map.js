/*
 * Rows of a table as points of a plane, with the trails that they left.
 */
import { nearest, principalPlane, project } from "../../kit/geometry.js";
import { figure, ground, path, tag, text } from "../../kit/svg.js";
import { percent } from "../../kit/words.js";
import { WORDS } from "../numerals.js";

const INSET = 22;

/** The plane that keeps most of the rows' spread, close to the axes of the last picture where there is one. */
export const turnedPlane = (rows, before) => principalPlane(rows, before ? { axes: before, rounds: 3 } : { axes: start(rows[0].length), rounds: 60 });
const start = (size) => [0, 1].map((n) => Array.from({ length: size }, (_, k) => (k === n ? 1 : 0.1)));

/** view: { table, rows, snapshots: [[row, …], …], plane, chosen, steps } */
export function map(t, width, view) {
  const { table, rows, snapshots, chosen, plane } = view;
  const height = Math.min(width, 400);
  const now = rows.map((row) => project(plane, row));
  const before = snapshots.map((snapshot) => snapshot.map((row) => project(plane, row)));
  let reach = 0.3;
  for (const points of [now, ...before]) for (const [a, b] of points) reach = Math.max(reach, Math.abs(a), Math.abs(b));
  const at = ([a, b]) => [width / 2 + (a / reach) * (width / 2 - INSET), height / 2 - (b / reach) * (height / 2 - INSET)];

  const points = now.map(at);
  const places = apart(points, 23);
  const near = chosen ? nearest(rows, chosen, 3).map(({ id }) => id) : [];
  const colour = table === "source" ? "q-source-embedding" : "q-target-embedding";
  const parts = [
    ground(width, height, at([0, 0])),
    before.length > 1 ? trails([...before.map((those) => those.map(at)), points], chosen, colour) : "",
    near.map((id) => tag("line", { ...between(points[chosen], points[id]), class: "x-near" })),
    leaders(points, places, colour),
    labels(WORDS[table], places, chosen, near, colour),
  ];
  return figure(width, height, t("map.label", { table: t(`tables.${table}`), steps: view.steps, kept: percent(plane.kept) }), parts);
}

const between = ([x1, y1], [x2, y2]) => ({ x1, y1, x2, y2 });

/** Where each row but that of the padding has been, with a ring where it began. */
function trails(times, chosen, colour) {
  return times[0].slice(1).map((start, k) => {
    const id = k + 1;
    const strong = chosen === id ? " x-strong" : chosen ? " x-faint" : "";
    return path(times.map((points) => points[id]), { class: `x-trail ${colour}${strong}` })
      + tag("circle", { cx: start[0], cy: start[1], r: 2.5, class: `x-ring ${colour}${strong}` });
  });
}

/** Labels that would cover each other, pushed apart until they do not; a line then leads to the point. */
function apart(points, distance) {
  const moved = points.map((point) => [...point]);
  for (let round = 0; round < 30; round++) {
    for (let i = 0; i < moved.length; i++) {
      for (let j = 0; j < i; j++) {
        let dx = moved[i][0] - moved[j][0];
        const dy = moved[i][1] - moved[j][1];
        if (!dx && !dy) dx = 0.1 * (i - j);
        const gap = Math.hypot(dx, dy);
        if (gap >= distance) continue;
        const push = (distance - gap) / 2 / gap;
        moved[i] = [moved[i][0] + dx * push, moved[i][1] + dy * push];
        moved[j] = [moved[j][0] - dx * push, moved[j][1] - dy * push];
      }
    }
  }
  return moved;
}

function leaders(points, places, colour) {
  return points.map(([x, y], id) => {
    if (Math.hypot(x - places[id][0], y - places[id][1]) < 3) return ""; // the label stands where its point is
    return tag("line", { ...between([x, y], places[id]), class: "x-leader" }) + tag("circle", { cx: x, cy: y, r: 2.5, class: `x-fill ${colour}` });
  });
}

function labels(words, places, chosen, near, colour) {
  return words.map((word, id) => {
    const [x, y] = places[id];
    const label = word.replace(/[<>]/g, "");
    const long = label.length > 1;
    const half = long ? 15 : 11;
    const mark = id === chosen ? " x-chosen" : near.includes(id) ? " x-neighbour" : "";
    const shape = id === 0
      ? { y: y - 9, height: 18, class: "x-point x-padding" }
      : { y: y - 11, height: 22, rx: 11, class: `x-point ${colour}${mark}` };
    return tag("rect", { x: x - half, y: shape.y, width: 2 * half, height: shape.height, rx: shape.rx, class: shape.class })
      + text(x, y + (long ? 4 : 5), label, { class: long ? "x-small" : "x-word", "text-anchor": "middle" });
  });
}
