/*
 * From script files to tensors.
 *
 * Parts, because a script element works from disk where fetch is refused, but says nothing until it is whole;
 * and because each part is decoded by itself, which keeps every pause short.
 */

// ---------------------------------------------------------------- safetensors

/** IEEE 754 half precision: 1 sign bit, 5 of exponent, 10 of fraction. */
function halfToFloat(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

let halves = null; // the float of each of the 65,536 halves: weights have six times as many numbers

export function F16(view, start, count) {
  if (!halves) {
    halves = new Float32Array(65536);
    for (let bits = 0; bits < 65536; bits++) halves[bits] = halfToFloat(bits);
  }
  const out = new Float32Array(count);
  for (let k = 0; k < count; k++) out[k] = halves[view.getUint16(start + 2 * k, true)];
  return out;
}

export function F32(view, start, count) {
  const out = new Float32Array(count);
  for (let k = 0; k < count; k++) out[k] = view.getFloat32(start + 4 * k, true);
  return out;
}

export const I8 = (view, start, count) => new Int8Array(view.buffer, view.byteOffset + start, count);

/** safetensors -> { tensors: { name: { shape, values } }, metadata }; `decoders` are those for the types of number in the file. */
export function read(bytes, decoders) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const { __metadata__: metadata, ...described } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const tensors = {};
  for (const name in described) {
    const { dtype, shape, data_offsets: [from] } = described[name];
    const count = shape.reduce((product, size) => product * size, 1);
    tensors[name] = { shape, values: decoders[dtype](view, 8 + length + from, count) };
  }
  return { tensors, metadata };
}

// ---------------------------------------------------------------- loading

const arrived = new Map(); // "digest/number" -> bytes
let lastDigest = null;

/** What each part calls, as Explorables.weights.receive. */
export function receive(digest, number, base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k);
  lastDigest = digest;
  arrived.set(`${digest}/${number}`, bytes);
}

function loadPart({ base, digest }, number) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${base}${number}.js?${digest}`;
    script.onload = () => {
      script.remove();
      if (arrived.has(`${digest}/${number}`)) resolve();
      else reject({ reason: "mixed", part: number, digest: lastDigest });
    };
    script.onerror = () => {
      script.remove();
      reject({ reason: "missing", part: number });
    };
    document.head.append(script);
  });
}

/**
 * A promise of a Uint8Array: loads base + "0.js", "1.js", … and calls onProgress(share) after each part; rejects with
 * { reason: "missing" | "mixed", part }.
 */
export async function load(where, onProgress) {
  let done = 0;
  const parts = Array.from({ length: where.parts }, (_, number) => number);
  const outcomes = await Promise.allSettled(parts.map(async (number) => {
    if (!arrived.has(`${where.digest}/${number}`)) await loadPart(where, number); // a second try asks for what is missing
    onProgress(++done / where.parts);
  }));
  const failed = outcomes.find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
  const pieces = parts.map((number) => arrived.get(`${where.digest}/${number}`));
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  pieces.reduce((at, piece) => (whole.set(piece, at), at + piece.length), 0);
  arrived.clear();
  return whole;
}
