/*
 * Work inside of animation frames, so that the page answers its reader while it calculates.
 */
import { reducedMotion } from "../kit/access.js";

const BUDGET = { alone: 14, drawing: 8 }; // ms of training in one animation frame of the 17 there are, at 60 a second

/** Steps a frame: a fraction waits for several frames; Infinity is as many as there is time for. */
export const PACE = { slow: () => 0.1, medium: () => 1, fast: () => Infinity };

let driven = 0; // how many runs share a frame

/**
 * Drives a generator. `draw` is called now and then: every frame is not needed to follow a curve, and fewer still where
 * motion is unwelcome. Returns { stop }.
 */
export function drive(generator, { pace, draw = () => {}, onFrame = () => {}, onDone }) {
  let running = true;
  driven += 1;
  let owed = 0;
  let drawn = performance.now(); // nothing to draw yet, and the first steps are the slowest

  function frame() {
    if (!running) return;
    owed += pace();
    const start = performance.now();
    const drawing = start - drawn >= (reducedMotion() ? 500 : 66);
    const finished = work(start + (drawing ? BUDGET.drawing : BUDGET.alone) / driven);
    owed = Math.min(owed, 1e9);
    if (!Number.isFinite(owed)) owed = 0;
    onFrame();
    if (drawing && running) {
      drawn = start;
      draw();
    }
    requestAnimationFrame(finished ? end : frame);
  }

  /** The steps that are owed, as far as there is time; whether they were the last. */
  function work(late) {
    while (owed >= 1 && performance.now() < late) {
      const { value, done } = generator.next();
      if (done) return true;
      if (value === "step") owed -= 1;
    }
    return false;
  }

  /** In a frame of its own: what is done then draws more than usual. */
  function end() {
    if (!running) return;
    stop();
    onDone();
  }

  function stop() {
    if (running) driven -= 1;
    running = false;
  }

  requestAnimationFrame(frame);
  return { stop };
}
