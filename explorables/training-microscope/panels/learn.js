/*
 * The model learns: map, loss, accuracy, what it reads.
 */
import { button, chip, choices, dropDown, playButton } from "../../kit/controls.js";
import { canvas, make } from "../../kit/dom.js";
import { coordinatePlane } from "../../kit/geometry.js";
import { percent } from "../../kit/words.js";
import { nearWords } from "../near.js";
import { WORDS } from "../numerals.js";
import { t } from "../strings.js";
import { data } from "../trainer.js";
import { curves } from "../views/curves.js";
import { map, turnedPlane } from "../views/map.js";

const RATE_CHOICES = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1];

export function learn(place, store) {
  const { state, learning } = store;
  const play = playButton(() => (learning.playing ? learning.pause() : learning.go()));
  const status = make("p", { class: "x-status" });
  const [hidden, near, over] = [1, 2, 3].map(() => make("p", { class: "x-note" }));
  const readings = make("ul", { class: "x-list x-readings", "aria-label": t("learn.readings") });
  const chips = make("div", { class: "x-chips", role: "group", "aria-label": t("map.choose") });
  const settings = settingsOf(store);
  const planes = steadyPlane(store);

  const mapPlace = canvas((width) => {
    const { live } = learning;
    const snapshots = live.snapshots.map((snapshot) => snapshot[state.table]);
    return map(t, width, { table: state.table, rows: live.rows(state.table), snapshots, plane: planes.last, chosen: state.chosen, steps: live.steps });
  });
  const curvePlace = canvas((width) => curves(t, width, [learning.live], { atLeast: 300 }));

  place.replaceChildren(
    make("div", { class: "x-bar" }, play, button(t("learn.one"), () => learning.some(1)), button(t("learn.ten"), () => learning.some(10)),
      button(t("learn.hundred"), () => learning.some(100)), button(t("learn.restart"), () => store.apply({ restart: true }))),
    status,
    make("div", { class: "x-two" },
      make("div", {}, make("h3", {}, t("map.title")), mapPlace, hidden, chips, near,
        make("details", { class: "x-more" }, make("summary", {}, t("map.more")), make("div", { class: "x-bar" }, settings.table, settings.projection))),
      make("div", {}, make("h3", {}, t("curves.title")), curvePlace, make("h3", {}, t("learn.readings")), readings)),
    make("div", { class: "x-bar x-settings" }, settings.speed, settings.optimiser, settings.rate, settings.seed), over,
  );

  return {
    refresh() {
      const { kept } = planes.turn();
      play.show(learning.playing, t(learning.playing ? "learn.pause" : "learn.play"));
      place.classList.toggle("x-running", learning.playing);
      for (const name in settings) settings[name].show(state[name]);
      showChips(chips, store);
      mapPlace.redraw();
      curvePlace.redraw();
      hidden.textContent = t(`map.hidden.${state.projection}`, { kept: percent(kept), lost: percent(1 - kept) });
      near.textContent = nearWords(store);
      status.textContent = learning.status() + learning.speed;
      over.textContent = learning.over;
      readings.replaceChildren(...SHOWN_UNSEEN.map((pair) => reading(pair, learning.live.run.model)));
    },
  };
}

function settingsOf(store) {
  const { state } = store;
  const pick = (name) => (value) => store.apply({ [name]: value });
  const named = (names, key) => names.map((name) => [name, t(`${key}.${name}`)]);
  const same = (values) => values.map((value) => [value, String(value)]);
  return {
    optimiser: choices(t("learn.optimiser"), [["sgd", "SGD"], ["adam", "Adam"]], state.optimiser, pick("optimiser")),
    rate: dropDown(t("learn.rate"), same(RATE_CHOICES), state.rate, pick("rate")),
    seed: dropDown(t("learn.seed"), same([1, 2, 3, 4, 5]), state.seed, pick("seed")),
    speed: choices(t("learn.speed"), named(["slow", "medium", "fast"], "learn.speeds"), state.speed, pick("speed")),
    table: choices(t("map.table"), named(["source", "target"], "tables"), state.table, pick("table")),
    projection: choices(t("map.projection"), named(["pca", "fixed"], "map.projections"), state.projection, pick("projection")),
  };
}

/** The plane of the map, which turns with the rows but never jumps while the same run, table and projection are shown. */
function steadyPlane({ state, learning }) {
  let of = [];
  const planes = {
    last: null,
    turn() {
      const now = [learning.live, state.table, state.projection];
      const before = now.every((part, k) => part === of[k]) ? planes.last.axes : null;
      of = now;
      const rows = learning.live.rows(state.table).slice(1); // without the padding row, which would only pull the centre
      planes.last = state.projection === "pca" ? turnedPlane(rows, before) : coordinatePlane(rows);
      return planes.last;
    },
  };
  return planes;
}

/** One chip a word; new ones only for another table, so that the focus stays. */
function showChips(place, store) {
  const { table, chosen } = store.state;
  if (place.dataset.table !== table) {
    place.dataset.table = table;
    place.replaceChildren(...WORDS[table].slice(1).map((word, k) =>
      chip(word, false, () => store.apply({ chosen: store.state.chosen === k + 1 ? 0 : k + 1 }))));
  }
  [...place.children].forEach((one, k) => one.setAttribute("aria-pressed", String(chosen === k + 1)));
}

/** Some of the unseen numerals, among them one with 两, one with 零, and a short one. */
const SHOWN_UNSEEN = (() => {
  const wanted = [(p) => p.words.includes("两"), (p) => p.words.includes("零") && p.number > 100, (p) => p.number < 100 && p.number > 20];
  const picked = wanted.map((fits) => data.unseen.find(fits));
  return [...picked, ...data.unseen.filter((p) => !picked.includes(p))].slice(0, 6);
})();

function reading({ source, words, number }, model) {
  const out = model.read(source).map((id) => WORDS.target[id].replace(/[<>]/g, "")).join("");
  const right = out === String(number);
  return make("li", { class: right ? "x-read-right" : "x-read-wrong" },
    make("span", { lang: "zh" }, words), " → ", make("span", { class: "x-digits" }, out || "∅"), ` ${right ? "✓" : "✗"}`,
    make("span", { class: "visually-hidden" }, t(right ? "verdict.right" : "verdict.wrong")));
}
