/*
 * The whole cover as it stands in the page: the same markup with and without its script, which brings it to life in place.
 */
import { largest } from "../../kit/geometry.js";
import { escape, tag } from "../../kit/svg.js";
import { SPECIALS } from "../../kit/specials.js";
import { pictureView } from "./picture.js";
import { sourceWords, targetWords } from "./words.js";

/** What changes with the sentence. What is `live` is for readers whose script runs. */
export function parts(t, model, seen, { swapped = new Map(), able, fresh = [], live = false }) {
  const { read, written } = seen;
  const { tables, source, E, glosses } = model;
  return {
    words: sourceWords(t, { read, glosses, swapped, able, live }),
    picture: pictureView(t, { read, table: tables.source, rows: source.words.length, E, scale: 0.75 * largest(tables.source) }),
    out: targetWords({ written, fresh, scale: 0.75 * largest(tables.target), after: read.length }),
  };
}

/** The address of the microscope with this sentence, from the language's root. */
export const microscope = (text) => `demos/translation-microscope.html#text=${encodeURIComponent(text)}`;

export function coverView(t, model, seen, { able, examples, size }) {
  const { words, picture, out } = parts(t, model, seen, { able });
  const text = seen.read.map(({ word }) => word).join(" ");
  const head = (key) => tag("span", {}, escape(t(`heads.${key}`, { rows: model.source.words.length, E: model.E, H: model.H })));
  const example = ([one, translation]) => tag("button", { type: "button", class: "x-chip", "data-text": one, "aria-pressed": String(one === text) },
    tag("span", { lang: "zh" }, escape(one)), t.raw("glosses") ? tag("small", {}, escape(translation)) : "");
  const main = [
    tag("p", { class: "x-cover-hint x-note x-cover-live" }, escape(t("hint"))),
    tag("div", { class: "x-cover-heads", "aria-hidden": "true" }, head("words"), tag("i"), head("table"), tag("i"), head("row"), head("encoder")),
    tag("div", { class: "x-cover-picture" },
      tag("div", { class: "x-cover-left" }, tag("ol", { class: "x-cover-words", "aria-label": t("source") }, words),
        tag("div", { class: "x-cover-state", "aria-hidden": "true" }, head("h"), head("c"))),
      tag("div", { class: "x-cover-drawing" }, picture)),
    tag("div", { class: "x-cover-below" }, tag("div", { "aria-hidden": "true" }, head("decoder")), tag("ol", { class: "x-cover-out", lang: "en", "aria-label": t("target") }, out)),
    tag("p", { class: "x-cover-said x-note x-cover-live" }, escape(t("begin", { size }))),
    tag("p", { class: "x-cover-more" }, tag("a", { href: `{base}${microscope(text)}` }, escape(t("more")))),
    tag("p", { class: "x-note x-cover-still" }, escape(t("still", { text, translation: seen.translation.join(" ") }))),
  ];
  const choose = [
    tag("form", { class: "x-cover-type" },
      tag("label", { class: "x-select" }, tag("span", {}, escape(t("input", { known: model.source.words.length - SPECIALS }))), 
        tag("input", { type: "text", name: "sentence", lang: "zh", value: text, autocomplete: "off", spellcheck: "false" })),
      tag("button", { class: "x-button x-primary" }, escape(t("translate")))),
    tag("div", { class: "x-chips x-cover-examples", role: "group", "aria-label": t("examples") }, examples.map(example)),
  ];
  return tag("div", { class: "x-cover-main" }, main) + tag("div", { class: "x-cover-choose x-cover-live" }, choose);
}
