/*
 * Words in, their indices, the translation.
 */
import { announce } from "../../kit/access.js";
import { button, chip } from "../../kit/controls.js";
import { make, renew } from "../../kit/dom.js";
import { board } from "../parts/board.js";
import { suggesting } from "../parts/suggestions.js";
import { translationLine } from "../parts/translation.js";
import { CALM, gloss, told } from "../parts/words.js";
import { t } from "../strings.js";

export function sentence(place, store) {
  const { model } = store;
  const say = (text, how) => {
    store.apply({ text }, "sentence");
    announce(told(store), how);
  };
  const { input, box, close } = suggesting(model, store.state.text, (text) => say(text, CALM), say);
  const add = (word) => say((store.state.text.trim() ? store.state.text.trim() + " " : "") + word);
  const clear = () => {
    say("");
    close();
    input.focus();
  };
  const reset = () => {
    store.reset("sentence");
    announce(told(store));
  };
  const examples = make("div", { class: "x-chips" });
  const tokens = make("ol", { class: "x-tokens", "aria-label": t("sentence.tokens") });
  const [notes, result] = [make("div", {}), make("div", {})];

  place.replaceChildren(
    make("div", { class: "x-type" }, make("label", { class: "x-select" }, make("span", {}, t("sentence.input")), input), box),
    make("p", { class: "x-field-name" }, t("sentence.examples")), examples, board(store, add),
    make("h3", {}, t("sentence.tokens")), tokens, notes, result,
    make("div", { class: "x-bar" }, button(t("sentence.clear"), clear), button(t("sentence.reset"), reset)),
  );

  return {
    refresh() {
      const { text } = store.state;
      const seen = store.look();
      if (input.value !== text && (document.activeElement !== input || input.value.trim() !== text.trim())) input.value = text;
      renew(examples, model.examples.map((example) => chip(example, example === text.trim(), () => say(example), { lang: "zh" })));
      tokens.replaceChildren(...seen.tokens.map((word, k) => token(store, word, seen.ids[k], seen.unknown[k])));
      renew(notes, unknownNote(seen));
      renew(result, [translationLine(store)]);
    },
  };
}

function token(store, word, id, unknown) {
  const meaning = gloss(store, word);
  return make("li", { class: unknown ? "x-token x-is-unknown" : "x-token" },
    make("span", { lang: "zh", class: "x-token-word" }, word), meaning ? make("small", {}, meaning) : null,
    make("span", { class: "x-token-id" }, unknown ? make("span", {}, `<unk> ${id}`) : String(id)));
}

function unknownNote({ tokens, left, unknown, ids }) {
  const quoted = (words) => [...new Set(words)].map((word) => t("quoted", { word })).join(t("list"));
  const strange = tokens.filter((_, k) => unknown[k]);
  const note = (text) => make("p", { class: "x-note" }, text);
  return [
    strange.length ? note(t("sentence.unknown", { words: quoted(strange), id: ids[unknown.indexOf(true)] })) : null,
    left.length ? note(t("sentence.left", { words: quoted(left) })) : null,
  ].filter(Boolean);
}
