/*
 * An explorable and the page that it is in: when it may begin, and what of it the page can name.
 */
import { keepKeys } from "./access.js";
import { whenRead } from "./dom.js";
import { hold } from "./hold.js";

/** Calls `mount` once the page is read, in a task of its own; a heading that the address names stays in its place meanwhile. */
export function begin(mount) {
  whenRead(() => setTimeout(() => {
    hold();
    keepKeys();
    mount();
  }));
}

/** Explorables.<name>: for scripts with data, for a reader's console, for tests. Nothing else of a bundle can be reached. */
export function expose(name, parts) {
  globalThis.Explorables = globalThis.Explorables || {};
  globalThis.Explorables[name] = parts;
}
