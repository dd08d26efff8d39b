/*
 * The time-lapse of the default training run: plays the recording that stands at the end of this script.
 *
 * A panel is <div class="explorable" data-explorable="training-timelapse" data-panel="full" data-late="….js">. It holds
 * still pictures until shared/late.js has brought this script, which happens when it comes into view. The panel "home"
 * is the short one: without the controls of the map, and with fewer sentences.
 */
(function (root) {
  "use strict";
  const { make, announce, playButton, turn, timelapseViews: views } = root.Explorables;
  const t = root.Explorables.strings("training-timelapse");

  const PACE = 450; // ms a frame
  const CALM = 1200; // where motion is unwelcome: no gliding, and time to look at each frame
  const HOME_SENTENCES = [0, 2, 4];

  const places = () => [...document.querySelectorAll('[data-explorable="training-timelapse"]')];
  const button = (words, onclick, attributes) => make("button", { type: "button", class: "x-button", onclick, ...attributes }, words);
  const symbol = (kind) => `<svg viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true" class="x-kind-${kind}"><path class="x-mark" d="${views.mark(kind, 0, 0, 4.6)}"></path></svg>`;

  /** Builds a panel in several short turns, so that the page never stands still for long. */
  async function panel(place, content) {
    const home = place.dataset.panel === "home";
    const shown = home ? HOME_SENTENCES.filter((n) => n < content.sentences.length) : content.sentences.map((_, n) => n);
    const lapse = { ...content, sentences: shown.map((n) => content.sentences[n]), frames: content.frames.map((frame) => ({ ...frame, written: shown.map((n) => frame.written[n]) })) };
    const last = lapse.frames.length - 1;
    const state = { frame: last, kind: "", followed: -1 };
    let timer = null;

    // ---------------------------------------------------------------- parts

    const play = button("", () => (timer ? pause() : start()), { class: "x-button x-primary x-play" });
    const slider = make("input", { type: "range", min: 0, max: last, step: 1, value: last, "aria-label": t("controls.slider"), oninput: () => jump(Number(slider.value)) });
    const counter = make("span", { class: "x-counter", "aria-hidden": "true" }); // the slider says it
    const status = make("p", { class: "x-status x-fixed" });
    const hidden = make("p", { class: "x-note x-fixed" });
    const mapPlace = make("div", { class: "x-canvas x-fixed x-lapse-map", onclick: (event) => pick(event) });
    const curvePlace = make("div", { class: "x-canvas x-fixed" });
    const list = make("ul", { class: "x-list x-lapse-sentences x-fixed" }, lapse.sentences.map(() => make("li")));
    const legend = make("div", { class: "x-chips x-kinds", role: "group", "aria-label": t("map.kindsLabel") },
      views.KINDS.map((kind) => make("button", { type: "button", class: "x-chip", "aria-pressed": "false", "data-kind": kind, onclick: () => change({ kind: state.kind === kind ? "" : kind, followed: -1 }), html: `${symbol(kind)} ${t(`kinds.${kind}`)}` })));
    const word = make("select", { onchange: () => change({ followed: Number(word.value), kind: "" }) },
      make("option", { value: -1 }, t("map.nobody")), lapse.words.map((text, id) => make("option", { value: id, lang: "zh" }, text)));
    const key = home ? make("ul", { class: "x-list x-key" }, views.KINDS.map((kind) => make("li", { html: `${symbol(kind)} ${t(`kinds.${kind}`)}` }))) : legend;
    const follow = home ? [] : make("label", { class: "x-select" }, make("span", {}, t("map.follow")), word);

    // ---------------------------------------------------------------- drawing

    const width = { map: 0, curve: 0 };

    /** The marks at a frame, or between two. Labels stand only where the marks stand still. */
    function drawMarks(when) {
      if (!width.map) return;
      const svg = mapPlace.firstChild;
      const data = views.paths(width.map, lapse, when);
      for (const path of svg.querySelectorAll("path[data-kind]")) {
        path.setAttribute("d", data[path.dataset.kind]);
        path.classList.toggle("x-faint", state.followed >= 0 || (state.kind !== "" && path.dataset.kind !== state.kind));
      }
      svg.querySelector(".x-followed").innerHTML = views.way(width.map, lapse, when, state.followed);
      svg.querySelector(".x-labels").innerHTML = when % 1 || timer ? "" : views.labels(width.map, lapse, when, state.kind, state.followed);
    }

    function drawCursor() {
      if (!width.curve) return;
      curvePlace.querySelector(".x-now").innerHTML = views.cursor(width.curve, lapse, state.frame);
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
      drawMarks(frame);
      drawCursor();
      if (width.map) mapPlace.firstChild.setAttribute("aria-label", views.mapWords(t, lapse, frame));
      if (width.curve) curvePlace.firstChild.setAttribute("aria-label", views.curveWords(t, lapse, frame));
    }

    function hides(k) {
      const { step, length, kept, alike } = lapse.frames[k];
      const [flat, full, chance, plane] = [...alike, lapse.alike_chance, kept].map((part) => views.percent(part, 0));
      return t(step ? "map.hides" : "map.hidesStart", { step, length: length.toFixed(2), start: lapse.length_start.toFixed(1), kept: plane, E: lapse.embed_size, flat, full, chance });
    }

    /**
     * A height that holds the longest text of the run: nothing below jumps while it plays, and a new frame is laid out
     * within the panel alone (.x-fixed), however long the page is.
     */
    function makeRoom() {
      const longest = (words) => lapse.frames.map((_, k) => words(k)).reduce((most, one) => (one.length > most.length ? one : most));
      const boxes = [status, hidden, list];
      for (const box of boxes) box.classList.remove("x-fixed");
      for (const box of boxes) box.style.height = "";
      status.textContent = longest((k) => views.frameWords(t, lapse, k).status);
      hidden.textContent = longest(hides);
      lapse.sentences.forEach((sentence, n) => (list.children[n].innerHTML = longest((k) => views.sentenceView(t, sentence, lapse.frames[k].written[n]))));
      const heights = boxes.map((box) => box.offsetHeight);
      boxes.forEach((box, n) => (box.style.height = `${heights[n]}px`));
      for (const box of boxes) box.classList.add("x-fixed");
      show(state.frame);
    }

    // ---------------------------------------------------------------- what the reader does

    function jump(frame) {
      if (timer) pause();
      show(frame);
    }

    function step(by) {
      jump(Math.max(0, Math.min(last, state.frame + by)));
      announce(views.frameWords(t, lapse, state.frame).spoken);
    }

    /** What the map shows: one kind of words, or one word. */
    function change(settings) {
      Object.assign(state, settings);
      for (const chip of legend.children) chip.setAttribute("aria-pressed", String(chip.dataset.kind === state.kind));
      word.value = String(state.followed);
      drawMarks(state.frame);
    }

    function pick(event) {
      if (home || timer) return;
      const { left, top } = mapPlace.getBoundingClientRect();
      const id = views.wordAt(width.map, lapse, state.frame, event.clientX - left, event.clientY - top);
      change({ followed: id === state.followed ? -1 : id, kind: "" });
    }

    function start() {
      if (state.frame === last) show(0);
      const calm = root.Explorables.reducedMotion();
      const pace = calm ? CALM : PACE;
      let since = performance.now();
      const turn = () => {
        const part = (performance.now() - since) / pace;
        if (part < 1) {
          if (!calm) drawMarks(state.frame + part);
        } else {
          since = performance.now();
          if (state.frame + 1 === last) timer = null;
          show(state.frame + 1);
          announce(views.frameWords(t, lapse, state.frame).spoken, { every: 4000 });
          if (state.frame === last) return pause();
        }
        timer = requestAnimationFrame(turn);
      };
      timer = requestAnimationFrame(turn);
      playButton(play, true, t("controls.pause"));
    }

    function pause() {
      cancelAnimationFrame(timer);
      timer = null;
      playButton(play, false, t("controls.play"));
      drawMarks(state.frame);
      announce(views.frameWords(t, lapse, state.frame).spoken);
    }

    // ---------------------------------------------------------------- together

    const probe = make("span", { class: "x-probe", "aria-hidden": "true" }, "词 a b"); // as wide as the reader's own fonts and spacing make it
    playButton(play, false, t("controls.play"));
    root.Explorables.enliven(place, () => place.replaceChildren(
      make("div", { class: "x-drive" }, play, button("‹", () => step(-1), { "aria-label": t("controls.back") }),
        button("›", () => step(1), { "aria-label": t("controls.next") }), counter, slider),
      status,
      make("div", { class: "x-lapse" },
        make("div", { class: "x-lapse-where" }, make("h3", {}, t("map.title")), mapPlace, key),
        make("div", { class: "x-lapse-what" }, make("h3", {}, t("curve.heading")), make("p", { class: "x-note" }, t("curve.title")), curvePlace,
          make("h3", {}, t("sentences.heading")), list),
        make("div", { class: "x-lapse-more" }, follow, hidden)),
      probe));
    await turn();
    root.Explorables.onWidth(mapPlace, (now) => {
      width.map = now;
      mapPlace.style.height = `${views.mapHeight(now)}px`;
      mapPlace.innerHTML = views.mapView(t, now, lapse);
      drawMarks(state.frame);
    });
    await turn();
    root.Explorables.onWidth(curvePlace, (now) => {
      width.curve = now;
      curvePlace.style.height = `${views.curveHeight}px`;
      curvePlace.innerHTML = views.curveView(t, now, lapse);
      drawCursor();
    });
    await turn();
    let ready = false; // each calls at once, and one call is enough
    root.Explorables.onWidth(probe, () => ready && makeRoom());
    root.Explorables.onWidth(place, makeRoom);
    ready = true;
    return { state, lapse, show, change, start, pause };
  }

  // ---------------------------------------------------------------- the recording, which stands at the end of the script

  const panels = [];

  async function receive(packed) {
    const content = views.read(packed);
    for (const place of places()) panels.push(await panel(place, content));
  }

  root.Explorables.timelapse = { receive, panels };
})(globalThis);
