/*
 * The same in the script.
 */
import { button } from "../../kit/controls.js";
import { make } from "../../kit/dom.js";
import { write } from "../address.js";
import { asPython } from "../python.js";
import { t } from "../strings.js";

export function python(place, store) {
  const code = make("code", {});
  const copied = make("span", { role: "status", class: "x-note" });
  async function copy(words, done) {
    try {
      await navigator.clipboard.writeText(words);
      copied.textContent = done;
    } catch (refused) {
      getSelection().selectAllChildren(code);
      copied.textContent = t("python.select");
    }
  }
  const address = () => location.href.split("#")[0] + "#" + write(store.state);
  place.replaceChildren(
    make("p", { class: "x-note", html: t("python.how", { download: place.dataset.download }) }),
    make("div", { class: "x-bar" }, button(t("python.copy"), () => copy(code.textContent, t("python.copied"))),
      button(t("python.link"), () => copy(address(), t("python.linked"))), copied),
    make("pre", { class: "x-code", tabindex: "0" }, code),
  );
  return {
    refresh() {
      code.textContent = asPython(store.session, store.state, t.raw("python.notes"));
    },
  };
}
