/*
 * Rows of the table: looked up, or out of one-hot × matrix.
 */
import { announce } from "../../kit/access.js";
import { choices } from "../../kit/controls.js";
import { canvas, make, renew } from "../../kit/dom.js";
import { largest } from "../../kit/geometry.js";
import { signed } from "../../kit/words.js";
import { problemWords, wordChips } from "../parts/words.js";
import { t } from "../strings.js";
import { productView, tableView } from "../views/table.js";

export function lookup(place, store) {
  const { model } = store;
  const set = (changes) => {
    store.apply(changes, "lookup");
    announce(said.textContent);
  };
  const chips = make("div", { class: "x-chips", role: "group", "aria-label": t("sentence.tokens") });
  const way = choices(t("lookup.way"), ["look", "matrix"].map((name) => [name, t(`lookup.ways.${name}`)]), store.state.way, (value) => set({ way: value }));
  const said = make("p", { class: "x-said" });
  const cost = make("div", {});
  const picture = canvas((width) => draw(store, width));
  place.replaceChildren(make("div", { class: "x-bar" }, way), chips, picture, said, cost);

  return {
    refresh() {
      const { state } = store;
      const seen = store.look();
      way.show(state.way);
      if (seen.problem) {
        renew(chips, []);
        said.textContent = problemWords(store, seen);
        cost.replaceChildren();
        return picture.redraw();
      }
      renew(chips, wordChips(seen.tokens, state.token, (token) => set({ token }), { lang: "zh", under: (k) => String(seen.ids[k]) }));
      said.textContent = lookupWords(store, seen);
      cost.replaceChildren(costTable(model.source.words.length, model.E));
      picture.redraw([state.way, state.text, state.token, JSON.stringify(state.edits)].join("|"));
    },
  };
}

function draw(store, width) {
  const { state, model } = store;
  const { problem, table, ids, tokens, unknown } = store.look();
  if (problem) return "";
  const items = ids.map((id, k) => ({ id, word: tokens[k], unknown: unknown[k], values: model.row(table, id) }));
  const view = { table, E: model.E, rows: model.source.words.length, scale: 0.75 * largest(model.tables.source) };
  if (state.way === "look") return tableView(t, width, { ...view, items, chosen: state.token });
  const { id, word } = items[state.token];
  return productView(t, width, { ...view, id, word, values: oneHot(table, id, model.E) });
}

/** The whole product, all V × E multiplications of it. */
function oneHot(table, id, E) {
  const out = new Float32Array(E);
  for (let row = 0; row * E < table.length; row++) for (let k = 0; k < E; k++) out[k] += (row === id ? 1 : 0) * table[row * E + k];
  return out;
}

function lookupWords({ state, model }, { table, tokens, ids, unknown }) {
  const [V, E] = [model.source.words.length, model.E];
  const id = ids[state.token];
  const row = model.row(table, id);
  const most = row.reduce((best, value, k) => (Math.abs(value) > Math.abs(row[best]) ? k : best), 0);
  const difference = state.way === "matrix" ? Math.max(...oneHot(table, id, E).map((value, k) => Math.abs(value - row[k]))) : 0;
  const first = Array.from(row.slice(0, 4), (value) => signed(value, 2)).join(t("list"));
  const words = t(`lookup.said.${state.way}`, { word: tokens[state.token], id, V, E, first, most, value: signed(row[most], 2), difference });
  return unknown[state.token] ? `${words} ${t("lookup.unknown", { id })}` : words;
}

/** What both ways cost, with this vocabulary and with one of 50,000 words. */
function costTable(V, E) {
  const count = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ","); // Intl takes its time to wake
  const line = (name, values) => make("tr", {}, make("th", { scope: "row" }, t(name)), values.map((value) => make("td", { class: "x-numeric" }, count(value))));
  const heads = ["look", "matrix"].map((way) => make("th", { scope: "col", class: "x-numeric" }, t(`lookup.ways.${way}`)));
  return make("table", { class: "x-table x-cost" }, make("caption", {}, t("lookup.cost")),
    make("thead", {}, make("tr", {}, make("td", {}), heads)),
    make("tbody", {}, line("lookup.multiplications", [0, V * E]), line("lookup.readNumbers", [E, V * E + V]), line("lookup.large", [E, 50000 * E + 50000])));
}
