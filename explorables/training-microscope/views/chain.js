/*
 * One sentence through encoder and decoder, and the gradient's way back.
 */
import { norm } from "../../kit/geometry.js";
import { arrow, bars, figure, path, tag, text } from "../../kit/svg.js";
import { lengths } from "../batch.js";
import { WORDS } from "../numerals.js";
import { inUnits, tenTo, unitOf } from "./format.js";

const TOP = { probability: 44, cell: 122, strip: 226, word: 298 };
const HEIGHT = { probability: 40, cell: 56, strip: 52 };
const MID = TOP.cell + HEIGHT.cell / 2;
const BACK = { class: "x-back q-gradient" };
const bare = (word) => word.replace(/[<>]/g, "");

/**
 * batch: { pairs, tapes, shown, stage } — stage 0 forward, 1 loss, 2 back through the decoder,
 * 3 the context, 4 back through the encoder. `shown` is the sentence drawn.
 */
export function chain(t, width, batch) {
  const { pairs, shown, stage } = batch;
  const plan = layOut(width, batch);
  const parts = [
    legend(t, plan, stage),
    range(plan.S).map((k) => cell(plan, "encoder", k)),
    range(plan.T).map((k) => cell(plan, "decoder", k)),
    path(contextWay(plan), { class: "x-wire x-context q-context" }),
    pairs[shown].target.map((id, k) => prediction(plan, id, k, stage)),
    stage >= 2 ? backThroughDecoder(plan) : "",
    stage >= 3 ? backOverContext(plan) : "",
    stage >= 4 ? backThroughEncoder(plan) : "",
    plan.roomy && plan.source.length < plan.S ? skipped(t, plan) : "",
  ];
  const listed = lengths(batch, shown).map((size, k) => `${WORDS.source[plan.source[k]]} ${inUnits(size, plan.power)}`).join(t("list"));
  const label = t(stage < 4 ? "chain.label" : "chain.labelBack", {
    words: pairs[shown].words, number: pairs[shown].number, stage: t.raw("chain.stages")[stage].name, listed, unit: tenTo(plan.power),
  });
  return figure(width, TOP.word + 24, label, parts);
}

const range = (count) => Array.from({ length: count }, (_, k) => k);

/** Where everything stands, and how thick arrows are: one scale for each kind of them over the whole batch, so that sentences can be compared. */
function layOut(width, { pairs, tapes, shown, reach }) {
  const S = Math.max(...pairs.map(({ source }) => source.length));
  const T = Math.max(...pairs.map(({ target }) => target.length));
  const column = width / (S + T + 0.5);
  let [largestE, largestState] = [0, 0];
  tapes.slice(0, pairs.length).forEach((tape, b) => {
    for (const [side, length] of [[tape.encoder, pairs[b].source.length], [tape.decoder, pairs[b].target.length]]) {
      for (let k = 0; k < length; k++) largestE = Math.max(largestE, norm(side.de[k]));
      for (let k = 0; k <= length; k++) largestState = Math.max(largestState, stateNorm(side, k));
    }
  });
  const thick = (size, largest) => 1.2 + 10.8 * (largest ? size / largest : 0);
  return {
    S, T, column, reach, ...pairs[shown], tapes: tapes[shown], box: Math.min(46, column * 0.62), word: Math.min(16, column * 0.45), roomy: column > 44,
    centre: (k, side) => column * (k + 0.5) + (side === "decoder" ? column * (S + 0.5) : 0),
    power: unitOf(largestE), thickE: (size) => thick(size, largestE), thickState: (size) => thick(size, largestState),
  };
}

const stateNorm = (tape, k) => Math.hypot(norm(tape.dh[k]), norm(tape.dc[k]));

function legend(t, { column, S, T, centre, power }, stage) {
  const keys = stage < 2 ? ["chain.legend.h", "chain.legend.e"] : ["chain.legend.arrows", "chain.legend.unit"];
  return [
    text(column * S * 0.5, 14, t("chain.encoder"), { class: "x-axis-title", "text-anchor": "middle" }),
    text(centre((T - 1) / 2, "decoder"), 14, t("chain.decoder"), { class: "x-axis-title", "text-anchor": "middle" }),
    keys.map((key, line) => t(key, { unit: tenTo(power) }).split("\n").map((words, n) =>
      text(2, 40 + 38 * line + 16 * n, words, { class: "x-small x-quiet" }))),
  ];
}

