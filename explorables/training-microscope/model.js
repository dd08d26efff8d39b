/*
 * An embedding–LSTM sequence-to-sequence model: parameters, forwards, and backpropagation through time.
 *
 * The same numbers can be loaded into nn.Embedding, nn.LSTM and nn.Linear, and tests compare the two.
 *
 * Everything is Float64Array. JavaScript calculates in double precision anyway; storing
 * singles would add a rounding at each store and be no faster at this size.
 */
import { EOS, SOS, WORDS } from "./numerals.js";
import {
  crossEntropyBackward, crossEntropyForward, lookUpBackward, lookUpForward, lstmBackward, lstmForward, projectBackward, projectForward,
} from "./operations.js";

// ---------------------------------------------------------------- the parameters

/** Names and shapes in the order in which PyTorch's module lists them. */
function shapes({ sourceSize, targetSize, E, H }) {
  const lstm = (name) => [
    [`${name}.lstm.weight_ih`, [4 * H, E]],
    [`${name}.lstm.weight_hh`, [4 * H, H]],
    [`${name}.lstm.bias_ih`, [4 * H]],
    [`${name}.lstm.bias_hh`, [4 * H]],
  ];
  return [
    ["encoder.embedding", [sourceSize, E]], ...lstm("encoder"),
    ["decoder.embedding", [targetSize, E]], ...lstm("decoder"),
    ["projection.weight", [targetSize, H]], ["projection.bias", [targetSize]],
  ];
}

/** One flat array for an optimiser to walk over, and named windows into it for the model. */
function parameters(config) {
  const list = shapes(config);
  const size = ([, shape]) => shape.reduce((a, b) => a * b, 1);
  const flat = new Float64Array(list.reduce((sum, entry) => sum + size(entry), 0));
  const views = {};
  let at = 0;
  for (const entry of list) views[entry[0]] = flat.subarray(at, (at += size(entry)));
  const lstm = (name) => ({
    weight_ih: views[`${name}.lstm.weight_ih`], weight_hh: views[`${name}.lstm.weight_hh`],
    bias_ih: views[`${name}.lstm.bias_ih`], bias_hh: views[`${name}.lstm.bias_hh`],
  });
  return {
    flat, views,
    source: views["encoder.embedding"], encoder: lstm("encoder"),
    target: views["decoder.embedding"], decoder: lstm("decoder"),
    projection: { weight: views["projection.weight"], bias: views["projection.bias"] },
  };
}

/** How the two embedding tables can start; the LSTMs and the projection start as PyTorch's do. */
const TABLE_STARTS = {
  normal: (random) => random.normal(), // nn.Embedding's own
  scaled: (random, E) => random.normal() / Math.sqrt(E),
  small: (random) => (random.next() * 2 - 1) * 0.08,
  zero: () => 0,
};

function initialise(p, { E, H, start }, random) {
  const bound = 1 / Math.sqrt(H);
  for (const name in p.views) {
    const view = p.views[name];
    const draw = name.endsWith("embedding") ? () => TABLE_STARTS[start](random, E) : () => (random.next() * 2 - 1) * bound;
    for (let k = 0; k < view.length; k++) view[k] = draw();
  }
  // Drawn first and cleared afterwards: whatever fills a table fills its padding row too.
  p.source.fill(0, 0, E);
  p.target.fill(0, 0, E);
}

// ---------------------------------------------------------------- the model

const vectors = (count, size) => Array.from({ length: count }, () => new Float64Array(size));

/** What one sequence leaves behind on its way forward and back; index t = 0 of h and c is the state before the first word. */
function tape(steps, E, H, V) {
  return {
    ids: [], e: vectors(steps, E), gates: vectors(steps, 4 * H), h: vectors(steps + 1, H), c: vectors(steps + 1, H),
    logits: vectors(steps, V), probabilities: vectors(steps, V), loss: new Float64Array(steps),
    de: vectors(steps, E), dh: vectors(steps + 1, H), dc: vectors(steps + 1, H),
  };
}

class NumeralReader {
  constructor(config) {
    this.config = { E: 8, H: 16, start: "normal", ...config };
    this.p = parameters(this.config);
    this.d = parameters(this.config);
    this.tapes = [];
    this.da = new Float64Array(4 * this.config.H);
    this.dLogits = new Float64Array(this.config.targetSize);
  }

  get size() {
    return this.p.flat.length;
  }

  tapesFor(b) {
    const { E, H, targetSize } = this.config;
    while (this.tapes.length <= b) this.tapes.push({ encoder: tape(5, E, H, 0), decoder: tape(4, E, H, targetSize) });
    return this.tapes[b];
  }

