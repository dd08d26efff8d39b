/*
 * A seeded random-number generator, so that a run in the page can be repeated,
 * in another browser or in Python (tests/numerals.py draws the same numbers).
 *
 *   const draw = random(7);
 *   draw.next()          a double in [0, 1), mulberry32
 *   draw.below(n)        an integer in [0, n)
 *   draw.normal()        a draw from N(0, 1), Box-Muller, two uniforms a draw
 *   draw.shuffle(list)   Fisher-Yates, in place; returns the list
 */

export function random(seed) {
  let state = seed >>> 0;

  function next() {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  function below(n) {
    return Math.floor(next() * n);
  }

  function normal() {
    const radius = Math.sqrt(-2 * Math.log(1 - next())); // 1 - u is never 0
    return radius * Math.cos(2 * Math.PI * next());
  }

  function shuffle(list) {
    for (let last = list.length - 1; last > 0; last--) {
      const other = below(last + 1);
      [list[last], list[other]] = [list[other], list[last]];
    }
    return list;
  }

  return { next, below, normal, shuffle };
}
