/*
 * A mark for each kind of words: the shape tells the kinds apart without their colours.
 */

const tenth = (value) => Math.round(10 * value) / 10;

/** The first point is absolute, the others relative: a kind's marks differ in two numbers, which compresses well. */
const line = (points, close = "") => (x, y, r) => {
  const steps = points.slice(1).map(([a, b], n) => `${tenth((a - points[n][0]) * r)} ${tenth((b - points[n][1]) * r)}`);
  return `M${tenth(x + points[0][0] * r)} ${tenth(y + points[0][1] * r)}l${steps.join(" ")}${close}`;
};

function circle(x, y, r) {
  const round = tenth(r);
  return `M${tenth(x - r)} ${tenth(y)}a${round} ${round} 0 1 0 ${tenth(2 * r)} 0a${round} ${round} 0 1 0 ${tenth(-2 * r)} 0z`;
}

const cross = (one, other) => (x, y, r) => line(one)(x, y, r) + line(other)(x, y, r);

const SHAPES = {
  person: circle,
  verb: line([[0, -1.2], [1.15, 0.8], [-1.15, 0.8]], "z"),
  thing: line([[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]], "z"),
  time: line([[0, -1.35], [1.1, 0], [0, 1.35], [-1.1, 0]], "z"),
  place: line([[0, 1.2], [1.15, -0.8], [-1.15, -0.8]], "z"),
  quality: cross([[-1.2, 0], [1.2, 0]], [[0, -1.2], [0, 1.2]]),
  count: cross([[-0.88, -0.88], [0.88, 0.88]], [[0.88, -0.88], [-0.88, 0.88]]),
  other: (x, y, r) => circle(x, y, 0.6 * r),
};

export const KINDS = Object.keys(SHAPES);

/** Path data of a kind's mark round (x, y). */
export const mark = (kind, x, y, r) => SHAPES[kind](x, y, r);

/** The mark with its kind's name, as in the map's key. */
export const named = (t, kind) =>
  `<svg viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true" class="x-kind-${kind}"><path class="x-mark" d="${mark(kind, 0, 0, 4.6)}"></path></svg> ${t(`kinds.${kind}`)}`;

export const key = (t) => KINDS.map((kind) => `<li>${named(t, kind)}</li>`).join("");
