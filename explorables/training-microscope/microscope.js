/*
 * The training microscope: the panels of the page, their controls, and what they say.
 *
 * Five panels share one state, so that a word in the prose can set any of them:
 *   learn   the model learns: map, loss, accuracy, what it reads
 *   chain   one sentence forwards and the gradient's way back
 *   rows    which rows of the tables get a gradient, and from where
 *   moves   how far the rows then go, with SGD and with Adam
 *   race    three tables beside each other
 * A panel is <div class="explorable" data-explorable="training-microscope" data-panel="learn">; what it holds
 * before this script runs is the still picture for readers without JavaScript.
 */
(function (root) {
  "use strict";
  const { make, announce, views, numerals, Recording, inspect, compareMoves, question, signed, playButton, turn } = root.Explorables;
  const t = root.Explorables.strings("training-microscope");
  const { percent } = views;

  const BUDGET = { alone: 14, drawing: 8 }; // ms of training in one animation frame of the 17 there are, at 60 a second
  const RATES = { adam: 0.02, sgd: 0.5 };
  const RATE_CHOICES = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1];
  const SHOWN_UNSEEN = 6;
  const ANSWER_STEPS = 400; // enough for what the predictions ask about, in any of the seeds
  const RACE_STEPS = ANSWER_STEPS;
  const MOST_TAKEN = 40; // all of them are calculated anew at each change, in a few milliseconds

  const state = {
    optimiser: "adam", rate: RATES.adam, seed: 1, speed: "medium",
    table: "source", projection: "pca", chosen: 0,
    numbers: [222, 30, 7], base: 0, shown: 0, stage: 0,
    rowsTable: "source", ticked: new Set(), revealed: false, row: 3, taken: 0,
    third: "zero",
  };

  // ---------------------------------------------------------------- time

  let driven = 0; // how many runs share a frame
  /**
   * Drives a generator inside animation frames. pace: steps a frame (a fraction waits for several frames), or Infinity
   * for as many as there is time for. `draw` is called now and then: every frame is not needed to follow a curve, and
   * fewer still where motion is unwelcome. Returns { stop }.
   */
  function drive(generator, { pace, draw = () => {}, onFrame = () => {}, onDone }) {
    let running = true;
    driven += 1;
    let owed = 0;
    let drawn = performance.now(); // nothing to draw yet, and the first steps are the slowest
    function frame() {
      if (!running) return;
      owed += pace();
      const start = performance.now();
      const drawing = start - drawn >= (root.Explorables.reducedMotion() ? 500 : 66);
      const late = start + (drawing ? BUDGET.drawing : BUDGET.alone) / driven;
      let finished = false;
      while (owed >= 1 && performance.now() < late) {
        const { value, done } = generator.next();
        if (done) {
          finished = true;
          break;
        }
        if (value === "step") owed -= 1;
      }
      owed = Math.min(owed, 1e9);
      if (!Number.isFinite(owed)) owed = 0;
      onFrame();
      if (drawing && running) {
        drawn = start;
        draw();
      }
      requestAnimationFrame(finished ? end : frame);
    }
    /** In a frame of its own: what is done then draws more than usual. */
    function end() {
      if (!running) return;
      stop();
      onDone();
    }
    function stop() {
      if (running) driven -= 1;
      running = false;
    }
    requestAnimationFrame(frame);
    return { stop };
  }
  const PACE = { slow: () => 0.1, medium: () => 1, fast: () => Infinity };

  // ---------------------------------------------------------------- small parts

  const button = (words, onclick, attributes) => make("button", { type: "button", class: "x-button", onclick, ...attributes }, words);

  /** A row of choices of which one holds: radio buttons in a named group. */
  let groups = 0;
  function choices(label, options, current, onPick) {
    const name = `x-choice-${++groups}`;
    const inputs = options.map(([value, words]) => {
      const input = make("input", { type: "radio", name, value, checked: String(value) === String(current), onchange: () => onPick(value) });
      return make("label", { class: "x-choice" }, input, make("span", {}, words));
    });
    const field = make("fieldset", { class: "x-choices" }, make("legend", {}, label), make("div", { class: "x-segments" }, inputs));
    field.show = (value) => {
      for (const input of field.querySelectorAll("input")) input.checked = input.value === String(value);
    };
    return field;
  }

  function dropDown(label, options, current, onPick) {
    const select = make("select", { onchange: () => onPick(select.value) },
      options.map(([value, words]) => make("option", { value, selected: String(value) === String(current) }, words)));
    const field = make("label", { class: "x-select" }, make("span", {}, label), select);
    field.show = (value) => (select.value = String(value));
    return field;
  }

  /** A place for a drawing that follows the width it gets. */
  function canvas(draw) {
    const place = make("div", { class: "x-canvas" });
    let width = 0;
    place.redraw = () => {
      if (width) place.innerHTML = draw(width);
    };
    root.Explorables.onWidth(place, (now) => {
      width = now;
      turn().then(place.redraw); // a panel's drawings get their widths all at once
    });
    return place;
  }

  const panels = {}; // name -> { refresh(), … } of those that this page mounts
  const refresh = (...names) => names.forEach((name) => panels[name] && panels[name].refresh());

  // ---------------------------------------------------------------- learn

  let live;
  let plane = null;
  const shownUnseen = (() => {
    const all = root.Explorables.data.unseen;
    const wanted = [(p) => p.words.includes("两"), (p) => p.words.includes("零") && p.number > 100, (p) => p.number < 100 && p.number > 20];
    const picked = wanted.map((fits) => all.find(fits));
    return [...picked, ...all.filter((p) => !picked.includes(p))].slice(0, SHOWN_UNSEEN);
  })();

  function restart() {
    live = new Recording(t("race.lanes.learned"), { seed: state.seed, optimiser: state.optimiser, rate: state.rate, start: "scaled" });
    plane = null;
  }

  function learnPanel(place) {
    let driver = null;
    let playing = false;
    let speedSince = null;
    let measured = "";
    let waiting = []; // predictions that can be answered from a certain step on

    const play = button("", () => (playing ? pause() : go(Infinity)), { class: "x-button x-primary" });
    const status = make("p", { class: "x-status" });
    const readings = make("ul", { class: "x-list x-readings", "aria-label": t("learn.readings") });

    function turnPlane() {
      const rows = live.rows(state.table).slice(1); // without the padding row, which would only pull the centre
      plane = state.projection === "pca" ? views.plane(rows, plane && plane.axes) : views.fixedPlane(rows);
    }
    const mapPlace = canvas((width) => {
      const rows = live.rows(state.table);
      const snapshots = live.snapshots.map((snapshot) => snapshot[state.table]);
      return views.map(t, width, { table: state.table, rows, snapshots, plane, chosen: state.chosen, steps: live.steps });
    });
    const hidden = make("p", { class: "x-note" });
    const near = make("p", { class: "x-note" });
    const curvePlace = canvas((width) => views.curves(t, width, [live], { atLeast: 300 }));

    const chips = make("div", { class: "x-chips", role: "group", "aria-label": t("map.choose") });
    let drawnChips = ""; // the table whose words they are; new ones only for another table, so that the focus stays
    function drawChips() {
      if (drawnChips !== state.table) {
        chips.replaceChildren(...views.WORDS[state.table].slice(1).map((word, k) =>
          make("button", { type: "button", class: "x-chip", onclick: () => apply({ chosen: state.chosen === k + 1 ? 0 : k + 1 }) }, word)));
      }
      drawnChips = state.table;
      [...chips.children].forEach((chip, k) => chip.setAttribute("aria-pressed", String(state.chosen === k + 1)));
    }

    function draw() {
      turnPlane();
      mapPlace.redraw();
      curvePlace.redraw();
      hidden.textContent = t(`map.hidden.${state.projection}`, { kept: percent(plane.kept), lost: percent(1 - plane.kept) });
      near.textContent = state.chosen
        ? t("map.nearest", {
          word: views.WORDS[state.table][state.chosen],
          list: views.nearest(live.rows(state.table), state.chosen).map(({ id, cosine }) => `${views.WORDS[state.table][id]} ${signed(cosine, 2)}`).join(t("list")),
        })
        : t("map.pick");
      const loss = live.steps ? live.recentLoss.toFixed(3) : "—";
      status.textContent = t("learn.status", { steps: live.steps, loss, accuracy: live.accuracy.length ? percent(live.lastAccuracy) : "—" }) + measured;
      readings.replaceChildren(...shownUnseen.map((pair) => {
        const out = live.run.model.read(pair.source).map((id) => views.WORDS.target[id].replace(/[<>]/g, "")).join("");
        const right = out === String(pair.number);
        return make("li", { class: right ? "x-read-right" : "x-read-wrong" }, make("span", { lang: "zh" }, pair.words), " → ", make("span", { class: "x-digits" }, out || "∅"), ` ${right ? "✓" : "✗"}`,
          make("span", { class: "x-hidden-text" }, t(right ? "verdict.right" : "verdict.wrong")));
      }));
    }

    const spoken = () => t("learn.status", { steps: live.steps, loss: live.steps ? live.recentLoss.toFixed(2) : "—", accuracy: percent(live.lastAccuracy) });

    function showPlaying(now) {
      playing = now;
      playButton(play, now, t(now ? "learn.pause" : "learn.play"));
      place.classList.toggle("x-running", now);
    }

    /** Train up to a number of steps, in slices; `pace` is the reader's, or as fast as it goes. */
    function go(upTo, pace) {
      stop();
      showPlaying(true);
      over.textContent = "";
      speedSince = { time: performance.now(), steps: live.steps };
      driver = drive(live.advance(upTo), {
        pace: pace || (() => PACE[state.speed]()),
        draw,
        onFrame: () => {
          const seconds = (performance.now() - speedSince.time) / 1000;
          if (seconds > 0.7) {
            measured = t("learn.pace", { rate: Math.round((live.steps - speedSince.steps) / seconds) });
            speedSince = { time: performance.now(), steps: live.steps };
          }
          announce(spoken(), { every: 4000 });
          if (waiting.some(({ steps }) => live.steps >= steps)) pause();
        },
        onDone: pause,
      });
    }
    function stop() {
      if (driver) driver.stop();
      driver = null;
    }
    function pause() {
      stop();
      showPlaying(false);
      measured = "";
      if (live.accuracy.length && live.accuracy[live.accuracy.length - 1][0] !== live.steps) {
        for (const _ of live.evaluate()); // a paused figure tells the accuracy of the weights it shows
      }
      draw();
      announce(spoken());
      answer();
    }
    function answer() {
      const ready = waiting.filter(({ steps }) => live.steps >= steps);
      waiting = waiting.filter(({ steps }) => live.steps < steps);
      for (const { then } of ready) then();
    }
    const some = (count) => go(live.steps + count, PACE.fast);

    const over = make("p", { class: "x-note" }); // that the run has started over, beside what made it do so
    const settings = {
      optimiser: choices(t("learn.optimiser"), [["sgd", "SGD"], ["adam", "Adam"]], state.optimiser, (value) => apply({ optimiser: value })),
      rate: dropDown(t("learn.rate"), RATE_CHOICES.map((rate) => [rate, String(rate)]), state.rate, (value) => apply({ rate: value })),
      seed: dropDown(t("learn.seed"), [1, 2, 3, 4, 5].map((seed) => [seed, String(seed)]), state.seed, (value) => apply({ seed: value })),
      speed: choices(t("learn.speed"), ["slow", "medium", "fast"].map((speed) => [speed, t(`learn.speeds.${speed}`)]), state.speed, (value) => apply({ speed: value })),
      table: choices(t("map.table"), ["source", "target"].map((table) => [table, t(`tables.${table}`)]), state.table, (value) => apply({ table: value })),
      projection: choices(t("map.projection"), ["pca", "fixed"].map((name) => [name, t(`map.projections.${name}`)]), state.projection, (value) => apply({ projection: value })),
    };

    place.replaceChildren(
      make("div", { class: "x-bar" }, play, button(t("learn.one"), () => some(1)), button(t("learn.ten"), () => some(10)),
        button(t("learn.hundred"), () => some(100)), button(t("learn.restart"), () => apply({ restart: true }))),
      status,
      make("div", { class: "x-two" },
        make("div", {}, make("h3", {}, t("map.title")), mapPlace, hidden, chips, near,
          make("details", { class: "x-more" }, make("summary", {}, t("map.more")), make("div", { class: "x-bar" }, settings.table, settings.projection))),
        make("div", {}, make("h3", {}, t("curves.title")), curvePlace, make("h3", {}, t("learn.readings")), readings)),
      make("div", { class: "x-bar x-settings" }, settings.speed, settings.optimiser, settings.rate, settings.seed), over,
    );
    showPlaying(false);
    drawChips();
    draw();

    return {
      refresh: draw,
      go,
      /** Trains on, as fast as it goes, to a step; then stops, and calls `then`. */
      after(steps, then) {
        waiting.push({ steps, then });
        if (live.steps >= steps) pause();
        else go(steps, PACE.fast);
      },
      restarted() {
        stop();
        showPlaying(false);
        measured = "";
        draw();
        over.textContent = t("learn.restarted", { optimiser: state.optimiser === "adam" ? "Adam" : "SGD", rate: state.rate, seed: state.seed });
        announce(over.textContent);
      },
      settingsChanged(chosen) {
        for (const name in settings) settings[name].show(state[name]);
        live.run.options.rate = state.rate;
        drawChips();
        draw();
        if (chosen) announce(near.textContent);
      },
    };
  }

  // ---------------------------------------------------------------- the bench: a small batch of the reader's own

  const bases = new Map(); // "seed/steps" -> a run that was trained so far with Adam
  let bench = null;
  let benchBusy = null;

  /** Prepares the bench: a copy of the model after state.base steps, then one forward and one backward pass. */
  function prepare(then) {
    const key = `${state.seed}/${state.base}`;
    if (bases.has(key)) {
      setBench(bases.get(key));
      if (then) then();
      return;
    }
    if (benchBusy) benchBusy.stop();
    const lane = new Recording("", { seed: state.seed, optimiser: "adam", rate: RATES.adam, start: "scaled" });
    const work = (function* () {
      while (lane.steps < state.base) {
        lane.run.step();
        yield "step";
      }
    })();
    benchBusy = drive(work, {
      pace: PACE.fast,
      onDone: () => {
        benchBusy = null;
        bases.set(key, lane.run);
        setBench(lane.run);
        if (then) then();
      },
    });
  }

  async function setBench(run) {
    const pairs = state.numbers.map((number) => numerals.pair(number));
    const onlyMoved = bench && bench.run === run && bench.pairs.every((pair, k) => pairs[k] && pair.number === pairs[k].number);
    bench = { ...inspect(run, pairs), taken: state.taken, moved: compareMoves(run, pairs, state.taken, RATES) };
    state.shown = Math.min(state.shown, pairs.length - 1);
    if (onlyMoved) return refresh("moves");
    for (const name of ["chain", "rows", "moves"]) {
      await turn();
      refresh(name);
    }
  }

  const baseChoice = () => choices(t("bench.base"), [0, 50, 500].map((n) => [n, t("bench.steps", { n })]), state.base, (value) => apply({ base: value }));

  function chainPanel(place) {
    const drawing = canvas((width) => (bench ? views.chain(t, width, { ...bench, shown: state.shown, stage: state.stage }) : ""));
    const said = make("p", { class: "x-said", role: "status", "aria-live": "polite" });
    const stages = t.raw("chain.stages");
    const base = baseChoice();
    const fields = state.numbers.map((number, k) => {
      const input = make("input", { type: "number", min: 0, max: 999, step: 1, value: number, inputmode: "numeric", "aria-label": t("chain.number", { n: k + 1 }), onchange: () => changed() });
      return input;
    });
    const problem = make("p", { class: "x-problem", role: "alert", id: "x-bad-number" });
    let written = null; // the numbers that the fields have been filled with; what is wrong stays there until it is mended
    function changed() {
      const numbers = fields.map((field) => Number(field.value));
      const wrong = numbers.map((n, k) => fields[k].value === "" || !Number.isInteger(n) || n < 0 || n > 999);
      const bad = wrong.indexOf(true);
      mark(wrong, bad < 0 ? "" : t("chain.badNumber", { n: bad + 1 }));
      if (bad < 0) apply({ numbers: numbers.join(",") });
    }
    function mark(wrong, words) {
      problem.textContent = words;
      fields.forEach((field, k) => {
        field.setAttribute("aria-invalid", String(wrong[k]));
        if (wrong[k]) field.setAttribute("aria-describedby", problem.id);
        else field.removeAttribute("aria-describedby");
      });
    }
    const sentences = make("div", {});
    const stageChoice = choices(t("chain.stage"), stages.map((stage, k) => [k, `${k + 1} ${stage.name}`]), state.stage, (value) => apply({ stage: value }));
    const before = button(t("chain.before"), () => apply({ stage: Math.max(0, state.stage - 1) }));
    const next = button(t("chain.next"), () => apply({ stage: Math.min(stages.length - 1, state.stage + 1) }), { class: "x-button x-primary" });

    place.replaceChildren(
      stageChoice, make("div", { class: "x-bar" }, before, next), said, drawing,
      make("div", { class: "x-bar x-settings" }, sentences,
        make("div", { class: "x-numbers", role: "group", "aria-label": t("chain.numbers") }, make("span", { class: "x-field-name" }, t("chain.numbers")), fields), base),
      problem,
    );
    const norms = () => bench.tapes[state.shown].encoder.de.slice(0, bench.pairs[state.shown].source.length).map(views.norm);
    return {
      norms,
      refresh() {
        if (!bench) return;
        const shown = choices(t("chain.sentence"), bench.pairs.map((pair, k) => [k, `${pair.words} → ${pair.number}`]), state.shown, (value) => apply({ shown: value }));
        const active = sentences.contains(document.activeElement);
        sentences.replaceChildren(shown);
        if (active) shown.querySelector("input:checked").focus();
        if (written !== state.numbers) {
          written = state.numbers;
          fields.forEach((field, k) => (field.value = state.numbers[k]));
          mark([false, false, false], "");
        }
        base.show(state.base);
        stageChoice.show(state.stage);
        before.setAttribute("aria-disabled", state.stage === 0); // not `disabled`, which would throw the focus away
        next.setAttribute("aria-disabled", state.stage === stages.length - 1);
        drawing.redraw();
        const sizes = norms();
        const largest = sizes.indexOf(Math.max(...sizes));
        const p = bench.tapes[state.shown].decoder.probabilities;
        const pair = bench.pairs[state.shown];
        const ratio = Math.max(...sizes) / Math.min(...sizes);
        const words = t(state.stage < 4 || ratio >= 1.15 ? `chain.said.${state.stage}` : sizes.length > 1 ? "chain.even" : "chain.one", {
          words: pair.words, number: pair.number, base: bench.base, loss: bench.loss.toFixed(2),
          p: pair.target.map((id, k) => `${views.WORDS.target[id]} ${percent(p[k][id])}`).join(t("list")),
          largest: numerals.SOURCE_WORDS[pair.source[largest]], place: largest + 1,
          ratio: ratio.toFixed(1),
        });
        if (said.textContent !== words) said.textContent = words;
      },
    };
  }

  function rowsPanel(place) {
    const table = make("div");
    const sums = make("div");
    const said = make("p", { class: "x-said", role: "status", "aria-live": "polite" });
    const which = choices(t("rows.table"), ["source", "target"].map((name) => [name, t(`tables.${name}`)]), state.rowsTable, (value) => apply({ rowsTable: value }));
    const reveal = button(t("rows.reveal"), () => apply({ revealed: !state.revealed }), { class: "x-button x-primary" });
    const chips = make("div", { class: "x-chips", role: "group", "aria-label": t("sum.choose") });
    const sumBlock = make("div", { class: "x-block" }, make("h3", {}, t("sum.title")), chips, sums);
    const batch = make("p", { class: "x-note" });
    table.addEventListener("change", (event) => {
      const id = Number(event.target.dataset.row);
      if (event.target.checked) state.ticked.add(id);
      else state.ticked.delete(id);
    });
    place.replaceChildren(batch, which, table, make("div", { class: "x-bar x-after" }, reveal), said, sumBlock);

    /** An answer for each way of being wrong. */
    function verdict() {
      const used = views.reads(bench, state.rowsTable).map((reads, id) => id !== 0 && reads.length > 0);
      const words = views.WORDS[state.rowsTable];
      const lit = words.filter((_, id) => used[id]).join(t("list"));
      const out = [];
      if (!state.ticked.size) out.push(t("rows.said.none"));
      else {
        const missed = words.filter((_, id) => used[id] && !state.ticked.has(id));
        const extra = words.filter((_, id) => id > 2 - 2 * (state.rowsTable === "source") && !used[id] && state.ticked.has(id));
        if (state.ticked.has(0)) out.push(t("rows.said.pad"));
        if (state.rowsTable === "target" && state.ticked.has(numerals.EOS)) out.push(t("rows.said.eos"));
        if (extra.filter((word) => word !== "<pad>").length) out.push(t("rows.said.extra", { words: extra.filter((word) => word !== "<pad>").join(t("list")) }));
        if (missed.length) out.push(t("rows.said.missed", { words: missed.join(t("list")) }));
        if (!out.length) out.push(t("rows.said.right"));
        else out.unshift(t("verdict.wrong"));
      }
      return out.join(" ") + " " + t("rows.said.lit", { words: lit });
    }

    return {
      refresh() {
        if (!bench) return;
        const used = views.reads(bench, state.rowsTable);
        batch.textContent = t("rows.batch", { list: bench.pairs.map((pair) => pair.words).join(t("list")), pads: views.pads(bench, state.rowsTable), base: bench.base });
        table.innerHTML = views.rowsTable(t, bench, state.rowsTable, state.revealed ? "shown" : "ask", state.ticked, state.row);
        which.show(state.rowsTable);
        reveal.textContent = t(state.revealed ? "rows.again" : "rows.reveal");
        sumBlock.hidden = !state.revealed;
        said.textContent = state.revealed ? verdict() : t("rows.ask");
        const active = chips.contains(document.activeElement);
        chips.replaceChildren(...views.WORDS[state.rowsTable].map((word, id) =>
          make("button", { type: "button", class: "x-chip", "aria-pressed": String(id === state.row), onclick: () => {
            apply({ row: id });
            announce(views.sumWords(t, bench, state.rowsTable, id));
          } }, used[id].length > 1 ? `${word} ×${used[id].length}` : word)));
        if (active) chips.children[state.row].focus();
        sums.innerHTML = views.sumTable(t, bench, state.rowsTable, state.row);
      },
    };
  }

  function movesPanel(place) {
    const table = make("div");
    const said = make("p", { class: "x-said", role: "status", "aria-live": "polite" });
    const base = baseChoice();
    place.replaceChildren(
      make("div", { class: "x-bar" }, base),
      make("div", { class: "x-bar" },
        button(t("moves.one"), () => apply({ taken: state.taken + 1 }), { class: "x-button x-primary" }),
        button(t("moves.ten"), () => apply({ taken: state.taken + 10 })),
        button(t("moves.back"), () => apply({ taken: 0 }))),
      said, table,
    );
    return {
      refresh() {
        if (!bench) return;
        base.show(state.base);
        table.innerHTML = views.movesTable(t, bench, "source");
        const used = views.reads(bench, "source");
        const drift = numerals.SOURCE_WORDS.filter((_, id) => id && !used[id].length && views.norm(bench.moved.adam.source.subarray(id * bench.E, id * bench.E + bench.E)) > 0);
        const words = !bench.taken
          ? t("moves.said.before")
          : drift.length
            ? t("moves.said.drift", { taken: bench.taken, base: bench.base, words: drift.join(t("list")) })
            : t("moves.said.still", { taken: bench.taken });
        if (said.textContent !== words) said.textContent = words;
      },
    };
  }

  // ---------------------------------------------------------------- race

  function racePanel(place) {
    let lanes = null;
    let driver = null;
    const waiting = []; // predictions that the next result answers
    let result = null; // of the last race, while its settings stand
    const THIRD = { normal: { start: "normal" }, small: { start: "small" }, zero: { start: "zero" }, zeroFrozen: { start: "zero", frozen: true } };
    const drawing = canvas((width) => (lanes ? views.curves(t, width, lanes, { atLeast: RACE_STEPS, height: 170 }) : ""));
    const legend = make("ul", { class: "x-list" });
    const said = make("p", { class: "x-said", role: "status", "aria-live": "polite" });
    const third = dropDown(t("race.third"), Object.keys(THIRD).map((key) => [key, t(`race.lanes.${key}`)]), state.third, (value) => apply({ third: value }));
    const start = button(t("race.start"), () => race(), { class: "x-button x-primary" });
    place.replaceChildren(make("div", { class: "x-bar" }, start, third), said, drawing, legend);

    function fresh() {
      result = null;
      const options = { seed: state.seed, optimiser: "adam", rate: RATES.adam, start: "scaled" };
      lanes = [
        new Recording(t("race.lanes.learned"), options),
        new Recording(t("race.lanes.frozen"), { ...options, frozen: true }),
        new Recording(t(`race.lanes.${state.third}`), { ...options, ...THIRD[state.third] }),
      ];
    }
    function draw() {
      drawing.redraw();
      legend.replaceChildren(...lanes.map((lane, k) => make("li", {},
        make("span", { class: "x-sample", html: `<svg width="34" height="10" aria-hidden="true"><line x1="0" y1="5" x2="34" y2="5" class="x-line x-lane-${k}" stroke-dasharray="${views.DASHES[k]}"></line></svg>` }),
        ` ${t("race.result", { name: lane.name, accuracy: lane.accuracy.length ? percent(lane.lastAccuracy) : "—" })}`)));
    }

    function race(then) {
      if (driver) driver.stop();
      if (then) waiting.push(then);
      fresh();
      start.textContent = t("race.again");
      said.textContent = t("race.running");
      const together = (function* () {
        for (let step = 1; step <= RACE_STEPS; step++) for (const lane of lanes) yield* lane.advance(step);
      })();
      driver = drive(together, {
        pace: PACE.fast,
        draw,
        onDone: () => {
          driver = null;
          draw();
          result = { steps: RACE_STEPS, seed: state.seed };
          ["learned", "frozen", "third"].forEach((name, k) => {
            result[name] = percent(lanes[k].lastAccuracy);
            result[name + "Half"] = percent(lanes[k].accuracy.find(([step]) => step === RACE_STEPS / 2)[1]);
            result[name + "Name"] = lanes[k].name;
          });
          said.textContent = t("race.done", result);
          for (const tell of waiting.splice(0)) tell(result);
        },
      });
    }
    fresh();
    draw();
    said.textContent = t("race.before");
    return {
      refresh() {
        if (driver) driver.stop();
        driver = null;
        fresh();
        third.show(state.third);
        start.textContent = t("race.start");
        said.textContent = t("race.before");
        draw();
      },
      race,
      /** The result of a race with these settings, run now if there is none yet. */
      ask: (then) => (result ? then(result) : race(then)),
    };
  }

  // ---------------------------------------------------------------- one state, many ways to set it

  /** Settings by name, as the controls and the words in the prose give them: strings or values. */
  function apply(settings) {
    const has = (name) => Object.hasOwn(settings, name);
    const changed = {};
    for (const name of ["optimiser", "speed", "table", "projection", "rowsTable", "third"]) if (has(name)) changed[name] = settings[name];
    for (const name of ["rate", "seed", "base", "shown", "stage", "row", "taken", "chosen"]) if (has(name)) changed[name] = Number(settings[name]);
    if (has("revealed")) changed.revealed = String(settings.revealed) === "true";
    if (has("numbers")) changed.numbers = settings.numbers.split(",").map(Number);
    if (has("table") && changed.table !== state.table) changed.chosen = 0;
    if (has("optimiser") && !has("rate")) changed.rate = RATES[changed.optimiser];
    if (has("rowsTable") && changed.rowsTable !== state.rowsTable) {
      state.ticked = new Set();
      changed.row = has("row") ? changed.row : changed.rowsTable === "source" ? 3 : 5;
    }
    if (has("revealed") && !changed.revealed) state.ticked = new Set();
    if ((has("numbers") || has("base") || has("seed")) && !has("taken")) changed.taken = 0;
    if (has("taken")) changed.taken = Math.min(changed.taken, MOST_TAKEN);
    const differs = (name) => changed[name] !== undefined && changed[name] !== state[name];
    const [table, third] = [differs("table"), differs("third")];
    Object.assign(state, changed);

    if (has("optimiser") || has("seed") || has("restart")) {
      restart();
      if (panels.learn) panels.learn.restarted();
    }
    if (table || has("projection")) plane = null;
    if (panels.learn && ["optimiser", "rate", "seed", "speed", "table", "projection", "chosen"].some(has)) panels.learn.settingsChanged(has("chosen"));
    if (has("seed") || third) refresh("race");
    if (["numbers", "base", "seed", "taken"].some(has)) prepare();
    if (["shown", "stage"].some(has)) refresh("chain");
    if (["rowsTable", "revealed", "row"].some(has)) refresh("rows");
    if (has("play") && panels.learn) panels.learn.go(Infinity);
    if (has("to") && panels.learn) panels.learn.after(Number(settings.to), () => {});
    if (has("race") && panels.race) panels.race.race();
  }

  /** The panel that a word in the prose speaks of, brought into view if it is not in it. */
  function show(settings) {
    const about = [["learn", ["play", "to", "restart", "chosen", "projection", "table", "speed"]], ["race", ["race", "third"]], ["moves", ["taken"]], ["rows", ["rowsTable", "revealed", "row"]], ["chain", ["stage", "shown", "base", "numbers"]]];
    const [name] = about.find(([, names]) => names.some((key) => key in settings));
    const drawing = document.querySelector(`[data-explorable="training-microscope"][data-panel="${name}"] :is(.x-canvas, .x-table)`);
    if (drawing) root.Explorables.bringIntoView(drawing);
  }

  // ---------------------------------------------------------------- predictions

  /** The batch that the questions speak of, with some settings; `then` runs when it has been calculated. */
  function setUp(settings, then) {
    Object.assign(state, { numbers: [222, 30, 7] }, settings);
    prepare(then);
  }

  const QUESTIONS = {
    line: (chosen, tell, said) => {
      said.textContent = t("questions.running", { steps: ANSWER_STEPS });
      apply({ table: "source", chosen: 0 });
      panels.learn.after(ANSWER_STEPS, () => tell({ steps: live.steps, accuracy: percent(live.lastAccuracy) }));
    },
    two: (chosen, tell, said) => {
      said.textContent = t("questions.running", { steps: ANSWER_STEPS });
      apply({ table: "source", chosen: numerals.SOURCE_WORDS.indexOf("两") });
      panels.learn.after(ANSWER_STEPS, () => {
        const [first] = views.nearest(live.rows("source"), numerals.SOURCE_WORDS.indexOf("两"), 1);
        apply({ chosen: numerals.SOURCE_WORDS.indexOf("两") });
        tell({ steps: live.steps, nearest: numerals.SOURCE_WORDS[first.id], cosine: signed(first.cosine, 2) });
      });
    },
    far: (chosen, tell) => setUp({ base: 0, shown: 0, stage: 4, taken: 0 }, () => {
      const sizes = panels.chain.norms();
      tell({ ratio: (sizes[sizes.length - 1] / sizes[0]).toFixed(1) });
    }),
    repeat: (chosen, tell) => setUp({ rowsTable: "source", revealed: true, row: 3 }, () => tell({ times: views.reads(bench, "source")[3].length })),
    adam: (chosen, tell) => {
      setUp({ base: 50, taken: 1 }, () => {
        const id = numerals.SOURCE_WORDS.indexOf("九");
        tell({ moved: views.norm(bench.moved.adam.source.subarray(id * bench.E, id * bench.E + bench.E)).toFixed(3) });
      });
    },
    frozen: (chosen, tell, said) => {
      said.textContent = t("questions.running", { steps: ANSWER_STEPS });
      apply({ third: "zero" });
      panels.race.ask(tell);
    },
    zero: (chosen, tell, said) => {
      said.textContent = t("questions.running", { steps: ANSWER_STEPS });
      apply({ third: "zero" });
      panels.race.ask(tell);
    },
  };

  // ---------------------------------------------------------------- start

  async function mount() {
    const builders = { learn: learnPanel, chain: chainPanel, rows: rowsPanel, moves: movesPanel, race: racePanel };
    restart();
    for (const place of document.querySelectorAll('[data-explorable="training-microscope"]')) {
      await turn();
      const name = place.dataset.panel;
      if (name in builders) panels[name] = root.Explorables.enliven(place, builders[name]);
      else if (name === "question") root.Explorables.ask(place, question(t, `questions.${place.dataset.question}`, { onAnswer: QUESTIONS[place.dataset.question] }));
    }
    prepare();
    root.Explorables.upgradePhrases(document, (settings) => {
      apply(settings);
      show(settings);
    });
  }

  root.Explorables.trainingMicroscope = { state, apply, get live() { return live; }, get bench() { return bench; } };
  root.Explorables.begin(mount);
})(globalThis);
