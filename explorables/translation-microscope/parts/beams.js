/*
 * The hypotheses that a round of beam search keeps, those first that score best.
 */
import { make } from "../../kit/dom.js";
import { signed } from "../../kit/words.js";
import { t } from "../strings.js";

export function beams({ state, model }, { beam }) {
  const caption = t("decoder.beamCaption", { step: state.write, size: state.beam });
  const order = [...beam.rounds[state.write - 1]].sort((a, b) => b.score - a.score);
  const heads = ["words", "log", "score"].map((name) => make("th", { scope: "col", class: name === "words" ? "" : "x-numeric" }, t(`decoder.beamHead.${name}`)));
  const number = (value) => make("td", { class: "x-numeric" }, signed(value, 2));
  const line = ({ words, log, score }) => {
    const onPath = words.every((id, k) => id === beam.best.words[k]);
    return make("tr", { class: onPath ? "x-on-path" : "" },
      make("td", { lang: "en" }, words.map((id) => model.target.words[id]).join(" ") + (onPath ? " ★" : "")), number(log), number(score));
  };
  const table = make("table", { class: "x-table x-beams" }, make("caption", {}, caption), make("thead", {}, make("tr", {}, heads)), make("tbody", {}, order.map(line)));
  return [make("div", { class: "x-scroll", tabindex: "0", role: "group", "aria-label": caption }, table), make("p", { class: "x-note" }, t("decoder.beamNote"))];
}
