/*
 * The kinds of words with their marks, to pick one of them, and a list to follow one word. The short panel has only the key.
 */
import { chip, dropDown } from "../../kit/controls.js";
import { make } from "../../kit/dom.js";
import { t } from "../strings.js";
import { key, KINDS, named } from "../views/marks.js";

export function legend(place, store) {
  const pick = (kind) => store.change({ kind: store.state.kind === kind ? "" : kind, followed: -1 });
  const chips = KINDS.map((kind) => chip(null, false, () => pick(kind), { "data-kind": kind, html: named(t, kind) }));
  place.append(make("div", { class: "x-chips x-kinds", role: "group", "aria-label": t("map.kindsLabel") }, chips));
  return {
    refresh() {
      for (const one of chips) one.setAttribute("aria-pressed", String(one.dataset.kind === store.state.kind));
    },
  };
}

export function shortLegend(place) {
  place.append(make("ul", { class: "x-list x-key", html: key(t) }));
  return { refresh() {} };
}

export function follow(place, store) {
  const words = store.lapse.words.map((word, id) => [id, word]);
  const field = dropDown(t("map.follow"), [[-1, t("map.nobody")], ...words], store.state.followed, (id) => store.change({ followed: Number(id), kind: "" }));
  for (const option of field.querySelectorAll("option:not(:first-child)")) option.lang = "zh";
  place.prepend(field);
  return {
    refresh() {
      field.show(store.state.followed);
    },
  };
}
