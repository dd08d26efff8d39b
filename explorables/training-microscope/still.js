/*
 * Runs in Node at build time: real runs, their figures for the pages' text, and the still pictures for readers without
 * JavaScript. Reads the strings of all languages from standard input, writes
 * { figures, stills: { zh: { learn, chain, … }, en: … }, answers } as JSON.
 */
import { readFileSync } from "node:fs";

import { distance, nearest, norm } from "../kit/geometry.js";
import { percent, signed, strings } from "../kit/words.js";
import { compareMoves, inspect, lengths, reads, rowOf } from "./batch.js";
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
const small = SEEDS.map((seed) => train({ seed, start: "small" }, 400));
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

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => digit + 1); // their rows
const pairsOf = (items) => items.flatMap((a, k) => items.slice(k + 1).map((b) => [a, b]));
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const apart = (rows) => mean(pairsOf(DIGITS).map(([a, b]) => distance(rows[a], rows[b])));

/** For each digit, the row of the digit that is nearest to it. */
function neighbours(rows) {
  const near = (a) => DIGITS.filter((b) => b !== a).sort((b, c) => distance(rows[a], rows[b]) - distance(rows[a], rows[c]))[0];
  return DIGITS.map(near);
}

/** Whether the rows that the first batch read are all different after one step from zeros. */
function parted(seed) {
  const rows = train({ seed, start: "zero" }, 1).rows("source").map(String);
  const moved = rows.filter((row) => row !== rows[0]); // the padding row is still all zeros
  return moved.length > 0 && new Set(moved).size === moved.length;
}

/** Of the rows that the batch did not read: how far the fastest goes in Adam's first step, beside the slowest row that
 *  was read; and what the slowest to stop still does of that in step 11.
 */
function drift(seed) {
  const { run } = train({ seed }, 50);
  const E = run.model.config.E;
  const walked = (steps) => compareMoves(run, pairs, steps, { sgd: 0.5, adam: 0.02 }).adam.source;
  const [one, ten, eleven] = [1, 10, 11].map(walked);
  const times = reads(inspect(run, pairs), "source").map((places) => places.length);
  const size = (id) => norm(rowOf(one, id, E));
  const ids = times.map((_, id) => id).slice(1);
  const unread = ids.filter((id) => times[id] === 0);
  return {
    unread: Math.max(...unread.map(size)),
    read: Math.min(...ids.filter((id) => times[id] > 0).map(size)),
    left: Math.max(...unread.map((id) => distance(rowOf(eleven, id, E), rowOf(ten, id, E)) / size(id))),
  };
}

const gaps = (step) => SEEDS.map((_, k) => at(learned[k], step) - at(frozen[k], step));
const later = (lanes) => lanes.filter((lane, k) => at(lane, 200) < at(learned[k], 200)).length;
const drifts = SEEDS.map(drift);
const found = pairsOf(learned.map((lane) => neighbours(lane.rows("source")))).flatMap(([a, b]) => a.map((row, k) => Number(row === b[k])));

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
  gap: { at_200: range(gaps(200)), at_400: range(gaps(400)), shrunk: Math.max(...gaps(400).map((gap, k) => gap / gaps(200)[k])) },
  zero: { at_400: range(zero.map((lane) => at(lane, 400))), later: later(zero), parted: SEEDS.every(parted) },
  small: { later: later(small) },
  zero_frozen: { at_400: at(zeroFrozen, 400) },
  two: { seeds_nearest: nearestToTwo.filter(({ id }) => id === row("二")).length, cosine: range(nearestToTwo.map(({ cosine }) => cosine)) },
  digits: { spread: range(learned.map((lane, k) => apart(lane.rows("source")) / apart(train({ seed: SEEDS[k] }, 0).rows("source")))), same_neighbour: mean(found) },
  drift: { lead: Math.min(...drifts.map(({ unread, read }) => unread / read)), left: Math.max(...drifts.map(({ left }) => left)) },
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
