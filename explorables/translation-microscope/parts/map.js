/*
 * The map of the table, on which the chosen word can be moved: with the pointer, or with the arrow keys.
 */
import { announce } from "../../kit/access.js";
import { canvas } from "../../kit/dom.js";
import { clamp } from "../../kit/geometry.js";
import { signed } from "../../kit/words.js";
import { SPECIALS } from "../../kit/specials.js";
import { t } from "../strings.js";
import { mapView, placement } from "../views/map.js";
import { CALM, told } from "./words.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const STILL = 4; // px that a pointer may stray before it moves a word

export function movableMap(store) {
  const { session, model } = store;
  const picture = canvas(draw);
  let drawn = null; // where points are in the picture (views/map.js), and its width
  let drag = null; // the word that the pointer holds

  function draw(width) {
    const { map, chosen } = store.state;
    drawn = { width, ...placement(width, session.reach(map)) };
    const markup = mapView(t, width, session.map(store.look(), map, model.source.index.get(chosen)));
    if (!drag) return markup;
    picture.firstElementChild.innerHTML = markup.replace(/^<svg[^>]*>|<\/svg>$/g, ""); // the element that holds the pointer stays
  }

  /** Where the pointer is, in the picture's own px. */
  function pointed({ clientX, clientY }) {
    const { left, top, width } = picture.firstElementChild.getBoundingClientRect();
    return [clientX - left, clientY - top].map((value) => (value * drawn.width) / width);
  }
  function take(event) {
    if (!drawn || event.button) return;
    const start = pointed(event);
    const word = wordNear(store, drawn, start, event.pointerType === "touch" ? 26 : 16);
    if (!word) return;
    event.preventDefault();
    picture.setPointerCapture(event.pointerId);
    const { chosen, other, edits } = store.state;
    drag = { word, start, edits, from: position(store, word), by: null, waiting: false };
    if (word !== chosen) store.apply({ chosen: word, other: other === word ? "" : other }, "break");
  }
  function pull(event) {
    if (!drag) return;
    const way = pointed(event).map((value, k) => value - drag.start[k]);
    if (!drag.by && Math.hypot(...way) < STILL) return;
    drag.by = [way[0] / drawn.unit, -way[1] / drawn.unitY];
    if (drag.waiting) return;
    drag.waiting = true;
    requestAnimationFrame(() => {
      if (!drag) return;
      drag.waiting = false;
      move(store, drag);
    });
  }
  function release() {
    if (drag && drag.by) announce(movedWords(store));
    drag = null;
    picture.redraw();
  }
  function push(event) {
    if (!(event.key in STEPS)) return;
    event.preventDefault();
    const pace = session.reach(store.state.map) * (event.shiftKey ? 0.2 : 0.05);
    const { chosen: word, edits } = store.state;
    move(store, { word, edits, from: position(store, word), by: STEPS[event.key].map((step) => step * pace), goesOn: true });
    announce(movedWords(store), CALM);
  }

  const listeners = { pointerdown: take, pointermove: pull, pointerup: release, pointercancel: release, keydown: push };
  for (const name in listeners) picture.addEventListener(name, listeners[name]);
  picture.classList.add("x-map");
  picture.tabIndex = 0;
  picture.setAttribute("role", "application");
  picture.setAttribute("aria-label", t("break.mapKeys"));
  return picture;
}

const position = (store, word) => store.session.place(store.model.source.index.get(word), store.look().table, store.state.map);

/** The word whose point is nearest to where the pointer is; the chosen one, which has a ring, may be a little farther away. */
function wordNear(store, { x, y }, [px, py], most) {
  const { session, model, state } = store;
  let [nearest, best] = [most, null];
  session.places(store.look().table, state.map).forEach(([a, b], k) => {
    const word = model.source.words[k + SPECIALS];
    const away = Math.hypot(x(a) - px, y(b) - py) - (word === state.chosen ? 6 : 0);
    if (away < nearest) [nearest, best] = [away, word];
  });
  return best;
}

/**
 * A move of a word from its place, after other edits. No word leaves the map. Where `goesOn`, moves that follow each other
 * add up: one edit, one undo.
 */
function move(store, { word, edits, from, by, goesOn = false }) {
  const { map } = store.state;
  const most = store.session.reach(map);
  const way = by.map((value, k) => clamp(from[k] + value, -most, most) - from[k]);
  const last = edits[edits.length - 1];
  const adds = goesOn && last && last.kind === "move" && last.a === word && last.map === map;
  const whole = (adds ? way.map((value, k) => last.by[k] + value) : way).map((value) => Math.round(100 * value) / 100);
  const before = adds ? edits.slice(0, -1) : edits;
  store.apply({ edits: [...before, { kind: "move", a: word, by: whole, map }] }, "break");
}

/** Where the chosen word is now, what is near to it, and what that does. */
function movedWords(store) {
  const { session, state, model } = store;
  const [x, y] = position(store, state.chosen);
  const [near] = session.nearest(model.source.index.get(state.chosen), store.look().table, state.map, 1);
  const atEdge = Math.max(Math.abs(x), Math.abs(y)) > 0.99 * session.reach(state.map);
  const words = t("break.moved", { word: state.chosen, x: signed(x, 2), y: signed(y, 2), near: model.source.words[near.id] });
  return [words, atEdge ? t("break.edge") : "", told(store)].filter(Boolean).join(" ");
}
