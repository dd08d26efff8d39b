/*
 * Runs in Node at build time: the still picture for readers without JavaScript, and what fills the answers of predictions.
 * Reads { languages, weights, outside } (the strings of all languages, the file of the weights, a sentence of a kind that
 * the model was not trained on) from standard input, writes { stills: { zh: [picture, caption], en: … }, answers } as JSON.
 */
import { readFileSync } from "node:fs";

import { escape } from "../kit/svg.js";
import { strings } from "../kit/words.js";
import { fresh } from "./address.js";
import { Translator } from "./model.js";
import { Session } from "./session.js";
import { gridView } from "./views/grid.js";
import { read } from "./weights.js";

const WIDTH = 328; // a phone's column
const { languages, weights, outside } = JSON.parse(readFileSync(0, "utf8"));
const session = new Session(new Translator(read(new Uint8Array(readFileSync(weights)))));

function still(t) {
  const [[text]] = t.raw("examples");
  const seen = session.look(fresh(text));
  return [gridView(t, WIDTH, { ...seen, chosen: 0, shown: seen.steps.length }), escape(t("stills.caption", { text, translation: seen.translation }))];
}

function answers() {
  const { translation } = session.look(fresh(outside));
  return { outside: { set: `text=${outside}`, values: { text: outside, translation } } };
}

const stills = Object.fromEntries(Object.keys(languages).map((language) => [language, still(strings(languages[language]))]));
process.stdout.write(JSON.stringify({ stills, answers: answers() }));
