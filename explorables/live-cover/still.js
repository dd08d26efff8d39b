/*
 * Runs in Node at build time: chooses the sentences to begin with, and draws the first of them.
 * Reads { languages, weights, bytes, kinds, corpus } from standard input (the file of the weights, and what a page loads of
 * them; [source, target] of sentences that the model was not trained on), writes { text, stills: { zh: markup, en: … } } as JSON.
 */
import { readFileSync } from "node:fs";

import { align } from "../kit/align.js";
import { Translator } from "../kit/translator/model.js";
import { read } from "../kit/translator/weights.js";
import { strings } from "../kit/words.js";
import { look, partners } from "./look.js";
import { coverView } from "./views/cover.js";

const LENGTHS = [5, 4, 7, 6]; // words of the sentences to begin with; the first is the one drawn
const { languages, weights, bytes, kinds, corpus } = JSON.parse(readFileSync(0, "utf8"));
const model = new Translator(read(new Uint8Array(readFileSync(weights))));
const partner = partners(model, kinds);

/** Whether an exchange does what a reader expects: the new word's meaning appears, and hardly anything else moves. */
function expected(before, after, meaning) {
  const { right, matched } = align(after, before);
  const fresh = after.filter((_, k) => !right[k]);
  const named = (meaning || "").split("/").some((name) => fresh.some((word) => name && word.startsWith(name.split(" ")[0])));
  return named && fresh.length <= 2 && before.length - matched <= 2;
}

/** The share of a sentence's exchanges that do. */
function worth([text, meant]) {
  const { read: words, translation } = look(model, text);
  if (translation.join(" ") !== meant) return 0;
  const others = words.map(({ word }) => partner(word));
  const good = others.filter((other, k) => {
    if (!other) return false;
    const exchanged = words.map(({ word }, at) => (at === k ? other.word : word)).join(" ");
    return expected(translation, look(model, exchanged).translation, model.glosses[other.word]);
  });
  return good.length / others.filter(Boolean).length;
}

/** Of each length the sentence that can be played with best, no word of meaning twice; then the outline's own sentence. */
function chosen() {
  const found = [];
  for (const length of LENGTHS) {
    const used = new Set(found.flatMap((text) => text.split(" ")).filter((word) => partner(word)));
    const fitting = corpus.filter(([text]) => text.split(" ").length === length && !text.split(" ").some((word) => used.has(word)));
    if (!fitting.length) continue;
    const worths = fitting.map(worth);
    found.push(fitting[worths.indexOf(worths.reduce((most, one) => Math.max(most, one)))][0]);
  }
  return [...found, model.examples[0]];
}

const texts = chosen();
const seen = look(model, texts[0]);
const shown = { able: partner, size: (bytes / 1e6).toFixed(1), examples: texts.map((text) => [text, look(model, text).translation.join(" ")]) };
const made = Object.keys(languages).map((language) => [language, coverView(strings(languages[language]), model, seen, shown)]);
process.stdout.write(JSON.stringify({ text: texts[0], stills: Object.fromEntries(made) }));
