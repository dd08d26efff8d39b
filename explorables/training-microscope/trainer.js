/*
 * A run: a model, an optimiser, batches, and what is remembered for the pictures. No DOM here.
 *
 *   const run = new Run({ seed: 1, optimiser: "adam", rate: 0.02, start: "scaled", frozen: false });
 *   run.step()                one training step; returns the loss of its batch
 *   run.accuracy(from, to)    how many of unseen[from…to) are read right, greedily
 *   run.copy()                the same weights and the same optimiser state, to experiment on
 *
 *   const lane = new Recording("name", options);   a run and its history: loss, accuracy, snapshots of both tables
 *   for (const _ of lane.advance(400)) …      a generator that pauses after every step and every 20 read numerals, so that
 *                                              whoever drives it can stop before a frame is late
 */
import { random } from "../kit/random.js";
import { createReader } from "./model.js";
import { batches, split } from "./numerals.js";
import { clip, optimiser } from "./optimisers.js";

const BATCH = 16;
const CLIP = 1.0;
export const data = split();

export class Run {
  constructor(options) {
    this.options = { seed: 1, optimiser: "adam", rate: 0.02, start: "scaled", frozen: false, ...options };
    const { seed, start } = this.options;
    const draws = random(seed);
    this.model = createReader({ start }, draws);
    this.optimiser = optimiser(this.options.optimiser, this.model.size);
    this.batches = batches(data.train, BATCH, draws);
    this.steps = 0;
  }

  step() {
    return this.learn(this.batches.next());
  }

  learn(batch) {
    const { model } = this;
    const loss = model.forward(batch);
    const gradients = model.backward(batch);
    if (this.options.frozen) {
      // requires_grad = False: these gradients never come to be, so clipping must not see them either.
      gradients.source.fill(0);
      gradients.target.fill(0);
    }
    this.norm = clip(gradients.flat, CLIP);
    this.optimiser.step(model.p.flat, gradients.flat, this.options.rate);
    this.steps += 1;
    return loss;
  }

  accuracy(from = 0, to = data.unseen.length) {
    let right = 0;
    for (let k = from; k < to; k++) {
      const { source, target } = data.unseen[k];
      const out = this.model.read(source);
      if (out.length === target.length - 1 && out.every((id, t) => id === target[t])) right += 1;
    }
    return right;
  }

  copy() {
    const twin = new Run(this.options);
    twin.model.p.flat.set(this.model.p.flat);
    twin.optimiser = this.optimiser.clone();
    twin.steps = this.steps;
    return twin;
  }
}

const evaluateEvery = (steps) => (steps < 400 ? 20 : steps < 1000 ? 50 : 100); // often while much changes; each time costs about ten steps
const READ_AT_ONCE = 20;
const MOST_SNAPSHOTS = 120;

export class Recording {
  constructor(name, options) {
    this.name = name;
    this.run = new Run(options);
    this.loss = [];
    this.accuracy = [];
    this.snapshots = [];
    this.snapshotEvery = 2;
    this.snapshot();
  }

  get steps() {
    return this.run.steps;
  }

  rows(table) {
    const { E } = this.run.model.config;
    const flat = this.run.model.p[table];
    return Array.from({ length: flat.length / E }, (_, id) => Array.from(flat.subarray(id * E, id * E + E)));
  }

  snapshot() {
    this.snapshots.push({ source: this.rows("source"), target: this.rows("target") });
    if (this.snapshots.length > MOST_SNAPSHOTS) {
      this.snapshots = this.snapshots.filter((_, k) => k % 2 === 0);
      this.snapshotEvery *= 2;
    }
  }

  *advance(upTo) {
    if (!this.accuracy.length) yield* this.evaluate();
    while (this.steps < upTo) {
      this.loss.push(this.run.step());
      if (this.steps % this.snapshotEvery === 0) this.snapshot();
      yield "step";
      if (this.steps % evaluateEvery(this.steps) === 0) yield* this.evaluate();
    }
  }

  /** How many unseen numerals are read right now; no training step happens in between. */
  *evaluate() {
    let right = 0;
    for (let from = 0; from < data.unseen.length; from += READ_AT_ONCE) {
      right += this.run.accuracy(from, Math.min(from + READ_AT_ONCE, data.unseen.length));
      yield "read";
    }
    this.accuracy.push([this.steps, right / data.unseen.length]);
  }

  get lastAccuracy() {
    return this.accuracy.length ? this.accuracy[this.accuracy.length - 1][1] : 0;
  }

  /** Mean loss of the last few batches; one batch alone jumps about. */
  get recentLoss() {
    const recent = this.loss.slice(-10);
    return recent.length ? recent.reduce((a, b) => a + b, 0) / recent.length : NaN;
  }
}
