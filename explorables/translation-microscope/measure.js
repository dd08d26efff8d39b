/*
 * Runs in Node at build time: what the page says about this checkpoint, measured on sentences that it was not trained on.
 * Reads { weights, corpus: { test, unseen } } (the file of the weights; lists of [source, target]) from standard input,
 * writes { figures, answers } as JSON: the figures that pages may quote, and for each prediction { set, values }: the state
 * that shows its answer, as the words in the prose write it, and what fills the answer's slots.
 */
(function (root) {
  "use strict";
  const { session: makeSession, translator, weights } = root.Explorables;
  const fs = require("fs");
  const { fresh, norm } = makeSession;
  const { SPECIALS, UNK, top } = translator;
  const percent = (share) => `${(100 * share).toFixed(1)}%`;
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const PRONOUNS = ["I", "we", "you", "they"]; // a verb that follows one of them has no -s

  const distance = (a, b) => norm(a.map((value, k) => value - b[k]));

  function measure(session, { test, unseen }) {
    const { model } = session;
    const { source, target, tables, H, L } = model;
    const rows = source.words.map((_, id) => id).slice(SPECIALS);
    const whole = test.map(([text]) => session.look(fresh(text)));

    const said = (text, change) => session.look({ ...fresh(text), ...change }).translation.join(" ");
    const right = (pairs, change) => pairs.filter(([text, meant]) => said(text, change) === meant).length / pairs.length;

    /** Pads that are read: how many sentences are still right, and how far h went, in its own lengths. */
    function padded(pads) {
      const looks = test.map(([text]) => session.look({ ...fresh(text), pads, packed: false }));
      return {
        right: mean(looks.map(({ translation }, at) => Number(translation.join(" ") === test[at][1]))),
        moved: mean(looks.map(({ packedState, encoded }) => distance(packedState.h[L - 1], encoded.h[L - 1]) / norm(packedState.h[L - 1]))),
      };
    }

    /** One word's row made zero, for each word of each sentence: what the translation does. */
    function zeroed(pairs) {
      const count = { words: 0, same: 0, one: 0, more: 0 };
      pairs.forEach(([text], at) => {
        const before = whole[at].translation;
        for (const a of new Set(whole[at].tokens)) {
          const after = session.look({ ...fresh(text), edits: [{ kind: "zero", a }] }).translation;
          const changed = before.length === after.length ? after.filter((word, k) => word !== before[k]).length : Infinity;
          count.words += 1;
          count[changed === 0 ? "same" : changed === 1 ? "one" : "more"] += 1;
        }
      });
      return { words: count.words, same: count.same / count.words, one: count.one / count.words, more: count.more / count.words };
    }

    /** A subject that wants an -s put in place of one that does not: does the verb follow it, or the source? */
    function agreement() {
      const fit = whole.map(({ translation }, at) => [at, translation])
        .filter(([, [subject, verb]]) => PRONOUNS.includes(subject) && target.index.has(`${verb}s`));
      const followed = fit.filter(([at, [, verb]]) => said(test[at][0], { forced: new Map([[0, "he"]]) }).split(" ")[1] === `${verb}s`);
      return { sentences: fit.length, followed: followed.length };
    }

    const change = (id) => norm(session.seen(tables.source, id, "change"));
    return {
      source_rows: source.words.length, target_rows: target.words.length, embed_size: model.E, hidden_size: H,
      context_numbers: 2 * L * H, sentences: test.length,
      kept: { change: session.plane("change").kept, table: session.plane("table").kept },
      start_length: mean(rows.map((id) => norm(model.row(model.start, id)))),
      change_length: mean(rows.map(change)),
      unknown_moved: change(UNK),
      right: {
        test: mean(whole.map(({ translation }, at) => Number(translation.join(" ") === test[at][1]))), unseen: right(unseen, {}),
        without_h: right(test, { drop: "h" }), without_c: right(test, { drop: "c" }), without_both: right(test, { drop: "both" }),
        packed: right(test, { pads: 3 }),
      },
      padded: { one: padded(1), three: padded(3) },
      without_context: said(model.examples[0], { drop: "both" }),
      beam: { size: 5, test: right(test, { beam: 5 }), unseen: right(unseen, { beam: 5 }) },
      zeroed: zeroed(test.slice(0, 60)),
      agreement: agreement(),
    };
  }

  function answersOf(session, figures) {
    const { model } = session;
    const look = (text, change) => session.look({ ...fresh(text), ...change });
    const said = (text, change) => look(text, change).translation.join(" ") || "∅";
    const [first] = model.examples;

    const stranger = "我 爱 香蕉";
    const last = look(stranger).written.slice(-2)[0]; // the word before <eos>
    const best = top(last.probabilities, 1)[0];

    const twice = "我 的 朋友 喜欢 我 的 书";
    const steps = look(twice).steps.map(({ layers }) => layers[model.L - 1].h);

    const tea = "他 在 家 喝 茶";
    const swapped = [{ kind: "swap", a: "茶", b: "咖啡" }];

    const shares = (part) => ({ greedy: percent(figures.right[part]), beam: percent(figures.beam[part]) });
    return {
      unknown: { set: `fresh;text=${stranger};write=${look(stranger).written.length - 1}`, values: { translation: said(stranger), word: model.target.words[best], p: percent(last.probabilities[best]), unk: last.probabilities[UNK].toExponential(0) } },
      twice: { set: `fresh;text=${twice};token=4;read=5`, values: { text: twice, apart: distance(steps[0], steps[4]).toFixed(2), norm: norm(steps[0]).toFixed(2) } },
      pads: { set: `fresh;example=0;pads=3;packed=0;read=8`, values: { text: first, translation: said(first, { pads: 3, packed: false }), E: model.E, right: percent(figures.padded.three.right) } },
      drop: { set: `fresh;example=0;drop=c`, values: { h: said(first, { drop: "h" }), c: said(first, { drop: "c" }), rightH: percent(figures.right.without_h), rightC: percent(figures.right.without_c), H: model.H } },
      beam: { set: `fresh;example=0;beam=5`, values: { size: 5, test: shares("test").greedy, testBeam: shares("test").beam, unseen: shares("unseen").greedy, unseenBeam: shares("unseen").beam } },
      swap: { set: `fresh;text=${tea};chosen=茶;other=咖啡;edit=swap,茶,咖啡`, values: { text: tea, before: said(tea), after: said(tea, { edits: swapped }) } },
    };
  }

  const input = JSON.parse(fs.readFileSync(0, "utf8"));
  const session = makeSession(translator(weights.read(new Uint8Array(fs.readFileSync(input.weights)))));
  const figures = measure(session, input.corpus);
  process.stdout.write(JSON.stringify({ figures, answers: answersOf(session, figures) }));
})(globalThis);
