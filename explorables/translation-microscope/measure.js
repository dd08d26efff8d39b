/*
 * Runs in Node at build time: what the page says about this checkpoint, measured on sentences that it was not trained on.
 * Reads { weights, corpus: { test, unseen } } (the file of the weights; lists of [source, target]) from standard input,
 * writes { figures, answers } as JSON: the figures that pages may quote, and for each prediction { set, values }: the state
 * that shows its answer, as the words in the prose write it, and what fills the answer's slots.
 */
import { readFileSync } from "node:fs";

import { top } from "../kit/chances.js";
import { distance, norm } from "../kit/geometry.js";
import { SPECIALS, UNK } from "../kit/specials.js";
import { Translator } from "../kit/translator/model.js";
import { read } from "../kit/translator/weights.js";
import { percent } from "../kit/words.js";
import { fresh } from "./address.js";
import { Session } from "./session.js";

const PRONOUNS = ["I", "we", "you", "they"]; // a verb that follows one of them has no -s

const { weights, corpus: { test, unseen } } = JSON.parse(readFileSync(0, "utf8"));
const session = new Session(new Translator(read(new Uint8Array(readFileSync(weights)))));
const { model } = session;
const { source, target, tables, H, L } = model;

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const look = (text, change) => session.look({ ...fresh(text), ...change });
const said = (text, change) => look(text, change).translation.join(" ");
const right = (pairs, change) => pairs.filter(([text, meant]) => said(text, change) === meant).length / pairs.length;

// ---------------------------------------------------------------- the figures

/** Pads that are read: how many sentences are still right, and how far h went, in its own lengths. */
function padded(pads) {
  const looks = test.map(([text]) => look(text, { pads, packed: false }));
  return {
    right: mean(looks.map(({ translation }, at) => Number(translation.join(" ") === test[at][1]))),
    moved: mean(looks.map(({ packedState, encoded }) => distance(packedState.h[L - 1], encoded.h[L - 1]) / norm(packedState.h[L - 1]))),
  };
}

/** One word's row made zero, for each word of each sentence: what the translation does. */
function zeroed(pairs) {
  const count = { words: 0, same: 0, one: 0, more: 0 };
  for (const [text] of pairs) {
    const { tokens, translation: before } = look(text);
    for (const a of new Set(tokens)) {
      const after = look(text, { edits: [{ kind: "zero", a }] }).translation;
      const changed = before.length === after.length ? after.filter((word, k) => word !== before[k]).length : Infinity;
      count.words += 1;
      count[changed === 0 ? "same" : changed === 1 ? "one" : "more"] += 1;
    }
  }
  return { words: count.words, same: count.same / count.words, one: count.one / count.words, more: count.more / count.words };
}

/** A subject that wants an -s put in place of one that does not: does the verb follow it, or the source? Only where the
 *  source is in the present tense (no 了): a verb of the past, as in "they read", has no -s with "he" either. */
function agreement() {
  const fit = [...test, ...unseen].filter(([text]) => !text.split(" ").includes("了")).map(([text]) => [text, look(text).translation])
    .filter(([, [subject, verb]]) => PRONOUNS.includes(subject) && target.index.has(`${verb}s`));
  const verb = (text) => said(text, { forced: new Map([[0, "he"]]) }).split(" ")[1];
  const followed = fit.filter(([text]) => verb(text).endsWith("s") && target.index.has(verb(text).slice(0, -1)));
  return { sentences: fit.length, followed: followed.length };
}

function measured() {
  const rows = source.words.map((_, id) => id).slice(SPECIALS);
  const change = (id) => norm(session.seen(tables.source, id, "change"));
  return {
    source_rows: source.words.length, target_rows: target.words.length, embed_size: model.E, hidden_size: H,
    context_numbers: 2 * L * H, sentences: test.length,
    kept: { change: session.plane("change").kept, table: session.plane("table").kept },
    start_length: mean(rows.map((id) => norm(model.row(model.start, id)))),
    change_length: mean(rows.map(change)),
    unknown_moved: change(UNK),
    right: {
      test: right(test), unseen: right(unseen),
      without_h: right(test, { drop: "h" }), without_c: right(test, { drop: "c" }), without_both: right(test, { drop: "both" }),
      packed: right(test, { pads: 3 }),
    },
    padded: { one: padded(1), three: padded(3) },
    without_context: said(model.examples[0], { drop: "both" }),
    begun_with_did: said(model.examples[0], { forced: new Map([[0, "did"]]) }),
    beam: { size: 5, test: right(test, { beam: 5 }), unseen: right(unseen, { beam: 5 }) },
    zeroed: zeroed(test.slice(0, 60)),
    agreement: agreement(),
  };
}

// ---------------------------------------------------------------- the predictions

const written = (text, change) => said(text, change) || "∅";

const ANSWERS = {
  unknown() {
    const stranger = "我 爱 香蕉";
    const steps = look(stranger).written;
    const { probabilities } = steps.slice(-2)[0]; // the word before <eos>
    const [best] = top(probabilities, 1);
    return {
      set: `fresh;text=${stranger};write=${steps.length - 1}`,
      values: { translation: written(stranger), word: target.words[best], p: percent(probabilities[best]), unk: probabilities[UNK].toExponential(0) },
    };
  },
  twice() {
    const text = "我 的 朋友 喜欢 我 的 书";
    const steps = look(text).steps.map(({ layers }) => layers[L - 1].h);
    return { set: `fresh;text=${text};token=4;read=5`, values: { text, apart: distance(steps[0], steps[4]).toFixed(2), norm: norm(steps[0]).toFixed(2) } };
  },
  pads(figures) {
    const [text] = model.examples;
    const translation = written(text, { pads: 3, packed: false });
    return { set: "fresh;example=0;pads=3;packed=0;read=8", values: { text, translation, E: model.E, right: percent(figures.padded.three.right) } };
  },
  drop(figures) {
    const [text] = model.examples;
    const { without_h, without_c } = figures.right;
    return {
      set: "fresh;example=0;drop=c",
      values: { h: written(text, { drop: "h" }), c: written(text, { drop: "c" }), rightH: percent(without_h), rightC: percent(without_c), H },
    };
  },
  beam({ right: greedy, beam }) {
    const values = { size: 5, test: percent(greedy.test), testBeam: percent(beam.test), unseen: percent(greedy.unseen), unseenBeam: percent(beam.unseen) };
    return { set: "fresh;example=0;beam=5", values };
  },
  swap() {
    const text = "他 在 家 喝 茶";
    const after = written(text, { edits: [{ kind: "swap", a: "茶", b: "咖啡" }] });
    return { set: `fresh;text=${text};chosen=茶;other=咖啡;edit=swap,茶,咖啡`, values: { text, before: written(text), after } };
  },
};

const figures = measured();
const answers = Object.fromEntries(Object.entries(ANSWERS).map(([name, answer]) => [name, answer(figures)]));
process.stdout.write(JSON.stringify({ figures, answers }));
