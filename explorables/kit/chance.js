import { make } from "./dom.js";
import { percent } from "./words.js";

/** A probability as a bar and as a number, with a remark where there is one. */
export function chance(p, remark) {
  return [
    make("span", { class: "x-track", "aria-hidden": "true" }, make("span", { class: "x-level", style: `width:${Math.max(0.5, 100 * p)}%` })),
    make("span", { class: "x-numeric" }, percent(p), remark ? make("small", { lang: document.documentElement.lang }, " " + remark) : null),
  ];
}
