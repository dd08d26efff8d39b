/*
 * Three runs beside each other: a learned table, a frozen one, and one that starts as the reader chooses.
 */
import { percent } from "../kit/words.js";
import { drive, PACE } from "./frames.js";
import { t } from "./strings.js";
import { Recording } from "./trainer.js";

export const THIRD = { normal: { start: "normal" }, small: { start: "small" }, zero: { start: "zero" }, zeroFrozen: { start: "zero", frozen: true } };
const NAMES = ["learned", "frozen", "third"];

export class Racing {
  constructor(store, steps, rate) {
    Object.assign(this, { store, steps, rate });
    this.driver = null;
    this.waiting = []; // predictions that the next result answers
    this.reset();
  }

  /** Three new runs, with the settings as they are now. */
  reset() {
    if (this.driver) this.driver.stop();
    this.driver = null;
    this.result = null; // of the last race, while its settings stand
    const { seed, third } = this.store.state;
    const options = { seed, optimiser: "adam", rate: this.rate, start: "scaled" };
    this.lanes = [
      new Recording(t("race.lanes.learned"), options),
      new Recording(t("race.lanes.frozen"), { ...options, frozen: true }),
      new Recording(t(`race.lanes.${third}`), { ...options, ...THIRD[third] }),
    ];
  }

  race(then) {
    this.reset();
    if (then) this.waiting.push(then);
    this.driver = drive(this.together(), { pace: PACE.fast, draw: () => this.show(), onDone: () => this.finish() });
    this.show();
  }

  *together() {
    for (let step = 1; step <= this.steps; step++) for (const lane of this.lanes) yield* lane.advance(step);
  }

  finish() {
    this.driver = null;
    const half = (lane) => lane.accuracy.find(([step]) => step === this.steps / 2)[1];
    this.result = { steps: this.steps, seed: this.store.state.seed };
    this.lanes.forEach((lane, k) => Object.assign(this.result, {
      [NAMES[k]]: percent(lane.lastAccuracy), [`${NAMES[k]}Half`]: percent(half(lane)), [`${NAMES[k]}Name`]: lane.name,
    }));
    this.show();
    for (const tell of this.waiting.splice(0)) tell(this.result);
  }

  /** The result of a race with these settings, run now if there is none yet. */
  ask(then) {
    if (this.result) then(this.result);
    else this.race(then);
  }

  show() {
    this.store.refresh("race");
  }
}
