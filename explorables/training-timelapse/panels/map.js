/*
 * The map. Its ground is drawn for a width; with each frame, and between frames, only marks and labels change.
 */
import { onWidth } from "../../kit/dom.js";
import { t } from "../strings.js";
import { labels, mapHeight, mapView, mapWords, paths, trails, way, wordAt } from "../views/map.js";

export function map(place, store) {
  const { lapse, state } = store;
  let width = 0;
  let named = -1; // the frame that the label speaks of

  function refresh() {
    if (!width) return;
    const { when } = store;
    const svg = place.firstChild;
    const data = paths(width, lapse, when);
    for (const path of svg.querySelectorAll("path[data-kind]")) {
      path.setAttribute("d", data[path.dataset.kind]);
      path.classList.toggle("x-faint", state.followed >= 0 || (state.kind !== "" && path.dataset.kind !== state.kind));
    }
    svg.querySelector(".x-followed").innerHTML = way(width, lapse, when, state.followed);
    svg.querySelector(".x-trails").innerHTML = store.playing ? trails(width, lapse, when) : "";
    // Labels stand only where the marks stand still.
    svg.querySelector(".x-labels").innerHTML = store.playing ? "" : labels(width, lapse, when, state.kind, state.followed);
    if (named !== state.frame) svg.setAttribute("aria-label", mapWords(t, lapse, (named = state.frame)));
  }

  place.addEventListener("click", ({ clientX, clientY }) => {
    if (!store.panels.follow || store.playing) return; // the short panel follows nobody
    const { left, top } = place.getBoundingClientRect();
    const id = wordAt(width, lapse, state.frame, clientX - left, clientY - top);
    store.change({ followed: id === state.followed ? -1 : id, kind: "" });
  });
  onWidth(place, (now) => {
    width = now;
    named = -1;
    place.style.height = `${mapHeight(now)}px`;
    place.innerHTML = mapView(now, lapse);
    refresh();
  });
  return { refresh };
}
