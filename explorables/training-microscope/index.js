/*
 * The training microscope in a page. Five panels share one state:
 *   learn   the model learns: map, loss, accuracy, what it reads
 *   chain   one sentence forwards and the gradient's way back
 *   rows    which rows of the tables get a gradient, and from where
 *   moves   how far the rows then go, with SGD and with Adam
 *   race    three tables beside each other
 * and predictions (panel `question`) set it. A panel is <div class="explorable" data-explorable="training-microscope"
 * data-panel="learn">; what it holds before this script runs is the still picture for readers without JavaScript.
 */
import { bringIntoView, enliven } from "../kit/access.js";
import { upgradePhrases } from "../kit/controls.js";
import { turn } from "../kit/dom.js";
import { begin, expose } from "../kit/page.js";
import { ask, question } from "../kit/question.js";
import { compareMoves, inspect, reads } from "./batch.js";
import { write, pair } from "./numerals.js";
import { clip } from "./optimisers.js";
import { chain } from "./panels/chain.js";
import { learn } from "./panels/learn.js";
import { moves } from "./panels/moves.js";
import { race } from "./panels/race.js";
import { rows } from "./panels/rows.js";
import { answersOf } from "./questions.js";
import { Store } from "./store.js";
import { t } from "./strings.js";
import { data, Run } from "./trainer.js";

const PANELS = { learn, chain, rows, moves, race };
// Which panel shows what a word in the prose sets: the first that has one of these.
const SHOWN_BY = {
  learn: ["play", "to", "restart", "chosen", "projection", "table", "speed"], race: ["race", "third"], moves: ["taken"],
  rows: ["rowsTable", "revealed", "row"], chain: ["stage", "shown", "base", "numbers"],
};

async function mount() {
  const store = new Store();
  const { panels } = store;
  const answers = answersOf(store);
  expose("trainingMicroscope", {
    state: store.state, apply: (settings) => store.apply(settings), get live() { return store.learning.live; }, get bench() { return store.bench.batch; },
    Run, clip, compareMoves, data, inspect, pair, reads, write,
  });
  for (const place of document.querySelectorAll('[data-explorable="training-microscope"]')) {
    await turn();
    const { panel: name, question: asked } = place.dataset;
    if (name in PANELS) {
      enliven(place, () => {
        panels[name] = PANELS[name](place, store);
        panels[name].refresh();
      });
    } else if (name === "question") ask(place, question(t, t.raw(`questions.${asked}`), answers[asked]));
  }
  store.bench.prepare();
  upgradePhrases(document, (settings) => {
    store.apply(settings);
    show(settings);
  });
}

/** The panel that a word in the prose speaks of, brought into view if it is not in it. */
function show(settings) {
  const name = Object.keys(SHOWN_BY).find((panel) => SHOWN_BY[panel].some((key) => key in settings));
  const drawing = document.querySelector(`[data-explorable="training-microscope"][data-panel="${name}"] :is(.x-canvas, .x-table)`);
  if (drawing) bringIntoView(drawing);
}

begin(mount);
