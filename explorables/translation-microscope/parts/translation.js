/*
 * The translation, before and after what the reader changed.
 */
import { make } from "../../kit/dom.js";
import { t } from "../strings.js";
import { problemWords } from "./words.js";

export function translationLine(store) {
  const { state } = store;
  const seen = store.look();
  if (seen.problem) return make("p", { class: "x-translation x-problem" }, problemWords(store, seen));
  const same = seen.translation.join(" ") === seen.original.join(" ");
  const touched = state.edits.length || state.drop !== "none" || (state.pads && !state.packed) || seen.forced.size || seen.beam;
  const name = (key) => make("span", { class: "x-field-name" }, t(key) + " ");
  const before = touched ? make("p", { class: "x-before" }, name("sentence.before"), make("span", { lang: "en" }, seen.original.join(" "))) : null;
  return make("div", { class: "x-translation" }, before,
    make("p", {}, name(touched ? "sentence.after" : "sentence.translation"),
      make("strong", { lang: "en", class: "q-target-embedding" }, seen.translation.length ? marked(seen.translation, touched && !same ? seen.original : null) : "∅"),
      touched && same ? make("small", {}, " " + t("sentence.same")) : null));
}

/** Words, those marked that differ from the other list's. */
const marked = (words, other) => words.map((word, k) => [k ? " " : "", other && word !== other[k] ? make("mark", {}, word) : word]);
