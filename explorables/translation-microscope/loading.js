/*
 * The model, from the parts of the weights, with a line in each place that tells how far it is.
 */
import { button } from "../kit/controls.js";
import { make, turn } from "../kit/dom.js";
import { Translator } from "../kit/translator/model.js";
import { load, read } from "../kit/translator/weights.js";
import { Session } from "./session.js";
import { t } from "./strings.js";

/** A session with everything calculated that takes its time. Rejects as weights.js does. */
export async function loadSession(places) {
  const bars = places.map(progressIn);
  const { base, digest, parts } = places[0].dataset;
  const bytes = await load({ base, digest, parts: Number(parts) }, (share) => {
    for (const { bar, words } of bars) {
      bar.value = share;
      words.textContent = t("loading.progress", { percent: Math.round(100 * share) });
    }
  });
  await turn();
  const session = new Session(new Translator(read(bytes)));
  for (const kind of ["change", "table"]) {
    await turn();
    session.plane(kind);
  }
  await turn();
  return session;
}

function progressIn(place) {
  const bar = make("progress", { max: 1, value: 0, "aria-label": t("loading.label") });
  const words = make("span", {}, t("loading.begin"));
  const before = place.querySelector(".x-loading");
  if (before && before.contains(document.activeElement)) place.focus({ preventScroll: true }); // "try again" goes
  if (before) before.remove();
  place.append(make("p", { class: "x-loading" }, bar, " ", words));
  return { bar, words };
}

/** What went wrong, in words, and a way to try again. */
export function tellFailure(places, problem, again) {
  const reason = (problem && problem.reason) || "broken";
  if (reason === "broken") console.error(problem);
  for (const place of places) {
    const line = place.querySelector(".x-loading");
    if (line) line.replaceChildren(make("span", { role: "alert" }, t(`loading.${reason}`)), " ", button(t("loading.again"), again));
  }
}
