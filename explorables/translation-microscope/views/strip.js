import { bars, tag } from "../../kit/svg.js";

/** A vector as bars; `unit` marks one of them. For use inside a button or a sentence, so without a name of its own. */
export function strip(width, values, { scale, colour, unit, height = 30 }) {
  const slot = width / values.length;
  return tag("svg", { viewBox: `0 0 ${width} ${height}`, width, height, class: "x-svg x-strip", "aria-hidden": "true", preserveAspectRatio: "none" },
    unit === undefined ? "" : tag("rect", { x: unit * slot - 1, y: 0, width: slot + 2, height, class: "x-unit" }),
    bars(0, 0, width, height, values, { scale, class: colour }));
}
