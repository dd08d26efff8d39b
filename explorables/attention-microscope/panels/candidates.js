/*
 * What the model might have written at the chosen step instead; to choose one makes it go on from there.
 */
import { announce } from "../../kit/access.js";
import { chance } from "../../kit/chance.js";
import { top } from "../../kit/chances.js";
import { button, chip } from "../../kit/controls.js";
import { make, renew } from "../../kit/dom.js";
import { t } from "../strings.js";

const CANDIDATES = 6;

export function candidates(place, store) {
  const title = make("h3", {});
  const list = make("div", { class: "x-candidates" });
  const after = make("div", { class: "x-bar x-after" });
  place.replaceChildren(title, list, make("p", { class: "x-note" }, t("candidates.note")), after);

  function force(id) {
    const { state, model } = store;
    const at = state.write - 1;
    const kept = new Map([...state.forced].filter(([other]) => other < at)); // what was chosen later belonged to another sentence
    const [own] = top(store.look().steps[at].probabilities, 1);
    if (id !== own) kept.set(at, model.target.words[id]);
    store.apply({ forced: kept });
    announce(t("candidates.spoken", { word: model.target.words[id], target: store.look().translation || "∅" }));
  }
  function release() {
    store.release();
    announce(t("candidates.released", { target: store.look().translation || "∅" }));
  }

  return {
    refresh() {
      const { steps, problem, forced } = store.look();
      place.hidden = Boolean(problem);
      if (problem) return;
      const { write } = store.state;
      const step = steps[write - 1];
      title.textContent = t("candidates.title", { step: write });
      const ids = top(step.probabilities, CANDIDATES);
      if (!ids.includes(step.id)) ids.push(step.id);
      renew(list, ids.map((id) => candidate(store.model.target.words[id], id, step, () => force(id))));
      renew(after, forced.size ? [button(t("candidates.release"), release)] : [], () => list.querySelector(".x-taken"));
    },
  };
}

function candidate(word, id, { id: taken, probabilities, forced }, onPick) {
  const remark = id === taken && forced ? t("candidates.yours") : "";
  const name = make("span", { class: "x-candidate-word" }, word);
  return chip([name, chance(probabilities[id], remark)], id === taken, onPick, { class: id === taken ? "x-candidate x-taken" : "x-candidate", lang: "en", "data-key": id });
}
