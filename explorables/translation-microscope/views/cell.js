/*
 * One LSTM, the chosen gate lit, with the numbers of one unit.
 */
import { figure, path, tag, text } from "../../kit/svg.js";
import { signed } from "../../kit/words.js";

export const GATES = ["f", "i", "g", "c", "o", "h"];
// What a gate is made of, so that its wires are lit with it.
const LIT = { f: ["f"], i: ["i"], g: ["g"], c: ["f", "i", "g", "c"], o: ["o"], h: ["o", "c", "h"] };
const HEIGHT = 256;
const Y = { c: 46, join: 94, gate: 152, h: 206 };
const number = (value) => signed(value, 2);

/** view: { layer (f i g o c h cBefore hBefore), unit, gate, word } */
export function cellView(t, width, view) {
  const { layer, unit, gate, word } = view;
  const at = (share) => 8 + share * (width - 16);
  const x = { start: at(0), e: at(0.3), f: at(0.2), i: at(0.39), g: at(0.56), o: at(0.73), tanh: at(0.86), end: at(1) };
  x.join = (x.i + x.g) / 2;
  const parts = [
    tag("rect", { x: at(0.09), y: 20, width: at(0.93) - at(0.09), height: 206, rx: 12, class: "x-body" }),
    wires(x, gate), joints(x, gate),
    ["f", "i", "g", "o"].map((name) => gateBox(x[name], name, number(layer[name][unit]), gate, Math.min(50, 0.17 * (width - 16) - 4))),
    ends(x, layer, unit),
    text(x.e + 6, HEIGHT - 12, `e  ${word}`, { class: "x-small" }),
    text(at(0.5), 13, t("encoder.unitShort", { unit }), { class: "x-tick", "text-anchor": "middle" }),
  ];
  const values = Object.fromEntries(GATES.map((name) => [name, number(layer[name][unit])]));
  return figure(width, HEIGHT, t("encoder.label", { word, unit, gate: t(`encoder.gates.${gate}.name`), ...values }), parts);
}

/** How a part is lit while a gate is chosen: as the gate itself, or as one that it is made of. */
const mark = (name, gate) => (LIT[gate].includes(name) ? (name === gate ? " x-lit" : " x-lit-part") : "");

function wires(x, gate) {
  const wire = (points, name, colour) => path(points, { class: `x-cable ${colour}${mark(name, gate)}` });
  const above = (name) => [x[name], Y.gate - 30];
  return [
    wire([[x.start, Y.c], [x.end, Y.c]], "c", "q-cell"),
    wire([[x.start, Y.h], [x.o, Y.h]], "", "q-hidden"),
    ["f", "i", "g", "o"].map((name) => wire([[x[name], Y.h], [x[name], Y.gate]], name, "q-hidden")),
    wire([[x.e, HEIGHT - 4], [x.e, Y.h]], "", "q-source-embedding"),
    wire([above("f"), [x.f, Y.c]], "f", "q-hidden"),
    wire([above("i"), [x.i, Y.join], [x.join, Y.join]], "i", "q-hidden"),
    wire([above("g"), [x.g, Y.join], [x.join, Y.join]], "g", "q-hidden"),
    wire([[x.join, Y.join], [x.join, Y.c]], gate === "c" ? "c" : "", "q-cell"),
    wire([above("o"), [x.o, Y.join], [x.tanh, Y.join]], "o", "q-hidden"),
    wire([[x.tanh, Y.c], [x.tanh, Y.h], [x.end, Y.h]], "h", "q-hidden"),
  ];
}

function joints(x, gate) {
  const joint = (cx, cy, sign, name) =>
    tag("circle", { cx, cy, r: 10, class: "x-joint" + mark(name, gate) }) + text(cx, cy + 5, sign, { class: "x-word", "text-anchor": "middle" });
  return [
    joint(x.f, Y.c, "×", gate === "c" ? "c" : "f"),
    joint(x.join, Y.c, "+", "c"),
    joint(x.join, Y.join, "×", gate === "c" ? "c" : ""),
    joint(x.tanh, Y.join, "×", "h"),
    tag("rect", { x: x.tanh - 17, y: Y.c + 11, width: 34, height: 16, rx: 8, class: "x-joint" + mark("h", gate) }),
    text(x.tanh, Y.c + 23, "tanh", { class: "x-tick", "text-anchor": "middle" }),
  ];
}

function gateBox(x, name, value, gate, wide) {
  return [
    tag("rect", { x: x - wide / 2, y: Y.gate - 32, width: wide, height: 40, rx: 6, class: "x-gate" + mark(name, gate) }),
    text(x, Y.gate - 16, `${name} ${name === "g" ? "tanh" : "σ"}`, { class: "x-small", "text-anchor": "middle" }),
    text(x, Y.gate + 1, value, { class: "x-number x-strong-text", "text-anchor": "middle" }),
  ];
}

/** The states that come in and go out. */
function ends(x, layer, unit) {
  const value = (name, values) => `${name} ${number(values[unit])}`;
  const into = { class: "x-number", "text-anchor": "start" };
  const out = { class: "x-number x-strong-text", "text-anchor": "end" };
  return [
    text(x.start, 13, value("c", layer.cBefore), into), text(x.end, 13, value("c", layer.c), out),
    text(x.start, HEIGHT - 12, value("h", layer.hBefore), into), text(x.end, HEIGHT - 12, value("h", layer.h), out),
  ];
}
