/*
 * All words that the model knows, to press instead of typing them. Made when it is opened.
 */
import { roving } from "../../kit/access.js";
import { button } from "../../kit/controls.js";
import { make } from "../../kit/dom.js";
import { SPECIALS } from "../../kit/specials.js";
import { t } from "../strings.js";
import { gloss } from "./words.js";

const AT_ONCE = 40;

export function board(store, onPick) {
  const words = store.model.source.words.slice(SPECIALS);
  const place = make("details", { class: "x-board", ontoggle: fill }, make("summary", {}, t("sentence.board", { count: words.length })));

  function fill() {
    if (!place.open || place.children.length > 1) return;
    const keys = make("div", { class: "x-chips", role: "toolbar", "aria-label": t("sentence.boardKeys") });
    const chips = words.map((word, k) => button([make("span", { lang: "zh" }, word), gloss(store, word) ? make("small", {}, " " + gloss(store, word)) : null],
      () => onPick(word), { class: "x-chip", tabindex: k === 0 ? 0 : -1 }));
    (function some(from) { // a few at a time: all of them at once would hold the page up
      keys.append(...chips.slice(from, from + AT_ONCE));
      if (from + AT_ONCE < chips.length) setTimeout(some, 0, from + AT_ONCE);
    })(0);
    roving(keys);
    place.append(keys);
  }
  return place;
}
