/*
 * A prediction: a question, options, and an answer for each of them.
 */
import { make } from "./dom.js";
import { button } from "./controls.js";
import { fill } from "./words.js";

let questions = 0;

/**
 * `values` fill the slots of the question's words; onAnswer(chosen, tell, said) may measure first and then call
 * tell(values), with words of its own in the element `said` meanwhile.
 */
export function question(t, key, { onAnswer = (chosen, tell) => tell(), values: known } = {}) {
  const id = `x-question-${++questions}`;
  const said = make("div", { class: "x-answer", role: "status", "aria-live": "polite" });
  const options = t.raw(key + ".options");
  const buttons = options.map((option, k) => button(option.label, () => choose(k), { class: "x-option", "aria-pressed": "false" }));

  function choose(chosen) {
    const { right, answer } = options[chosen];
    buttons.forEach((one, k) => {
      one.setAttribute("aria-pressed", String(k === chosen));
      one.classList.toggle("x-right", k === chosen && Boolean(right));
    });
    const tell = (values = known) => {
      said.replaceChildren(make("strong", {}, t(right ? "verdict.right" : "verdict.wrong")), " " + fill(answer, values));
    };
    onAnswer(chosen, tell, said);
  }

  return make("div", { class: "x-question", role: "group", "aria-labelledby": id },
    make("p", { id, class: "x-ask" }, make("span", { class: "x-badge" }, t("verdict.guess")), " " + t(key + ".ask", known)),
    make("div", { class: "x-options" }, buttons), said);
}

/** The question instead of what stands for it in the page, and the focus kept. */
export function ask(place, asked) {
  const held = place.contains(document.activeElement);
  place.classList.add("x-live");
  place.replaceChildren(asked);
  if (held) asked.querySelector("button").focus({ preventScroll: true });
}
