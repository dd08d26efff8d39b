/*
 * What every explorable needs from the page, and nothing more.
 *
 *   const t = Explorables.strings("training-microscope");
 *   t("learn.step", { n: 12 })      the words for a key, with {n} filled in; an unknown key is an error,
 *                                   because a page with a hole in its text is one. t.raw(key) gives a list or object.
 *   Explorables.define("training-microscope", { … })   called by the bundle with the strings of one language
 *
 *   Explorables.make("button", { class: "x", onclick: f, "aria-pressed": "true" }, "words", child)   a DOM element
 *   Explorables.begin(mount)                           mount() once the page is read, in a task of its own; a heading that
 *                                                      the address names stays in its place meanwhile
 *   await Explorables.turn()                           the browser shows what was done and answers its reader; then goes on
 *   Explorables.announce("words", { every: 2500 })     polite live region; with `every` at most once in so many ms, with
 *                                                      `after` when nothing new has come for so long: the last words are
 *                                                      always said
 *   Explorables.landing(place)                         names a figure's place after the heading above it, and lets it take
 *                                                      the focus: as a stop of the Tab key until it is enlivened
 *   Explorables.enliven(place, build)                  the figure instead of its still picture, and the focus kept
 *   Explorables.ask(place, question)                   a prediction instead of what stands for it, and the focus kept
 *   Explorables.playButton(button, playing, "words")   a drawn sign, because not every machine has ▶ and ⏸, and words
 *   Explorables.reducedMotion()                        the reader's wish, asked each time
 *   Explorables.settings("stage=3;row=1")              { stage: "3", row: "1" }
 *   Explorables.upgradePhrases(root, apply)            turns <span data-set="stage=3"> in the prose into buttons that
 *                                                      call apply({ stage: "3" })
 *   Explorables.question(t, key, { onAnswer, values })   a prediction: question, options, an answer for each of them;
 *                                                      `values` fill the slots of its words; onAnswer(chosen, tell, said)
 *                                                      may measure first, then tell(values)
 *   Explorables.onWidth(element, draw)                 draw(width) now and whenever the width changes
 *   Explorables.bringIntoView(element)                 where it cannot be seen: scrolls, and its figure gets the focus
 *   Explorables.signed(value, digits)                  a number with a real minus sign
 *
 * Strings are written in explorables/<name>/strings.json as { "zh": {…}, "en": {…} } with the same keys;
 * publish/explorables.py puts one language of them in front of the code, so that no fetch is needed on file://.
 */
