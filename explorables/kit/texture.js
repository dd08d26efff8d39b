/*
 * A table of numbers as texture.
 */
import { tag } from "./svg.js";

/** Rows of a table as texture: above `scale` / 4 dark, below -scale / 4 light; enough to see that rows differ. */
export function texture(x, y, cell, line, table, rows, E, scale) {
  // Cells of a pixel cannot be told apart: one of several rows and columns stands for them, about three pixels large.
  const [across, down] = [cell, line].map((size) => Math.max(1, Math.round(3 / size)));
  const strokes = [1, -1].map((sign) => {
    let d = "";
    for (let id = 0; id * down < rows; id++) {
      let at = -1; // where the pen stands in this row; runs of cells are one stroke, or the picture weighs three times as much
      for (let k = 0; k * across < E; k++) {
        const from = k;
        while (k * across < E && sign * table[id * down * E + k * across] >= scale / 4) k++;
        if (k === from) continue;
        d += (at < 0 ? `M${from} ${id}` : `m${from - at} 0`) + `h${k - from}`;
        at = k;
      }
    }
    return tag("path", { d, class: `x-texture${sign < 0 ? " x-minus" : ""}` });
  });
  return tag("g", { transform: `translate(${x} ${y + (line * down) / 2}) scale(${(cell * across).toFixed(4)} ${(line * down).toFixed(4)})` }, strokes);
}
