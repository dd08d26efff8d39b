/*
 * Edit vectors, and read the translation again.
 */
import { announce } from "../../kit/access.js";
import { button, chip, choices, dropDown, slider } from "../../kit/controls.js";
import { make, renew } from "../../kit/dom.js";
import { norm } from "../../kit/geometry.js";
import { percent, signed } from "../../kit/words.js";
import { dropChoice } from "../parts/drop.js";
import { movableMap } from "../parts/map.js";
import { translationLine } from "../parts/translation.js";
import { gloss, told } from "../parts/words.js";
import { SPECIALS } from "../../kit/specials.js";
import { t } from "../strings.js";

export function breakIt(place, store) {
  const controls = controlsOf(store);
  const picture = movableMap(store);
  const chips = make("div", { class: "x-chips", role: "group", "aria-label": t("break.inSentence") });
  const [hides, near] = [make("p", { class: "x-note" }), make("p", { class: "x-note" })];
  const heading = make("h3", { tabindex: "-1" }, t("break.history"));
  const history = make("ol", { class: "x-edits" });
  const [result, actions] = [make("div", {}), make("div", { class: "x-bar" })];
  const choose = (word) => {
    store.apply({ chosen: word }, "break");
    announce(near.textContent);
  };

  place.replaceChildren(
    make("div", { class: "x-two" },
      make("div", {}, controls.map, picture, result, hides),
      make("div", {}, make("p", { class: "x-field-name" }, t("break.inSentence")), chips, make("div", { class: "x-bar" }, controls.chosen), near,
        make("div", { class: "x-bar" }, controls.other), controls.share, actions, heading, history, controls.drop)),
  );

  return {
    refresh() {
      const { state, model } = store;
      const seen = store.look();
      for (const name in controls) controls[name].show(state[name], `${Math.round(100 * state.share)}%`);
      const known = [...new Set(seen.tokens.filter((word) => model.source.index.get(word) >= SPECIALS))];
      renew(chips, known.map((word) => chip(word, word === state.chosen, () => choose(word), { lang: "zh" })));
      renew(actions, editButtons(store));
      renew(history, historyOf(store), () => heading);
      near.textContent = nearWords(store, seen);
      hides.textContent = hiddenWords(store);
      renew(result, [translationLine(store)]);
      picture.redraw();
    },
  };
}

/** By the part of the state that each of them shows. */
function controlsOf(store) {
  const { state, model } = store;
  const pick = (name) => (value) => store.apply({ [name]: value }, "break");
  const words = model.source.words.slice(SPECIALS).map((word) => [word, gloss(store, word) ? `${word} ${gloss(store, word)}` : word]);
  const list = (label, name) => dropDown(t(label), words, state[name], pick(name), { lang: "zh" });
  return {
    chosen: list("break.word", "chosen"), other: list("break.other", "other"),
    share: slider(t("break.share"), { min: 0, max: 1, step: 0.05 }, pick("share")),
    map: choices(t("break.map"), ["change", "table"].map((name) => [name, t(`break.maps.${name}`)]), state.map, pick("map")),
    drop: dropChoice(store, "break"),
  };
}

// ---------------------------------------------------------------- edits

function editButtons(store) {
  const { chosen: a, other: b, share } = store.state;
  const add = (edit) => () => {
    store.apply({ edits: [...store.state.edits, edit] }, "break");
    announce(t("break.done", { edit: describe(edit) }) + " " + told(store));
  };
  return [
    button(t("break.zero", { a }), add({ kind: "zero", a })),
    button(t("break.swap", { a, b }), add({ kind: "swap", a, b })),
    button(t("break.mix", { a, b, share: Math.round(100 * share) }), add({ kind: "mix", a, b, share })),
  ];
}

function historyOf(store) {
  const { edits } = store.state;
  if (!edits.length) return [make("li", { class: "x-note" }, t("break.none"))];
  const back = (changes) => () => {
    store.apply(changes, "break");
    announce(t("break.undone") + " " + told(store));
  };
  const undo = button(t("break.undo"), back({ edits: edits.slice(0, -1) }));
  const reset = button(t("break.reset"), back({ edits: [], drop: "none" }));
  return [...edits.map((edit) => make("li", {}, describe(edit))), make("li", { class: "x-bar" }, undo, reset)];
}

function describe({ kind, a, b = "", share = 0, by: [dx, dy] = [0, 0] }) {
  return t(`break.edits.${kind}`, { a, b, share: Math.round(100 * share), kept: Math.round(100 * (1 - share)), dx: signed(dx, 2), dy: signed(dy, 2) });
}

// ---------------------------------------------------------------- words

function nearWords({ session, model, state: { chosen, map } }, { table }) {
  const id = model.source.index.get(chosen);
  const nowhere = !norm(session.seen(table, id, map));
  const list = session.nearest(id, table, map, 4).map((one) => `${model.source.words[one.id]} ${signed(one.cosine, 2)}`).join(t("list"));
  return t(`break.near.${nowhere ? "nowhere" : map}`, { word: chosen, E: model.E, list });
}

function hiddenWords({ session, model: { E }, state: { map } }) {
  const { kept } = session.plane(map);
  return t(`break.hides.${map}`, { kept: percent(kept), lost: percent(1 - kept), rest: E - 2, E });
}
