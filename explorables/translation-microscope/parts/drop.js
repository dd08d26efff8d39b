/*
 * What is dropped of (h, c) on its way to the decoder.
 */
import { announce } from "../../kit/access.js";
import { choices } from "../../kit/controls.js";
import { t } from "../strings.js";
import { told } from "./words.js";

export function dropChoice(store, from) {
  const options = ["none", "h", "c", "both"].map((name) => [name, t(`context.drops.${name}`)]);
  return choices(t("context.drop"), options, store.state.drop, (drop) => {
    store.apply({ drop }, from);
    announce(told(store));
  });
}
