/*
 * The cover that runs, on the home page: a sentence, its words' rows in the embedding table, the encoder's states, and
 * the translation. Each word of it is a button, which exchanges it for another of its kind.
 *
 * The place holds all of it as a still picture from the build. The weights come when a reader comes near it, by mouse,
 * finger or keyboard.
 */
import { begin, expose } from "../kit/page.js";
import { receive } from "../kit/weights.js";
import { picture } from "./panels/picture.js";
import { said } from "./panels/said.js";
import { type } from "./panels/type.js";
import { Store } from "./store.js";

let store = null;

/** A mouse that passes is no wish yet where data is dear. */
const dear = () => Boolean(navigator.connection && navigator.connection.saveData);

function mount() {
  const place = document.querySelector('[data-explorable="live-cover"]');
  store = new Store(place);
  Object.assign(store.panels, { type: type(place, store), picture: picture(place, store), said: said(place, store) });
  place.addEventListener("pointerover", () => dear() || store.need(), { once: true });
  place.addEventListener("focusin", () => store.need(), { once: true });
}

expose("weights", { receive });
expose("cover", { get store() { return store; } });
begin(mount);
