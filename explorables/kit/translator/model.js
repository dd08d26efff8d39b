/*
 * The script's translator, once more: what code/lstm_encoder_decoder.py does with PyTorch, done with typed arrays.
 * Weights are Float32Array, as they come; every sum is kept in double precision. One sentence, so no batch axis.
 *
 *   const model = new Translator({ tensors, metadata })   what weights.js reads
 *   model.E, model.H, model.L, model.maxLength; model.source, model.target    what tokenize.js makes of their words
 *   model.tokenize(text)             words, as the script cuts them
 *   model.read(words)                those that it reads
 *   model.indices(words)             ids, UNK for what is not in the vocabulary
 *   model.encode(ids, table)         { steps, state }: one step a word; `table` stands in for the source table
 *   model.decode(id, state)          { step, logits, state }: one word written
 *   model.greedy(state, forced)      [{ word, probabilities, step, state }], to EOS or maxLength;
 *                                    forced: Map from step (0, 1, …) to the word to go on with
 *   model.beam(state, size, alpha)   { rounds, best, hypotheses }; best.written is what greedy gives for its words
 *
 * A step is { e, layers } where layers[l] = { i, f, g, o, c, h, cBefore, hBefore }, Float64Array of H each;
 * a state is { h: [..L], c: [..L] }.
 */
import { softmax, top } from "../chances.js";
import { lstmLayer } from "../lstm.js";
import { product } from "../product.js";
import { EOS, SOS, UNK } from "../specials.js";
import { isMark, tokenize, vocabulary } from "../tokenize.js";
import { beam } from "./beam.js";

export class Translator {
  constructor({ tensors, metadata }) {
    const { source, target, config, glosses, examples } = JSON.parse(metadata.translator);
    const layers = (name) => Array.from({ length: config.num_layers }, (_, layer) => lstmLayer(tensors, name, layer));
    const start = tensors["encoder.embedding.start"];
    Object.assign(this, { E: config.embed_size, H: config.hidden_size, L: config.num_layers, maxLength: config.max_length });
    Object.assign(this, { source: vocabulary(source), target: vocabulary(target), glosses, examples });
    this.tables = { source: tensors["encoder.embedding.weight"].values, target: tensors["decoder.embedding.weight"].values };
    this.start = start ? start.values : null; // the source table before training
    this.encoder = layers("encoder.lstm");
    this.decoder = layers("decoder.lstm");
    this.projection = { weight: tensors["decoder.projection.weight"].values, bias: Float64Array.from(tensors["decoder.projection.bias"].values) };
  }

  tokenize(text) {
    return tokenize(text, this.source);
  }

  /** The words that are read: a mark that is not in the vocabulary is left out, in training as in use. */
  read(words) {
    const kept = words.filter((word) => this.source.index.has(word) || !isMark(word));
    return kept.length ? kept : words;
  }

  indices(words) {
    return words.map((word) => (this.source.index.has(word) ? this.source.index.get(word) : UNK));
  }

  /** The words before the first EOS. */
  sentence(ids) {
    return ids.slice(0, ids.includes(EOS) ? ids.indexOf(EOS) : ids.length).map((id) => this.target.words[id]);
  }

  row(table, id) {
    return table.subarray(id * this.E, (id + 1) * this.E);
  }

  zeros() {
    return Array.from({ length: this.L }, () => new Float64Array(this.H));
  }

  /** All layers, one above the other, for one input. */
  advance(stack, e, state) {
    const layers = [];
    for (let layer = 0; layer < this.L; layer++) {
      layers.push(stack[layer](layer ? layers[layer - 1].h : new Float64Array(e), state.h[layer], state.c[layer]));
    }
    return { step: { e, layers }, state: { h: layers.map(({ h }) => h), c: layers.map(({ c }) => c) } };
  }

  encode(ids, table = this.tables.source) {
    let state = { h: this.zeros(), c: this.zeros() };
    const steps = ids.map((id) => {
      const next = this.advance(this.encoder, this.row(table, id), state);
      state = next.state;
      return next.step;
    });
    return { steps, state };
  }

  decode(id, before) {
    const { step, state } = this.advance(this.decoder, this.row(this.tables.target, id), before);
    const logits = product(this.projection.bias.slice(), this.projection.weight, state.h[this.L - 1]);
    return { step, logits, state };
  }

  greedy(before, forced = new Map()) {
    const written = [];
    let [word, state] = [SOS, before];
    while (written.length < this.maxLength && word !== EOS) {
      const previous = word;
      const next = this.decode(word, state);
      state = next.state;
      const probabilities = softmax(next.logits);
      word = forced.has(written.length) ? forced.get(written.length) : top(next.logits, 1)[0];
      written.push({ word, previous, probabilities, ...next });
    }
    return written;
  }

  beam(before, size, alpha) {
    return beam(this, before, size, alpha);
  }
}
