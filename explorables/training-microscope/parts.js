/*
 * What two panels have in common.
 */
import { choices } from "../kit/controls.js";
import { t } from "./strings.js";

/** After how many steps of training the bench stands. */
export const baseChoice = (store) =>
  choices(t("bench.base"), [0, 50, 500].map((n) => [n, t("bench.steps", { n })]), store.state.base, (value) => store.apply({ base: value }));