(function (root) {
  "use strict";
  const Explorables = (root.Explorables = root.Explorables || {});
  const texts = {};

  Explorables.define = function (name, strings) {
    texts[name] = strings;
  };

  Explorables.strings = function (name) {
    function raw(key) {
      let found = texts[name];
      for (const part of key.split(".")) found = found === undefined ? undefined : found[part];
      if (found === undefined) throw new Error(`no text for "${key}" in ${name}`);
      return found;
    }
    function t(key, values) {
      return raw(key).replace(/\{(\w+)\}/g, (whole, slot) => {
        if (!values || !(slot in values)) throw new Error(`"${key}" needs a value for {${slot}}`);
        return values[slot];
      });
    }
    t.raw = raw;
    return t;
  };

  Explorables.signed = (value, digits) => value.toFixed(digits).replace("-", "−");

  if (typeof document === "undefined") return; // Node draws stills and needs no more

  Explorables.make = function (name, attributes, ...children) {
    const element = document.createElement(name);
    for (const key in attributes || {}) {
      const value = attributes[key];
      if (value === undefined || value === null || value === false) continue;
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (key === "html") element.innerHTML = value;
      else element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
    return element;
  };
  const make = Explorables.make;

  Explorables.begin = function (mount) {
    const start = () => setTimeout(() => {
      Explorables.hold();
      mount();
    });
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
    else start();
  };
  // A page that nobody looks at gets no frames.
  Explorables.turn = () => new Promise((then) => (document.hidden ? setTimeout(then) : requestAnimationFrame(() => setTimeout(then))));

  let region = null;
  let spokenAt = 0;
  let waiting = null;
  Explorables.announce = function (words, { every = 0, after = 0 } = {}) {
    clearTimeout(waiting);
    const wait = Math.max(after, every && spokenAt + every - Date.now());
    if (wait > 0) {
      waiting = setTimeout(() => Explorables.announce(words), wait);
      return;
    }
    spokenAt = Date.now();
    listen();
    region.textContent = words;
  };

  /** The region has to be there, empty, before the first words: screen readers listen for changes. */
  function listen() {
    if (region) return;
    region = make("div", { class: "x-announcer", role: "status", "aria-live": "polite" });
    document.body.append(region);
  }

  Explorables.reducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** "stage=3;play" -> { stage: "3", play: "" } */
  Explorables.settings = (words) => Object.fromEntries(words.split(";").map((pair) => {
    const [key, value = ""] = pair.split("=");
    return [key.trim(), value.trim()];
  }));

  Explorables.upgradePhrases = function (scope, apply) {
    for (const span of scope.querySelectorAll("span[data-set]")) {
      const settings = Explorables.settings(span.dataset.set);
      // A <button> would not break over two lines as the words around it do; so the span becomes one.
      span.className = "x-phrase";
      span.tabIndex = 0;
      span.setAttribute("role", "button");
      span.addEventListener("click", () => apply(settings));
      span.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        apply(settings);
      });
    }
  };

  let questions = 0;
  Explorables.question = function (t, key, { onAnswer, values: known } = {}) {
    const id = `x-question-${++questions}`;
    const said = make("div", { class: "x-answer", role: "status", "aria-live": "polite" });
    const options = t.raw(key + ".options");
    const buttons = options.map((option, k) =>
      make("button", { type: "button", class: "x-option", "aria-pressed": "false", onclick: () => choose(k) }, option.label));

    function choose(chosen) {
      buttons.forEach((button, k) => {
        button.setAttribute("aria-pressed", String(k === chosen));
        button.classList.toggle("x-right", k === chosen && Boolean(options[k].right));
      });
      const tell = (values = known) => {
        const option = options[chosen];
        const verdict = t(option.right ? "verdict.right" : "verdict.wrong");
        const words = option.answer.replace(/\{(\w+)\}/g, (whole, slot) => (values && slot in values ? values[slot] : whole));
        said.replaceChildren(make("strong", {}, verdict), " " + words);
      };
      if (onAnswer) onAnswer(chosen, tell, said);
      else tell();
    }

    return make("div", { class: "x-question", role: "group", "aria-labelledby": id },
      make("p", { id, class: "x-ask" }, make("span", { class: "x-badge" }, t("verdict.guess")), " " + t(key + ".ask", known)),
      make("div", { class: "x-options" }, buttons), said);
  };

  Explorables.landing = function (place) {
    const above = [...document.querySelectorAll("article :is(h1, h2, h3)")].filter((one) =>
      !one.closest(".explorable") && one.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
    const words = above ? [...above.childNodes].filter((part) => !part.classList || !part.classList.contains("headerlink")).map((part) => part.textContent) : [];
    listen();
    place.setAttribute("role", "group");
    place.setAttribute("aria-label", words.join("").trim());
    place.tabIndex = 0;
  };

  Explorables.enliven = function (place, build) {
    const held = place.contains(document.activeElement);
    if (!place.hasAttribute("role")) Explorables.landing(place);
    place.classList.add("x-live");
    place.tabIndex = -1;
    const made = build(place);
    if (held) place.focus({ preventScroll: true });
    return made;
  };

  Explorables.ask = function (place, asked) {
    const held = place.contains(document.activeElement);
    place.classList.add("x-live");
    place.replaceChildren(asked);
    if (held) asked.querySelector("button").focus({ preventScroll: true });
  };

  Explorables.bringIntoView = function (element) {
    const { top, bottom, height } = element.getBoundingClientRect();
    if (Math.min(bottom, innerHeight) - Math.max(top, 0) >= Math.min(height, 0.6 * innerHeight)) return;
    element.scrollIntoView({ block: height < 0.8 * innerHeight ? "center" : "start", behavior: Explorables.reducedMotion() ? "auto" : "smooth" });
    const place = element.closest(".explorable[tabindex]");
    if (place) place.focus({ preventScroll: true });
  };

  const SIGNS = { play: "M3 1v14l11-7z", pause: "M3 2h4v12H3zM9 2h4v12H9z" };
  Explorables.playButton = function (button, playing, words) {
    button.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true" class="x-play-sign"><path d="${SIGNS[playing ? "pause" : "play"]}"></path></svg>${words}`;
  };

  // The theme's keys (n: next page, s: search, …) are not meant while a control of a figure has the focus.
  document.addEventListener("keydown", (event) => {
    if (event.key && event.key.length === 1 && event.target.closest && event.target.closest(".explorable, .x-phrase")) event.stopPropagation();
  });

  Explorables.onWidth = function (element, draw) {
    let last = 0;
    const look = () => {
      const width = Math.floor(element.clientWidth);
      if (width && width !== last) draw((last = width));
    };
    new ResizeObserver(look).observe(element);
    look();
  };
})(globalThis);
