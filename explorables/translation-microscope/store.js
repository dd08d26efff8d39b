/*
 * One state for all panels of the page, so that a word in the prose, a click and the address can set any of them.
 */
import { turn } from "../kit/dom.js";
import { clamp } from "../kit/geometry.js";
import { fresh, MOST_PADS, remember, WIDEST_BEAM } from "./address.js";
import { SPECIALS } from "../kit/specials.js";

const POSITIONS = ["text", "read", "gate", "pads", "write", "forced", "beam"]; // what a playing figure goes through

export class Store {
  constructor(session, state) {
    this.session = session;
    this.model = session.model;
    this.state = state;
    this.panels = {}; // name -> { refresh } of those that this page mounts
    this.player = null; // what plays at the moment (player.js)
    this.queue = []; // panels that do not show the state yet
    this.drawing = false;
  }

  /** All that follows from the state. */
  look() {
    return this.session.look(this.state);
  }

  /** Sets parts of the state. `from` is the panel that the reader's hand is in: it is drawn at once, the others after it. */
  apply(changes, from) {
    this.change(changes, from);
    this.draw(from);
  }

  change(changes, from) {
    const { state, player } = this;
    if ("text" in changes && changes.text !== state.text) Object.assign(state, { token: 0, read: 1, write: 1, forced: new Map() });
    if ("beam" in changes && changes.beam > 1) state.forced = new Map();
    if (player && !player.stepping && POSITIONS.some((key) => key in changes)) player.stop(); // the reader's choice stands
    Object.assign(state, from ? { show: from } : {}, changes);
    this.settle();
  }

  replace(state, from) {
    this.state = state;
    this.change({}, from);
    this.draw(from);
  }

  reset(from) {
    this.replace(fresh(this.model.examples[0]), from);
  }

  /** Keeps every position inside of the sentence as it is now. */
  settle() {
    const { state, model } = this;
    const { index, words } = model.source;
    const seen = this.look();
    const within = (key, low, high) => (state[key] = clamp(Math.round(state[key]), low, high));
    within("unit", 0, model.H - 1);
    within("pads", 0, MOST_PADS);
    within("beam", 1, WIDEST_BEAM);
    if (!index.has(state.chosen)) state.chosen = seen.tokens.find((word) => index.has(word)) || words[SPECIALS];
    if (!index.has(state.other) || state.other === state.chosen) state.other = this.partner(state.chosen);
    if (seen.problem) return;
    within("token", 0, seen.ids.length - 1);
    within("read", 1, seen.padded.length);
    within("write", 1, seen.beam ? seen.beam.rounds.length : seen.written.length);
  }

  partner(word) {
    const { source, tables } = this.model;
    const [near] = this.session.nearest(source.index.get(word), tables.source, "change", 1);
    return source.words[near.id];
  }

  /**
   * One panel a frame, so that the page answers in between; the panel in which the reader's hand is comes at once. Those
   * that wait already stay in front: none is left out while a slider moves.
   */
  async draw(from) {
    if (from && this.panels[from]) this.panels[from].refresh();
    const waiting = this.queue.filter((name) => name !== from);
    this.queue = [...waiting, ...Object.keys(this.panels).filter((name) => name !== from && !waiting.includes(name))];
    remember(this.state);
    if (this.drawing) return;
    this.drawing = true;
    try {
      while (this.queue.length) {
        await turn();
        if (this.queue.length) this.panels[this.queue.shift()].refresh(); // the reader's own panel may have been the last
      }
    } finally {
      this.drawing = false;
    }
  }
}
