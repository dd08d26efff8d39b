/*
 * A small batch of the reader's own numbers, and what one pass forwards and backwards says about it.
 */
import { norm } from "../kit/geometry.js";
import { WORDS } from "./numerals.js";
import { optimiser } from "./optimisers.js";

/** One pass of these pairs through `run`. */
export function inspect(run, pairs) {
  const { model } = run;
  const loss = model.forward(pairs);
  const gradients = model.backward(pairs);
  const tables = { source: model.p.source, target: model.p.target };
  const reach = Math.max(...tables.source.map(Math.abs), ...tables.target.map(Math.abs));
  return { run, pairs, loss, tables, reach, base: run.steps, tapes: model.tapes, gradients: { source: gradients.source, target: gradients.target }, E: model.config.E };
}

/** How far each parameter of both tables goes in `steps` steps on one batch, with SGD and with Adam, from the same weights. */
export function compareMoves(run, pairs, steps, rates) {
  const moved = {};
  for (const name of ["sgd", "adam"]) {
    const twin = run.copy();
    twin.options = { ...twin.options, rate: rates[name] };
    if (name === "sgd") twin.optimiser = optimiser("sgd", twin.model.size);
    for (let k = 0; k < steps; k++) twin.learn(pairs);
    moved[name] = {};
    for (const table of ["source", "target"]) moved[name][table] = twin.model.p[table].map((value, k) => value - run.model.p[table][k]);
  }
  return moved;
}

export const rowOf = (array, id, E) => Array.from(array.subarray(id * E, id * E + E));

/** Where each row of a table was read in the batch: rows[id] = [{ sentence, position, de }, …]. */
export function reads(batch, table) {
  const rows = WORDS[table].map(() => []);
  batch.pairs.forEach(({ source, target }, b) => {
    const tape = batch.tapes[b][table === "source" ? "encoder" : "decoder"];
    const length = table === "source" ? source.length : target.length;
    for (let k = 0; k < length; k++) rows[tape.ids[k]].push({ sentence: b, position: k, de: Array.from(tape.de[k]) });
  });
  return rows;
}

/** How many padding positions the batch has, once it is a rectangle. */
export function pads(batch, side) {
  const lengths = batch.pairs.map((pair) => pair[side].length);
  return lengths.reduce((sum, length) => sum + Math.max(...lengths) - length, 0);
}

/** How long the gradient is at each character of a sentence. */
export function lengths(batch, sentence) {
  const { source } = batch.pairs[sentence];
  return batch.tapes[sentence].encoder.de.slice(0, source.length).map(norm);
}
