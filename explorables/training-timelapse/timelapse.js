/*
 * The time-lapse of the default training run: plays the recording that stands at the end of this script.
 *
 * A panel is <div class="explorable" data-explorable="training-timelapse" data-panel="full" data-late="….js">. It holds
 * still pictures until shared/late.js has brought this script, which happens when it comes into view. The panel "home"
 * is the short one: without the controls of the map, and with fewer sentences.
 */
(function (root) {
  "use strict";
  const { make, announce, timelapseViews: views } = root.Explorables;
  const t = root.Explorables.strings("training-timelapse");

  const PACE = 450; // ms a frame
  const CALM = 1200; // where motion is unwelcome: no gliding, and time to look at each frame
  const HOME_SENTENCES = [0, 2, 4];

  const places = () => [...document.querySelectorAll('[data-explorable="training-timelapse"]')];
  const button = (words, onclick, attributes) => make("button", { type: "button", class: "x-button", onclick, ...attributes }, words);
  const symbol = (kind) => `<svg viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true" class="x-kind-${kind}"><path class="x-mark" d="${views.mark(kind, 0, 0, 4.6)}"></path></svg>`;

  function panel(place, content) {
    const home = place.dataset.panel === "home";
    const shown = home ? HOME_SENTENCES.filter((n) => n < content.sentences.length) : content.sentences.map((_, n) => n);
    const lapse = { ...content, sentences: shown.map((n) => content.sentences[n]), frames: content.frames.map((frame) => ({ ...frame, written: shown.map((n) => frame.written[n]) })) };
    const last = lapse.frames.length - 1;
    const state = { frame: last, kind: "", chosen: -1 };
    let timer = null;

    // ---------------------------------------------------------------- parts

    const play = button("", () => (timer ? pause() : start()), { class: "x-button x-primary x-play" });
    const slider = make("input", { type: "range", min: 0, max: last, step: 1, value: last, "aria-label": t("controls.slider"), oninput: () => show(Number(slider.value)) });
    const step = (by) => {
      show(Math.max(0, Math.min(last, state.frame + by)));
      announce(views.frameWords(t, lapse, state.frame).spoken);
    };
    const counter = make("span", { class: "x-counter", "aria-hidden": "true" }); // the slider says it
    const status = make("p", { class: "x-status" });
    const hidden = make("p", { class: "x-note" });
    const mapPlace = make("div", { class: "x-canvas x-lapse-map", onclick: (event) => pick(event.target.closest("[data-word]")) });
    const curvePlace = make("div", { class: "x-canvas" });
    const list = make("ul", { class: "x-list x-lapse-sentences" }, lapse.sentences.map(() => make("li")));
    const legend = make("div", { class: "x-chips x-kinds", role: "group", "aria-label": t("map.kindsLabel") },
      views.KINDS.map((kind) => make("button", { type: "button", class: "x-chip", "aria-pressed": "false", "data-kind": kind, onclick: () => change({ kind: state.kind === kind ? "" : kind, chosen: -1 }), html: `${symbol(kind)} ${t(`kinds.${kind}`)}` })));
    const word = make("select", { onchange: () => change({ chosen: Number(word.value), kind: "" }) },
      make("option", { value: -1 }, t("map.nobody")), lapse.words.map((text, id) => make("option", { value: id, lang: "zh" }, text)));

    // ---------------------------------------------------------------- drawing

    let width = { map: 0, curve: 0 };
    let spots = [];

    function drawMap() {
      if (!width.map) return;
      mapPlace.innerHTML = views.mapView(t, width.map, { lapse, ...state });
      spots = [...mapPlace.querySelectorAll(".x-spot")];
      moveMap();
    }

    function moveMap() {
      if (!width.map) return;
      const view = { lapse, ...state };
      const named = views.labels(width.map, view, state.frame);
      views.places(width.map, view, state.frame).forEach((transform, id) => {
        spots[id].style.transform = transform;
        spots[id].lastChild.setAttribute("visibility", named.has(id) ? "visible" : "hidden");
      });
      mapPlace.firstChild.setAttribute("aria-label", views.mapWords(t, lapse, state.frame));
    }

    function drawCurve() {
      if (width.curve) curvePlace.innerHTML = views.curveView(t, width.curve, lapse, state.frame);
    }

    /** Room for the longest text of the run, so that nothing below jumps while it plays. */
    function reserve(element, words) {
      element.style.minHeight = "";
      element.textContent = lapse.frames.map((_, k) => words(k)).reduce((most, one) => (one.length > most.length ? one : most));
      element.style.minHeight = `${element.offsetHeight}px`;
    }

    function makeRoom() {
      reserve(status, (k) => views.frameWords(t, lapse, k).status);
      reserve(hidden, hides);
      show(state.frame);
    }

    function hides(k) {
      const { step, length, kept, alike } = lapse.frames[k];
      const [flat, full, chance, plane] = [...alike, lapse.alike_chance, kept].map((part) => views.percent(part, 0));
      return t(step ? "map.hides" : "map.hidesStart", { step, length: length.toFixed(2), start: lapse.length_start.toFixed(1), kept: plane, E: lapse.embed_size, flat, full, chance });
    }

    function show(frame) {
      state.frame = frame;
      const now = lapse.frames[frame];
      const { status: words, spoken } = views.frameWords(t, lapse, frame);
      slider.value = frame;
      counter.textContent = t("controls.step", { step: now.step });
      slider.setAttribute("aria-valuetext", spoken);
      status.textContent = words;
      hidden.textContent = hides(frame);
      lapse.sentences.forEach((sentence, n) => (list.children[n].innerHTML = views.sentenceView(t, sentence, now.written[n])));
      moveMap();
      drawCurve();
    }

    /** What the map shows: one kind of words, or one word. */
    function change(settings) {
      Object.assign(state, settings);
      for (const chip of legend.children) chip.setAttribute("aria-pressed", String(chip.dataset.kind === state.kind));
      word.value = String(state.chosen);
      drawMap();
      show(state.frame);
    }

    function pick(spot) {
      if (!spot || home) return;
      const id = Number(spot.dataset.word);
      change({ chosen: state.chosen === id ? -1 : id, kind: "" });
    }

    // ---------------------------------------------------------------- time

    function start() {
      if (state.frame === last) show(0);
      const calm = root.Explorables.reducedMotion();
      place.classList.toggle("x-glide", !calm);
      const next = () => {
        show(state.frame + 1);
        announce(views.frameWords(t, lapse, state.frame).spoken, { every: 4000 });
        if (state.frame === last) pause();
        else timer = setTimeout(next, calm ? CALM : PACE);
      };
      timer = setTimeout(next, calm ? CALM : PACE);
      play.textContent = t("controls.pause");
    }

    function pause() {
      clearTimeout(timer);
      timer = null;
      place.classList.remove("x-glide");
      play.textContent = t("controls.play");
      announce(views.frameWords(t, lapse, state.frame).spoken);
    }

    // ---------------------------------------------------------------- together

    const key = home ? make("ul", { class: "x-list x-key" }, views.KINDS.map((kind) => make("li", { html: `${symbol(kind)} ${t(`kinds.${kind}`)}` }))) : legend;
    const follow = home ? [] : make("label", { class: "x-select" }, make("span", {}, t("map.follow")), word);
    place.classList.add("x-live");
    place.replaceChildren(
      make("div", { class: "x-drive" }, play, button("‹", () => step(-1), { "aria-label": t("controls.back") }),
        button("›", () => step(1), { "aria-label": t("controls.next") }), counter, slider),
      status,
      make("div", { class: "x-lapse" },
        make("div", { class: "x-lapse-where" }, make("h3", {}, t("map.title")), mapPlace, key),
        make("div", { class: "x-lapse-what" }, make("h3", {}, t("curve.heading")), make("p", { class: "x-note" }, t("curve.title")), curvePlace,
          make("h3", {}, t("sentences.heading")), list),
        make("div", { class: "x-lapse-more" }, follow, hidden)));
    play.textContent = t("controls.play");
    root.Explorables.onWidth(mapPlace, (now) => {
      width.map = now;
      drawMap();
    });
    root.Explorables.onWidth(curvePlace, (now) => {
      width.curve = now;
      makeRoom();
    });
    return { state, lapse, show, change, start, pause };
  }

  // ---------------------------------------------------------------- the recording, which stands at the end of the script

  const panels = [];

  function receive(packed) {
    const content = views.read(packed);
    panels.push(...places().map((place) => panel(place, content)));
  }

  root.Explorables.timelapse = { receive, panels };
})(globalThis);
