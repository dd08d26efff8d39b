/*
 * What a reader presses, moves and picks. A control that stands for a part of the state has show(value).
 */
import { make } from "./dom.js";
import { settings } from "./words.js";

export const button = (words, onclick, attributes) => make("button", { type: "button", class: "x-button", onclick, ...attributes }, words);

/** One of several buttons, pressed or not; small, if no class says otherwise. */
export const chip = (words, pressed, onclick, attributes) => button(words, onclick, { class: "x-chip", "aria-pressed": String(pressed), ...attributes });

let groups = 0;
/** A row of choices [value, words] of which one holds: radio buttons in a named group. */
export function choices(label, options, current, onPick) {
  const name = `x-choice-${++groups}`;
  const inputs = options.map(([value]) =>
    make("input", { type: "radio", name, value, checked: String(value) === String(current), onchange: () => onPick(value) }));
  const labels = options.map(([, words], k) => make("label", { class: "x-choice" }, inputs[k], make("span", {}, words)));
  const field = make("fieldset", { class: "x-choices" }, make("legend", {}, label), make("div", { class: "x-segments" }, labels));
  field.show = (value) => {
    for (const input of inputs) input.checked = input.value === String(value);
  };
  return field;
}

/** The same in a list that drops down. */
export function dropDown(label, options, current, onPick, attributes) {
  const select = make("select", { onchange: () => onPick(select.value), ...attributes },
    options.map(([value, words]) => make("option", { value, selected: String(value) === String(current) }, words)));
  const field = make("label", { class: "x-select" }, make("span", {}, label), select);
  field.show = (value) => {
    if (select.value !== String(value)) select.value = value; // an open list is left alone
  };
  return field;
}

export function check(label, onPick) {
  const input = make("input", { type: "checkbox", onchange: () => onPick(input.checked) });
  const field = make("label", { class: "x-tick-box" }, input, " " + label);
  field.show = (value) => (input.checked = value);
  return field;
}

export function slider(label, attributes, onPick) {
  const input = make("input", { type: "range", ...attributes, oninput: () => onPick(Number(input.value)) });
  const said = make("span", { class: "x-slider-value" });
  const field = make("label", { class: "x-slider" }, make("span", { class: "x-field-name" }, label), input, said);
  field.show = (value, words) => {
    input.value = value;
    said.textContent = words;
    input.setAttribute("aria-valuetext", words);
  };
  return field;
}

const SIGNS = { play: "M3 1v14l11-7z", pause: "M3 2h4v12H3zM9 2h4v12H9z" };
/** A button that plays and pauses: a drawn sign, because not every machine has ▶ and ⏸, and words. */
export function playButton(onclick, attributes) {
  const made = button("", onclick, { class: "x-button x-primary", ...attributes });
  let shown; // drawn again only when it changes: a press begins and ends on the same sign
  made.show = (playing, words) => {
    if (playing === shown) return;
    shown = playing;
    made.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true" class="x-play-sign"><path d="${SIGNS[playing ? "pause" : "play"]}"></path></svg>${words}`;
  };
  return made;
}

/** Turns <span data-set="stage=3"> in the prose into buttons that call apply({ stage: "3" }). */
export function upgradePhrases(scope, apply) {
  for (const span of scope.querySelectorAll("span[data-set]")) {
    const wanted = settings(span.dataset.set);
    // A <button> would not break over two lines as the words around it do; so the span becomes one.
    span.className = "x-phrase";
    span.tabIndex = 0;
    span.setAttribute("role", "button");
    span.addEventListener("click", () => apply(wanted));
    span.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      apply(wanted);
    });
  }
}
