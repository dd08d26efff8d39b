/*
 * What the reader drives the run with.
 */
import { button, playButton } from "../../kit/controls.js";
import { make } from "../../kit/dom.js";
import { t } from "../strings.js";

export function drive(place, store) {
  const play = playButton(() => (store.playing ? store.pause() : store.start()), { class: "x-button x-primary x-play" });
  const back = button("‹", () => store.step(-1), { "aria-label": t("controls.back") });
  const next = button("›", () => store.step(1), { "aria-label": t("controls.next") });
  const counter = make("span", { class: "x-counter", "aria-hidden": "true" }); // the slider says it
  const slider = make("input", {
    type: "range", min: 0, max: store.last, step: 1, value: store.last, "aria-label": t("controls.slider"), oninput: () => store.jump(Number(slider.value)),
  });
  place.replaceChildren(play, back, next, counter, slider);

  return {
    refresh() {
      const { frame } = store.state;
      slider.value = frame;
      slider.setAttribute("aria-valuetext", store.spoken);
      counter.textContent = t("controls.step", { step: store.lapse.frames[frame].step });
      play.show(store.playing, t(store.playing ? "controls.pause" : "controls.play"));
    },
  };
}
