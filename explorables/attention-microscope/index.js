/*
 * The attention microscope in a page: one figure, made of panels that look at one state.
 *   ask      a sentence in            candidates   what might have stood there instead
 *   words    its words, the translation word by word      grid   all steps at once
 * Its place is <div class="explorable" data-explorable="attention-microscope">. What it holds before this script runs is
 * the still picture for readers without JavaScript. The field for a sentence comes at once; the weights, which are large,
 * when a reader asks for them, writes something, or comes with a state in the address.
 */
import { announce, bringIntoView, enliven } from "../kit/access.js";
import { button, upgradePhrases } from "../kit/controls.js";
import { allPainted, make, turn } from "../kit/dom.js";
import { bytesFor, tellFailure } from "../kit/loading.js";
import { begin, expose } from "../kit/page.js";
import { ask as askQuestion, question, wordsIn } from "../kit/question.js";
import { receive } from "../kit/weights.js";
import { settings as settingsOf } from "../kit/words.js";
import { fresh, KEYS, read, write } from "./address.js";
import { Translator } from "./model.js";
import { ask } from "./panels/ask.js";
import { candidates } from "./panels/candidates.js";
import { grid } from "./panels/grid.js";
import { words } from "./panels/words.js";
import { told } from "./parts/told.js";
import { Session } from "./session.js";
import { Store } from "./store.js";
import { t } from "./strings.js";
import { read as readWeights } from "./weights.js";

const ALL = '[data-explorable="attention-microscope"]';

let place = null;
let store = null;
let box = null; // where the weights are asked for, and told of
let loading = null;
let ready = false;

// ---------------------------------------------------------------- the model comes

function load() {
  if (!loading) {
    loading = start().catch((problem) => {
      loading = null;
      tellFailure(t, [box], problem, load);
    });
  }
  return loading;
}

async function start() {
  if (box.contains(document.activeElement)) box.focus({ preventScroll: true });
  box.replaceChildren(); // the button goes, the bar comes
  const bytes = await bytesFor(t, [box]);
  await turn();
  const session = new Session(new Translator(readWeights(bytes)));
  await turn();
  store.session = session;
  show();
  await turn();
  ready = true;
}

/** The panels instead of the still picture. */
function show() {
  const held = box.contains(document.activeElement);
  const [top, pair] = [make("div", {}), make("div", { class: "x-two" })];
  const parts = [make("div", {}), make("div", {})];
  pair.append(...parts);
  box.remove();
  place.querySelector(".x-still").replaceWith(top, pair);
  store.panels.push(words(top, store), candidates(parts[0], store), grid(parts[1], store));
  store.draw();
  if (held) place.focus({ preventScroll: true });
  announce(told(store));
  store.play();
}

// ---------------------------------------------------------------- the page sets the figure

/** Words in the prose: data-set="text=…;write=3;forced=0,the". */
async function say(settings) {
  bringIntoView(place);
  await set(settings);
  if (ready) announce(told(store));
}

/** Loads what is needed, and sets the state: a sentence anew, but for what is named. */
async function set(settings) {
  const named = Object.entries(settings).filter(([key]) => key in KEYS).map(([key, text]) => [key, KEYS[key].from(text)]);
  const changes = { ...("text" in settings ? fresh("") : {}), ...Object.fromEntries(named) };
  if (!ready) Object.assign(store.state, changes); // it is shown as soon as the model is there
  await load();
  if (ready) store.apply(changes);
}

function mount() {
  document.querySelectorAll(`${ALL}[data-question]`).forEach((one) =>
    askQuestion(one, question(t, wordsIn(one), (chosen, tell) => {
      tell();
      set(settingsOf(one.dataset.set));
    })));
  place = document.querySelector(`${ALL}:not([data-question])`);
  if (!place) return;
  const state = read(location.hash);
  store = new Store(state || fresh(t.raw("examples")[0][0]), load);
  const top = make("div", {});
  const { base, digest, parts, size } = place.dataset;
  box = make("div", { class: "x-weights", tabindex: "-1", "data-base": base, "data-digest": digest, "data-parts": parts },
    button(t("loading.button", { size }), load, { class: "x-button x-primary" }));
  enliven(place, () => place.prepend(top, box));
  store.panels.push(ask(top, store));
  store.draw();
  if (state) load();
  addEventListener("hashchange", () => {
    const wanted = read(location.hash);
    if (wanted && location.hash.slice(1) !== write(store.state)) store.replace(wanted);
  });
  upgradePhrases(document, say);
}

expose("weights", { receive });
expose("attentionMicroscope", {
  load, set: (words) => set(settingsOf(words)),
  get state() { return store && store.state; }, get session() { return store && store.session; },
  get ready() { return ready; }, get shown() { return ready && !store.player && allPainted(); },
  Translator, Session, readWeights, KEYS, fresh, read,
});
begin(mount);
