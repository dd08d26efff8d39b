/*
 * The translation microscope in a page. All panels look at one state:
 *   sentence  words in, indices, the translation        encoder  one LSTM, gate by gate, and padding
 *   lookup    rows of the table                         context  (h, c) crosses, or does not
 *   decoder   candidates, forced words, beams           break    edit vectors, read the translation again
 *   python    the same in the script                    question  a prediction; answered, it sets the figure
 * A panel is <div class="explorable" data-explorable="translation-microscope" data-panel="sentence">; what it holds
 * before this script runs is the still picture for readers without JavaScript. The weights come when a panel comes into
 * view, or an address or a word in the prose asks for them.
 */
import { announce, bringIntoView, enliven, landing } from "../kit/access.js";
import { upgradePhrases } from "../kit/controls.js";
import { allPainted, turn } from "../kit/dom.js";
import { tellFailure } from "../kit/loading.js";
import { begin, expose } from "../kit/page.js";
import { ask, question, wordsIn } from "../kit/question.js";
import { Translator } from "../kit/translator/model.js";
import { read as readWeights } from "../kit/translator/weights.js";
import { receive } from "../kit/weights.js";
import { settings as settingsOf } from "../kit/words.js";
import { fresh, KEYS, read, write } from "./address.js";
import { loadSession } from "./loading.js";
import { breakIt } from "./panels/break.js";
import { context } from "./panels/context.js";
import { decoder } from "./panels/decoder.js";
import { encoder } from "./panels/encoder.js";
import { lookup } from "./panels/lookup.js";
import { python } from "./panels/python.js";
import { sentence } from "./panels/sentence.js";
import { told } from "./parts/words.js";
import { Session } from "./session.js";
import { Store } from "./store.js";
import { t } from "./strings.js";

const PANELS = { sentence, lookup, encoder, context, decoder, break: breakIt, python };
const ALL = '[data-explorable="translation-microscope"]';
const places = () => [...document.querySelectorAll(`${ALL}:not([data-question])`)];

let store = null;
let loading = null;
let ready = false;
let watcher = null;

// ---------------------------------------------------------------- the model comes

function load() {
  if (watcher) watcher.disconnect(); // from now on only the button tries again
  if (!loading) {
    loading = start().catch((problem) => {
      loading = null;
      tellFailure(t, places(), problem, load);
    });
  }
  return loading;
}

async function start() {
  const all = places();
  const session = await loadSession(all);
  const state = read(location.hash) || fresh(session.model.examples[0]);
  session.look(state);
  await turn();
  store = new Store(session, state);
  store.settle();
  for (const place of all) {
    await turn();
    const { panel: name } = place.dataset;
    enliven(place, () => {
      store.panels[name] = PANELS[name](place, store);
      store.panels[name].refresh();
    });
  }
  ready = true;
  const shown = read(location.hash) && all.find((place) => place.dataset.panel === store.state.show);
  if (shown) bringIntoView(shown);
}

// ---------------------------------------------------------------- the page sets the figures

/** Words in the prose: data-set="text=…;gate=f;show=encoder". */
async function say(settings) {
  const panel = settings.show || "sentence";
  const place = places().find((one) => one.dataset.panel === panel);
  if (place) bringIntoView(place); // the progress of loading shows there too
  await set({ ...settings, show: panel });
  if (store) announce(told(store));
}

/** Loads what is needed, and sets the state. */
async function set(settings) {
  await load();
  if (!store) return;
  const changes = changesOf(settings);
  store.change(changes, changes.show);
  await turn(); // translating a long sentence with a wide beam was work enough
  store.draw(changes.show);
}

/** `fresh` undoes what the reader did, `example` is a number, `zero` and `edit` are the only edits then; the rest is as in an address. */
function changesOf(settings) {
  const { examples } = store.model;
  const from = (key, text) => KEYS[key].from(text.replaceAll("/", ";"));
  const special = {
    fresh: () => ({ ...fresh(examples[0]), text: store.state.text }),
    example: (number) => ({ text: examples[Number(number)] }),
    zero: (word) => ({ edits: from("edits", `zero,${word}`) }),
    edit: (edit) => ({ edits: from("edits", edit) }),
  };
  return Object.assign({}, ...Object.entries(settings).map(([key, text]) => (key in special ? special[key](text) : { [key]: from(key, text) })));
}

function askIn(place) {
  ask(place, question(t, wordsIn(place), (chosen, tell) => {
    tell();
    set(settingsOf(place.dataset.set));
  }));
}

function mount() {
  document.querySelectorAll(`${ALL}[data-question]`).forEach(askIn);
  const all = places();
  if (!all.length) return;
  watcher = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) load();
  });
  for (const place of all) {
    landing(place); // a reader who is faster than the weights finds it all the same
    watcher.observe(place);
  }
  if (read(location.hash)) load();
  addEventListener("hashchange", () => {
    const wanted = read(location.hash);
    if (wanted && store && location.hash.slice(1) !== write(store.state)) store.replace(wanted);
  });
  upgradePhrases(document, say);
}

expose("weights", { receive });
expose("translationMicroscope", {
  load, set: (words) => set(settingsOf(words)),
  get state() { return store && store.state; }, get session() { return store && store.session; },
  get ready() { return ready; }, get shown() { return ready && !store.drawing && allPainted(); },
  Translator, Session, readWeights, KEYS, fresh, read,
});
begin(mount);
