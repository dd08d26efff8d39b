/*
 * The run that the panel `learn` shows: it is played, paused and started over, and answers predictions at a certain step.
 */
import { announce } from "../kit/access.js";
import { percent } from "../kit/words.js";
import { drive, PACE } from "./frames.js";
import { t } from "./strings.js";
import { Recording } from "./trainer.js";

export class Learning {
  constructor(store) {
    this.store = store;
    this.driver = null;
    this.waiting = []; // predictions that can be answered from a certain step on
    this.begin();
  }

  begin() {
    const { seed, optimiser, rate } = this.store.state;
    this.live = new Recording(t("race.lanes.learned"), { seed, optimiser, rate, start: "scaled" });
    this.speed = ""; // in words, while it plays
    this.over = ""; // that the run has started over, until it goes on
  }

  get playing() {
    return this.driver !== null;
  }

  /** The state of the run in words; for a screen reader with fewer digits. */
  status(digits = 3) {
    const { steps, recentLoss, accuracy, lastAccuracy } = this.live;
    return t("learn.status", { steps, loss: steps ? recentLoss.toFixed(digits) : "—", accuracy: accuracy.length ? percent(lastAccuracy) : "—" });
  }

  /** Trains up to a number of steps, in slices: at the reader's pace, or as fast as it goes. */
  go(upTo = Infinity, pace = () => PACE[this.store.state.speed]()) {
    this.stop();
    this.over = "";
    this.since = { time: performance.now(), steps: this.live.steps };
    this.driver = drive(this.live.advance(upTo), { pace, draw: () => this.show(), onFrame: () => this.watch(), onDone: () => this.pause() });
    this.show();
  }

  /** So many steps more. */
  some(count) {
    this.go(this.live.steps + count, PACE.fast);
  }

  watch() {
    const now = performance.now();
    const seconds = (now - this.since.time) / 1000;
    if (seconds > 0.7) {
      this.speed = t("learn.pace", { rate: Math.round((this.live.steps - this.since.steps) / seconds) });
      this.since = { time: now, steps: this.live.steps };
    }
    announce(this.status(2), { every: 4000 });
    if (this.waiting.some(({ steps }) => this.live.steps >= steps)) this.pause();
  }

  stop() {
    if (this.driver) this.driver.stop();
    this.driver = null;
    this.speed = "";
  }

  pause() {
    this.stop();
    const { live } = this;
    if (live.accuracy.length && live.accuracy[live.accuracy.length - 1][0] !== live.steps) {
      for (const _ of live.evaluate()); // a paused figure tells the accuracy of the weights it shows
    }
    this.show();
    announce(this.status(2));
    const ready = this.waiting.filter(({ steps }) => live.steps >= steps);
    this.waiting = this.waiting.filter(({ steps }) => live.steps < steps);
    for (const { then } of ready) then();
  }

  /** Trains on, as fast as it goes, to a step; then stops, and calls `then`. */
  after(steps, then) {
    this.waiting.push({ steps, then });
    if (this.live.steps >= steps) this.pause();
    else this.go(steps, PACE.fast);
  }

  restart() {
    this.stop();
    this.begin();
    const { optimiser, rate, seed } = this.store.state;
    this.over = t("learn.restarted", { optimiser: optimiser === "adam" ? "Adam" : "SGD", rate, seed });
    announce(this.over);
  }

  show() {
    this.store.refresh("learn");
  }
}
