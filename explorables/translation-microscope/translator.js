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
 *   model.beam(state, size, alpha)   { rounds, best, hypotheses }; best.written is what greedy gives for its words
 *   softmax, logSoftmax, top
 *
 * A step is { e, layers } where layers[l] = { i, f, g, o, c, h, cBefore, hBefore }, Float64Array of H each;
 * a state is { h: [..L], c: [..L] }.
 */
(function (root) {
  "use strict";
  const Explorables = (root.Explorables = root.Explorables || {});
  const { product } = Explorables;

  const [PAD, SOS, EOS, UNK] = [0, 1, 2, 3];
  const SPECIALS = 4;

  const sigmoid = (x) => 1 / (1 + Math.exp(-x));

  function logSoftmax(logits) {
    const logs = new Float64Array(logits.length);
    let largest = -Infinity;
    for (let k = 0; k < logs.length; k++) largest = Math.max(largest, logits[k]);
    let sum = 0;
    for (let k = 0; k < logs.length; k++) sum += Math.exp(logits[k] - largest);
    const shift = largest + Math.log(sum);
    for (let k = 0; k < logs.length; k++) logs[k] = logits[k] - shift;
    return logs;
  }
  function softmax(logits) {
    const shares = logSoftmax(logits);
    for (let k = 0; k < shares.length; k++) shares[k] = Math.exp(shares[k]);
    return shares;
  }

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
    const bias = Float64Array.from(inputBias, (value, k) => value + stateBias[k]);

    return function (x, hBefore, cBefore) {
      const gates = product(product(bias.slice(), inputWeights, x), stateWeights, hBefore);
      const [i, f, g, o, c, h] = Array.from({ length: 6 }, () => new Float64Array(H));
      for (let k = 0; k < H; k++) {
        i[k] = sigmoid(gates[k]);
        f[k] = sigmoid(gates[H + k]);
        g[k] = Math.tanh(gates[2 * H + k]);
        o[k] = sigmoid(gates[3 * H + k]);
        c[k] = f[k] * cBefore[k] + i[k] * g[k];
        h[k] = o[k] * Math.tanh(c[k]);
      }
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
    const projection = { weight: tensors["decoder.projection.weight"].values, bias: Float64Array.from(tensors["decoder.projection.bias"].values) };

    const row = (table, id) => table.subarray(id * E, (id + 1) * E);
    const zeros = () => Array.from({ length: L }, () => new Float64Array(H));

    /** All layers, one above the other, for one input. */
    function advance(stack, e, state) {
      const layers = [];
      for (let layer = 0; layer < L; layer++) {
        layers.push(stack[layer](layer ? layers[layer - 1].h : new Float64Array(e), state.h[layer], state.c[layer]));
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
      const logits = product(projection.bias.slice(), projection.weight, state.h[L - 1]);
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
      let live = [{ words: [], written: [], log: 0, state: before }];
      const [finished, rounds] = [[], []];
      while (live.length && finished.length < size && rounds.length < config.max_length) {
        const grown = [];
        live.forEach((hypothesis, parent) => {
          const previous = hypothesis.words.length ? hypothesis.words[hypothesis.words.length - 1] : SOS;
          const next = decode(previous, hypothesis.state);
          const logs = logSoftmax(next.logits);
          for (const word of top(next.logits, size)) {
            const written = [...hypothesis.written, { word, previous, ...next }];
            grown.push({ words: [...hypothesis.words, word], written, log: hypothesis.log + logs[word], last: logs[word], state: next.state, parent });
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
      const [best] = hypotheses;
      best.written = best.written.map((step) => ({ ...step, probabilities: softmax(step.logits) }));
      return { rounds, hypotheses, best };
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
  Object.assign(Explorables.translator, { PAD, SOS, EOS, UNK, SPECIALS, softmax, logSoftmax, top, tokenize });
})(globalThis);
