/*
 * The words on both sides of the drawing, as lists.
 */
import { escape, tag } from "../../kit/svg.js";
import { spikes } from "./picture.js";

/**
 * The sentence. view: { read, glosses, swapped, able, live }; `swapped` has position -> the word that stood there,
 * able(word) says whether there is one to exchange it for. Before the script runs, and without it, words are no buttons.
 */
export function sourceWords(t, { read, glosses, swapped, able, live }) {
  const item = ({ word, unknown }, k) => {
    const before = swapped.get(k);
    const meaning = unknown ? "<unk>" : (t.raw("glosses") && glosses[word]) || "";
    const inside = tag("span", { lang: "zh" }, escape(word)) + (meaning ? tag("small", {}, escape(meaning)) : "") + (before ? tag("s", { lang: "zh" }, escape(before)) : "");
    const look = `x-cover-word${unknown ? " x-is-unknown" : ""}`;
    const button = live && !unknown && able(word);
    return tag("li", { style: `--at:${k}` }, button
      ? tag("button", { type: "button", class: look, "data-position": k, "aria-pressed": String(before !== undefined) }, inside)
      : tag("span", { class: look + (!unknown && able(word) ? " x-able" : "") }, inside));
  };
  return read.map(item).join("");
}

/** The translation, each word under its own row. view: { written, fresh: of each word whether it is new, scale, after } */
export function targetWords({ written, fresh, scale, after }) {
  if (!written.length) return "<li>∅</li>";
  return written.map(({ word, row }, k) => tag("li", { style: `--at:${after + k + 1}` },
    tag("svg", { viewBox: "0 0 64 18", preserveAspectRatio: "none", "aria-hidden": "true" }, spikes([0, 64], 9, 16, row, scale, { class: "q-target-embedding" })),
    fresh[k] ? tag("mark", {}, escape(word)) : tag("span", {}, escape(word)))).join("");
}
