/*
 * Runs in Node at build time, after the microscope's own files: real runs, their figures for the pages' text, and the
 * still pictures for readers without JavaScript. Reads the strings of all languages from standard input, writes
 * { figures, stills: { zh: { learn, chain, … }, en: … }, answers } as JSON.
 */
(function () {
  "use strict";
  const { numerals, views, Recording, inspect, compareMoves, define, strings, data, signed } = globalThis.Explorables;
  const { percent, norm } = views;
  const languages = JSON.parse(require("fs").readFileSync(0, "utf8"));
  const SEEDS = [1, 2, 3, 4, 5];
  const WIDTH = 328; // a phone's column, so that words stay readable when the picture shrinks no further

  function train(options, steps, name) {
    const lane = new Recording(name || "", { optimiser: "adam", rate: 0.02, start: "scaled", ...options });
    for (const _ of lane.advance(steps));
    return lane;
  }
  const at = (lane, step) => lane.accuracy.find(([when]) => when === step)[1];
  const range = (values) => ({ least: Math.min(...values), most: Math.max(...values) });
  const id = (word) => numerals.SOURCE_WORDS.indexOf(word);
  const distance = (a, b) => norm(a.map((value, k) => value - b[k]));

  // ---------------------------------------------------------------- runs over several seeds

  const batch = [222, 30, 7].map((number) => numerals.pair(number));
  /** How much longer the gradient of the last character of 二百二十二 is than that of the first. */
  function lastToFirst(run) {
    const sizes = inspect(run, batch).tapes[0].encoder.de.slice(0, batch[0].source.length).map(norm);
    return sizes[sizes.length - 1] / sizes[0];
  }

  const trained = [];
  const learned = SEEDS.map((seed) => {
    const lane = train({ seed }, 500);
    trained.push(lastToFirst(lane.run));
    for (const _ of lane.advance(600));
    return lane;
  });
  const frozen = SEEDS.map((seed) => train({ seed, frozen: true }, 400));
  const zero = SEEDS.map((seed) => train({ seed, start: "zero" }, 400));
  const zeroFrozen = train({ seed: 1, start: "zero", frozen: true }, 400);

  /** How far the digits' distances follow their values: 1 for a number line, about 0 for no order. */
  function order(rows) {
    const pairs = [];
    for (let a = 1; a <= 9; a++) for (let b = a + 1; b <= 9; b++) pairs.push([b - a, distance(rows[a + 1], rows[b + 1])]);
    const mean = [0, 1].map((k) => pairs.reduce((sum, pair) => sum + pair[k], 0) / pairs.length);
    const product = (k, l) => pairs.reduce((sum, pair) => sum + (pair[k] - mean[k]) * (pair[l] - mean[l]), 0);
    return product(0, 1) / Math.sqrt(product(0, 0) * product(1, 1));
  }
  const untrained = SEEDS.map((seed) => lastToFirst(train({ seed }, 0).run));
  const nearestToTwo = learned.map((lane) => views.nearest(lane.rows("source"), id("两"), 1)[0]);

  const figures = {
    parameters: learned[0].run.model.size,
    source_rows: numerals.SOURCE_WORDS.length,
    target_rows: numerals.TARGET_WORDS.length,
    embed_size: learned[0].run.model.config.E,
    hidden_size: learned[0].run.model.config.H,
    train_pairs: data.train.length,
    unseen_pairs: data.unseen.length,
    seeds: SEEDS.length,
    accuracy: Object.fromEntries([200, 400, 600].map((step) => [`at_${step}`, range(learned.map((lane) => at(lane, step)))])),
    frozen: { at_200: range(frozen.map((lane) => at(lane, 200))), at_400: range(frozen.map((lane) => at(lane, 400))) },
    zero: { at_400: range(zero.map((lane) => at(lane, 400))) },
    zero_frozen: { at_400: at(zeroFrozen, 400) },
    two: { seeds_nearest: nearestToTwo.filter((row) => row.id === id("二")).length, cosine: range(nearestToTwo.map((row) => row.cosine)) },
    order: Math.max(...learned.map((lane) => Math.abs(order(lane.rows("source"))))),
    last_to_first: { untrained: range(untrained), at_500: range(trained) },
    kept: range(learned.map((lane) => views.plane(lane.rows("source").slice(1)).kept)),
  };

  // ---------------------------------------------------------------- the pictures

  const fifty = train({ seed: 1 }, 50).run;
  const stills = {};
  const answers = {};
  for (const language in languages) {
    define("training-microscope", languages[language]);
    const t = strings("training-microscope");
    const lane = learned[0];
    lane.name = t("race.lanes.learned");
    const rows = lane.rows("source");
    const plane = views.plane(rows.slice(1));
    // A quarter of the trail's points: nobody sees the difference, and the page is lighter.
    const snapshots = lane.snapshots.map(({ source }) => source).filter((_, k) => k % 4 === 0);
    const look = (run, taken) => ({ ...inspect(run, batch), taken, moved: compareMoves(run, batch, taken, { sgd: 0.5, adam: 0.02 }) });
    const race = [train({ seed: 1 }, 400, lane.name), frozen[0], zero[0]];
    race[1].name = t("race.lanes.frozen");
    race[2].name = t("race.lanes.zero");
    const bench = look(fifty, 1);
    stills[language] = {
      learn: views.map(t, WIDTH, { table: "source", rows, snapshots, plane, chosen: 0, steps: lane.steps }) + views.curves(t, WIDTH, [lane], { atLeast: 300 }),
      // Forward again for each picture: a model keeps only its last pass.
      moves: views.movesTable(t, bench, "source"),
      rows: views.rowsTable(t, look(fifty, 1), "source", "shown", new Set(), 3),
      chain: views.chain(t, WIDTH, { ...look(train({ seed: 1 }, 0).run, 1), shown: 0, stage: 4 }),
      race: views.curves(t, WIDTH, race, { atLeast: 400 }),
    };
    const result = { steps: 400, learned: percent(at(lane, 400)), learnedHalf: percent(at(lane, 200)), frozen: percent(at(frozen[0], 400)), frozenHalf: percent(at(frozen[0], 200)), third: percent(at(zero[0], 400)) };
    const two = views.nearest(race[0].rows("source"), id("两"), 1)[0];
    answers[language] = {
      line: { steps: 400, accuracy: result.learned },
      two: { steps: 400, nearest: numerals.SOURCE_WORDS[two.id], cosine: signed(two.cosine, 2) },
      far: { ratio: untrained[0].toFixed(1) },
      repeat: { times: 3 },
      adam: { moved: norm(bench.moved.adam.source.subarray(id("九") * bench.E, (id("九") + 1) * bench.E)).toFixed(3) },
      frozen: result,
      zero: result,
    };
  }
  process.stdout.write(JSON.stringify({ figures, stills, answers }));
})();
