/*
 * From gradients to new parameters: clipping, SGD, Adam, as in PyTorch.
 *
 *   clip(gradients, 1.0)                  scales the whole gradient to norm 1.0 if it is longer; returns the norm before
 *   optimiser("adam" | "sgd", count)      .step(parameters, gradients, rate) and .clone()
 */

export function clip(gradients, limit) {
  let squares = 0;
  for (let k = 0; k < gradients.length; k++) squares += gradients[k] * gradients[k];
  const norm = Math.sqrt(squares);
  const factor = limit / (norm + 1e-6); // PyTorch's own 1e-6
  if (factor < 1) for (let k = 0; k < gradients.length; k++) gradients[k] *= factor;
  return norm;
}

/** w ← w − rate·g. No gradient, no move: a row that was not read stays where it is. */
class SGD {
  step(w, g, rate) {
    for (let k = 0; k < w.length; k++) w[k] -= rate * g[k];
  }

  clone() {
    return new SGD();
  }
}

/**
 * m ← β₁m + (1 − β₁)g,  v ← β₂v + (1 − β₂)g²,  w ← w − rate·m̂ / (√v̂ + ε), hats correcting for the start from 0.
 * With g = 0, m shrinks but is not 0: a row that was not read goes on in its old direction.
 */
class Adam {
  constructor(count) {
    this.m = new Float64Array(count);
    this.v = new Float64Array(count);
    this.steps = 0;
  }

  step(w, g, rate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8) {
    this.steps += 1;
    const { m, v } = this;
    const correct1 = 1 - beta1 ** this.steps;
    const correct2 = Math.sqrt(1 - beta2 ** this.steps);
    for (let k = 0; k < w.length; k++) {
      m[k] = beta1 * m[k] + (1 - beta1) * g[k];
      v[k] = beta2 * v[k] + (1 - beta2) * g[k] * g[k];
      w[k] -= (rate / correct1) * m[k] / (Math.sqrt(v[k]) / correct2 + epsilon);
    }
  }

  clone() {
    const copy = new Adam(this.m.length);
    copy.m.set(this.m);
    copy.v.set(this.v);
    copy.steps = this.steps;
    return copy;
  }
}

export const optimiser = (name, count) => (name === "adam" ? new Adam(count) : new SGD());
