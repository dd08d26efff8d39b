/*
 * Candidates, forced words, beams.
 */
import { announce } from "../../kit/access.js";
import { button, check, choices, slider } from "../../kit/controls.js";
import { make, renew } from "../../kit/dom.js";
import { clamp, largest } from "../../kit/geometry.js";
import { escape } from "../../kit/svg.js";
import { percent, signed } from "../../kit/words.js";
import { top } from "../../kit/chances.js";
import { beams } from "../parts/beams.js";
import { candidates } from "../parts/candidates.js";
import { translationLine } from "../parts/translation.js";
import { CALM, problemWords, told, wordChips } from "../parts/words.js";
import { player } from "../../kit/player.js";
import { t } from "../strings.js";
import { strip } from "../views/strip.js";

export function decoder(place, store) {
  const { model } = store;
  const { search, alpha } = searchControls(store);
  const guess = check(t("decoder.guess"), (value) => set({ guess: value }));
  const chips = make("div", { class: "x-chips", role: "group", "aria-label": t("decoder.steps"), lang: "en" });
  const said = make("p", { class: "x-said" });
  const [flow, list, result] = ["x-flow", "x-candidates", ""].map((name) => make("div", name ? { class: name } : {}));
  let answer = null; // { step, id, text } of a guess that was made

  function set(changes) {
    answer = null;
    store.apply(changes, "decoder");
  }
  function go(direction) {
    const seen = store.look();
    const last = seen.beam ? seen.beam.rounds.length : seen.written.length;
    show(clamp(store.state.write + direction, 1, last));
    return store.state.write < last;
  }
  function show(write) {
    set({ write });
    announce(said.textContent);
  }
  /** What the reader has guessed at this step. */
  function guessed() {
    return answer && answer.step === store.state.write - 1 && answer.text === store.state.text ? answer.id : null;
  }
  function pick(id, hidden) {
    if (!hidden) return force(store, id);
    answer = { step: store.state.write - 1, id, text: store.state.text };
    store.draw("decoder");
    announce(said.textContent);
  }
  const release = () => button(t("decoder.release"), () => {
    store.apply({ forced: new Map() }, "decoder");
    announce(told(store));
  });

  place.replaceChildren(
    make("div", { class: "x-bar x-settings" }, search, guess), alpha, chips,
    make("div", { class: "x-bar" }, button(t("back"), () => go(-1)), button(t("next"), () => go(1)), player(t, store, () => go(1))),
    flow, said, list, result,
  );

  return {
    refresh() {
      const { state } = store;
      const seen = store.look();
      search.show(state.beam);
      alpha.show(state.alpha, state.alpha.toFixed(1));
      alpha.hidden = state.beam === 1;
      guess.show(state.guess);
      guess.hidden = state.beam > 1;
      if (seen.problem) {
        for (const part of [chips, flow, list]) renew(part, []);
        said.textContent = problemWords(store, seen);
        return renew(result, []);
      }
      const guessing = state.guess && !seen.beam;
      const mine = guessing ? guessed() : null;
      const hidden = guessing && mine === null;
      renew(chips, stepChips(store, seen, guessing ? state.write - (hidden ? 1 : 0) : Infinity, show));
      flow.innerHTML = flowView(model, seen.written[Math.min(state.write, seen.written.length) - 1]);
      said.textContent = seen.beam ? beamWords(state, seen) : stepWords(store, seen, guessing, mine);
      renew(list, seen.beam ? beams(store, seen) : candidates(store, seen, { hidden, mine }, (id) => pick(id, hidden)));
      renew(result, guessing ? [] : [translationLine(store), ...(seen.forced.size ? [release()] : [])], () => list.querySelector(".x-taken"));
    },
  };
}

function searchControls(store) {
  const options = [1, 2, 3, 5].map((size) => [size, size === 1 ? t("decoder.greedy") : t("decoder.beam", { size })]);
  const search = choices(t("decoder.search"), options, store.state.beam, (beam) => {
    store.apply({ beam }, "decoder");
    announce(told(store));
  });
  const alpha = slider(t("decoder.alpha"), { min: 0, max: 1.5, step: 0.1 }, (value) => {
    store.apply({ alpha: value }, "decoder");
    const { beam } = store.look();
    if (!beam) return;
    const { words, score } = beam.best;
    announce(t("decoder.alphaSpoken", { alpha: value.toFixed(1), words: store.model.sentence(words).join(" "), score: signed(score, 2) }), CALM);
  });
  return { search, alpha };
}

/** The decoder goes on with this word instead of its own; what follows it is written anew. */
function force(store, id) {
  const { state, model } = store;
  const step = state.write - 1;
  const forced = new Map([...state.forced].filter(([other]) => other < step));
  const [own] = top(store.look().written[step].probabilities, 1);
  if (id !== own) forced.set(step, model.target.words[id]);
  store.apply({ forced, beam: 1 }, "decoder");
  announce(t("decoder.forcedSpoken", { word: model.target.words[id], target: store.look().translation.join(" ") }));
}

/** The written words, as far as a reader who guesses may see them. */
function stepChips({ state, model }, { written, forced }, known, onPick) {
  const words = written.map(({ word }, k) => (k < known ? model.target.words[word] : "?"));
  return wordChips(words, state.write - 1, (k) => onPick(k + 1), { under: (k) => (forced.has(k) ? "✎" : String(k + 1)) });
}

/** What goes into the step, and the state after it. */
function flowView(model, { step, previous }) {
  const part = (name, content) => `<div class="x-flow-part"><span class="x-field-name">${name}</span>${content}</div>`;
  return part(t("decoder.previous"), `<b lang="en">${escape(model.target.words[previous])}</b>`)
    + part(t("decoder.embedding", { E: model.E }), strip(256, step.e, { scale: 0.75 * largest(model.tables.target), colour: "q-target-embedding" }))
    + part(t("decoder.state", { H: model.H }), strip(256, step.layers[model.L - 1].h, { scale: 1, colour: "q-hidden" }));
}

function beamWords({ write, beam: size }, { beam }) {
  const done = beam.rounds[write - 1].filter((one) => one.done).length;
  return t("decoder.beamSaid", { step: write, size, live: beam.rounds[write - 1].length - done, done });
}

function stepWords({ state, model }, { written, forced }, guessing, mine) {
  const step = state.write - 1;
  const { probabilities, previous } = written[step];
  const word = (id) => model.target.words[id];
  const [best, second] = top(probabilities, 2);
  const values = { step: state.write, previous: word(previous), best: word(best), p: percent(probabilities[best]), second: word(second), q: percent(probabilities[second]) };
  if (guessing && mine === null) return t("decoder.ask", values);
  if (guessing) return t(mine === best ? "decoder.right" : "decoder.wrong", { ...values, yours: word(mine), yoursP: percent(probabilities[mine]) });
  return forced.has(step) ? t("decoder.forcedSaid", { ...values, word: word(forced.get(step)) }) : t("decoder.said", values);
}
