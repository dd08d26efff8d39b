/*
 * A sentence in: typed, pasted, dictated, or one of the examples. It is here before the model is.
 */
import { announce } from "../../kit/access.js";
import { button, chip } from "../../kit/controls.js";
import { make, renew } from "../../kit/dom.js";
import { CALM, told } from "../parts/told.js";
import { t } from "../strings.js";

const REST = 200; // ms without a key: a sentence takes a slow phone some tenths of a second

export function ask(place, store) {
  let resting = null;
  const input = make("input", {
    type: "text", class: "x-sentence", lang: "zh", value: store.state.text, autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "go",
    oninput: typed, oncompositionend: typed, onkeydown: (event) => event.key === "Enter" && !event.isComposing && say(input.value),
  });
  const examples = make("div", { class: "x-chips x-examples" });

  function typed({ isComposing }) {
    clearTimeout(resting);
    if (!isComposing) resting = setTimeout(() => say(input.value, CALM), REST); // pinyin on its way is no sentence yet
  }
  function say(text, how) {
    clearTimeout(resting);
    store.apply({ text });
    if (store.session) announce(told(store), how);
  }
  function take(text) {
    say(text);
    if (store.play) store.play();
  }
  function clear() {
    say("");
    input.focus();
  }

  place.replaceChildren(
    make("div", { class: "x-ask-for" }, make("label", { class: "x-select" }, make("span", {}, t("ask.input")), input), button(t("ask.clear"), clear)),
    make("p", { class: "x-field-name" }, t("ask.examples")), examples,
  );

  return {
    refresh() {
      const { text } = store.state;
      if (input.value !== text && document.activeElement !== input) input.value = text;
      renew(examples, t.raw("examples").map(([example, meaning]) => exampleChip(example, meaning, example === text, () => {
        input.value = example;
        take(example);
      })));
    },
  };
}

const exampleChip = (example, meaning, pressed, onclick) =>
  chip([make("span", { lang: "zh" }, example), meaning ? make("small", {}, meaning) : null], pressed, onclick, { class: meaning ? "x-chip x-word-chip" : "x-chip" });