  encode(source, tape) {
    const { E, H } = this.config;
    tape.ids = source;
    tape.h[0].fill(0);
    tape.c[0].fill(0);
    // As long as the numeral is, and no longer: that is what packing a padded batch means.
    for (let t = 0; t < source.length; t++) {
      lookUpForward(this.p.source, E, source[t], tape.e[t]);
      lstmForward(this.p.encoder, E, H, tape.e[t], tape.h[t], tape.c[t], tape.gates[t], tape.h[t + 1], tape.c[t + 1]);
    }
  }

  decodeStep(tape, t, id) {
    const { E, H, targetSize: V } = this.config;
    lookUpForward(this.p.target, E, id, tape.e[t]);
    lstmForward(this.p.decoder, E, H, tape.e[t], tape.h[t], tape.c[t], tape.gates[t], tape.h[t + 1], tape.c[t + 1]);
    projectForward(this.p.projection, V, H, tape.h[t + 1], tape.logits[t]);
  }

  /** The context (h, c): the encoder's last state is the decoder's first. */
  handOver(encoder, decoder) {
    decoder.h[0].set(encoder.h[encoder.ids.length]);
    decoder.c[0].set(encoder.c[encoder.ids.length]);
  }

  /** Teacher forcing: the decoder reads <sos> and the right digits, and is asked for the digits and <eos>. Mean loss per target word. */
  forward(batch) {
    const { targetSize: V } = this.config;
    let sum = 0;
    let count = 0;
    batch.forEach(({ source, target }, b) => {
      const { encoder, decoder } = this.tapesFor(b);
      this.encode(source, encoder);
      this.handOver(encoder, decoder);
      decoder.ids = [SOS, ...target.slice(0, -1)];
      for (let t = 0; t < target.length; t++) {
        this.decodeStep(decoder, t, decoder.ids[t]);
        decoder.loss[t] = crossEntropyForward(V, decoder.logits[t], target[t], decoder.probabilities[t]);
        sum += decoder.loss[t];
      }
      count += target.length;
    });
    this.words = count;
    return sum / count;
  }

  /** Backpropagation through time, after forward(batch): from the loss to both embedding tables. */
  backward(batch) {
    const { E, H, targetSize: V } = this.config;
    const { p, d, da, dLogits } = this;
    d.flat.fill(0);
    batch.forEach(({ target }, b) => {
      const { encoder, decoder } = this.tapes[b];
      let dh = decoder.dh[target.length].fill(0);
      let dc = decoder.dc[target.length].fill(0);
      for (let t = target.length - 1; t >= 0; t--) {
        crossEntropyBackward(V, decoder.probabilities[t], target[t], 1 / this.words, dLogits);
        projectBackward(p.projection, d.projection, V, H, decoder.h[t + 1], dLogits, dh);
        [dh, dc] = this.cellBack(p.decoder, d.decoder, decoder, t, dh, dc, da);
        lookUpBackward(d.target, E, decoder.ids[t], decoder.de[t]);
      }
      // The context on its way back: all that the encoder will ever hear of the loss.
      const length = encoder.ids.length;
      encoder.dh[length].set(dh);
      encoder.dc[length].set(dc);
      dh = encoder.dh[length];
      dc = encoder.dc[length];
      for (let t = length - 1; t >= 0; t--) {
        [dh, dc] = this.cellBack(p.encoder, d.encoder, encoder, t, dh, dc, da);
        lookUpBackward(d.source, E, encoder.ids[t], encoder.de[t]);
      }
    });
    return d;
  }

  /** One LSTM step back, keeping the gradients of both states for the figure. */
  cellBack(p, d, tape, t, dh, dc, da) {
    const { E, H } = this.config;
    const before = { dh: tape.dh[t], dc: tape.dc[t] };
    before.dh.set(dh);
    before.dc.set(dc);
    tape.de[t].fill(0);
    lstmBackward(p, d, E, H, tape.e[t], tape.h[t], tape.c[t], tape.gates[t], tape.c[t + 1], tape.de[t], before.dh, before.dc, da);
    return [before.dh, before.dc];
  }

  /** Greedy reading without the right answer at hand: at most 4 words, stopped by <eos>. */
  read(source) {
    const { encoder, decoder } = this.tapesFor(0);
    this.encode(source, encoder);
    this.handOver(encoder, decoder);
    const out = [];
    let id = SOS;
    for (let t = 0; t < 4; t++) {
      this.decodeStep(decoder, t, id);
      const logits = decoder.logits[t];
      id = 0;
      for (let row = 1; row < logits.length; row++) if (logits[row] > logits[id]) id = row;
      if (id === EOS) break;
      out.push(id);
    }
    return out;
  }
}

export function createReader(config, random) {
  const reader = new NumeralReader({ sourceSize: WORDS.source.length, targetSize: WORDS.target.length, ...config });
  initialise(reader.p, reader.config, random);
  return reader;
}
