/*
 * The file of the weights, as benchmarks/compact.py has written it: each matrix in whole numbers of a byte, and beside it
 * one scale a row. What comes out are the same float32 values as there.
 */
import { F32, I8, read as readTensors } from "../kit/weights.js";

const SCALE = ".scale";

/** bytes -> { tensors: { name: { shape, values: Float32Array } }, metadata } */
export function read(bytes) {
  const { tensors: stored, metadata } = readTensors(bytes, { F32, I8 });
  const tensors = {};
  for (const name in stored) {
    if (name.endsWith(SCALE)) continue;
    const scales = stored[name + SCALE];
    tensors[name] = scales ? { shape: stored[name].shape, values: scaled(stored[name], scales.values) } : stored[name];
  }
  return { tensors, metadata };
}

function scaled({ shape: [, columns], values }, scales) {
  const out = new Float32Array(values.length);
  for (let k = 0; k < out.length; k++) out[k] = values[k] * scales[Math.floor(k / columns)];
  return out;
}
