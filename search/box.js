/*
 * The field with its list of results: a combobox whose first result the Enter key opens, whether or not an arrow key has
 * chosen one. Whatever changes the field counts: keys, paste, a drop, dictation. Letters that an input method has not yet
 * turned into characters do not.
 */
import { make } from "../explorables/kit/dom.js";
import { strings } from "../explorables/kit/words.js";
import { address, excerpt, wordsIn } from "./lines.js";
import { marked, places } from "./marks.js";
import texts from "./strings.json";

const MOST = 15; // results in the list
const t = strings(texts);

/** `field` is the input; `fetchFind` gives a promise of find(query); `root` is the address of the language's site. */
export function mount(field, fetchFind, root) {
  const toggle = document.getElementById("__search");
  const said = document.getElementById("search-said");
  const list = document.getElementById("search-found");
  let find = null;
  let asked = null; // the query that the list answers
  let chosen = -1;
  let entered = false; // before there was an answer

  function say(words) {
    said.textContent = words;
  }

  function choose(number) {
    const options = [...list.children];
    if (!options.length) return;
    chosen = (number + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    field.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  }

  function fill(options) {
    chosen = -1;
    list.replaceChildren(...options);
    list.parentElement.scrollTop = 0;
    field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-expanded", String(options.length > 0));
  }

  function answer() {
    if (!find || field.value === asked) return;
    asked = field.value;
    const found = asked.trim() ? find(asked) : { asked: [], hits: [], missing: [] };
    const shown = found.hits.slice(0, MOST).map(({ section }) => section);
    fill([...(found.term ? [definition(found.term)] : []), ...shown.map((section) => result(section, found.asked))]);
    say(summary(found));
    if (shown.length) said.append(make("span", { class: "visually-hidden" }, ` ${t("best", { title: shown[0].title })}`));
    if (entered) open();
  }

  /** What was found, in words; what of the query is nowhere comes first. */
  function summary({ asked: things, hits, missing, partly, term }) {
    const any = hits.length > 0 || term;
    if (!any && !things.length && !missing.length) return t("start");
    if (!any) return t("nothing", { words: missing.length ? missing.join(t("between")) : asked.trim() });
    const number = hits.length === 1 ? "one" : hits.length > MOST ? "some" : "many";
    return [
      missing.length ? t("missing", { words: missing.join(t("between")) }) : "",
      partly ? t("partly") : "",
      hits.length ? t(number, { count: hits.length, shown: MOST }) : "",
    ].filter(Boolean).join(" ");
  }

  function option(section, words, kind, ...children) {
    const href = new URL(address(section, words), root).href;
    const id = `found-${section.address.replace(/\W+/g, "-")}`;
    return make("a", { class: `found ${kind}`, role: "option", id, href, tabindex: "-1", "aria-selected": "false" }, ...children);
  }

  function result(section, things) {
    const forms = things.flatMap((thing) => [...thing.forms, ...thing.parts]);
    const text = excerpt(section, things);
    const inCode = !places(`${section.title}\n${section.text}`, forms).length;
    const names = inCode ? section.names.split(" ").filter((name) => places(name, forms).length).slice(0, 4) : [];
    return option(section, wordsIn(section, things), "found--section",
      section.above.length ? make("span", { class: "found__path" }, section.above.join(" › ")) : null,
      make("span", { class: "found__title" }, marked(section.title, forms)),
      names.length
        ? make("span", { class: "found__text" }, t("code"), make("code", {}, marked(names.join(" "), forms)))
        : make("span", { class: "found__text" }, marked(text, forms)));
  }

  /** The glossary's answer, on top: what is asked for can be read where one is. */
  function definition({ section, other }) {
    const lang = /^zh/.test(document.documentElement.lang) ? "en" : "zh";
    return option(section, [], "found--term",
      make("span", { class: "found__path" }, t("glossary")),
      make("span", { class: "found__title" }, section.title, " ", make("span", { class: "term-other", lang }, other)),
      make("span", { class: "found__text" }, section.text));
  }

  /** Opens the result that is chosen, or else the best section; of a thing that only the glossary knows, its entry. */
  function open() {
    entered = !find;
    const best = list.querySelector(".found--section") || list.firstElementChild;
    const opened = chosen >= 0 ? list.children[chosen] : best;
    if (opened) opened.click();
  }

  function close() {
    if (toggle.checked) toggle.click();
    field.blur();
  }

  async function wake() {
    if (find) return answer();
    say(t("loading"));
    try {
      find = await fetchFind();
    } catch {
      return say(t("failed"));
    }
    asked = null;
    return answer();
  }

  field.addEventListener("input", (event) => event.isComposing || wake());
  field.addEventListener("compositionend", wake);
  field.addEventListener("focus", wake);
  field.form.addEventListener("submit", (event) => event.preventDefault());
  field.form.addEventListener("reset", () => setTimeout(() => {
    field.focus();
    wake();
  }));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown") choose(chosen < 0 ? 0 : chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Enter") open();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  // Going on with Tab leaves the search; a finger or a pointer on the list does not.
  field.closest(".md-search").addEventListener("focusout", ({ currentTarget, relatedTarget }) => {
    if (relatedTarget && !currentTarget.contains(relatedTarget) && toggle.checked) toggle.click();
  });
  list.addEventListener("click", () => toggle.checked && toggle.click());
  if (document.activeElement === field) wake();
}
