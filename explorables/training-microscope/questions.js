/*
 * The predictions: each is answered by what the figures then do and measure.
 */
import { nearest, norm } from "../kit/geometry.js";
import { percent, signed } from "../kit/words.js";
import { lengths, reads, rowOf } from "./batch.js";
import { WORDS } from "./numerals.js";
import { ANSWER_STEPS } from "./store.js";
import { t } from "./strings.js";

const row = (word) => WORDS.source.indexOf(word);

/** name -> (chosen, tell, said), what is called when a guess has been made. */
export function answersOf(store) {
  const { state, learning, racing, bench } = store;

  /** The model that has been trained long enough to ask it. */
  function learned(chosen, said, then) {
    said.textContent = t("questions.running", { steps: ANSWER_STEPS });
    store.apply({ table: "source", chosen });
    learning.after(ANSWER_STEPS, then);
  }
  /** The batch that the questions speak of, with some settings; `then` runs when it has been calculated. */
  function benched(settings, then) {
    Object.assign(state, { numbers: [222, 30, 7] }, settings);
    bench.prepare(then);
  }
  function raced(chosen, tell, said) {
    said.textContent = t("questions.running", { steps: ANSWER_STEPS });
    store.apply({ third: "zero" });
    racing.ask(tell);
  }

  return {
    line: (chosen, tell, said) => learned(0, said, () => tell({ steps: learning.live.steps, accuracy: percent(learning.live.lastAccuracy) })),
    two: (chosen, tell, said) => learned(row("两"), said, () => {
      const [first] = nearest(learning.live.rows("source"), row("两"), 1);
      store.apply({ chosen: row("两") });
      tell({ steps: learning.live.steps, nearest: WORDS.source[first.id], cosine: signed(first.cosine, 2) });
    }),
    far: (chosen, tell) => benched({ base: 0, shown: 0, stage: 4, taken: 0 }, () => {
      const sizes = lengths(bench.batch, 0);
      tell({ ratio: (sizes[sizes.length - 1] / sizes[0]).toFixed(1) });
    }),
    repeat: (chosen, tell) => benched({ rowsTable: "source", revealed: true, row: 3 }, () => tell({ times: reads(bench.batch, "source")[3].length })),
    adam: (chosen, tell) => benched({ base: 50, taken: 1 }, () => {
      const { moved, E } = bench.batch;
      tell({ moved: norm(rowOf(moved.adam.source, row("九"), E)).toFixed(3) });
    }),
    frozen: raced,
    zero: raced,
  };
}
