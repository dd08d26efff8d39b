/*
 * The losses, with a cursor at the frame.
 */
import { onWidth } from "../../kit/dom.js";
import { t } from "../strings.js";
import { cursor, curveHeight, curveView, curveWords } from "../views/curve.js";

export function curve(place, store) {
  const { lapse, state } = store;
  let width = 0;

  function refresh() {
    if (!width) return;
    place.querySelector(".x-now").innerHTML = cursor(width, lapse, state.frame);
    place.firstChild.setAttribute("aria-label", curveWords(t, lapse, state.frame));
  }
  onWidth(place, (now) => {
    width = now;
    place.style.height = `${curveHeight}px`;
    place.innerHTML = curveView(t, now, lapse);
    refresh();
  });
  return { refresh };
}
