/*
 * The time-lapse of the default training run in a page: plays the recording that stands at the end of this script.
 *
 * A panel is <div class="explorable" data-explorable="training-timelapse" data-panel="full" data-late="….js">. It holds
 * still pictures until kit/late.js has brought this script, which happens when it comes into view. The panel "home" is
 * the short one: without the controls of the map, and with fewer sentences; it begins at the first frame, and plays once
 * by itself when its map is seen.
 */
import { enliven, keepKeys, reducedMotion } from "../kit/access.js";
import { align } from "../kit/align.js";
import { make, onWidth, turn } from "../kit/dom.js";
import { expose } from "../kit/page.js";
import { curve } from "./panels/curve.js";
import { drive } from "./panels/drive.js";
import { follow, legend, shortLegend } from "./panels/legend.js";
import { map } from "./panels/map.js";
import { hides, makeRoom, sentences, status } from "./panels/texts.js";
import { read, withSentences } from "./recording.js";
import { Store } from "./store.js";
import { t } from "./strings.js";
import { way } from "./views/map.js";
import { KINDS, mark } from "./views/marks.js";

const HOME_SENTENCES = [0, 2, 4];
const shown = []; // the store of each panel of the page

/** Builds a panel in several short turns, so that the page never stands still for long. */
async function build(place, recording) {
  const home = place.dataset.panel === "home";
  const store = new Store(home ? withSentences(recording, HOME_SENTENCES.filter((n) => n < recording.sentences.length)) : recording, { atStart: home });
  const { panels } = store;
  const boxes = boxesOf();
  const add = (name, panel, where) => {
    panels[name] = panel(where, store);
    panels[name].refresh();
  };
  enliven(place, () => {
    lay(place, boxes);
    add("drive", drive, boxes.drive);
    add("status", status, boxes.status);
    add("legend", home ? shortLegend : legend, boxes.where);
    if (!home) add("follow", follow, boxes.more);
    add("hides", hides, boxes.hides);
    add("sentences", sentences, boxes.sentences);
  });
  await turn();
  add("map", map, boxes.map);
  await turn();
  add("curve", curve, boxes.curve);
  await turn();
  const room = () => makeRoom(store, ["status", "hides", "sentences"].map((name) => [name, boxes[name]]));
  let ready = false; // each calls at once, and one call is enough
  onWidth(boxes.probe, () => ready && room());
  onWidth(place, room);
  ready = true;
  shown.push(store);
  if (home && !reducedMotion()) playOnce(boxes.map, store);
}

/** When most of the map is seen, unless its reader was faster. */
function playOnce(map, store) {
  const watcher = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    watcher.disconnect();
    if (!store.playing && store.state.frame === 0) store.start({ quiet: true });
  }, { threshold: 0.6 });
  watcher.observe(map);
}

/** Where the parts of a panel stand. */
function boxesOf() {
  const [where, map] = [make("div", { class: "x-lapse-where" }), make("div", { class: "x-canvas x-fixed x-lapse-map" })];
  where.append(make("h3", {}, t("map.title")), map);
  const hides = make("p", { class: "x-note x-fixed" });
  return {
    drive: make("div", { class: "x-drive" }), status: make("p", { class: "x-status x-fixed" }),
    where, map, curve: make("div", { class: "x-canvas x-fixed" }), sentences: make("ul", { class: "x-list x-lapse-sentences x-fixed" }),
    more: make("div", { class: "x-lapse-more" }, hides), hides,
    probe: make("span", { class: "x-probe", "aria-hidden": "true" }, "词 a b"), // as wide as the reader's own fonts and spacing make it
  };
}

function lay(place, boxes) {
  const what = make("div", { class: "x-lapse-what" },
    make("h3", {}, t("curve.heading")), make("p", { class: "x-note" }, t("curve.title")), boxes.curve, make("h3", {}, t("sentences.heading")), boxes.sentences);
  place.replaceChildren(boxes.drive, boxes.status, make("div", { class: "x-lapse" }, boxes.where, what, boxes.more), boxes.probe);
}

async function receive(packed) {
  const recording = read(packed);
  for (const place of document.querySelectorAll('[data-explorable="training-timelapse"]')) await build(place, recording);
}

keepKeys();
expose("timelapse", { receive, panels: shown, align, KINDS, mark, way });
