/*
 * The words with their drawing and the translation. Before the weights are there, the still's own; its words are
 * buttons already.
 */
import { parts } from "../views/cover.js";
import { t } from "../strings.js";

export function picture(place, store) {
  const [words, drawing, out] = ["words", "drawing", "out"].map((name) => place.querySelector(`.x-cover-${name}`));
  for (const [k, { firstChild: word }] of [...words.children].entries()) {
    if (!word.classList.contains("x-able")) continue;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "x-cover-word", innerHTML: word.innerHTML });
    button.dataset.position = k;
    button.setAttribute("aria-pressed", "false");
    word.replaceWith(button);
  }
  words.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button) store.swap(Number(button.dataset.position));
  });
  move("glance"); // the pulses run once over the still: this picture can do something

  /** Starts the style sheet's animations: the whole cover comes in, or pulses run over what stands there. */
  function move(how) {
    place.classList.remove("x-glance", "x-build", "x-swap");
    void place.offsetWidth; // or the same class would not start them anew
    place.classList.add(`x-${how}`);
  }

  return {
    refresh(how) {
      if (store.problem) return; // the last sentence that could be read stays
      const held = document.activeElement.dataset.position;
      const focused = words.contains(document.activeElement);
      const made = parts(t, store.model, store.seen, { swapped: store.state.swapped, able: store.partner, fresh: store.fresh, live: true });
      words.innerHTML = made.words;
      drawing.innerHTML = made.picture;
      out.innerHTML = made.out;
      const next = focused && words.querySelector(`[data-position="${held}"]`);
      if (next) next.focus({ preventScroll: true });
      move(how);
    },
  };
}
