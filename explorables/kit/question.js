/*
 * A prediction: a question, options, and an answer for each of them.
 */
import { make } from "./dom.js";
import { button } from "./controls.js";
import { fill } from "./words.js";

/** Its words as the page has them already (publish/pages/panels.py), with their figures: { ask, options: [{ label, right, answer }] }. */
export function wordsIn(place) {
  const last = (selector, within) => within.querySelector(selector).lastChild.textContent.trim();
  const options = [...place.querySelectorAll("details")].map((option) => ({
    label: last("summary", option), right: "right" in option.dataset, answer: last("p", option),
  }));
  return { ask: last(".x-ask", place), options };
}

let questions = 0;

/**
 * onAnswer(chosen, tell, said) may measure first and then call tell(values), which fill the slots of the answer, with words
 * of its own in the element `said` meanwhile.
 */
export function question(t, { ask: asked, options }, onAnswer) {
  const id = `x-question-${++questions}`;
  const said = make("div", { class: "x-answer", role: "status", "aria-live": "polite" });
  const buttons = options.map((option, k) => button(option.label, () => choose(k), { class: "x-option", "aria-pressed": "false" }));

  function choose(chosen) {
    const { right, answer } = options[chosen];
    buttons.forEach((one, k) => {
      one.setAttribute("aria-pressed", String(k === chosen));
      one.classList.toggle("x-right", k === chosen && Boolean(right));
    });
    const tell = (values) => {
      said.replaceChildren(make("strong", {}, t(right ? "verdict.right" : "verdict.wrong")), " " + fill(answer, values));
    };
    onAnswer(chosen, tell, said);
  }

  return make("div", { class: "x-question", role: "group", "aria-labelledby": id },
    make("p", { id, class: "x-ask" }, make("span", { class: "x-badge" }, t("verdict.guess")), " " + asked),
    make("div", { class: "x-options" }, buttons), said);
}

/** The question instead of what stands for it in the page, and the focus kept. */
export function ask(place, asked) {
  const held = place.contains(document.activeElement);
  place.classList.add("x-live");
  place.replaceChildren(asked);
  if (held) asked.querySelector("button").focus({ preventScroll: true });
}
