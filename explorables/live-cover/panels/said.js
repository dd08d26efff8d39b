/*
 * One line below the translation: how far the weights are, what cannot be read, what an exchange has done.
 */
import { button } from "../../kit/controls.js";
import { make } from "../../kit/dom.js";
import { escape, tag } from "../../kit/svg.js";
import { SPECIALS } from "../../kit/specials.js";
import { fill } from "../../kit/words.js";
import { t } from "../strings.js";

export function said(place, store) {
  const line = place.querySelector(".x-cover-said");
  const marked = (key, values) => fill(escape(t.raw(key)), values); // the values are markup
  const quoted = (word) => {
    const meaning = t.raw("glosses") && store.model.glosses[word];
    return marked("quoted", { word: tag("span", { lang: "zh" }, escape(word)) }) + (meaning ? ` (${escape(meaning)})` : "");
  };

  function words() {
    const { seen, last, original } = store;
    if (store.problem) return marked(`problems.${store.problem}`, { max: store.model.maxLength });
    const parts = [];
    if (seen.unknown.length) parts.push(marked("unknown", { words: [...new Set(seen.unknown)].map(quoted).join(t("list")), known: store.model.source.words.length - SPECIALS }));
    if (last) {
      const changed = store.fresh.some(Boolean) || seen.translation.length !== original.length;
      parts.push(marked("swapped", { from: quoted(last.from), to: quoted(last.to), cosine: last.cosine.toFixed(2) }));
      parts.push(changed ? marked("before", { translation: tag("span", { lang: "en" }, escape(original.join(" "))) }) : marked("same", {}));
    } else if (!seen.unknown.length) parts.push(marked("done", { read: seen.read.length, H: 2 * store.model.H, written: seen.written.length }));
    return parts.join(t("space"));
  }

  return {
    refresh() {
      if (store.failure) {
        line.replaceChildren(make("span", { role: "alert" }, t(`loading.${store.failure}`)), " ", button(t("loading.again"), () => store.again()));
      } else if (store.share !== null) {
        const bar = line.querySelector("progress") || make("progress", { max: 1, "aria-label": t("loading.label") });
        bar.value = store.share;
        line.replaceChildren(bar, ` ${t("loading.progress", { percent: Math.round(100 * store.share) })}`);
      } else if (store.seen) line.innerHTML = words();
    },
  };
}
