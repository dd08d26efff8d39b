/*
 * Three tables beside each other.
 */
import { button, dropDown } from "../../kit/controls.js";
import { canvas, make } from "../../kit/dom.js";
import { percent } from "../../kit/words.js";
import { THIRD } from "../racing.js";
import { t } from "../strings.js";
import { curves, DASHES } from "../views/curves.js";

export function race(place, store) {
  const { state, racing } = store;
  const drawing = canvas((width) => curves(t, width, racing.lanes, { atLeast: racing.steps, height: 170 }));
  const legend = make("ul", { class: "x-list" });
  const said = make("p", { class: "x-said", role: "status", "aria-live": "polite" });
  const third = dropDown(t("race.third"), Object.keys(THIRD).map((key) => [key, t(`race.lanes.${key}`)]), state.third, (value) => store.apply({ third: value }));
  const start = button(t("race.start"), () => racing.race(), { class: "x-button x-primary" });
  place.replaceChildren(make("div", { class: "x-bar" }, start, third), said, drawing, legend);

  return {
    refresh() {
      const words = racing.result ? t("race.done", racing.result) : t(racing.driver ? "race.running" : "race.before");
      third.show(state.third);
      start.textContent = t(racing.result || racing.driver ? "race.again" : "race.start");
      if (said.textContent !== words) said.textContent = words;
      drawing.redraw();
      legend.replaceChildren(...racing.lanes.map(legendLine));
    },
  };
}

function legendLine({ name, accuracy, lastAccuracy }, k) {
  const sample = `<svg width="34" height="10" aria-hidden="true"><line x1="0" y1="5" x2="34" y2="5" class="x-line x-lane-${k}" stroke-dasharray="${DASHES[k]}"></line></svg>`;
  return make("li", {}, make("span", { class: "x-sample", html: sample }),
    ` ${t("race.result", { name, accuracy: accuracy.length ? percent(lastAccuracy) : "—" })}`);
}
