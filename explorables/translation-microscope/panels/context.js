/*
 * (h, c) crosses to the decoder, or does not.
 */
import { canvas, make, renew } from "../../kit/dom.js";
import { norm } from "../../kit/geometry.js";
import { dropChoice } from "../parts/drop.js";
import { translationLine } from "../parts/translation.js";
import { t } from "../strings.js";
import { contextView } from "../views/context.js";

export function context(place, store) {
  const { H, L } = store.model;
  const drop = dropChoice(store, "context");
  const picture = canvas((width) => {
    const { problem, context: now, tokens } = store.look();
    return problem ? "" : contextView(t, width, { h: now.h[L - 1], c: now.c[L - 1], drop: store.state.drop, words: tokens });
  });
  const said = make("p", { class: "x-said" });
  const result = make("div", {});
  place.replaceChildren(picture, said, make("div", { class: "x-bar" }, drop), result);

  return {
    refresh() {
      const { problem, tokens, encoded } = store.look();
      const length = (name) => norm(encoded[name][L - 1]).toFixed(2);
      drop.show(store.state.drop);
      said.textContent = problem ? "" : t(`context.said.${store.state.drop}`, { count: 2 * L * H, words: tokens.length, h: length("h"), c: length("c") });
      renew(result, [translationLine(store)]);
      picture.redraw();
    },
  };
}
