/*
 * An embedding–LSTM sequence-to-sequence model, with its gradients written by hand.
 *
 * Every operation stands next to its gradient rule: xForward reads its inputs and writes
 * its outputs; xBackward takes the gradient of the loss with respect to those outputs and
 * ADDS the gradients with respect to the inputs and parameters (adding, because a value
 * that is used twice gets the sum).
 *
 * Sizes: B batch, S source length, T target length, V vocabulary, E embed size, H hidden size.
 * Layout and gate order (i, f, g, o) are PyTorch's, biases twice as there: the same numbers can
 * be loaded into nn.Embedding, nn.LSTM and nn.Linear, and tests compare the two.
 *
 * Everything is Float64Array. JavaScript calculates in double precision anyway; storing
 * singles would add a rounding at each store and be no faster at this size.
 */
(function (root) {
  "use strict";
  const Explorables = (root.Explorables = root.Explorables || {});
  const { product } = Explorables;
  const { PAD, SOS, EOS } = Explorables.numerals;

  const sigmoid = (a) => 1 / (1 + Math.exp(-a));

  // ---------------------------------------------------------------- the operations

  /** Look-up: e = table[id]. Nothing is multiplied; one row is read. */
  function lookUpForward(table, E, id, e) {
    for (let k = 0; k < E; k++) e[k] = table[id * E + k];
  }

  /**
   * ∂L/∂table[id] += ∂L/∂e, and no other row gets anything. The padding row is left out, as
   * nn.Embedding(padding_idx=0) does.
   */
  function lookUpBackward(dTable, E, id, de) {
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
  function lstmForward(p, E, H, e, h, c, gates, hNext, cNext) {
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
  function lstmBackward(p, dp, E, H, e, h, c, gates, cNext, de, dh, dc, da) {
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
  function projectForward(p, V, H, h, logits) {
    logits.set(p.bias);
    product(logits, p.weight, h);
  }

  /** ∂L/∂W += ∂L/∂logits·hᵀ, ∂L/∂b += ∂L/∂logits, ∂L/∂h += Wᵀ·∂L/∂logits: here every row gets a gradient. */
  function projectBackward(p, dp, V, H, h, dLogits, dh) {
    outerAdd(dp.weight, dLogits, h, V, H);
    for (let row = 0; row < V; row++) dp.bias[row] += dLogits[row];
    transposedAdd(p.weight, dLogits, dh, V, H);
  }

  /** Cross-entropy from logits, −ln softmax(logits)[id]; the probabilities are kept in `probabilities`. */
  function crossEntropyForward(V, logits, id, probabilities) {
    let top = -Infinity;
    for (let row = 0; row < V; row++) top = Math.max(top, logits[row]);
    let sum = 0;
    for (let row = 0; row < V; row++) sum += probabilities[row] = Math.exp(logits[row] - top);
    for (let row = 0; row < V; row++) probabilities[row] /= sum;
    return top + Math.log(sum) - logits[id];
  }

  /** ∂L/∂logits = (probabilities − one-hot(id)) · share, where share is 1 / number of target words in the batch. */
  function crossEntropyBackward(V, probabilities, id, share, dLogits) {
    for (let row = 0; row < V; row++) dLogits[row] = probabilities[row] * share;
    dLogits[id] -= share;
  }

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

  function createReader(config, random) {
    const { SOURCE_WORDS, TARGET_WORDS } = Explorables.numerals;
    const reader = new NumeralReader({ sourceSize: SOURCE_WORDS.length, targetSize: TARGET_WORDS.length, ...config });
    initialise(reader.p, reader.config, random);
    return reader;
  }

  Explorables.createReader = createReader;
})(globalThis);
