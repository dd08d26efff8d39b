/*
 * SVG as strings. A drawing is a pure function from a state to markup, so the
 * same function draws live in the page and, in Node at build time, the still
 * picture for readers without JavaScript.
 *
 *   tag("rect", { x: 0, class: "q-hidden" }, child, child)   one element
 *   text(x, y, "words", { class: "label" })                  escaped text
 *   bars(x, y, w, h, values, { scale, vertical, class })     a vector as signed bars round a zero line:
 *                                                            sign and size can be read without colour
 *   arrow(x1, y1, x2, y2, width, attributes)                 a filled arrow, width in px
 *   path([[x, y], …], attributes)                            an open polyline
 *   figure(width, height, label, children)                   <svg role="img" aria-label=…>
 *   ground(width, height, [x, y])                            what a map stands on: a sheet, and two lines through x, y
 *   escape(string)                                           for text and attributes
 *   wide(word, latin)                                        about how many em a word takes, of which a Latin letter `latin`
 *
 * Colours never appear here: classes q-source-embedding, q-target-embedding,
 * q-hidden, q-cell, q-context, q-gradient, q-attention are coloured by explorable.css.
 */

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const escape = (value) => String(value).replace(/[&<>"]/g, (c) => ENTITIES[c]);
// Two decimals are a hundredth of a pixel, and keep the markup short.
const short = (value) => (typeof value === "number" ? String(Math.round(value * 100) / 100) : escape(value));

const tenth = (value) => String(Math.round(value * 10) / 10); // enough for a bar

export function tag(name, attributes, ...children) {
  let out = "<" + name;
  for (const key in attributes) {
    const value = attributes[key];
    if (value !== undefined && value !== null && value !== false) out += ` ${key}="${short(value)}"`;
  }
  return out + ">" + children.flat(Infinity).join("") + `</${name}>`;
}

export function text(x, y, words, attributes) {
  return tag("text", { x, y, ...attributes }, escape(words));
}

export function bars(x, y, width, height, values, options) {
  const { scale, vertical = false, class: className = "", frame = true } = options;
  const count = values.length;
  const long = vertical ? height : width; // the side along which the entries follow each other
  const reach = (vertical ? width : height) / 2; // the longest bar, from the zero line
  const slot = long / count;
  const thick = Math.max(1, slot * 0.72);
  const middle = vertical ? x + reach : y + reach;
  let d = "";
  for (let k = 0; k < count; k++) {
    const size = Math.max(-1, Math.min(1, values[k] / scale)) * reach;
    const start = (vertical ? y : x) + k * slot + (slot - thick) / 2;
    const low = vertical ? middle + Math.min(0, size) : middle - Math.max(0, size);
    const span = Math.abs(size);
    if (span < 0.05) continue;
    d += vertical
      ? `M${tenth(low)} ${tenth(start)}h${tenth(span)}v${tenth(thick)}h${tenth(-span)}z`
      : `M${tenth(start)} ${tenth(low)}h${tenth(thick)}v${tenth(span)}h${tenth(-thick)}z`;
  }
  const zero = vertical
    ? { x1: middle, y1: y, x2: middle, y2: y + height }
    : { x1: x, y1: middle, x2: x + width, y2: middle };
  return (
    (frame ? tag("rect", { x, y, width, height, class: "x-frame" }) : "") +
    tag("line", { ...zero, class: "x-zero" }) +
    tag("path", { d, class: "x-fill " + className })
  );
}

export function arrow(x1, y1, x2, y2, width, attributes) {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const ux = (x2 - x1) / length;
  const uy = (y2 - y1) / length;
  const head = Math.min(length, width * 0.9 + 5);
  const wing = width / 2 + 3;
  const half = width / 2;
  const point = (along, across) => `${short(x1 + ux * along - uy * across)} ${short(y1 + uy * along + ux * across)}`;
  const neck = length - head;
  const corners = [
    point(0, half), point(neck, half), point(neck, wing), point(length, 0),
    point(neck, -wing), point(neck, -half), point(0, -half),
  ];
  return tag("path", { d: "M" + corners.join("L") + "z", ...attributes });
}

export function path(points, attributes) {
  const d = points.map(([x, y], k) => (k ? "L" : "M") + short(x) + " " + short(y)).join("");
  return tag("path", { d, fill: "none", ...attributes });
}

export function figure(width, height, label, ...children) {
  const size = { viewBox: `0 0 ${short(width)} ${short(height)}`, width, height };
  return tag("svg", { ...size, role: "img", "aria-label": label, class: "x-svg", xmlns: "http://www.w3.org/2000/svg" }, ...children);
}

export function ground(width, height, [x, y]) {
  return [
    tag("rect", { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 6, class: "x-ground" }),
    tag("line", { x1: x, y1: 6, x2: x, y2: height - 6, class: "x-zero" }),
    tag("line", { x1: 6, y1: y, x2: width - 6, y2: y, class: "x-zero" }),
  ];
}

export const wide = (word, latin = 0.56) => [...word].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 1 : latin), 0);
