/*
 * One LSTM, gate by gate, and what padding does to it.
 */
import { announce } from "../../kit/access.js";
import { button, check, chip, slider } from "../../kit/controls.js";
import { canvas, make, renew } from "../../kit/dom.js";
import { clamp, distance, largest, norm } from "../../kit/geometry.js";
import { signed } from "../../kit/words.js";
import { MOST_PADS } from "../address.js";
import { problemWords, wordChips } from "../parts/words.js";
import { player } from "../../kit/player.js";
import { t } from "../strings.js";
import { cellView, GATES } from "../views/cell.js";
import { strip } from "../views/strip.js";

export function encoder(place, store) {
  const chips = make("div", { class: "x-chips", role: "group", "aria-label": t("encoder.steps") });
  const said = make("p", { class: "x-said" });
  const rows = make("div", { class: "x-gates", role: "group", "aria-label": t("encoder.gatesTitle") });
  const sum = make("p", { class: "x-note x-sum-line" });
  const set = (changes) => {
    store.apply(changes, "encoder");
    announce(said.textContent);
  };
  const go = (direction) => step(store, direction, set);
  const picture = canvas((width) => {
    const { unit, gate, read } = store.state;
    const seen = store.look();
    return seen.problem ? "" : cellView(t, width, { layer: layerAt(store, seen), unit, gate, word: wordAt(seen, read - 1) });
  }, { most: 620 });
  const unit = slider(t("encoder.unit"), { min: 0, max: store.model.H - 1, step: 1 }, (value) => store.apply({ unit: value }, "encoder"));
  const padding = paddingControls(store);

  place.replaceChildren(
    chips,
    make("div", { class: "x-bar" }, button(t("back"), () => go(-1)), button(t("next"), () => go(1)), player(t, store, () => go(1))),
    make("div", { class: "x-two x-wide-left" }, make("div", {}, picture), make("div", {}, rows)),
    said, unit, sum, padding.bar, padding.note,
  );

  return {
    refresh() {
      const { state } = store;
      const seen = store.look();
      if (seen.problem) {
        for (const part of [chips, rows]) renew(part, []);
        said.textContent = problemWords(store, seen);
        return picture.redraw();
      }
      const now = layerAt(store, seen);
      renew(chips, wordChips(seen.padded.map((_, k) => wordAt(seen, k)), state.read - 1, (k) => set({ read: k + 1 }), {
        lang: "zh", under: (k) => String(k + 1), className: (k) => (k < seen.ids.length ? "" : state.packed ? " x-skipped" : " x-padding"),
      }));
      renew(rows, GATES.map((gate) => gateRow(gate, now, state, () => set({ gate }))));
      said.textContent = gateWords(store, seen, now);
      sum.textContent = sumWords(now, state.unit);
      unit.show(state.unit, String(state.unit));
      padding.show(seen);
      picture.redraw([state.text, state.read, state.gate, state.unit, state.pads, JSON.stringify(state.edits)].join("|"));
    },
  };
}

const layerAt = ({ state, model }, seen) => seen.steps[state.read - 1].layers[model.L - 1];
const wordAt = (seen, k) => (k < seen.ids.length ? seen.tokens[k] : "<pad>");

/** One gate on, or back; after the last gate of a word comes the next word. Returns whether there is more. */
function step(store, direction, set) {
  const { state } = store;
  const last = GATES.length * store.look().padded.length - 1;
  const then = clamp((state.read - 1) * GATES.length + GATES.indexOf(state.gate) + direction, 0, last);
  set({ read: Math.floor(then / GATES.length) + 1, gate: GATES[then % GATES.length] });
  return then < last;
}

function gateRow(gate, layer, { gate: chosen, unit }, onclick) {
  const values = layer[gate];
  const picture = strip(256, values, gate === "c" ? { scale: Math.max(1, largest(values)), colour: "q-cell", unit } : { scale: 1, colour: "q-hidden", unit });
  return chip(null, gate === chosen, onclick, {
    class: "x-gate-row",
    html: `<span class="x-gate-name"><b>${gate}</b> ${t(`encoder.gates.${gate}.name`)}</span><span class="x-gate-value">${signed(values[unit], 3)}</span>${picture}`,
  });
}

function gateWords({ state, model }, seen, layer) {
  const { gate, read, unit } = state;
  const values = layer[gate];
  return t(`encoder.gates.${gate}.said`, {
    word: wordAt(seen, read - 1), step: read, H: model.H, unit, value: signed(values[unit], 3),
    high: values.filter((value) => value > 0.9).length, low: values.filter((value) => value < 0.1).length, norm: norm(values).toFixed(2),
  });
}

function sumWords(layer, unit) {
  const value = (name) => signed(layer[name][unit], 3);
  return t("encoder.sum", { unit, f: value("f"), cBefore: value("cBefore"), i: value("i"), g: value("g"), c: value("c"), o: value("o"), h: value("h") });
}

/** How many pads stand behind the sentence, and whether they are read. */
function paddingControls(store) {
  const { model } = store;
  const note = make("p", { class: "x-note" });
  const set = (changes) => {
    store.apply(changes, "encoder");
    announce(note.textContent);
  };
  const packed = check(t("encoder.packed"), (value) => set({ packed: value }));
  const add = (change) => () => {
    const pads = clamp(store.state.pads + change, 0, MOST_PADS);
    if (pads !== store.state.pads) set({ pads });
  };
  const [fewer, count, more] = [button("−", add(-1), { "aria-label": t("encoder.fewer") }), make("b", {}), button("+", add(1), { "aria-label": t("encoder.more") })];
  const bar = make("div", { class: "x-bar x-settings" },
    make("span", { class: "x-field-name" }, t("encoder.pads")), make("span", { class: "x-stepper" }, fewer, count, more), packed);

  function show(seen) {
    const { state } = store;
    packed.show(state.packed);
    count.textContent = state.pads;
    fewer.setAttribute("aria-disabled", state.pads === 0); // not `disabled`, which would throw the focus away
    more.setAttribute("aria-disabled", state.pads === MOST_PADS);
    note.textContent = paddingWords(state, model, seen);
  }
  return { bar, note, show };
}

/** How far the pads, where they are read, take h from where the sentence left it. */
function paddingWords({ pads, packed }, { L }, seen) {
  const before = seen.packedState.h[L - 1];
  const after = seen.steps[seen.padded.length - 1].layers[L - 1].h;
  return t(!pads ? "encoder.noPads" : packed ? "encoder.isPacked" : "encoder.notPacked", {
    pads, apart: distance(before, after).toFixed(2), norm: norm(before).toFixed(2), translation: seen.translation.join(" ") || "∅", original: seen.original.join(" "),
  });
}
