/*
 * One state for all panels of the page, so that a word in the prose, a control or a prediction can set any of them.
 */
import { announce } from "../kit/access.js";
import { Bench } from "./bench.js";
import { Learning } from "./learning.js";
import { nearWords } from "./near.js";
import { Racing } from "./racing.js";

export const RATES = { adam: 0.02, sgd: 0.5 };
export const ANSWER_STEPS = 400; // enough for what the predictions ask about, in any of the seeds
const MOST_TAKEN = 40; // all of them are calculated anew at each change, in a few milliseconds

const fresh = () => ({
  optimiser: "adam", rate: RATES.adam, seed: 1, speed: "medium",
  table: "source", projection: "pca", chosen: 0,
  numbers: [222, 30, 7], base: 0, shown: 0, stage: 0,
  rowsTable: "source", ticked: new Set(), revealed: false, row: 3, taken: 0,
  third: "zero",
});

// What each setting may come as: from a control as a value, from the prose as a string.
const text = (value) => value;
const READ = {
  optimiser: text, speed: text, table: text, projection: text, rowsTable: text, third: text,
  rate: Number, seed: Number, base: Number, shown: Number, stage: Number, row: Number, taken: Number, chosen: Number,
  revealed: (value) => String(value) === "true", numbers: (value) => value.split(",").map(Number),
};

export class Store {
  constructor() {
    this.state = fresh();
    this.panels = {}; // name -> { refresh } of those that this page mounts
    this.learning = new Learning(this);
    this.racing = new Racing(this, ANSWER_STEPS, RATES.adam);
    this.bench = new Bench(this, RATES);
  }

  refresh(...names) {
    for (const name of names) if (this.panels[name]) this.panels[name].refresh();
  }

  /** Settings by name, of the state, or to do something: play, restart, race, to=<step>. */
  apply(settings) {
    const { state, learning, racing, bench } = this;
    const has = (...names) => names.some((name) => Object.hasOwn(settings, name));
    const changed = this.read(settings, has);
    const newThird = has("third") && changed.third !== state.third;
    Object.assign(state, changed);

    if (has("optimiser", "seed", "restart")) learning.restart();
    if (has("optimiser", "rate", "seed", "speed", "table", "projection", "chosen", "restart")) {
      learning.live.run.options.rate = state.rate;
      this.refresh("learn");
    }
    if (has("chosen") && this.panels.learn) announce(nearWords(this));
    if (has("seed") || newThird) {
      racing.reset();
      this.refresh("race");
    }
    if (has("numbers", "base", "seed", "taken")) bench.prepare();
    if (has("shown", "stage")) this.refresh("chain");
    if (has("rowsTable", "revealed", "row")) this.refresh("rows");
    if (has("play")) learning.go();
    if (has("to")) learning.after(Number(settings.to), () => {});
    if (has("race")) racing.race();
  }

  /** What changes in the state: the settings themselves, and what follows from them where they do not say it. */
  read(settings, has) {
    const { state } = this;
    const changed = {};
    for (const name in READ) if (has(name)) changed[name] = READ[name](settings[name]);
    if (has("table") && changed.table !== state.table) changed.chosen = 0;
    if (has("optimiser") && !has("rate")) changed.rate = RATES[changed.optimiser];
    if (has("rowsTable") && changed.rowsTable !== state.rowsTable) {
      changed.ticked = new Set();
      if (!has("row")) changed.row = changed.rowsTable === "source" ? 3 : 5;
    }
    if (has("revealed") && !changed.revealed) changed.ticked = new Set();
    if (has("numbers", "base", "seed") && !has("taken")) changed.taken = 0;
    if (has("taken")) changed.taken = Math.min(changed.taken, MOST_TAKEN);
    return changed;
  }
}
