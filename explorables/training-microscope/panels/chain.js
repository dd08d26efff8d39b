/*
 * One sentence forwards, and the gradient's way back.
 */
import { button, choices } from "../../kit/controls.js";
import { canvas, make } from "../../kit/dom.js";
import { clamp } from "../../kit/geometry.js";
import { percent } from "../../kit/words.js";
import { lengths } from "../batch.js";
import { WORDS } from "../numerals.js";
import { baseChoice } from "../parts.js";
import { t } from "../strings.js";
import { chain as drawChain } from "../views/chain.js";

export function chain(place, store) {
  const { state, bench } = store;
  const drawing = canvas((width) => (bench.batch ? drawChain(t, width, { ...bench.batch, shown: state.shown, stage: state.stage }) : ""));
  const said = make("p", { class: "x-said", role: "status", "aria-live": "polite" });
  const stages = t.raw("chain.stages");
  const base = baseChoice(store);
  const numbers = numberFields(store);
  const sentences = make("div", {});
  const stage = choices(t("chain.stage"), stages.map(({ name }, k) => [k, `${k + 1} ${name}`]), state.stage, (value) => store.apply({ stage: value }));
  const go = (step) => () => store.apply({ stage: clamp(state.stage + step, 0, stages.length - 1) });
  const before = button(t("chain.before"), go(-1));
  const next = button(t("chain.next"), go(1), { class: "x-button x-primary" });

  place.replaceChildren(
    stage, make("div", { class: "x-bar" }, before, next), said, drawing,
    make("div", { class: "x-bar x-settings" }, sentences, numbers.group, base), numbers.problem,
  );

  return {
    refresh() {
      if (!bench.batch) return;
      showSentences(sentences, store);
      numbers.show();
      base.show(state.base);
      stage.show(state.stage);
      before.setAttribute("aria-disabled", state.stage === 0); // not `disabled`, which would throw the focus away
      next.setAttribute("aria-disabled", state.stage === stages.length - 1);
      drawing.redraw();
      const words = chainWords(bench.batch, state);
      if (said.textContent !== words) said.textContent = words;
    },
  };
}

/** The sentences of the batch are other ones with each batch. */
function showSentences(place, store) {
  const { state, bench } = store;
  const shown = choices(t("chain.sentence"), bench.batch.pairs.map(({ words, number }, k) => [k, `${words} → ${number}`]), state.shown, (value) => store.apply({ shown: value }));
  const active = place.contains(document.activeElement);
  place.replaceChildren(shown);
  if (active) shown.querySelector("input:checked").focus();
}

/** A field for each number of the batch. What is wrong stays in its field, and is called so, until it is mended. */
function numberFields(store) {
  const { state } = store;
  const label = t("chain.numbers");
  const problem = make("p", { class: "x-problem", role: "alert", id: "x-bad-number" });
  const fields = state.numbers.map((number, k) => make("input", {
    type: "number", min: 0, max: 999, step: 1, value: number, inputmode: "numeric", "aria-label": t("chain.number", { n: k + 1 }), onchange: changed,
  }));
  let written = null; // the numbers that the fields have been filled with

  function changed() {
    const wrong = fields.map(({ value }) => value === "" || !Number.isInteger(Number(value)) || Number(value) < 0 || Number(value) > 999);
    const bad = wrong.indexOf(true);
    mark(wrong, bad < 0 ? "" : t("chain.badNumber", { n: bad + 1 }));
    if (bad < 0) store.apply({ numbers: fields.map(({ value }) => value).join(",") });
  }
  function mark(wrong, words) {
    problem.textContent = words;
    fields.forEach((field, k) => {
      field.setAttribute("aria-invalid", String(wrong[k]));
      if (wrong[k]) field.setAttribute("aria-describedby", problem.id);
      else field.removeAttribute("aria-describedby");
    });
  }
  function show() {
    if (written === state.numbers) return;
    written = state.numbers;
    fields.forEach((field, k) => (field.value = state.numbers[k]));
    mark(fields.map(() => false), "");
  }
  return { group: make("div", { class: "x-numbers", role: "group", "aria-label": label }, make("span", { class: "x-field-name" }, label), fields), problem, show };
}

/** What the stage shows, with its figures; at the last one, whether the gradient shrinks on its way. */
function chainWords(batch, { shown, stage }) {
  const sizes = lengths(batch, shown);
  const [most, least] = [Math.max(...sizes), Math.min(...sizes)];
  const at = sizes.indexOf(most);
  const { words, number, source, target } = batch.pairs[shown];
  const { probabilities } = batch.tapes[shown].decoder;
  const ratio = most / least;
  const key = stage < 4 || ratio >= 1.15 ? `chain.said.${stage}` : sizes.length > 1 ? "chain.even" : "chain.one";
  return t(key, {
    words, number, base: batch.base, loss: batch.loss.toFixed(2),
    p: target.map((id, k) => `${WORDS.target[id]} ${percent(probabilities[k][id])}`).join(t("list")),
    largest: WORDS.source[source[at]], place: at + 1, ratio: ratio.toFixed(1),
  });
}
