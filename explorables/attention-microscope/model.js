/*
 * The second script's translator, once more: what code/attention_seq2seq.py does with PyTorch, done with typed arrays. One
 * layer, both directions, attention "general", a table that is the projection too. One sentence, so no batch axis.
 *
 *   const model = new Translator({ tensors, metadata })   what weights.js reads
 *   model.E, model.H, model.maxLength; model.source, model.target    what tokenize.js makes of their words
 *   model.tokenize(text)         words, as the script cuts them
 *   model.indices(words)         ids, UNK for what is not in the vocabulary
 *   model.encode(ids)            { memory, keys, state }: what attention reads, a row for each word; where decoding begins
 *   model.decode(id, state, read)    { logits, weights, state }: one word written, having looked at `read`
 *   model.greedy(read, forced)   [{ word, previous, probabilities, logits, weights, state }], to EOS or maxLength;
 *                                forced: Map from step (0, 1, …) to the word to go on with
 */
import { softmax, top } from "../kit/chances.js";
import { dot } from "../kit/geometry.js";
import { lstmLayer } from "../kit/lstm.js";
import { product } from "../kit/product.js";
import { EOS, SOS, UNK } from "../kit/specials.js";
import { tokenize, vocabulary } from "../kit/tokenize.js";

const joined = (a, b) => {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};

export class Translator {
  constructor({ tensors, metadata }) {
    const { source, target, config, scale } = JSON.parse(metadata.translator);
    const values = (name) => tensors[name].values;
    Object.assign(this, { E: config.embed_size, H: config.hidden_size, maxLength: config.max_length, lower: config.lower, scale });
    Object.assign(this, { source: vocabulary(source), target: vocabulary(target) });
    this.tables = { source: values("encoder.embedding.weight"), target: values("decoder.embedding.weight") };
    this.forwards = lstmLayer(tensors, "encoder.lstm", "0");
    this.backwards = lstmLayer(tensors, "encoder.lstm", "0_reverse");
    this.decoder = lstmLayer(tensors, "decoder.lstm", "0");
    this.key = values("decoder.attention.key.weight");
    this.combine = values("decoder.combine.weight");
    this.bias = Float64Array.from(values("decoder.projection.bias"));
  }

  tokenize(text) {
    return tokenize(this.lower ? text.toLowerCase() : text, this.source);
  }

  indices(words) {
    return words.map((word) => (this.source.index.has(word) ? this.source.index.get(word) : UNK));
  }

  /** A row of a table, in double precision. */
  row(table, id, scale = 1) {
    return Float64Array.from(table.subarray(id * this.E, (id + 1) * this.E), (value) => value * scale);
  }

  /** Each word's place in the encoder, read from the left and from the right; H / 2 values of each. */
  encode(ids) {
    const rows = ids.map((id) => this.row(this.tables.source, id));
    const forwards = readInOrder(this.forwards, rows, this.H / 2);
    const backwards = readInOrder(this.backwards, [...rows].reverse(), this.H / 2).reverse();
    const memory = forwards.map(({ h }, k) => joined(h, backwards[k].h));
    const [right, left] = [forwards[ids.length - 1], backwards[0]]; // the last step of each direction
    return {
      memory,
      keys: memory.map((m) => product(new Float64Array(this.H), this.key, m)),
      state: { h: joined(right.h, left.h), c: joined(right.c, left.c) },
    };
  }

  decode(id, before, { memory, keys }) {
    const { h, c } = this.decoder(this.row(this.tables.target, id, this.scale), before.h, before.c);
    const weights = softmax(keys.map((key) => dot(h, key)));
    const context = new Float64Array(this.H);
    memory.forEach((m, k) => m.forEach((value, n) => (context[n] += weights[k] * value)));
    const combined = product(new Float64Array(this.E), this.combine, joined(context, h)).map(Math.tanh);
    return { logits: product(this.bias.slice(), this.tables.target, combined), weights, state: { h, c } };
  }

  greedy(read, forced = new Map()) {
    const written = [];
    let [word, state] = [SOS, read.state];
    while (written.length < this.maxLength && word !== EOS) {
      const previous = word;
      const next = this.decode(word, state, read);
      state = next.state;
      word = forced.has(written.length) ? forced.get(written.length) : top(next.logits, 1)[0];
      written.push({ word, previous, probabilities: softmax(next.logits), ...next });
    }
    return written;
  }
}

/** The steps of one LSTM over these rows. */
function readInOrder(lstm, rows, size) {
  let last = { h: new Float64Array(size), c: new Float64Array(size) };
  return rows.map((row) => (last = lstm(row, last.h, last.c)));
}
