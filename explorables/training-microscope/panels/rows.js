/*
 * Which rows of the tables get a gradient, and from where.
 */
import { announce } from "../../kit/access.js";
import { button, chip, choices } from "../../kit/controls.js";
import { make } from "../../kit/dom.js";
import { pads, reads } from "../batch.js";
import { EOS, PAD, WORDS } from "../numerals.js";
import { t } from "../strings.js";
import { rowsTable, sumTable, sumWords } from "../views/tables.js";

export function rows(place, store) {
  const { state, bench } = store;
  const [table, sums] = [make("div"), make("div")];
  const said = make("p", { class: "x-said", role: "status", "aria-live": "polite" });
  const which = choices(t("rows.table"), ["source", "target"].map((name) => [name, t(`tables.${name}`)]), state.rowsTable, (value) => store.apply({ rowsTable: value }));
  const reveal = button(t("rows.reveal"), () => store.apply({ revealed: !state.revealed }), { class: "x-button x-primary" });
  const chips = make("div", { class: "x-chips", role: "group", "aria-label": t("sum.choose") });
  const sumBlock = make("div", { class: "x-block" }, make("h3", {}, t("sum.title")), chips, sums);
  const batch = make("p", { class: "x-note" });
  table.addEventListener("change", ({ target }) => {
    const id = Number(target.dataset.row);
    if (target.checked) state.ticked.add(id);
    else state.ticked.delete(id);
  });
  place.replaceChildren(batch, which, table, make("div", { class: "x-bar x-after" }, reveal), said, sumBlock);

  return {
    refresh() {
      if (!bench.batch) return;
      const words = bench.batch.pairs.map((pair) => pair.words).join(t("list"));
      batch.textContent = t("rows.batch", { list: words, pads: pads(bench.batch, state.rowsTable), base: bench.batch.base });
      table.innerHTML = rowsTable(t, bench.batch, state.rowsTable, state.revealed ? "shown" : "ask", state.ticked, state.row);
      which.show(state.rowsTable);
      reveal.textContent = t(state.revealed ? "rows.again" : "rows.reveal");
      sumBlock.hidden = !state.revealed;
      said.textContent = state.revealed ? verdict(bench.batch, state) : t("rows.ask");
      showChips(chips, store);
      sums.innerHTML = sumTable(t, bench.batch, state.rowsTable, state.row);
    },
  };
}

function showChips(place, store) {
  const { state, bench: { batch } } = store;
  const used = reads(batch, state.rowsTable);
  const active = place.contains(document.activeElement);
  place.replaceChildren(...WORDS[state.rowsTable].map((word, id) => chip(used[id].length > 1 ? `${word} ×${used[id].length}` : word, id === state.row, () => {
    store.apply({ row: id });
    announce(sumWords(t, batch, state.rowsTable, id));
  })));
  if (active) place.children[state.row].focus();
}

/** An answer for each way of being wrong. */
function verdict(batch, { rowsTable: table, ticked }) {
  const used = reads(batch, table).map((places, id) => id !== PAD && places.length > 0);
  const listed = (fits) => WORDS[table].filter((_, id) => fits(id)).join(t("list"));
  const lit = t("rows.said.lit", { words: listed((id) => used[id]) });
  if (!ticked.size) return `${t("rows.said.none")} ${lit}`;
  const specials = table === "source" ? PAD : EOS; // what is never "extra": it has an answer of its own
  const missed = listed((id) => used[id] && !ticked.has(id));
  const extra = listed((id) => id > specials && !used[id] && ticked.has(id));
  const wrong = [
    ticked.has(PAD) ? t("rows.said.pad") : "",
    table === "target" && ticked.has(EOS) ? t("rows.said.eos") : "",
    extra ? t("rows.said.extra", { words: extra }) : "",
    missed ? t("rows.said.missed", { words: missed }) : "",
  ].filter(Boolean);
  return [...(wrong.length ? [t("verdict.wrong"), ...wrong] : [t("rows.said.right")]), lit].join(" ");
}
