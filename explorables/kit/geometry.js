/*
 * Vectors, and the plane on which a map shows many of them. Rows may be plain or typed arrays.
 */

export const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

/** The largest absolute value. */
export const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

export function dot(a, b) {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

export const norm = (a) => Math.sqrt(dot(a, a));

export const distance = (a, b) => norm(a.map((value, k) => value - b[k]));

function unit(a) {
  const length = norm(a);
  return a.map((value) => value / length);
}

/** The `count` rows nearest to the chosen one in all dimensions, by cosine: what a map can only hint at. Rows before `first` are left out. */
export function nearest(rows, chosen, count, first = 1) {
  const own = rows[chosen];
  const length = norm(own);
  const found = [];
  for (let id = first; id < rows.length; id++) {
    if (id === chosen) continue;
    const lengths = length * norm(rows[id]);
    found.push({ id, cosine: lengths > 0 ? dot(own, rows[id]) / lengths : 0 });
  }
  return found.sort((a, b) => b.cosine - a.cosine).slice(0, count);
}

/** Sums over all rows: their mean, and how they are spread round it, as a matrix and as one number. */
function spread(rows) {
  const size = rows[0].length;
  const mean = Float64Array.from({ length: size }, (_, k) => rows.reduce((sum, row) => sum + row[k], 0) / rows.length);
  const covariance = Array.from({ length: size }, () => new Float64Array(size));
  for (const row of rows) {
    const centred = mean.map((value, k) => row[k] - value);
    covariance.forEach((line, a) => {
      const own = centred[a];
      for (let b = 0; b < size; b++) line[b] += own * centred[b];
    });
  }
  const total = covariance.reduce((sum, line, k) => sum + line[k], 0);
  const times = (axis) => axis.map((_, k) => dot(covariance[k], axis));
  const kept = (axes) => (total > 0 ? axes.reduce((sum, axis) => sum + dot(axis, times(axis)), 0) / total : 0);
  return { size, mean, times, kept };
}

const axesOf = (size, value) => [0, 1].map((n) => Float64Array.from({ length: size }, (_, k) => value(k, n)));
const TINY = 1e-12;

/**
 * The plane of the two directions in which the rows differ most, by orthogonal iteration from `axes`, and the share of
 * their spread that it keeps: { axes, mean, kept }.
 */
export function principalPlane(rows, { axes: start, rounds = 150 } = {}) {
  const { size, mean, times, kept } = spread(rows);
  let axes = start || axesOf(size, (k, n) => Math.cos(k * (n + 1) + n));
  for (let round = 0; round < rounds; round++) {
    const [one, two] = axes.map(times);
    if (norm(one) < TINY) break; // all rows equal: no direction is better than another, so the old ones stay
    const first = unit(one);
    const shared = dot(two, first);
    const rest = two.map((value, k) => value - shared * first[k]);
    if (norm(rest) < TINY) break;
    axes = [first, unit(rest)];
  }
  return { axes, mean, kept: kept(axes) };
}

/** The plane of the first two coordinates, always the same. */
export function coordinatePlane(rows) {
  const { size, kept } = spread(rows);
  const axes = axesOf(size, (k, n) => (k === n ? 1 : 0));
  return { axes, mean: new Float64Array(size), kept: kept(axes) };
}

/** A row's place on a plane. */
export function project({ axes, mean }, row) {
  return axes.map((axis) => axis.reduce((sum, value, k) => sum + value * (row[k] - mean[k]), 0));
}
