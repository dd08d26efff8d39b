/*
 * The operations of an embedding–LSTM sequence-to-sequence model, with their gradients written by hand.
 *
 * Every operation stands next to its gradient rule: xForward reads its inputs and writes
 * its outputs; xBackward takes the gradient of the loss with respect to those outputs and
 * ADDS the gradients with respect to the inputs and parameters (adding, because a value
 * that is used twice gets the sum).
 *
 * Sizes: V vocabulary, E embed size, H hidden size.
 * Layout and gate order (i, f, g, o) are PyTorch's, biases twice as there.
 */
import { product } from "../kit/product.js";
import { PAD } from "./numerals.js";

const sigmoid = (a) => 1 / (1 + Math.exp(-a));

/** Look-up: e = table[id]. Nothing is multiplied; one row is read. */
export function lookUpForward(table, E, id, e) {
  for (let k = 0; k < E; k++) e[k] = table[id * E + k];
}

/**
 * ∂L/∂table[id] += ∂L/∂e, and no other row gets anything. The padding row is left out, as
 * nn.Embedding(padding_idx=0) does.
 */
export function lookUpBackward(dTable, E, id, de) {
  if (id === PAD) return;
  for (let k = 0; k < E; k++) dTable[id * E + k] += de[k];
}

/** dW += d·xᵀ: the gradient of a matrix that was multiplied by x. */
function outerAdd(dW, d, x, rows, columns) {
  for (let row = 0, at = 0; row < rows; row++, at += columns) {
    const scale = d[row];
    for (let k = 0; k < columns; k++) dW[at + k] += scale * x[k];
  }
}

/** dx += Wᵀ·d: the gradient of what a matrix was multiplied by. Four sums at a time, which need not wait for each other. */
function transposedAdd(W, d, dx, rows, columns) {
  for (let k = 0; k < columns; k += 4) {
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    for (let row = 0, at = k; row < rows; row++, at += columns) {
      const v = d[row];
      s0 += v * W[at];
      s1 += v * W[at + 1];
      s2 += v * W[at + 2];
      s3 += v * W[at + 3];
    }
    dx[k] += s0;
    dx[k + 1] += s1;
    dx[k + 2] += s2;
    dx[k + 3] += s3;
  }
}

/**
 * One LSTM step: a = W_ih·e + b_ih + W_hh·h + b_hh, then
 *   i = σ(a_i)  f = σ(a_f)  g = tanh(a_g)  o = σ(a_o)
 *   c' = f·c + i·g        h' = o·tanh(c')
 * `gates` keeps i, f, g, o (4H numbers) for the way back.
 */
export function lstmForward(p, E, H, e, h, c, gates, hNext, cNext) {
  const { weight_ih, weight_hh, bias_ih, bias_hh } = p;
  for (let row = 0; row < 4 * H; row++) gates[row] = bias_ih[row] + bias_hh[row];
  product(product(gates, weight_ih, e), weight_hh, h);
  for (let k = 0; k < H; k++) {
    gates[k] = sigmoid(gates[k]);
    gates[H + k] = sigmoid(gates[H + k]);
    gates[2 * H + k] = Math.tanh(gates[2 * H + k]);
    gates[3 * H + k] = sigmoid(gates[3 * H + k]);
    cNext[k] = gates[H + k] * c[k] + gates[k] * gates[2 * H + k];
    hNext[k] = gates[3 * H + k] * Math.tanh(cNext[k]);
  }
}

/**
 * The same step backwards. In: dh, dc, the gradients of what came out. Added to: de, the
 * weights. Overwritten: dh and dc now hold the gradients of the state that came in.
 *   ∂L/∂c' += ∂L/∂h'·o·(1 − tanh²c')
 *   ∂L/∂a_i = ∂L/∂c'·g·i(1 − i)     ∂L/∂a_f = ∂L/∂c'·c·f(1 − f)
 *   ∂L/∂a_g = ∂L/∂c'·i·(1 − g²)     ∂L/∂a_o = ∂L/∂h'·tanh(c')·o(1 − o)
 *   ∂L/∂c = ∂L/∂c'·f     ∂L/∂h = W_hhᵀ·∂L/∂a     ∂L/∂e = W_ihᵀ·∂L/∂a
 */
export function lstmBackward(p, dp, E, H, e, h, c, gates, cNext, de, dh, dc, da) {
  for (let k = 0; k < H; k++) {
    const i = gates[k], f = gates[H + k], g = gates[2 * H + k], o = gates[3 * H + k];
    const tanhC = Math.tanh(cNext[k]);
    const dcNext = dc[k] + dh[k] * o * (1 - tanhC * tanhC);
    da[k] = dcNext * g * i * (1 - i);
    da[H + k] = dcNext * c[k] * f * (1 - f);
    da[2 * H + k] = dcNext * i * (1 - g * g);
    da[3 * H + k] = dh[k] * tanhC * o * (1 - o);
    dc[k] = dcNext * f;
    dh[k] = 0;
  }
  outerAdd(dp.weight_ih, da, e, 4 * H, E);
  outerAdd(dp.weight_hh, da, h, 4 * H, H);
  for (let row = 0; row < 4 * H; row++) {
    dp.bias_ih[row] += da[row];
    dp.bias_hh[row] += da[row];
  }
  transposedAdd(p.weight_ih, da, de, 4 * H, E);
  transposedAdd(p.weight_hh, da, dh, 4 * H, H);
}

/** Projection: logits = W·h + b, one score for each of the V digits and marks. */
export function projectForward(p, V, H, h, logits) {
  logits.set(p.bias);
  product(logits, p.weight, h);
}

/** ∂L/∂W += ∂L/∂logits·hᵀ, ∂L/∂b += ∂L/∂logits, ∂L/∂h += Wᵀ·∂L/∂logits: here every row gets a gradient. */
export function projectBackward(p, dp, V, H, h, dLogits, dh) {
  outerAdd(dp.weight, dLogits, h, V, H);
  for (let row = 0; row < V; row++) dp.bias[row] += dLogits[row];
  transposedAdd(p.weight, dLogits, dh, V, H);
}

/** Cross-entropy from logits, −ln softmax(logits)[id]; the probabilities are kept in `probabilities`. */
export function crossEntropyForward(V, logits, id, probabilities) {
  let top = -Infinity;
  for (let row = 0; row < V; row++) top = Math.max(top, logits[row]);
  let sum = 0;
  for (let row = 0; row < V; row++) sum += probabilities[row] = Math.exp(logits[row] - top);
  for (let row = 0; row < V; row++) probabilities[row] /= sum;
  return top + Math.log(sum) - logits[id];
}

/** ∂L/∂logits = (probabilities − one-hot(id)) · share, where share is 1 / number of target words in the batch. */
export function crossEntropyBackward(V, probabilities, id, share, dLogits) {
  for (let row = 0; row < V; row++) dLogits[row] = probabilities[row] * share;
  dLogits[id] -= share;
}
