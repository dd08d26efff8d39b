/*
 * Runs in Node at build time: the still pictures for readers without JavaScript. Reads { languages, weights } (the strings
 * of all languages, the file of the weights) from standard input, writes { zh: { sentence: [picture, caption], lookup: … },
 * en: … } as JSON.
 */
import { readFileSync } from "node:fs";

import { top } from "../kit/chances.js";
import { largest } from "../kit/geometry.js";
import { UNK } from "../kit/specials.js";
import { escape } from "../kit/svg.js";
import { Translator } from "../kit/translator/model.js";
import { read } from "../kit/translator/weights.js";
import { percent, strings } from "../kit/words.js";
import { fresh } from "./address.js";
import { asPython } from "./python.js";
import { Session } from "./session.js";
import { cellView } from "./views/cell.js";
import { contextView } from "./views/context.js";
import { mapView } from "./views/map.js";
import { tableView } from "./views/table.js";

const WIDTH = 328; // a phone's column
const { languages, weights } = JSON.parse(readFileSync(0, "utf8"));
const model = new Translator(read(new Uint8Array(readFileSync(weights))));
const session = new Session(model);
const state = { ...fresh(model.examples[0]), unit: 0 };
const seen = session.look(state);
const { E, L } = model;
const rows = model.source.words.length;
const word = seen.tokens[seen.tokens.length - 1];

const tokens = seen.tokens.map((token, k) => `<li class="x-token"><span lang="zh" class="x-token-word">${escape(token)}</span><span class="x-token-id">${seen.ids[k]}</span></li>`);
const candidate = (probabilities, id) => `<td>${escape(model.target.words[id])} ${percent(probabilities[id])}</td>`;
const steps = seen.written.map(({ probabilities, previous }, k) =>
  `<tr><th scope="row">${k + 1}</th><td>${escape(model.target.words[previous])}</td>${top(probabilities, 2).map((id) => candidate(probabilities, id)).join("")}</tr>`);

function pictures(t) {
  const items = seen.ids.map((id, k) => ({ id, word: seen.tokens[k], unknown: false, values: model.row(seen.table, id) }));
  const chosen = seen.ids.find((id) => id !== UNK);
  return {
    sentence: `<ol class="x-tokens">${tokens.join("")}</ol>`,
    lookup: tableView(t, WIDTH, { table: seen.table, E, rows, chosen: 0, scale: 0.75 * largest(seen.table), items }),
    encoder: cellView(t, WIDTH, { layer: seen.steps[seen.steps.length - 1].layers[L - 1], unit: state.unit, gate: "c", word }),
    context: contextView(t, WIDTH, { h: seen.context.h[L - 1], c: seen.context.c[L - 1], drop: "none", words: seen.tokens }),
    decoder: `<table class="x-table" lang="en"><tbody>${steps.join("")}</tbody></table>`,
    break: mapView(t, WIDTH, session.map(seen, "change", chosen)),
    python: `<pre class="x-code" tabindex="0"><code>${escape(asPython(session, state, t.raw("python.notes")))}</code></pre>`,
  };
}

function stills(t) {
  const values = { text: state.text, count: seen.ids.length, translation: seen.translation.join(" "), rows, E, word, unit: state.unit };
  return Object.fromEntries(Object.entries(pictures(t)).map(([name, picture]) => [name, [picture, escape(t(`stills.${name}`, values))]]));
}

const made = Object.keys(languages).map((language) => [language, stills(strings(languages[language]))]);
process.stdout.write(JSON.stringify(Object.fromEntries(made)));
