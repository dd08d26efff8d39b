/*
 * Runs in Node at build time: real runs, their figures for the pages' text, and the still pictures for readers without
 * JavaScript. Reads the strings of all languages from standard input, writes
 * { figures, stills: { zh: { learn, chain, … }, en: … }, answers } as JSON.
 */
import { readFileSync } from "node:fs";

import { distance, nearest, norm } from "../kit/geometry.js";
import { percent, signed, strings } from "../kit/words.js";
import { compareMoves, inspect, lengths, rowOf } from "./batch.js";
import { pair, WORDS } from "./numerals.js";
import { data, Recording } from "./trainer.js";
import { chain } from "./views/chain.js";
import { curves } from "./views/curves.js";
import { map, turnedPlane } from "./views/map.js";
import { movesTable, rowsTable } from "./views/tables.js";

const SEEDS = [1, 2, 3, 4, 5];
const WIDTH = 328; // a phone's column, so that words stay readable when the picture shrinks no further

function train(options, steps, name = "") {
  const lane = new Recording(name, { optimiser: "adam", rate: 0.02, start: "scaled", ...options });
  for (const _ of lane.advance(steps));
  return lane;
}
const at = (lane, step) => lane.accuracy.find(([when]) => when === step)[1];
const range = (values) => ({ least: Math.min(...values), most: Math.max(...values) });
const row = (word) => WORDS.source.indexOf(word);
const planeOf = (lane) => turnedPlane(lane.rows("source").slice(1));

// ---------------------------------------------------------------- runs over several seeds

const pairs = [222, 30, 7].map((number) => pair(number));
/** How much longer the gradient of the last character of 二百二十二 is than that of the first. */
function lastToFirst(run) {
  const sizes = lengths(inspect(run, pairs), 0);
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
const untrained = SEEDS.map((seed) => lastToFirst(train({ seed }, 0).run));
const nearestToTwo = learned.map((lane) => nearest(lane.rows("source"), row("两"), 1)[0]);

/** How far the digits' distances follow their values: 1 for a number line, about 0 for no order. */
function order(rows) {
  const points = [];
  for (let a = 1; a <= 9; a++) for (let b = a + 1; b <= 9; b++) points.push([b - a, distance(rows[a + 1], rows[b + 1])]);
  const mean = [0, 1].map((k) => points.reduce((sum, point) => sum + point[k], 0) / points.length);
  const product = (k, l) => points.reduce((sum, point) => sum + (point[k] - mean[k]) * (point[l] - mean[l]), 0);
  return product(0, 1) / Math.sqrt(product(0, 0) * product(1, 1));
}

const figures = {
  parameters: learned[0].run.model.size,
  source_rows: WORDS.source.length,
  target_rows: WORDS.target.length,
  embed_size: learned[0].run.model.config.E,
  hidden_size: learned[0].run.model.config.H,
  train_pairs: data.train.length,
  unseen_pairs: data.unseen.length,
  seeds: SEEDS.length,
  accuracy: Object.fromEntries([200, 400, 600].map((step) => [`at_${step}`, range(learned.map((lane) => at(lane, step)))])),
  frozen: { at_200: range(frozen.map((lane) => at(lane, 200))), at_400: range(frozen.map((lane) => at(lane, 400))) },
  zero: { at_400: range(zero.map((lane) => at(lane, 400))) },
  zero_frozen: { at_400: at(zeroFrozen, 400) },
  two: { seeds_nearest: nearestToTwo.filter(({ id }) => id === row("二")).length, cosine: range(nearestToTwo.map(({ cosine }) => cosine)) },
  order: Math.max(...learned.map((lane) => Math.abs(order(lane.rows("source"))))),
  last_to_first: { untrained: range(untrained), at_500: range(trained) },
  kept: range(learned.map((lane) => planeOf(lane).kept)),
};

// ---------------------------------------------------------------- the pictures

const fifty = train({ seed: 1 }, 50).run;
const untouched = train({ seed: 1 }, 0).run;
const racers = [train({ seed: 1 }, 400), frozen[0], zero[0]];
const bench = (run) => ({ ...inspect(run, pairs), taken: 1, moved: compareMoves(run, pairs, 1, { sgd: 0.5, adam: 0.02 }) });

function stills(t) {
  const [lane] = learned;
  lane.name = t("race.lanes.learned");
  ["learned", "frozen", "zero"].forEach((name, k) => (racers[k].name = t(`race.lanes.${name}`)));
  // A quarter of the trail's points: nobody sees the difference, and the page is lighter.
  const snapshots = lane.snapshots.map(({ source }) => source).filter((_, k) => k % 4 === 0);
  const view = { table: "source", rows: lane.rows("source"), snapshots, plane: planeOf(lane), chosen: 0, steps: lane.steps };
  return {
    learn: map(t, WIDTH, view) + curves(t, WIDTH, [lane], { atLeast: 300 }),
    // Forward again for each picture: a model keeps only its last pass.
    moves: movesTable(t, bench(fifty), "source"),
    rows: rowsTable(t, bench(fifty), "source", "shown", new Set(), 3),
    chain: chain(t, WIDTH, { ...bench(untouched), shown: 0, stage: 4 }),
    race: curves(t, WIDTH, racers, { atLeast: 400 }),
  };
}

function answersOf() {
  const result = { steps: 400, learned: percent(at(learned[0], 400)), learnedHalf: percent(at(learned[0], 200)), frozen: percent(at(frozen[0], 400)), frozenHalf: percent(at(frozen[0], 200)), third: percent(at(zero[0], 400)) };
  const [two] = nearest(racers[0].rows("source"), row("两"), 1);
  const { moved, E } = bench(fifty);
  return {
    line: { steps: 400, accuracy: result.learned },
    two: { steps: 400, nearest: WORDS.source[two.id], cosine: signed(two.cosine, 2) },
    far: { ratio: untrained[0].toFixed(1) },
    repeat: { times: 3 },
    adam: { moved: norm(rowOf(moved.adam.source, row("九"), E)).toFixed(3) },
    frozen: result,
    zero: result,
  };
}

const languages = JSON.parse(readFileSync(0, "utf8"));
const each = (made) => Object.fromEntries(Object.keys(languages).map((language) => [language, made(strings(languages[language]))]));
process.stdout.write(JSON.stringify({ figures, stills: each(stills), answers: each(answersOf) }));
