/*
 * The model, from the parts of the weights.
 */
import { turn } from "../kit/dom.js";
import { bytesFor } from "../kit/loading.js";
import { Translator } from "../kit/translator/model.js";
import { read } from "../kit/translator/weights.js";
import { Session } from "./session.js";
import { t } from "./strings.js";

/** A session with everything calculated that takes its time. Rejects as kit/weights.js does. */
export async function loadSession(places) {
  const bytes = await bytesFor(t, places);
  await turn();
  const session = new Session(new Translator(read(bytes)));
  for (const kind of ["change", "table"]) {
    await turn();
    session.plane(kind);
  }
  await turn();
  return session;
}
