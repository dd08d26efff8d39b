/*
 * A field for a sentence, with a list of words that may come next: a combobox, as screen readers know it.
 */
import { make } from "../../kit/dom.js";
import { SPECIALS } from "../../kit/specials.js";
import { t } from "../strings.js";

const ID = "x-words-known";
const MOST = 7;

/** { input, box, close }; onText(text) is called with what was typed, onTake(text) when a word was taken from the list. */
export function suggesting(model, text, onText, onTake) {
  const input = make("input", {
    type: "text", class: "x-sentence", lang: "zh", value: text, role: "combobox", "aria-expanded": "false", "aria-controls": ID, "aria-autocomplete": "list",
    autocomplete: "off", autocapitalize: "off", spellcheck: "false", oninput: typed, onkeydown: keyed, onblur: () => setTimeout(close, 150),
  });
  const box = make("ul", { class: "x-suggestions", id: ID, role: "listbox", "aria-label": t("sentence.suggestions"), hidden: true });
  let offered = [];
  let picked = -1;

  function typed() {
    onText(input.value);
    show(fitting(model, input.value));
  }
  function show(words, chosen = -1) {
    [offered, picked] = [words, chosen];
    box.hidden = !offered.length;
    input.setAttribute("aria-expanded", String(!box.hidden));
    if (picked < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `${ID}-${picked}`);
    box.replaceChildren(...offered.map(option));
  }
  function option(word, k) {
    return make("li", { id: `${ID}-${k}`, role: "option", "aria-selected": String(k === picked), onpointerdown: (event) => {
      event.preventDefault();
      take(word);
    } }, make("span", { lang: "zh" }, word), make("small", {}, " " + (model.glosses[word] || "")));
  }
  function close() {
    show([]);
  }
  function take(word) {
    input.value = input.value.replace(/\S*$/, "") + word + " ";
    close();
    onTake(input.value);
    input.focus();
  }
  function keyed(event) {
    if (box.hidden) return;
    const count = offered.length;
    if (event.key === "ArrowDown") show(offered, (picked + 1) % count);
    else if (event.key === "ArrowUp") show(offered, picked < 0 ? count - 1 : (picked - 1 + count) % count);
    else if (event.key === "Enter" && picked >= 0) take(offered[picked]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  }
  return { input, box, close };
}

/** Words that go on from what stands before the cursor: by their own beginning, or by that of their gloss. */
function fitting({ source, glosses }, text) {
  const stem = /\S*$/.exec(text)[0].toLowerCase();
  if (!stem || source.index.has(stem)) return [];
  const fits = (word) => [word, ...(glosses[word] || "").split("/")].some((name) => name.toLowerCase().startsWith(stem));
  return source.words.slice(SPECIALS).filter(fits).slice(0, MOST);
}
