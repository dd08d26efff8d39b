/*
 * Runs in Node at build time: the still pictures for readers without JavaScript, of the first, a middle and the last frame.
 * Reads { languages, recording } from standard input, writes { zh: { full, home }, en: … } as JSON.
 */
import { readFileSync } from "node:fs";

import { escape } from "../kit/svg.js";
import { strings } from "../kit/words.js";
import { read } from "./recording.js";
import { stillMap } from "./views/map.js";
import { key } from "./views/marks.js";
import { frameWords, sentenceView } from "./views/sentences.js";

const WIDTH = 220;
const { languages, recording } = JSON.parse(readFileSync(0, "utf8"));
const lapse = read(recording);
// The first time that the script itself looked at the validation pairs: half of the words right, hardly a sentence.
const frames = [0, lapse.frames.findIndex(({ step }) => step === recording.history[0].step), lapse.frames.length - 1];

function stills(t) {
  const picture = (k, chosen) => {
    const written = chosen.map((n) => `<div class="x-lapse-one">${sentenceView(t, lapse.sentences[n], lapse.frames[k].written[n])}</div>`).join("");
    return `<div>${stillMap(t, WIDTH, lapse, k)}<p class="x-status">${escape(frameWords(t, lapse, k).status)}</p>${written}</div>`;
  };
  const whole = (chosen) => `<div class="x-lapse-stills">${frames.map((k) => picture(k, chosen)).join("")}</div><ul class="x-key">${key(t)}</ul>`;
  const many = lapse.sentences.length;
  return { full: whole([2, many - 1].filter((n) => n < many)), home: whole([2]) };
}

const made = Object.keys(languages).map((language) => [language, stills(strings(languages[language]))]);
process.stdout.write(JSON.stringify(Object.fromEntries(made)));
