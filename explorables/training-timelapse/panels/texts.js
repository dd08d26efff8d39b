/*
 * What is said of a frame: its figures, what the map hides, and the translations. Each of these boxes can hold the longest
 * text of the run, so that nothing below it jumps while the run plays.
 */
import { make } from "../../kit/dom.js";
import { t } from "../strings.js";
import { hiddenWords } from "../views/map.js";
import { frameWords, sentenceView } from "../views/sentences.js";

export function status(place, store) {
  return textOf(place, store, (k) => frameWords(t, store.lapse, k).status);
}

export function hides(place, store) {
  return textOf(place, store, (k) => hiddenWords(t, store.lapse, k));
}

function textOf(place, store, words) {
  return {
    refresh() {
      place.textContent = words(store.state.frame);
    },
    fill() {
      place.textContent = longest(store, words);
    },
  };
}

export function sentences(place, store) {
  const { lapse } = store;
  const lines = lapse.sentences.map((sentence, n) => ({ item: make("li"), markup: (k) => sentenceView(t, sentence, lapse.frames[k].written[n]) }));
  place.replaceChildren(...lines.map(({ item }) => item));
  return {
    refresh() {
      for (const { item, markup } of lines) item.innerHTML = markup(store.state.frame);
    },
    fill() {
      for (const { item, markup } of lines) item.innerHTML = longest(store, markup);
    },
  };
}

const longest = ({ lapse }, words) => lapse.frames.map((_, k) => words(k)).reduce((most, one) => (one.length > most.length ? one : most));

/**
 * Gives the boxes [name, place] their heights. A new frame is then laid out within the panel alone (.x-fixed), however
 * long the page is.
 */
export function makeRoom(store, boxes) {
  for (const [, place] of boxes) place.classList.remove("x-fixed");
  for (const [, place] of boxes) place.style.height = "";
  for (const [name] of boxes) store.panels[name].fill();
  const heights = boxes.map(([, place]) => place.offsetHeight);
  boxes.forEach(([, place], n) => (place.style.height = `${heights[n]}px`));
  for (const [, place] of boxes) place.classList.add("x-fixed");
  store.refresh();
}