/** One step: the word, its vector, the state after it. The word's vector goes up, the state goes on. */
function cell({ centre, box, column, word, reach, source, target, tapes }, side, k) {
  const [tape, length, words, colour] = side === "encoder"
    ? [tapes.encoder, source.length, WORDS.source, "q-source-embedding"]
    : [tapes.decoder, target.length, WORDS.target, "q-target-embedding"];
  const x = centre(k, side);
  const live = k < length;
  const soft = live ? "" : " x-skipped";
  const own = live ? words[tape.ids[k]] : "";
  const parts = [
    tag("rect", { x: x - box / 2, y: TOP.cell, width: box, height: HEIGHT.cell, rx: 5, class: "x-cell" + soft }),
    text(x, TOP.word + 14, live ? bare(own) : "pad", {
      "text-anchor": "middle", class: live ? "x-word" : "x-small x-quiet", style: live ? `font-size:${own.length > 1 ? 11.5 : Math.max(13, word)}px` : null,
    }),
    tag("rect", { x: x - box / 2, y: TOP.strip, width: box, height: HEIGHT.strip, class: "x-frame" + soft }),
  ];
  if (!live) return parts;
  return [
    parts,
    bars(x - box / 2, TOP.strip, box, HEIGHT.strip, tape.e[k], { scale: reach, vertical: true, class: colour, frame: false }),
    bars(x - box / 2 + 3, TOP.cell + 4, box - 6, HEIGHT.cell - 8, tape.h[k + 1], { scale: 1, vertical: true, class: "q-hidden", frame: false }),
    tag("line", { x1: x, y1: TOP.strip, x2: x, y2: TOP.cell + HEIGHT.cell, class: "x-wire" }),
    k + 1 < length ? tag("line", { x1: x + box / 2, y1: MID, x2: x + column - box / 2, y2: MID, class: "x-wire" }) : "",
  ];
}

/** The context leaves the last valid step, over the skipped columns if there are any. */
function contextWay({ S, source, centre, box }) {
  const from = centre(source.length - 1, "encoder") + box / 2;
  const to = centre(0, "decoder") - box / 2;
  if (source.length === S) return [[from, MID], [to, MID]];
  const lift = TOP.cell - 9;
  return [[from - box / 2, TOP.cell], [from - box / 2, lift], [to - 5, lift], [to - 5, MID], [to, MID]];
}

/** The probability of the right word, and the loss from stage 1 on. */
function prediction({ centre, box, roomy, tapes: { decoder } }, id, k, stage) {
  const x = centre(k, "decoder");
  const p = decoder.probabilities[k][id];
  const tall = HEIGHT.probability;
  const said = stage ? decoder.loss[k].toFixed(roomy ? 2 : 1) : `${Math.round(100 * p)}%`;
  return [
    tag("line", { x1: x, y1: TOP.cell, x2: x, y2: TOP.probability + tall, class: "x-wire" }),
    tag("rect", { x: x - box / 2, y: TOP.probability, width: box, height: tall, class: "x-frame x-paper" }),
    tag("rect", { x: x - box / 2, y: TOP.probability + tall * (1 - p), width: box, height: tall * p, class: "x-probability" }),
    text(x, TOP.probability + tall / 2 + 4, said, { class: "x-small x-over", "text-anchor": "middle" }),
    text(x, TOP.probability - 6, bare(WORDS.target[id]), { class: "x-small x-strong-text", "text-anchor": "middle" }),
  ];
}

// ---------------------------------------------------------------- back

function backThroughDecoder(plan) {
  return plan.target.map((_, k) => {
    const x = plan.centre(k, "decoder");
    return [
      arrow(x, TOP.probability + 42, x, TOP.cell - 1, 4, BACK),
      downArrow(plan, "decoder", k),
      k ? stateArrow(plan, "decoder", k) : "",
    ];
  });
}

function backOverContext(plan) {
  const thick = plan.thickState(stateNorm(plan.tapes.encoder, plan.source.length));
  const way = contextWay(plan);
  if (way.length === 2) {
    const [[from], [to]] = way;
    return arrow(to, MID, from, MID, thick, BACK);
  }
  const [[x], [, lift]] = way;
  return path(way, { class: "x-back-line q-gradient", "stroke-width": thick * 0.6 }) + arrow(x, lift - 2, x, TOP.cell + 4, thick * 0.6, BACK);
}

function backThroughEncoder(plan) {
  return range(plan.source.length).reverse().map((k) => [downArrow(plan, "encoder", k), k ? stateArrow(plan, "encoder", k) : ""]);
}

function stateArrow({ tapes, centre, box, thickState }, side, k) {
  return arrow(centre(k, side) - box / 2, MID, centre(k - 1, side) + box / 2, MID, thickState(stateNorm(tapes[side], k)), BACK);
}

function downArrow({ tapes, centre, box, thickE, power }, side, k) {
  const x = centre(k, side);
  const size = norm(tapes[side].de[k]);
  return [
    arrow(x, TOP.cell + HEIGHT.cell + 1, x, TOP.strip - 13, thickE(size), BACK),
    grounded(x, TOP.strip - 3, inUnits(size, power), Math.min(box, 28), { class: "x-number" }),
  ];
}

/** Words on a ground of their own, so that no line runs through them. */
function grounded(x, y, words, wide, attributes) {
  return tag("rect", { x: x - wide / 2, y: y - 11, width: wide, height: 14, class: "x-label-ground" })
    + text(x, y, words, { "text-anchor": "middle", ...attributes });
}

function skipped(t, { S, source, centre }) {
  const words = t("chain.skipped");
  return grounded(centre((source.length + S - 1) / 2, "encoder"), MID + 4, words, 8 + words.length * (words > "一" ? 12 : 6.2), { class: "x-small x-quiet" });
}
