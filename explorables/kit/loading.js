/*
 * Weights come, with a line in each place that tells how far they are; or do not come, and the line says why.
 */
import { button } from "./controls.js";
import { make } from "./dom.js";
import { load } from "./weights.js";

/** The bytes of the weights that the first place names. Rejects as weights.js does. */
export function bytesFor(t, places) {
  const bars = places.map((place) => progressIn(t, place));
  const { base, digest, parts } = places[0].dataset;
  return load({ base, digest, parts: Number(parts) }, (share) => {
    for (const { bar, words } of bars) {
      bar.value = share;
      words.textContent = t("loading.progress", { percent: Math.round(100 * share) });
    }
  });
}

function progressIn(t, place) {
  const bar = make("progress", { max: 1, value: 0, "aria-label": t("loading.label") });
  const words = make("span", {}, t("loading.begin"));
  const before = place.querySelector(".x-loading");
  if (before && before.contains(document.activeElement)) place.focus({ preventScroll: true }); // "try again" goes
  if (before) before.remove();
  place.append(make("p", { class: "x-loading" }, bar, " ", words));
  return { bar, words };
}

/** What went wrong, in words, and a way to try again. */
export function tellFailure(t, places, problem, again) {
  const reason = (problem && problem.reason) || "broken";
  if (reason === "broken") console.error(problem);
  for (const place of places) {
    const line = place.querySelector(".x-loading");
    if (line) line.replaceChildren(make("span", { role: "alert" }, t(`loading.${reason}`)), " ", button(t("loading.again"), again));
  }
}
