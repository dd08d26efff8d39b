/*
 * A sentence as the cover shows it: from a text to its words, their rows, each state of the encoder, the translation.
 */
import { nearest, norm } from "../kit/geometry.js";
import { SPECIALS } from "../kit/specials.js";

/** Every word read is { word, id, unknown, row, h, c }, the state being the one after it; every word written { word, row }. */
export function look(model, text) {
  const tokens = model.read(model.tokenize(text));
  const ids = model.indices(tokens);
  const unknown = tokens.filter((word) => !model.source.index.has(word));
  if (!tokens.length) return { problem: "empty" };
  if (tokens.length > model.maxLength) return { problem: "long" };
  if (unknown.length === tokens.length) return { problem: "unknown" };

  const { steps, state } = model.encode(ids);
  const top = model.L - 1;
  const read = tokens.map((word, k) => ({
    word, id: ids[k], unknown: unknown.includes(word), row: model.row(model.tables.source, ids[k]), h: steps[k].layers[top].h, c: steps[k].layers[top].c,
  }));
  const translation = model.sentence(model.greedy(state).map(({ word }) => word));
  const written = translation.map((word) => ({ word, row: model.row(model.tables.target, model.target.index.get(word)) }));
  return { problem: null, read, unknown, written, translation };
}

/**
 * word -> { word, cosine }: of the words of its kind the one whose row training has moved most nearly the same way, or
 * null. `kinds` has a letter for each row of the table, "-" where a word has nothing to be exchanged for.
 *
 * The moves and not the rows: a random start is several times as long as what training adds to it, and hides it.
 */
export function partners(model, kinds) {
  const { words, index } = model.source;
  const moves = words.map((_, id) => model.row(model.tables.source, id).map((value, k) => value - model.start[id * model.E + k]));
  return (word) => {
    const id = index.get(word);
    if (id === undefined || kinds[id] === "-" || norm(moves[id]) === 0) return null;
    const found = nearest(moves, id, words.length, SPECIALS).find((other) => kinds[other.id] === kinds[id]);
    return found ? { word: words[found.id], cosine: found.cosine } : null;
  };
}
