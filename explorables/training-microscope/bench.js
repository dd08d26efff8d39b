/*
 * The bench: the reader's own batch, calculated with the model as it is after some steps of training.
 */
import { turn } from "../kit/dom.js";
import { compareMoves, inspect } from "./batch.js";
import { drive, PACE } from "./frames.js";
import { pair } from "./numerals.js";
import { Recording } from "./trainer.js";

export class Bench {
  constructor(store, rates) {
    Object.assign(this, { store, rates });
    this.bases = new Map(); // "seed/steps" -> a run that was trained so far with Adam
    this.batch = null; // what batch.js says about it, and { taken, moved }
    this.busy = null;
  }

  /** Trains as far as state.base asks, then goes once forwards and once backwards. */
  prepare(then = () => {}) {
    const { seed, base } = this.store.state;
    const key = `${seed}/${base}`;
    if (this.bases.has(key)) {
      this.set(this.bases.get(key));
      then();
      return;
    }
    if (this.busy) this.busy.stop();
    const lane = new Recording("", { seed, optimiser: "adam", rate: this.rates.adam, start: "scaled" });
    const onDone = () => {
      this.busy = null;
      this.bases.set(key, lane.run);
      this.set(lane.run);
      then();
    };
    this.busy = drive(trained(lane.run, base), { pace: PACE.fast, onDone });
  }

  async set(run) {
    const { store, batch } = this;
    const { state } = store;
    const pairs = state.numbers.map((number) => pair(number));
    const onlyMoved = batch && batch.run === run && batch.pairs.every((before, k) => pairs[k] && before.number === pairs[k].number);
    this.batch = { ...inspect(run, pairs), taken: state.taken, moved: compareMoves(run, pairs, state.taken, this.rates) };
    state.shown = Math.min(state.shown, pairs.length - 1);
    if (onlyMoved) return store.refresh("moves");
    for (const name of ["chain", "rows", "moves"]) {
      await turn();
      store.refresh(name);
    }
  }
}

function* trained(run, steps) {
  while (run.steps < steps) {
    run.step();
    yield "step";
  }
}
