/*
 * The sentence in words with what the chosen step made of them, the translation word by word, and its player.
 */
import { announce, reducedMotion, roving } from "../../kit/access.js";
import { button, chip } from "../../kit/controls.js";
import { make, renew } from "../../kit/dom.js";
import { clamp } from "../../kit/geometry.js";
import { player } from "../../kit/player.js";
import { percent } from "../../kit/words.js";
import { problemWords, stepWords } from "../parts/told.js";
import { sentence } from "../session.js";
import { t } from "../strings.js";

const PERIOD = 700; // ms from word to word

export function words(place, store) {
  const source = make("ol", { class: "x-tokens", "aria-label": t("words.source") });
  const chips = make("div", { class: "x-chips x-target", role: "toolbar", "aria-label": t("words.keys") });
  const said = make("p", { class: "x-said" });
  const [notes, result] = [make("div", {}), make("div", { class: "x-translation" })];
  const play = player(t, store, step, PERIOD);
  const bar = make("div", { class: "x-bar" }, button(t("back"), () => go(-1)), button(t("next"), () => go(1)), play);

  /** The next word, after the last one the first; whether more are to come. */
  function step() {
    const { steps } = store.look();
    if (!steps) return false;
    const { write } = store.state;
    store.apply({ write: write < steps.length ? write + 1 : 1 });
    return store.state.write < steps.length;
  }
  function go(direction) {
    const { steps } = store.look();
    if (steps) show(clamp(store.state.write + direction, 1, steps.length));
  }
  function show(write) {
    store.apply({ write });
    announce(said.textContent);
  }
  /** A translation that appears word by word, for readers who do not mind motion. */
  store.play = () => {
    const seen = store.look();
    if (!store.player && !seen.problem && !reducedMotion()) play.click();
  };
  play.addEventListener("click", () => store.draw()); // words that are still to come are hidden while it plays
  roving(chips);
  chips.addEventListener("keydown", () => {
    const at = [...chips.children].indexOf(document.activeElement);
    if (at >= 0 && at + 1 !== store.state.write) show(at + 1);
  });

  place.replaceChildren(make("h3", {}, t("words.source")), source, notes, make("h3", {}, t("words.target")), result, chips, bar, said, make("p", { class: "x-note" }, t("words.unsure")));

  return {
    refresh() {
      const seen = store.look();
      const { write } = store.state;
      place.classList.toggle("x-has-problem", Boolean(seen.problem));
      const weights = seen.problem ? null : seen.steps[write - 1].weights;
      source.replaceChildren(...seen.tokens.map((word, k) => token(word, seen.unknown[k], weights && weights[k])));
      renew(notes, unknownNote(seen));
      if (seen.problem) {
        renew(chips, []);
        said.textContent = problemWords(store, seen);
        return renew(result, []);
      }
      const shown = store.player ? write : seen.steps.length;
      renew(chips, seen.steps.map((one, k) => targetChip(one, k, k === write - 1, k >= shown, () => show(k + 1))));
      said.textContent = stepWords(seen, write - 1);
      renew(result, resultLines(seen, shown));
    },
  };
}

/** A word of the source, and the share of the attention that it got. */
function token(word, unknown, weight) {
  const column = weight === null ? [] : [
    make("span", { class: "x-column", "aria-hidden": "true" }, make("span", { style: `height:${(100 * weight).toFixed(1)}%` })),
    make("span", { class: "x-numeric" }, percent(weight, 0)),
  ];
  return make("li", { class: unknown ? "x-token x-is-unknown" : "x-token" }, make("span", { class: "x-token-word", lang: "zh" }, word), column);
}

function unknownNote({ tokens, unknown, problem }) {
  const strange = [...new Set(tokens.filter((_, k) => unknown[k]))];
  if (!strange.length || problem) return [];
  return [make("p", { class: "x-note" }, t("words.unknown", { words: strange.map((word) => t("quoted", { word })).join(t("list")) }))];
}

function targetChip({ name, p, unsure, forced, copied }, k, chosen, later, onPick) {
  const marks = `x-chip x-word-chip${unsure ? " x-unsure" : ""}${later ? " x-later" : ""}`;
  const below = make("small", {}, forced ? `✎ ${percent(p, 0)}` : percent(p, 0));
  return chip([make("span", { lang: copied ? "zh" : "en" }, name), below], chosen, onPick, { class: marks, tabindex: chosen ? 0 : -1, "data-key": k });
}

function resultLines({ steps, translation }, shown) {
  const whole = shown === steps.length ? translation : sentence(steps.slice(0, shown).map(({ name }) => name));
  return [make("p", {}, make("strong", { lang: "en", class: "q-target-embedding" }, whole || "∅"))];
}
