/*
 * What is on the screen, as data: from a state (small, what the address holds) to everything that follows from it.
 */
import { largest, nearest, principalPlane, project } from "../kit/geometry.js";
import { percent } from "../kit/words.js";
import { KEYS } from "./address.js";
import { PAD, SPECIALS } from "../kit/specials.js";

const RELEVANT = ["text", "pads", "packed", "drop", "forced", "beam", "alpha", "edits"]; // the rest only says what is looked at

export class Session {
  constructor(model) {
    this.model = model;
    this.planes = {};
    this.reaches = {};
    this.originals = new Map(); // text -> its translation with nothing changed
    this.walked = { key: null };
    this.last = { key: null };
  }

  // ---------------------------------------------------------------- the map

  /** A row as the map sees it: "table", the row itself, or "change", its way from where training started. */
  seen(table, id, kind) {
    const row = this.model.row(table, id);
    const { start, E } = this.model;
    return kind === "change" && start ? row.map((value, k) => value - start[id * E + k]) : row;
  }

  rows(table, kind) {
    return this.model.source.words.map((_, id) => this.seen(table, id, kind));
  }

  /** The fixed plane of the map: that of the table as it was trained. */
  plane(kind) {
    if (!this.planes[kind]) this.planes[kind] = principalPlane(this.rows(this.model.tables.source, kind).slice(SPECIALS));
    return this.planes[kind];
  }

  /** Nearest rows by cosine, in all E values. */
  nearest(id, table, kind, count) {
    return nearest(this.rows(table, kind), id, count, SPECIALS);
  }

  /** A word's place on the plane, for a table as it is now. */
  place(id, table, kind) {
    return project(this.plane(kind), this.seen(table, id, kind));
  }

  /** The places of all words. */
  places(table, kind) {
    return this.rows(table, kind).slice(SPECIALS).map((row) => project(this.plane(kind), row));
  }

  /** How far a map has to reach: all words as they were trained, and some room. */
  reach(kind) {
    if (!this.reaches[kind]) this.reaches[kind] = 1.08 * largest(this.places(this.model.tables.source, kind).flat());
    return this.reaches[kind];
  }

  /** What views/map.js draws: the sentence's words lit, those near to the chosen one tied to it. */
  map({ table, ids }, kind, chosen) {
    const near = chosen < SPECIALS ? [] : this.nearest(chosen, table, kind, 3).filter(({ cosine }) => cosine > 0);
    return {
      points: this.places(table, kind), words: this.model.source.words, first: SPECIALS, reach: this.reach(kind), chosen,
      lit: new Set(ids.filter((id) => id >= SPECIALS)), near: near.map(({ id }) => id), kept: percent(this.plane(kind).kept),
    };
  }

  // ---------------------------------------------------------------- edits

  /** What a move on the map adds to a row, rounded so that three decimals in Python say the same. */
  shift({ by, map }) {
    const [across, up] = this.plane(map).axes;
    return across.map((value, k) => Math.round(1000 * (by[0] * value + by[1] * up[k])) / 1000);
  }

  /** The source table after all edits, one after the other; edits of words that this vocabulary lacks are left out. */
  edited(edits) {
    const { tables, source } = this.model;
    if (!edits.length) return tables.source;
    const table = Float32Array.from(tables.source);
    for (const edit of edits) {
      const [a, b] = [source.index.get(edit.a), source.index.get(edit.b)];
      if (a === undefined || (/swap|mix/.test(edit.kind) && b === undefined)) continue;
      this.edit(edit, this.model.row(table, a), b === undefined ? null : this.model.row(table, b));
    }
    return table;
  }

  edit(edit, first, second) {
    if (edit.kind === "zero") first.fill(0);
    else if (edit.kind === "move") this.shift(edit).forEach((value, k) => (first[k] += value));
    else if (edit.kind === "mix") first.forEach((value, k) => (first[k] = (1 - edit.share) * value + edit.share * second[k]));
    else {
      const before = first.slice();
      first.set(second);
      second.set(before);
    }
  }

  // ---------------------------------------------------------------- everything

  /** Words, ids, the table as edited, every step of encoder and decoder, both translations. */
  look(state) {
    const key = RELEVANT.map((name) => KEYS[name].to(state[name])).join("&");
    if (this.last.key !== key) this.last = { key, ...this.calculate(state) };
    return this.last;
  }

  calculate(state) {
    const { model } = this;
    const words = model.tokenize(state.text);
    const tokens = model.read(words);
    const left = words.filter((word) => !tokens.includes(word));
    const ids = model.indices(tokens);
    const unknown = tokens.map((word) => !model.source.index.has(word));
    const problem = !ids.length ? "empty" : ids.length > model.maxLength ? "long" : unknown.every(Boolean) ? "unknown" : null;
    const table = this.edited(state.edits);
    const read = { tokens, left, ids, unknown, problem, table };
    if (problem) return read;

    const padded = [...ids, ...new Array(state.pads).fill(PAD)];
    const steps = this.walk(padded, state.edits, table); // pads included; packing only decides where to stop
    const at = (k) => ({ h: steps[k].layers.map(({ h }) => h), c: steps[k].layers.map(({ c }) => c) });
    const encoded = at((state.packed ? ids.length : padded.length) - 1);
    const context = dropped(encoded, state.drop);
    return { ...read, padded, steps, packedState: at(ids.length - 1), encoded, context, ...this.write(context, state), original: this.original(state.text, ids) };
  }

  /** What the decoder makes of the context. */
  write(context, state) {
    const { model } = this;
    const index = (word) => model.target.index.get(word);
    const forced = new Map([...state.forced].filter(([, word]) => index(word) !== undefined).map(([step, word]) => [step, index(word)]));
    const beam = state.beam > 1 ? model.beam(context, state.beam, state.alpha) : null;
    const written = beam ? beam.best.written : model.greedy(context, forced);
    return { forced, beam, written, translation: model.sentence(written.map(({ word }) => word)) };
  }

  original(text, ids) {
    const { model, originals } = this;
    if (!originals.has(text)) originals.set(text, model.sentence(model.greedy(model.encode(ids).state).map(({ word }) => word)));
    return originals.get(text);
  }

  /** Every step over these words, remembered while only the decoder's side of the state changes. */
  walk(ids, edits, table) {
    const key = ids.join() + "&" + KEYS.edits.to(edits);
    if (this.walked.key !== key) this.walked = { key, steps: this.model.encode(ids, table).steps };
    return this.walked.steps;
  }
}

function dropped({ h, c }, drop) {
  const zeroed = (vectors) => vectors.map((vector) => new Float64Array(vector.length));
  return { h: /h|both/.test(drop) ? zeroed(h) : h, c: /c|both/.test(drop) ? zeroed(c) : c };
}
