/*
 * Runs in Node at build time, after the microscope's own files: the still pictures for readers without JavaScript.
 * Reads { languages, weights } (the strings of all languages, the file of the weights) from standard input, writes
 * { zh: { sentence: [picture, caption], lookup: … }, en: … } as JSON.
 */
(function () {
  "use strict";
  const { define, strings, weights, translator, session: makeSession, translationViews: views, asPython, svg } = globalThis.Explorables;
  const fs = require("fs");
  const input = JSON.parse(fs.readFileSync(0, "utf8"));
  const model = translator(weights.read(new Uint8Array(fs.readFileSync(input.weights))));
  const session = makeSession(model);
  const WIDTH = 328; // a phone's column

  const state = { ...makeSession.fresh(model.examples[0]), unit: 0 };
  const seen = session.look(state);
  const { SPECIALS, UNK, top } = translator;
  const layer = seen.steps[seen.steps.length - 1].layers[model.L - 1];
  const percent = (share) => `${(100 * share).toFixed(1)}%`;
  const escape = svg.escape;

  const tokens = `<ol class="x-tokens">${seen.tokens.map((word, k) => `<li class="x-token"><span lang="zh" class="x-token-word">${escape(word)}</span><span class="x-token-id">${seen.ids[k]}</span></li>`).join("")}</ol>`;
  const steps = seen.written.map(({ probabilities, previous }, k) =>
    `<tr><th scope="row">${k + 1}</th><td>${escape(model.target.words[previous])}</td>${top(probabilities, 2).map((id) => `<td>${escape(model.target.words[id])} ${percent(probabilities[id])}</td>`).join("")}</tr>`).join("");

  function stills(language) {
    define("translation-microscope", input.languages[language]);
    const t = strings("translation-microscope");
    const plane = session.plane("change");
    const points = model.source.words.slice(SPECIALS).map((_, k) => {
      const row = session.seen(model.tables.source, k + SPECIALS, "change");
      return plane.axes.map((axis) => axis.reduce((sum, value, n) => sum + value * (row[n] - plane.mean[n]), 0));
    });
    const reach = 1.08 * points.reduce((most, [a, b]) => Math.max(most, Math.abs(a), Math.abs(b)), 0);
    const chosen = seen.ids.find((id) => id !== UNK);
    const values = { text: state.text, count: seen.ids.length, translation: seen.translation.join(" "), rows: model.source.words.length, E: model.E, word: seen.tokens[seen.tokens.length - 1], unit: state.unit };
    const caption = (name) => escape(t(`stills.${name}`, values));
    return {
      sentence: [tokens, caption("sentence")],
      lookup: [views.tableView(t, WIDTH, {
        table: seen.table, E: model.E, rows: model.source.words.length, chosen: 0, scale: 0.75 * views.largest(seen.table),
        items: seen.ids.map((id, k) => ({ id, word: seen.tokens[k], unknown: false, values: model.row(seen.table, id) })),
      }), caption("lookup")],
      encoder: [views.cellView(t, WIDTH, { layer, unit: state.unit, gate: "c", word: values.word }), caption("encoder")],
      context: [views.contextView(t, WIDTH, { h: seen.context.h[model.L - 1], c: seen.context.c[model.L - 1], drop: "none", words: seen.tokens }), caption("context")],
      decoder: [`<table class="x-table" lang="en"><tbody>${steps}</tbody></table>`, caption("decoder")],
      break: [views.mapView(t, WIDTH, {
        points, words: model.source.words, first: SPECIALS, lit: new Set(seen.ids), chosen, near: session.nearest(chosen, seen.table, "change", 3).map(({ id }) => id), reach, kept: percent(plane.kept),
      }).markup, caption("break")],
      python: [`<pre class="x-code" tabindex="0"><code>${escape(asPython(session, state, t.raw("python.notes")))}</code></pre>`, caption("python")],
    };
  }

  process.stdout.write(JSON.stringify(Object.fromEntries(Object.keys(input.languages).map((language) => [language, stills(language)]))));
})();
