/*
 * For readers who do not see the figures, or do not use a mouse: what is said, and where the keyboard's focus is.
 */
import { make } from "./dom.js";

// ---------------------------------------------------------------- what is said

let region = null;
let spokenAt = 0;
let waiting = null;

/**
 * Says words in a polite live region; with `every` at most once in so many ms, with `after` when nothing new has come for
 * so long: the last words are always said.
 */
export function announce(words, { every = 0, after = 0 } = {}) {
  clearTimeout(waiting);
  const wait = Math.max(after, every && spokenAt + every - Date.now());
  if (wait > 0) {
    waiting = setTimeout(() => announce(words), wait);
    return;
  }
  spokenAt = Date.now();
  listen();
  region.textContent = words;
}

/** The region has to be there, empty, before the first words: screen readers listen for changes. */
function listen() {
  if (region) return;
  region = make("div", { class: "x-announcer visually-hidden", role: "status", "aria-live": "polite" });
  document.body.append(region);
}

// ---------------------------------------------------------------- figures that take the place of their pictures

/** Names a figure's place after the heading above it, and lets it take the focus: as a stop of the Tab key until it is enlivened. */
export function landing(place) {
  const above = [...document.querySelectorAll("article :is(h1, h2, h3)")].filter((one) =>
    !one.closest(".explorable") && one.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
  const words = above ? [...above.childNodes].filter((part) => !part.classList || !part.classList.contains("headerlink")).map((part) => part.textContent) : [];
  listen();
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", words.join("").trim());
  place.tabIndex = 0;
}

/** The figure instead of its still picture, and the focus kept. */
export function enliven(place, build) {
  const held = place.contains(document.activeElement);
  if (!place.hasAttribute("role")) landing(place);
  place.classList.add("x-live");
  place.tabIndex = -1;
  const made = build(place);
  if (held) place.focus({ preventScroll: true });
  return made;
}

// ---------------------------------------------------------------- ways about

/** The reader's wish, asked each time. */
export const reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Where an element cannot be seen: scrolls, and its figure gets the focus. */
export function bringIntoView(element) {
  const { top, bottom, height } = element.getBoundingClientRect();
  if (Math.min(bottom, innerHeight) - Math.max(top, 0) >= Math.min(height, 0.6 * innerHeight)) return;
  element.scrollIntoView({ block: height < 0.8 * innerHeight ? "center" : "start", behavior: reducedMotion() ? "auto" : "smooth" });
  const place = element.closest(".explorable[tabindex]");
  if (place) place.focus({ preventScroll: true });
}

/** The theme's keys (n: next page, s: search, …) are not meant while a control of a figure has the focus. */
export function keepKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.key && event.key.length === 1 && event.target.closest && event.target.closest(".explorable, .x-phrase")) event.stopPropagation();
  });
}

/** Buttons of which the Tab key finds one (the others are made with tabindex -1), and arrow keys the others. */
export function roving(place) {
  place.addEventListener("focusin", (event) => {
    for (const one of place.children) one.tabIndex = one === event.target ? 0 : -1;
  });
  place.addEventListener("keydown", (event) => {
    const all = [...place.children];
    const at = all.indexOf(document.activeElement);
    if (at < 0 || !(event.key in STEPS)) return;
    event.preventDefault();
    (STEPS[event.key](all, at) || all[at]).focus();
  });
}

const STEPS = {
  ArrowLeft: (all, at) => all[at - 1],
  ArrowRight: (all, at) => all[at + 1],
  ArrowUp: (all, at) => besideLine(all, all[at], -1),
  ArrowDown: (all, at) => besideLine(all, all[at], 1),
  Home: (all) => all[0],
  End: (all) => all[all.length - 1],
};

/** The element of the next line, or of the one before, that is nearest to being below or above. */
function besideLine(all, from, step) {
  const line = (one) => Math.round(one.offsetTop / 10);
  const across = (one) => Math.abs(one.offsetLeft - from.offsetLeft);
  return all.filter((one) => step * (line(one) - line(from)) > 0).sort((a, b) => step * (line(a) - line(b)) || across(a) - across(b))[0];
}
