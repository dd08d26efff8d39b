/*
 * All steps at once: where the model looked for each word that it wrote.
 */
import { announce } from "../../kit/access.js";
import { canvas, make } from "../../kit/dom.js";
import { stepWords } from "../parts/told.js";
import { t } from "../strings.js";
import { gridView } from "../views/grid.js";

export function grid(place, store) {
  const drawing = canvas((width) => {
    const seen = store.look();
    if (seen.problem) return "";
    const { write } = store.state;
    return gridView(t, width, { ...seen, chosen: write - 1, shown: store.player ? write : seen.steps.length });
  }, { most: 560 });
  drawing.addEventListener("click", ({ target }) => {
    const line = target.closest("[data-step]");
    if (!line) return;
    store.apply({ write: Number(line.dataset.step) + 1 });
    announce(stepWords(store.look(), store.state.write - 1));
  });
  const box = make("div", { class: "x-scroll x-attended", tabindex: "0", role: "group", "aria-label": t("grid.title") }, drawing);
  place.replaceChildren(make("h3", {}, t("grid.title")), box, make("p", { class: "x-note" }, t("grid.note")));

  return {
    refresh() {
      place.hidden = Boolean(store.look().problem);
      drawing.redraw();
    },
  };
}
