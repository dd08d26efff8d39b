/*
 * The rows nearest to the chosen one, in words.
 */
import { nearest } from "../kit/geometry.js";
import { signed } from "../kit/words.js";
import { WORDS } from "./numerals.js";
import { t } from "./strings.js";

export function nearWords({ state: { table, chosen }, learning: { live } }) {
  if (!chosen) return t("map.pick");
  const list = nearest(live.rows(table), chosen, 3).map(({ id, cosine }) => `${WORDS[table][id]} ${signed(cosine, 2)}`).join(t("list"));
  return t("map.nearest", { word: WORDS[table][chosen], list });
}
