/*
 * The script's translator, once more: what code/lstm_encoder_decoder.py does with PyTorch, done with typed arrays.
 * Weights are Float32Array, as they come; every sum is kept in double precision. One sentence, so no batch axis.
 *
 *   const model = Explorables.translator({ tensors, metadata })   what Explorables.weights.read gives
 *   model.E, model.H, model.L, model.maxLength; model.source, model.target    { words: [..], index: Map }
 *   model.tokenize(text)             words, as the script splits them
 *   model.indices(words)             ids, UNK for what is not in the vocabulary
 *   model.encode(ids, table)         { steps, state }: one step a word; `table` stands in for the source table
 *   model.decode(id, state)          { step, logits, state }: one word written
 *   model.greedy(state, forced)      [{ word, probabilities, step, state }], to EOS or maxLength;
 *                                    forced: Map from step (0, 1, …) to the word to go on with
 *   model.beam(state, size, alpha)   { rounds, best, hypotheses }
 *   softmax, logSoftmax, top, product
 *
 * A step is { e, layers } where layers[l] = { i, f, g, o, c, h, cBefore, hBefore }, Float64Array of H each;
 * a state is { h: [..L], c: [..L] }.
 */
(function (root) {
  "use strict";
  const Explorables = (root.Explorables = root.Explorables || {});

  const [PAD, SOS, EOS, UNK] = [0, 1, 2, 3];
  const SPECIALS = 4;

  const sigmoid = (x) => 1 / (1 + Math.exp(-x));

  /** out += matrix [rows, columns] · vector; four rows at a time, which is half as fast again as one. */
  function product(out, matrix, vector) {
    const columns = vector.length;
    const blocks = out.length - (out.length % 4);
    for (let row = 0; row < blocks; row += 4) {
      const [a, b, c, d] = [row * columns, (row + 1) * columns, (row + 2) * columns, (row + 3) * columns];
      let [sumA, sumB, sumC, sumD] = [0, 0, 0, 0];
      for (let k = 0; k < columns; k++) {
        const x = vector[k];
        sumA += matrix[a + k] * x;
        sumB += matrix[b + k] * x;
        sumC += matrix[c + k] * x;
        sumD += matrix[d + k] * x;
      }
      out[row] += sumA;
      out[row + 1] += sumB;
      out[row + 2] += sumC;
      out[row + 3] += sumD;
    }
    for (let row = blocks; row < out.length; row++) {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += matrix[row * columns + k] * vector[k];
      out[row] += sum;
    }
    return out;
  }

  function logSoftmax(logits) {
    const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
    let sum = 0;
    for (const logit of logits) sum += Math.exp(logit - largest);
    const shift = largest + Math.log(sum);
    return logits.map((logit) => logit - shift);
  }
  const softmax = (logits) => logSoftmax(logits).map(Math.exp);

  /** Indices of the `count` largest values, the largest first; of equals the first, as torch.argmax has it. */
  function top(values, count) {
    const found = [];
    for (let id = 0; id < values.length; id++) {
      let place = found.length;
      while (place > 0 && values[id] > values[found[place - 1]]) place--;
      if (place < count) {
        found.splice(place, 0, id);
        if (found.length > count) found.pop();
      }
    }
    return found;
  }

  /** Split at spaces; Chinese without spaces into the longest known words, where none fits by character. */
  function tokenize(text, known) {
    const chinese = /[\u3400-\u9fff]/.test(text) && !/\s/.test(text.trim());
    if (!chinese) return text.replace(/([.,!?;:"])(?=\s|$)/g, " $1 ").split(/\s+/).filter(Boolean);
    const letters = [...text];
    const longest = Math.max(1, ...[...known].map((word) => [...word].length));
    const words = [];
    for (let at = 0; at < letters.length; ) {
      let length = Math.min(longest, letters.length - at);
      while (length > 0 && !known.has(letters.slice(at, at + length).join(""))) length--;
      if (!length) length = Math.max(1, (/^[A-Za-z0-9]+/.exec(letters.slice(at).join("")) || [""])[0].length);
      const word = letters.slice(at, at + length).join("");
      if (word.trim()) words.push(word);
      at += length;
    }
    return words;
  }

  /** One layer of torch.nn.LSTM. Its four gates lie one below the other in the order i, f, g, o. */
  function lstmLayer(tensors, name, layer) {
    const [inputWeights, stateWeights, inputBias, stateBias] = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"].map(
      (kind) => tensors[`${name}.${kind}_l${layer}`].values);
    const H = stateWeights.length / inputBias.length;

    return function (x, hBefore, cBefore) {
      const gates = Float64Array.from(inputBias, (bias, k) => bias + stateBias[k]);
      product(gates, inputWeights, x);
      product(gates, stateWeights, hBefore);
      const i = gates.slice(0, H).map(sigmoid);
      const f = gates.slice(H, 2 * H).map(sigmoid);
      const g = gates.slice(2 * H, 3 * H).map(Math.tanh);
      const o = gates.slice(3 * H).map(sigmoid);
      const c = cBefore.map((value, k) => f[k] * value + i[k] * g[k]);
      const h = c.map((value, k) => o[k] * Math.tanh(value));
      return { i, f, g, o, c, h, cBefore, hBefore };
    };
  }

  Explorables.translator = function ({ tensors, metadata }) {
    const config = JSON.parse(metadata.config);
    const [E, H, L] = [config.embed_size, config.hidden_size, config.num_layers];
    const vocabulary = (words) => ({ words, index: new Map(words.map((word, id) => [word, id])) });
    const [source, target] = [vocabulary(JSON.parse(metadata.source)), vocabulary(JSON.parse(metadata.target))];
    const known = new Set(source.words);
    const tables = { source: tensors["encoder.embedding.weight"].values, target: tensors["decoder.embedding.weight"].values };
    const layersOf = (name) => Array.from({ length: L }, (_, layer) => lstmLayer(tensors, name, layer));
    const [encoder, decoder] = [layersOf("encoder.lstm"), layersOf("decoder.lstm")];
    const projection = { weight: tensors["decoder.projection.weight"].values, bias: tensors["decoder.projection.bias"].values };

    const row = (table, id) => table.subarray(id * E, (id + 1) * E);
    const zeros = () => Array.from({ length: L }, () => new Float64Array(H));

    /** All layers, one above the other, for one input. */
    function advance(stack, e, state) {
      const layers = [];
      for (let layer = 0; layer < L; layer++) {
        layers.push(stack[layer](layer ? layers[layer - 1].h : e, state.h[layer], state.c[layer]));
      }
      return { step: { e, layers }, state: { h: layers.map(({ h }) => h), c: layers.map(({ c }) => c) } };
    }

    function encode(ids, table = tables.source) {
      let state = { h: zeros(), c: zeros() };
      const steps = ids.map((id) => {
        const next = advance(encoder, row(table, id), state);
        state = next.state;
        return next.step;
      });
      return { steps, state };
    }

    function decode(id, before) {
      const { step, state } = advance(decoder, row(tables.target, id), before);
      const logits = product(Float64Array.from(projection.bias), projection.weight, state.h[L - 1]);
      return { step, logits, state };
    }

    function greedy(before, forced = new Map()) {
      const written = [];
      let [word, state] = [SOS, before];
      while (written.length < config.max_length && word !== EOS) {
        const previous = word;
        const next = decode(word, state);
        state = next.state;
        const probabilities = softmax(next.logits);
        word = forced.has(written.length) ? forced.get(written.length) : top(next.logits, 1)[0];
        written.push({ word, previous, probabilities, ...next });
      }
      return written;
    }

    /**
     * Beam search. Each round, every live hypothesis tries its `size` likeliest words; the best go on, those that
     * end with EOS are finished. The score is log P / length^alpha: alpha 0 likes short sentences.
     */
    function beam(before, size, alpha) {
      const score = ({ words, log }) => log / words.length ** alpha;
      let live = [{ words: [], log: 0, state: before }];
      const [finished, rounds] = [[], []];
      while (live.length && finished.length < size && rounds.length < config.max_length) {
        const grown = [];
        live.forEach((hypothesis, parent) => {
          const { logits, state } = decode(hypothesis.words.length ? hypothesis.words[hypothesis.words.length - 1] : SOS, hypothesis.state);
          const logs = logSoftmax(logits);
          for (const id of top(logits, size)) {
            grown.push({ words: [...hypothesis.words, id], log: hypothesis.log + logs[id], last: logs[id], state, parent });
          }
        });
        grown.sort((a, b) => b.log - a.log);
        const kept = grown.slice(0, size).map((hypothesis) => ({ ...hypothesis, done: hypothesis.words[hypothesis.words.length - 1] === EOS }));
        for (const hypothesis of kept) hypothesis.score = score(hypothesis);
        finished.push(...kept.filter(({ done }) => done));
        live = kept.filter(({ done }) => !done);
        rounds.push(kept);
      }
      const all = finished.length ? finished : live;
      const hypotheses = [...all].sort((a, b) => b.score - a.score);
      return { rounds, hypotheses, best: hypotheses[0] };
    }

    return {
      E, H, L, config, maxLength: config.max_length, source, target, tables, tensors, row, encode, decode, greedy, beam,
      glosses: JSON.parse(metadata.glosses || "{}"),
      examples: JSON.parse(metadata.examples || "[]"),
      start: tensors["encoder.embedding.start"] ? tensors["encoder.embedding.start"].values : null,
      tokenize: (text) => tokenize(text, known),
      indices: (words) => words.map((word) => (source.index.has(word) ? source.index.get(word) : UNK)),
      /** The words before the first EOS. */
      sentence: (ids) => ids.slice(0, ids.includes(EOS) ? ids.indexOf(EOS) : ids.length).map((id) => target.words[id]),
    };
  };
  Object.assign(Explorables.translator, { PAD, SOS, EOS, UNK, SPECIALS, softmax, logSoftmax, top, product, tokenize });
})(globalThis);
