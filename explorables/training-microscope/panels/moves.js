/*
 * How far the rows then go, with SGD and with Adam.
 */
import { button } from "../../kit/controls.js";
import { make } from "../../kit/dom.js";
import { norm } from "../../kit/geometry.js";
import { reads, rowOf } from "../batch.js";
import { PAD, WORDS } from "../numerals.js";
import { baseChoice } from "../parts.js";
import { t } from "../strings.js";
import { movesTable } from "../views/tables.js";

export function moves(place, store) {
  const { state, bench } = store;
  const table = make("div");
  const said = make("p", { class: "x-said", role: "status", "aria-live": "polite" });
  const base = baseChoice(store);
  place.replaceChildren(
    make("div", { class: "x-bar" }, base),
    make("div", { class: "x-bar" },
      button(t("moves.one"), () => store.apply({ taken: state.taken + 1 }), { class: "x-button x-primary" }),
      button(t("moves.ten"), () => store.apply({ taken: state.taken + 10 })),
      button(t("moves.back"), () => store.apply({ taken: 0 }))),
    said, table,
  );
  return {
    refresh() {
      if (!bench.batch) return;
      base.show(state.base);
      table.innerHTML = movesTable(t, bench.batch, "source");
      const words = movesWords(bench.batch);
      if (said.textContent !== words) said.textContent = words;
    },
  };
}

/** Which rows Adam moves although they were not read. */
function movesWords(batch) {
  const { taken, base, moved, E } = batch;
  if (!taken) return t("moves.said.before");
  const used = reads(batch, "source");
  const drift = WORDS.source.filter((_, id) => id !== PAD && !used[id].length && norm(rowOf(moved.adam.source, id, E)) > 0);
  return drift.length ? t("moves.said.drift", { taken, base, words: drift.join(t("list")) }) : t("moves.said.still", { taken });
}
