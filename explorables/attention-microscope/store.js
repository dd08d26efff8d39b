/*
 * One state for all panels of the figure, so that a word in the prose, a press and the address can set any part of it.
 * It is there before the model is: what the reader types meanwhile is not lost, and calls for the model.
 */
import { clamp } from "../kit/geometry.js";
import { fresh, remember } from "./address.js";

export class Store {
  /** `wake` brings the model; it is called when a reader's doing needs it. */
  constructor(state, wake) {
    this.state = state;
    this.wake = wake;
    this.session = null;
    this.panels = []; // { refresh }
    this.player = null; // what plays at the moment (kit/player.js)
  }

  get model() {
    return this.session.model;
  }

  /** All that follows from the state. */
  look() {
    return this.session.look(this.state);
  }

  /** Sets parts of the state, and shows it. A new sentence begins at its first word, with the model's own words. */
  apply(changes) {
    const { state, player } = this;
    if ("text" in changes && changes.text !== state.text) Object.assign(state, { write: 1, forced: new Map() });
    Object.assign(state, changes);
    if (player && !player.stepping) player.stop(); // the reader's choice stands
    if (!this.session) this.wake();
    this.draw();
  }

  replace(state) {
    this.state = state;
    this.apply({});
  }

  /** Back to the model's own words for this sentence. */
  release() {
    this.apply({ forced: fresh("").forced });
  }

  draw() {
    if (this.session) this.settle();
    for (const panel of this.panels) panel.refresh();
    if (this.session) remember(this.state);
  }

  /** Keeps the position inside of the translation as it is now. */
  settle() {
    const { steps } = this.look();
    if (steps) this.state.write = clamp(Math.round(this.state.write), 1, steps.length);
  }
}
