/*
 * The translation microscope: the panels of the page, their controls, and what they say.
 *
 * All panels look at one state (session.js), so that a word in the prose, a click and the address can set any of them:
 *   sentence  words in, indices, the translation        encoder  one LSTM, gate by gate, and padding
 *   lookup    rows of the table                         context  (h, c) crosses, or does not
 *   decoder   candidates, forced words, beams           break    edit vectors, read the translation again
 *   python    the same in the script                    question  a prediction; answered, it sets the figure
 * A panel is <div class="explorable" data-explorable="translation-microscope" data-panel="sentence">; what it holds
 * before this script runs is the still picture for readers without JavaScript.
 */
(function (root) {
  "use strict";
  const { make, announce, weights, translationViews: views, asPython, signed, question, playButton, product, turn } = root.Explorables;
  const { SOS, EOS, SPECIALS, top } = root.Explorables.translator;
  const { MOST_PADS, WIDEST_BEAM, fresh, write, read, norm } = root.Explorables.session;
  const t = root.Explorables.strings("translation-microscope");

  const CANDIDATES = 8;
  const PERIOD = 1100; // ms between two steps while playing
  const POSITIONS = ["text", "read", "gate", "pads", "write", "forced", "beam"]; // what a playing figure goes through
  const CALM = { after: 600 }; // for what changes with every key: said when the keys rest
  const percent = (share) => `${(100 * share).toFixed(1)}%`;
  const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

  let session = null;
  let model = null;
  let state = null;
  const panels = {};

  // ---------------------------------------------------------------- one state for all

  let playing = null;
  let queue = [];
  let drawing = false;
  let unpainted = 0;
  let ready = false;

  /** Sets parts of the state. `from` is the panel that the reader's hand is in: it is drawn at once, the others after it. */
  function apply(changes, from) {
    change(changes, from);
    draw(from);
  }

  function change(changes, from) {
    if ("text" in changes && changes.text !== state.text) Object.assign(state, { token: 0, read: 1, write: 1, forced: new Map() });
    if ("beam" in changes && changes.beam > 1) state.forced = new Map();
    if (playing && !playing.steps && POSITIONS.some((key) => key in changes)) playing.stop(); // the reader's choice stands
    Object.assign(state, from ? { show: from } : {}, changes);
    settle();
  }

  /** Keeps every position inside of the sentence as it is now. */
  function settle() {
    const seen = session.look(state);
    state.unit = clamp(Math.round(state.unit), 0, model.H - 1);
    state.pads = clamp(Math.round(state.pads), 0, MOST_PADS);
    state.beam = clamp(Math.round(state.beam), 1, WIDEST_BEAM);
    if (!model.source.index.has(state.chosen)) state.chosen = seen.tokens.find((word) => model.source.index.has(word)) || model.source.words[SPECIALS];
    if (!model.source.index.has(state.other) || state.other === state.chosen) state.other = partner(state.chosen);
    if (seen.problem) return;
    state.token = clamp(Math.round(state.token), 0, seen.ids.length - 1);
    state.read = clamp(Math.round(state.read), 1, seen.padded.length);
    state.write = clamp(Math.round(state.write), 1, seen.beam ? seen.beam.rounds.length : seen.written.length);
  }

  const partner = (word) => {
    const [near] = session.nearest(model.source.index.get(word), model.tables.source, "change", 1);
    return model.source.words[near.id];
  };

  /**
   * One panel a frame, so that the page answers in between; the panel in which the reader's hand is comes at once. Those
   * that wait already stay in front: none is left out while a slider moves.
   */
  async function draw(from) {
    if (from && panels[from]) panels[from].refresh();
    queue = queue.filter((name) => name !== from);
    queue.push(...Object.keys(panels).filter((name) => name !== from && !queue.includes(name)));
    remember();
    if (drawing) return;
    drawing = true;
    try {
      while (queue.length) {
        await turn();
        if (queue.length) panels[queue.shift()].refresh(); // the reader's own panel may have been the last
      }
    } finally {
      drawing = false;
    }
  }

  let remembering = null;
  function remember() {
    clearTimeout(remembering);
    remembering = setTimeout(() => {
      try {
        history.replaceState(history.state, "", "#" + write(state));
      } catch (refused) {
        // Some browsers count how often an address may change; the next change brings it up to date.
      }
    }, 250);
  }

  // ---------------------------------------------------------------- small parts

  const button = (words, onclick, attributes) => make("button", { type: "button", class: "x-button", onclick, ...attributes }, words);

  let groups = 0;
  function choices(label, options, current, onPick) {
    const name = `x-translation-${++groups}`;
    const inputs = options.map(([value, words]) =>
      make("label", { class: "x-choice" },
        make("input", { type: "radio", name, value, checked: String(value) === String(current), onchange: () => onPick(value) }), make("span", {}, words)));
    const field = make("fieldset", { class: "x-choices" }, make("legend", {}, label), make("div", { class: "x-segments" }, inputs));
    field.show = (value) => {
      for (const input of field.querySelectorAll("input")) input.checked = input.value === String(value);
    };
    return field;
  }

  function check(label, onPick) {
    const input = make("input", { type: "checkbox", onchange: () => onPick(input.checked) });
    const field = make("label", { class: "x-tick-box" }, input, " " + label);
    field.show = (value) => (input.checked = value);
    return field;
  }

  function slider(label, attributes, onPick) {
    const input = make("input", { type: "range", ...attributes, oninput: () => onPick(Number(input.value)) });
    const said = make("span", { class: "x-slider-value" });
    const field = make("label", { class: "x-slider" }, make("span", { class: "x-field-name" }, label), input, said);
    field.show = (value, words) => {
      input.value = value;
      said.textContent = words;
      input.setAttribute("aria-valuetext", words);
    };
    field.limit = (max) => (input.max = max);
    return field;
  }

  /** New children, the keyboard's focus where it was: on the child of the same key or place; where there is none, `otherwise`. */
  function renew(place, children, otherwise) {
    const focusable = () => [...place.querySelectorAll("button, input, select, [tabindex]")];
    const { activeElement } = document;
    const held = focusable().indexOf(activeElement);
    place.replaceChildren(...children);
    if (held < 0) return;
    const now = focusable();
    const { key } = activeElement.dataset;
    const next = (key && now.find((one) => one.dataset.key === key)) || now[Math.min(held, now.length - 1)] || (otherwise && otherwise());
    if (next) next.focus({ preventScroll: true });
  }

  /** Buttons of which the Tab key finds one (the others are made with tabindex -1), and arrow keys the others. */
  function roving(place) {
    const line = (one) => Math.round(one.offsetTop / 10);
    place.addEventListener("focusin", (event) => {
      for (const one of place.children) one.tabIndex = one === event.target ? 0 : -1;
    });
    place.addEventListener("keydown", (event) => {
      const all = [...place.children];
      const at = all.indexOf(document.activeElement);
      const side = (step) => all.filter((one) => step * (line(one) - line(all[at])) > 0)
        .sort((a, b) => step * (line(a) - line(b)) || Math.abs(a.offsetLeft - all[at].offsetLeft) - Math.abs(b.offsetLeft - all[at].offsetLeft))[0];
      const next = { ArrowLeft: () => all[at - 1], ArrowRight: () => all[at + 1], ArrowUp: () => side(-1), ArrowDown: () => side(1), Home: () => all[0], End: () => all[all.length - 1] }[event.key];
      if (at < 0 || !next) return;
      event.preventDefault();
      (next() || all[at]).focus();
    });
  }

  /** A place for a drawing that follows the width it gets; drawn anew only when `key` says so. */
  function canvas(paint, most = Infinity) {
    const place = make("div", { class: "x-canvas" });
    let width = 0;
    let shown = null;
    place.redraw = (key) => {
      if (!width || (key !== undefined && key === shown)) return;
      shown = key;
      paint(place, Math.min(width, most));
    };
    root.Explorables.onWidth(place, (now) => {
      width = now;
      shown = null;
      unpainted++; // all canvases get their width at once, and each is painted in a task of its own
      setTimeout(() => {
        unpainted--;
        paint(place, Math.min(width, most));
      });
    });
    return place;
  }

  const gloss = (word) => (t.raw("glosses") ? model.glosses[word] || "" : "");

  /** The words of the sentence as chips, one of them pressed. */
  function wordChips(words, chosen, onPick, marks = {}) {
    return words.map((word, k) =>
      make("button", { type: "button", class: "x-chip x-word-chip" + (marks.className ? marks.className(k) : ""), "aria-pressed": String(k === chosen), onclick: () => onPick(k), lang: marks.lang },
        make("span", {}, word), marks.under ? make("small", {}, marks.under(k)) : null));
  }

  /** Before and after, with what the reader changed. */
  function translationLine(seen) {
    if (seen.problem) return make("p", { class: "x-translation x-problem" }, t(`problems.${seen.problem}`, { max: model.maxLength }));
    const same = seen.translation.join(" ") === seen.original.join(" ");
    const touched = state.edits.length || state.drop !== "none" || (state.pads && !state.packed) || seen.forced.size || seen.beam;
    const words = (list, other) => list.map((word, k) => [k ? " " : "", other && word !== other[k] ? make("mark", {}, word) : word]);
    return make("div", { class: "x-translation" },
      touched ? make("p", { class: "x-before" }, make("span", { class: "x-field-name" }, t("sentence.before") + " "), make("span", { lang: "en" }, seen.original.join(" "))) : null,
      make("p", {}, make("span", { class: "x-field-name" }, t(touched ? "sentence.after" : "sentence.translation") + " "),
        make("strong", { lang: "en", class: "q-target-embedding" }, seen.translation.length ? words(seen.translation, touched && !same ? seen.original : null) : "∅"),
        touched && same ? make("small", {}, " " + t("sentence.same")) : null));
  }

  const told = () => {
    const seen = session.look(state);
    return seen.problem ? t(`problems.${seen.problem}`, { max: model.maxLength }) : t("sentence.spoken", { source: seen.tokens.join(" "), target: seen.translation.join(" ") || "∅" });
  };

  // ---------------------------------------------------------------- sentence

  function sentencePanel(place) {
    const id = "x-words-known";
    const input = make("input", {
      type: "text", class: "x-sentence", lang: "zh", value: state.text, role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list",
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", oninput: typed, onkeydown: keyed, onblur: () => setTimeout(close, 150),
    });
    const box = make("ul", { class: "x-suggestions", id, role: "listbox", "aria-label": t("sentence.suggestions"), hidden: true });
    const examples = make("div", { class: "x-chips" });
    const tokens = make("ol", { class: "x-tokens", "aria-label": t("sentence.tokens") });
    const notes = make("div", {});
    const result = make("div", {});
    let offered = [];
    let picked = -1;

    function typed() {
      apply({ text: input.value }, "sentence");
      suggest();
      announce(told(), CALM);
    }

    /** Words that go on from what stands before the cursor: by their own beginning, or by that of their gloss. */
    function suggest() {
      const stem = /\S*$/.exec(input.value)[0].toLowerCase();
      const fits = (word) => [word, ...(model.glosses[word] || "").split("/")].some((name) => name.toLowerCase().startsWith(stem));
      offered = stem && !model.source.index.has(stem) ? model.source.words.slice(SPECIALS).filter(fits).slice(0, 7) : [];
      picked = -1;
      showBox();
    }
    function showBox() {
      box.hidden = !offered.length;
      input.setAttribute("aria-expanded", String(!box.hidden));
      input.removeAttribute("aria-activedescendant");
      box.replaceChildren(...offered.map((word, k) => {
        if (k === picked) input.setAttribute("aria-activedescendant", `${id}-${k}`);
        return make("li", { id: `${id}-${k}`, role: "option", "aria-selected": String(k === picked), onpointerdown: (event) => {
          event.preventDefault();
          take(word);
        } }, make("span", { lang: "zh" }, word), make("small", {}, " " + (model.glosses[word] || "")));
      }));
    }
    function close() {
      offered = [];
      showBox();
    }
    function take(word) {
      input.value = input.value.replace(/\S*$/, "") + word + " ";
      apply({ text: input.value }, "sentence");
      close();
      announce(told());
      input.focus();
    }
    function keyed(event) {
      if (box.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const step = event.key === "ArrowDown" ? 1 : -1;
        picked = picked < 0 ? (step > 0 ? 0 : offered.length - 1) : (picked + step + offered.length) % offered.length;
        showBox();
      } else if (event.key === "Enter" && picked >= 0) take(offered[picked]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    }
    function add(word) {
      apply({ text: (state.text.trim() ? state.text.trim() + " " : "") + word }, "sentence");
      announce(told());
    }

    const board = make("details", { class: "x-board", ontoggle: () => {
      if (!board.open || board.children.length > 1) return;
      const words = make("div", { class: "x-chips", role: "toolbar", "aria-label": t("sentence.boardKeys") });
      const chips = model.source.words.slice(SPECIALS).map((word, k) =>
        make("button", { type: "button", class: "x-chip", tabindex: k === 0 ? 0 : -1, onclick: () => add(word) },
          make("span", { lang: "zh" }, word), gloss(word) ? make("small", {}, " " + gloss(word)) : null));
      (function some(from) { // a few at a time: all of them at once would hold the page up
        words.append(...chips.slice(from, from + 40));
        if (from + 40 < chips.length) setTimeout(some, 0, from + 40);
      })(0);
      roving(words);
      board.append(words);
    } }, make("summary", {}, t("sentence.board", { count: model.source.words.length - SPECIALS })));

    place.replaceChildren(
      make("div", { class: "x-type" }, make("label", { class: "x-select" }, make("span", {}, t("sentence.input")), input), box),
      make("p", { class: "x-field-name" }, t("sentence.examples")), examples, board,
      make("h3", {}, t("sentence.tokens")), tokens, notes, result,
      make("div", { class: "x-bar" }, button(t("sentence.clear"), () => {
        apply({ text: "" }, "sentence");
        close();
        announce(told());
        input.focus();
      }), button(t("sentence.reset"), () => {
        state = fresh(model.examples[0]);
        apply({}, "sentence");
        announce(told());
      })),
    );

    return {
      refresh() {
        const seen = session.look(state);
        if (input.value !== state.text && (document.activeElement !== input || input.value.trim() !== state.text.trim())) input.value = state.text;
        renew(examples, model.examples.map((text) => make("button", { type: "button", class: "x-chip", lang: "zh", "aria-pressed": String(text === state.text.trim()), onclick: () => {
          apply({ text }, "sentence");
          announce(told());
        } }, text)));
        tokens.replaceChildren(...seen.tokens.map((word, k) => make("li", { class: seen.unknown[k] ? "x-token x-is-unknown" : "x-token" },
          make("span", { lang: "zh", class: "x-token-word" }, word), gloss(word) ? make("small", {}, gloss(word)) : null,
          make("span", { class: "x-token-id" }, seen.unknown[k] ? make("span", {}, `<unk> ${seen.ids[k]}`) : String(seen.ids[k])))));
        const strange = seen.tokens.filter((_, k) => seen.unknown[k]);
        renew(notes, strange.length ? [make("p", { class: "x-note" }, t("sentence.unknown", { words: [...new Set(strange)].map((word) => t("quoted", { word })).join(t("list")), id: seen.ids[seen.unknown.indexOf(true)] }))] : []);
        renew(result, [translationLine(seen)]);
      },
    };
  }

  // ---------------------------------------------------------------- look-up

  function lookupPanel(place) {
    const chips = make("div", { class: "x-chips", role: "group", "aria-label": t("sentence.tokens") });
    const way = choices(t("lookup.way"), [["look", t("lookup.ways.look")], ["matrix", t("lookup.ways.matrix")]], state.way, (value) => {
      apply({ way: value }, "lookup");
      announce(said.textContent);
    });
    const said = make("p", { class: "x-said" });
    const cost = make("div", {});
    const items = (seen) => seen.ids.map((id, k) => ({ id, word: seen.tokens[k], unknown: seen.unknown[k], values: model.row(seen.table, id) }));
    const spread = () => 0.75 * views.largest(model.tables.source);
    const picture = canvas((where, width) => {
      const seen = session.look(state);
      if (seen.problem) return where.replaceChildren();
      const rows = model.source.words.length;
      const all = items(seen);
      const item = all[state.token];
      where.innerHTML = state.way === "look"
        ? views.tableView(t, width, { table: seen.table, E: model.E, rows, items: all, chosen: state.token, scale: spread() })
        : views.productView(t, width, { table: seen.table, E: model.E, rows, id: item.id, word: item.word, values: oneHot(seen, item.id), scale: spread() });
    });

    /** The whole product, all V × E multiplications of it. */
    function oneHot(seen, id) {
      const rows = model.source.words.length;
      const out = new Float32Array(model.E);
      for (let row = 0; row < rows; row++) for (let k = 0; k < model.E; k++) out[k] += (row === id ? 1 : 0) * seen.table[row * model.E + k];
      return out;
    }

    place.replaceChildren(make("div", { class: "x-bar" }, way), chips, picture, said, cost);
    return {
      refresh() {
        const seen = session.look(state);
        way.show(state.way);
        if (seen.problem) {
          renew(chips, []);
          said.textContent = t(`problems.${seen.problem}`, { max: model.maxLength });
          cost.replaceChildren();
          return picture.redraw();
        }
        renew(chips, wordChips(seen.tokens, state.token, (token) => {
          apply({ token }, "lookup");
          announce(said.textContent);
        }, { lang: "zh", under: (k) => String(seen.ids[k]) }));
        const [V, E] = [model.source.words.length, model.E];
        const id = seen.ids[state.token];
        const row = model.row(seen.table, id);
        const most = row.reduce((best, value, k) => (Math.abs(value) > Math.abs(row[best]) ? k : best), 0);
        const difference = Math.max(...oneHot(seen, id).map((value, k) => Math.abs(value - row[k])));
        said.textContent = t(`lookup.said.${state.way}`, {
          word: seen.tokens[state.token], id, V, E, first: Array.from(row.slice(0, 4), (value) => signed(value, 2)).join(t("list")), most, value: signed(row[most], 2), difference,
        }) + (seen.unknown[state.token] ? " " + t("lookup.unknown", { id }) : "");
        const count = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ","); // Intl takes its time to wake
        const line = (name, values) => make("tr", {}, make("th", { scope: "row" }, name), values.map((value) => make("td", { class: "x-numeric" }, value)));
        cost.replaceChildren(make("table", { class: "x-table x-cost" }, make("caption", {}, t("lookup.cost")),
          make("thead", {}, make("tr", {}, make("td", {}), [t("lookup.ways.look"), t("lookup.ways.matrix")].map((words) => make("th", { scope: "col", class: "x-numeric" }, words)))),
          make("tbody", {}, line(t("lookup.multiplications"), ["0", count(V * E)]), line(t("lookup.readNumbers"), [count(E), count(V * E + V)]), line(t("lookup.large"), [count(E), count(50000 * E + 50000)]))));
        picture.redraw([state.way, state.text, state.token, JSON.stringify(state.edits)].join("|"));
      },
    };
  }

  // ---------------------------------------------------------------- encoder

  function encoderPanel(place) {
    const chips = make("div", { class: "x-chips", role: "group", "aria-label": t("encoder.steps") });
    const said = make("p", { class: "x-said" });
    const rows = make("div", { class: "x-gates", role: "group", "aria-label": t("encoder.gatesTitle") });
    const sum = make("p", { class: "x-note x-sum-line" });
    const padding = make("p", { class: "x-note" });
    const layer = (seen) => seen.steps[state.read - 1].layers[model.L - 1];
    const wordAt = (seen, k) => (k < seen.ids.length ? seen.tokens[k] : "<pad>");

    const picture = canvas((where, width) => {
      const seen = session.look(state);
      if (seen.problem) return where.replaceChildren();
      where.innerHTML = views.cellView(t, width, { layer: layer(seen), unit: state.unit, gate: state.gate, word: wordAt(seen, state.read - 1) });
    }, 620);
    const unit = slider(t("encoder.unit"), { min: 0, max: model.H - 1, step: 1 }, (value) => apply({ unit: value }, "encoder"));
    const packed = check(t("encoder.packed"), (value) => {
      apply({ packed: value }, "encoder");
      announce(padding.textContent);
    });
    const add = (change) => () => {
      if (clamp(state.pads + change, 0, MOST_PADS) === state.pads) return;
      apply({ pads: state.pads + change }, "encoder");
      announce(padding.textContent);
    };
    const [fewer, count, more] = [button("−", add(-1), { "aria-label": t("encoder.fewer") }), make("b", {}), button("+", add(1), { "aria-label": t("encoder.more") })];

    function go(direction) {
      const seen = session.look(state);
      const gates = views.GATES;
      const last = gates.length * seen.padded.length - 1;
      const now = (state.read - 1) * gates.length + gates.indexOf(state.gate);
      const then = clamp(now + direction, 0, last);
      apply({ read: Math.floor(then / gates.length) + 1, gate: gates[then % gates.length] }, "encoder");
      announce(said.textContent);
      return then < last;
    }
    const play = player(() => go(1));

    place.replaceChildren(
      chips,
      make("div", { class: "x-bar" }, button(t("back"), () => go(-1)), button(t("next"), () => go(1)), play),
      make("div", { class: "x-two x-wide-left" }, make("div", {}, picture), make("div", {}, rows)),
      said, unit, sum,
      make("div", { class: "x-bar x-settings" }, make("span", { class: "x-field-name" }, t("encoder.pads")), make("span", { class: "x-stepper" }, fewer, count, more), packed), padding,
    );

    return {
      refresh() {
        const seen = session.look(state);
        if (seen.problem) {
          for (const part of [chips, rows]) renew(part, []);
          said.textContent = t(`problems.${seen.problem}`, { max: model.maxLength });
          return picture.redraw();
        }
        const words = seen.padded.map((_, k) => wordAt(seen, k));
        renew(chips, wordChips(words, state.read - 1, (k) => {
          apply({ read: k + 1 }, "encoder");
          announce(said.textContent);
        }, { lang: "zh", under: (k) => String(k + 1), className: (k) => (k < seen.ids.length ? "" : state.packed ? " x-skipped" : " x-padding") }));
        const now = layer(seen);
        const scaleC = Math.max(1, views.largest(now.c));
        renew(rows, views.GATES.map((gate) => make("button", { type: "button", class: "x-gate-row", "aria-pressed": String(gate === state.gate), onclick: () => {
          apply({ gate }, "encoder");
          announce(said.textContent);
        }, html: `<span class="x-gate-name"><b>${gate}</b> ${t(`encoder.gates.${gate}.name`)}</span><span class="x-gate-value">${signed(now[gate][state.unit], 3)}</span>`
          + views.strip(256, now[gate], { scale: gate === "c" ? scaleC : 1, colour: gate === "c" ? "q-cell" : "q-hidden", unit: state.unit }) })));
        const value = (name) => signed(now[name][state.unit], 3);
        const gateValues = now[state.gate];
        said.textContent = t(`encoder.gates.${state.gate}.said`, {
          word: words[state.read - 1], step: state.read, H: model.H, unit: state.unit, value: value(state.gate),
          high: gateValues.filter((v) => v > 0.9).length, low: gateValues.filter((v) => v < 0.1).length,
          norm: norm(gateValues).toFixed(2),
        });
        sum.textContent = t("encoder.sum", { unit: state.unit, f: value("f"), cBefore: signed(now.cBefore[state.unit], 3), i: value("i"), g: value("g"), c: value("c"), o: value("o"), h: value("h") });
        unit.show(state.unit, String(state.unit));
        packed.show(state.packed);
        count.textContent = state.pads;
        fewer.setAttribute("aria-disabled", state.pads === 0); // not `disabled`, which would throw the focus away
        more.setAttribute("aria-disabled", state.pads === MOST_PADS);
        const [packedH, walkedH] = [seen.packedState, seen.steps[seen.padded.length - 1].layers];
        const apart = Math.sqrt(packedH.h[model.L - 1].reduce((s, v, k) => s + (v - walkedH[model.L - 1].h[k]) ** 2, 0));
        padding.textContent = t(!state.pads ? "encoder.noPads" : state.packed ? "encoder.isPacked" : "encoder.notPacked", {
          pads: state.pads, apart: apart.toFixed(2), norm: norm(packedH.h[model.L - 1]).toFixed(2), translation: seen.translation.join(" ") || "∅", original: seen.original.join(" "),
        });
        picture.redraw([state.text, state.read, state.gate, state.unit, state.pads, JSON.stringify(state.edits)].join("|"));
      },
    };
  }

  /** Plays a step now and one each PERIOD, until `step` says that it was the last. */
  function toggle(play, step) {
    const before = playing;
    if (before) before.stop();
    if (before && before.play === play) return;
    const own = { play, timer: setInterval(turn, PERIOD), stop };
    function stop() {
      clearInterval(own.timer);
      playing = null;
      playButton(play, false, t("play"));
    }
    function turn() {
      own.steps = true;
      const more = step();
      own.steps = false;
      if (!more) stop();
    }
    playing = own;
    playButton(play, true, t("pause"));
    turn();
  }

  function player(step) {
    const play = button("", () => toggle(play, step), { class: "x-button x-primary" });
    playButton(play, false, t("play"));
    return play;
  }

  // ---------------------------------------------------------------- context

  const dropChoice = (from) => choices(t("context.drop"), ["none", "h", "c", "both"].map((name) => [name, t(`context.drops.${name}`)]), state.drop, (drop) => {
    apply({ drop }, from);
    announce(told());
  });

  function contextPanel(place) {
    const drop = dropChoice("context");
    const picture = canvas((where, width) => {
      const seen = session.look(state);
      if (seen.problem) return where.replaceChildren();
      where.innerHTML = views.contextView(t, width, { h: seen.context.h[model.L - 1], c: seen.context.c[model.L - 1], drop: state.drop, words: seen.tokens });
    });
    const said = make("p", { class: "x-said" });
    const result = make("div", {});
    place.replaceChildren(picture, said, make("div", { class: "x-bar" }, drop), result);
    return {
      refresh() {
        const seen = session.look(state);
        drop.show(state.drop);
        said.textContent = seen.problem ? "" : t(`context.said.${state.drop}`, { count: 2 * model.L * model.H, words: seen.tokens.length, h: norm(seen.encoded.h[model.L - 1]).toFixed(2), c: norm(seen.encoded.c[model.L - 1]).toFixed(2) });
        renew(result, [translationLine(seen)]);
        picture.redraw();
      },
    };
  }

  // ---------------------------------------------------------------- decoder

  function decoderPanel(place) {
    const search = choices(t("decoder.search"), [1, 2, 3, 5].map((size) => [size, size === 1 ? t("decoder.greedy") : t("decoder.beam", { size })]), state.beam, (beam) => {
      apply({ beam }, "decoder");
      announce(told());
    });
    const guess = check(t("decoder.guess"), (value) => {
      answer = null;
      apply({ guess: value }, "decoder");
    });
    const alpha = slider(t("decoder.alpha"), { min: 0, max: 1.5, step: 0.1 }, (value) => {
      apply({ alpha: value }, "decoder");
      const { beam } = session.look(state);
      if (beam) announce(t("decoder.alphaSpoken", { alpha: value.toFixed(1), words: model.sentence(beam.best.words).join(" "), score: signed(beam.best.score, 2) }), CALM);
    });
    const chips = make("div", { class: "x-chips", role: "group", "aria-label": t("decoder.steps"), lang: "en" });
    const said = make("p", { class: "x-said" });
    const flow = make("div", { class: "x-flow" });
    const list = make("div", { class: "x-candidates" });
    const result = make("div", {});
    let answer = null; // { step, id } of a guess that was made

    function go(direction) {
      const seen = session.look(state);
      const last = seen.beam ? seen.beam.rounds.length : seen.written.length;
      answer = null;
      apply({ write: clamp(state.write + direction, 1, last) }, "decoder");
      announce(said.textContent);
      return state.write < last;
    }
    const play = player(() => go(1));

    function force(id) {
      const step = state.write - 1;
      const seen = session.look(state);
      const forced = new Map([...state.forced].filter(([other]) => other < step)); // what follows a new word is written anew
      const own = top(seen.written[step].probabilities, 1)[0];
      if (id !== own) forced.set(step, model.target.words[id]);
      apply({ forced, beam: 1 }, "decoder");
      announce(t("decoder.forcedSpoken", { word: model.target.words[id], target: session.look(state).translation.join(" ") }));
    }

    function candidates(seen) {
      const step = state.write - 1;
      const { probabilities, word } = seen.written[step];
      const best = top(probabilities, CANDIDATES);
      if (!best.includes(word)) best.push(word);
      const hidden = state.guess && !(answer && answer.step === step && answer.text === state.text);
      const shown = hidden ? [...best].sort((a, b) => model.target.words[a].localeCompare(model.target.words[b])) : best;
      return shown.map((id) => {
        const mine = answer && !hidden && state.guess && answer.id === id;
        return make("button", {
          type: "button", lang: "en", "data-key": id, class: "x-candidate" + (!hidden && id === word ? " x-taken" : ""), "aria-pressed": String(!hidden && id === word),
          onclick: () => {
            if (!hidden) return force(id);
            answer = { step, id, text: state.text };
            draw("decoder");
            announce(said.textContent);
          },
        },
        make("span", { class: "x-candidate-word" }, model.target.words[id]),
        hidden ? make("span", { class: "x-bar-hidden" }, "?")
          : [make("span", { class: "x-track", "aria-hidden": "true" }, make("span", { class: "x-level", style: `width:${Math.max(0.5, 100 * probabilities[id])}%` })),
            make("span", { class: "x-numeric" }, percent(probabilities[id]), mine || seen.forced.get(step) === id ? make("small", { lang: document.documentElement.lang }, " " + t(mine ? "decoder.yours" : "decoder.yourWord")) : null)]);
      });
    }

    function beams(seen) {
      const round = seen.beam.rounds[state.write - 1];
      const order = [...round].sort((a, b) => b.score - a.score);
      return [make("div", { class: "x-scroll", tabindex: "0", role: "group", "aria-label": t("decoder.beamCaption", { step: state.write, size: state.beam }) }, make("table", { class: "x-table x-beams" },
        make("caption", {}, t("decoder.beamCaption", { step: state.write, size: state.beam })),
        make("thead", {}, make("tr", {}, ["words", "log", "score"].map((name) => make("th", { scope: "col", class: name === "words" ? "" : "x-numeric" }, t(`decoder.beamHead.${name}`))))),
        make("tbody", {}, order.map((one) => {
          const onPath = one.words.every((id, k) => id === seen.beam.best.words[k]);
          return make("tr", { class: onPath ? "x-on-path" : "" },
            make("td", { lang: "en" }, one.words.map((id) => model.target.words[id]).join(" ") + (onPath ? " ★" : "")),
            make("td", { class: "x-numeric" }, signed(one.log, 2)), make("td", { class: "x-numeric" }, signed(one.score, 2)));
        })))), make("p", { class: "x-note" }, t("decoder.beamNote"))];
    }

    place.replaceChildren(
      make("div", { class: "x-bar x-settings" }, search, guess), alpha, chips,
      make("div", { class: "x-bar" }, button(t("back"), () => go(-1)), button(t("next"), () => go(1)), play),
      flow, said, list, result,
    );

    return {
      refresh() {
        const seen = session.look(state);
        search.show(state.beam);
        guess.show(state.guess);
        guess.hidden = state.beam > 1;
        alpha.hidden = state.beam === 1;
        alpha.show(state.alpha, state.alpha.toFixed(1));
        if (seen.problem) {
          for (const part of [chips, flow, list]) renew(part, []);
          said.textContent = t(`problems.${seen.problem}`, { max: model.maxLength });
          return renew(result, []);
        }
        const step = state.write - 1;
        const hidden = state.guess && !seen.beam;
        const path = seen.written.map(({ word }) => model.target.words[word]);
        renew(chips, wordChips(path.map((word, k) => (hidden && k > step - (answer && answer.step === step ? 0 : 1) ? "?" : word)), step, (k) => {
          answer = null;
          apply({ write: k + 1 }, "decoder");
          announce(said.textContent);
        }, { under: (k) => (seen.forced.has(k) ? "✎" : String(k + 1)) }));
        const at = seen.written[Math.min(step, seen.written.length - 1)];
        const layer = at.step.layers[model.L - 1];
        const previous = model.target.words[at.previous];
        flow.innerHTML = `<div class="x-flow-part"><span class="x-field-name">${t("decoder.previous")}</span><b lang="en">${previous.replace("<", "&lt;")}</b></div>`
          + `<div class="x-flow-part"><span class="x-field-name">${t("decoder.embedding", { E: model.E })}</span>${views.strip(256, at.step.e, { scale: 0.75 * views.largest(model.tables.target), colour: "q-target-embedding" })}</div>`
          + `<div class="x-flow-part"><span class="x-field-name">${t("decoder.state", { H: model.H })}</span>${views.strip(256, layer.h, { scale: 1, colour: "q-hidden" })}</div>`;
        const best = top(at.probabilities, 2);
        const values = { step: state.write, previous, best: model.target.words[best[0]], p: percent(at.probabilities[best[0]]), second: model.target.words[best[1]], q: percent(at.probabilities[best[1]]) };
        if (seen.beam) {
          said.textContent = t("decoder.beamSaid", { step: state.write, size: state.beam, live: seen.beam.rounds[step].filter(({ done }) => !done).length, done: seen.beam.rounds[step].filter(({ done }) => done).length });
          renew(list, beams(seen));
        } else {
          const answered = answer && answer.step === step && answer.text === state.text;
          said.textContent = hidden && !answered ? t("decoder.ask", values)
            : hidden ? t(answer.id === best[0] ? "decoder.right" : "decoder.wrong", { ...values, yours: model.target.words[answer.id], yoursP: percent(at.probabilities[answer.id]) })
              : seen.forced.has(step) ? t("decoder.forcedSaid", { ...values, word: model.target.words[seen.forced.get(step)] }) : t("decoder.said", values);
          renew(list, candidates(seen));
        }
        renew(result, hidden ? [] : [translationLine(seen), seen.forced.size ? button(t("decoder.release"), () => {
          apply({ forced: new Map() }, "decoder");
          announce(told());
        }) : null].filter(Boolean), () => list.querySelector(".x-taken"));
      },
    };
  }

  // ---------------------------------------------------------------- break it

  function breakPanel(place) {
    const words = model.source.words.slice(SPECIALS);
    const select = (label, key) => {
      const input = make("select", { onchange: () => apply({ [key]: input.value }, "break"), lang: "zh" }, words.map((word) => make("option", { value: word }, gloss(word) ? `${word} ${gloss(word)}` : word)));
      const field = make("label", { class: "x-select" }, make("span", {}, label), input);
      field.show = (value) => (input.value = value);
      return field;
    };
    const [first, second] = [select(t("break.word"), "chosen"), select(t("break.other"), "other")];
    const share = slider(t("break.share"), { min: 0, max: 1, step: 0.05 }, (value) => apply({ share: value }, "break"));
    const kind = choices(t("break.map"), [["change", t("break.maps.change")], ["table", t("break.maps.table")]], state.map, (map) => apply({ map }, "break"));
    const drop = dropChoice("break");
    const chips = make("div", { class: "x-chips", role: "group", "aria-label": t("break.inSentence") });
    const hides = make("p", { class: "x-note" });
    const near = make("p", { class: "x-note" });
    const heading = make("h3", { tabindex: "-1" }, t("break.history"));
    const history = make("ol", { class: "x-edits" });
    const result = make("div", {});
    const actions = make("div", { class: "x-bar" });
    let drawn = null;
    let reach = {};

    function edit(change) {
      apply({ edits: [...state.edits, change] }, "break");
      announce(t("break.done", { edit: describe(change) }) + " " + told());
    }
    function undo() {
      apply({ edits: state.edits.slice(0, -1) }, "break");
      announce(t("break.undone") + " " + told());
    }
    const describe = ({ kind: what, a, b, share: part, by }) => t(`break.edits.${what}`, {
      a, b: b || "", share: part === undefined ? "" : Math.round(100 * part), kept: part === undefined ? "" : Math.round(100 * (1 - part)), dx: by ? signed(by[0], 2) : "", dy: by ? signed(by[1], 2) : "",
    });

    /** Moves add up while they follow each other: one edit, one undo. No word leaves the map. */
    function move(word, way, fresh, [x, y]) {
      const most = reach[state.map];
      const by = [clamp(x + way[0], -most, most) - x, clamp(y + way[1], -most, most) - y];
      const edits = [...state.edits];
      const last = edits[edits.length - 1];
      if (!fresh && last && last.kind === "move" && last.a === word && last.map === state.map) edits[edits.length - 1] = { ...last, by: round([last.by[0] + by[0], last.by[1] + by[1]]) };
      else edits.push({ kind: "move", a: word, by: round(by), map: state.map });
      apply({ edits }, "break");
    }
    const round = (by) => by.map((value) => Math.round(100 * value) / 100);

    /** Where the chosen word is now, what is near to it, and what that does. */
    function moved() {
      const [x, y] = position();
      const id = model.source.index.get(state.chosen);
      const [first] = session.nearest(id, session.look(state).table, state.map, 1);
      const edge = Math.max(Math.abs(x), Math.abs(y)) > 0.99 * reach[state.map];
      return t("break.moved", { word: state.chosen, x: signed(x, 2), y: signed(y, 2), near: model.source.words[first.id] }) + (edge ? " " + t("break.edge") : "") + " " + told();
    }

    function points(table) {
      const { axes, mean } = session.plane(state.map);
      return words.map((_, k) => {
        const row = session.seen(table, k + SPECIALS, state.map);
        return axes.map((axis) => axis.reduce((sum, value, n) => sum + value * (row[n] - mean[n]), 0));
      });
    }

    const picture = canvas((where, width) => {
      const seen = session.look(state);
      const now = points(seen.table);
      if (!reach[state.map]) reach[state.map] = 1.08 * points(model.tables.source).reduce((most, [a, b]) => Math.max(most, Math.abs(a), Math.abs(b)), 0);
      const id = model.source.index.get(state.chosen);
      drawn = views.mapView(t, width, {
        points: now, words: model.source.words, first: SPECIALS, lit: new Set(seen.ids.filter((one) => one >= SPECIALS)), chosen: id,
        near: session.nearest(id, seen.table, state.map, 3).filter((one) => one.cosine > 0).map((one) => one.id), reach: reach[state.map], kept: percent(session.plane(state.map).kept),
      });
      drawn.points = now;
      if (!drag) where.innerHTML = drawn.markup;
      else where.firstElementChild.innerHTML = drawn.markup.replace(/^<svg[^>]*>|<\/svg>$/g, ""); // the element that holds the pointer stays
    });
    picture.classList.add("x-map");
    picture.tabIndex = 0;
    picture.setAttribute("role", "application");
    picture.setAttribute("aria-label", t("break.mapKeys"));

    let drag = null;
    const position = () => drawn.points[model.source.index.get(state.chosen) - SPECIALS];
    const pointed = (event) => {
      const box = picture.firstElementChild.getBoundingClientRect();
      const scale = drawn ? box.width / Number(picture.firstElementChild.getAttribute("width")) : 1;
      return [(event.clientX - box.left) / scale, (event.clientY - box.top) / scale];
    };
    picture.addEventListener("pointerdown", (event) => {
      if (!drawn || event.button) return;
      const [px, py] = pointed(event);
      let best = { distance: event.pointerType === "touch" ? 26 : 16 };
      drawn.points.forEach(([a, b], k) => {
        const distance = Math.hypot(drawn.x(a) - px, drawn.y(b) - py) - (model.source.words[k + SPECIALS] === state.chosen ? 6 : 0);
        if (distance < best.distance) best = { distance, word: words[k], at: [a, b] };
      });
      if (!best.word) return;
      event.preventDefault();
      picture.setPointerCapture(event.pointerId);
      drag = { word: best.word, at: best.at, from: [px, py], base: state.edits, moved: false };
      if (best.word !== state.chosen) apply({ chosen: best.word, other: state.other === best.word ? "" : state.other }, "break");
    });
    picture.addEventListener("pointermove", (event) => {
      if (!drag) return;
      const [px, py] = pointed(event);
      const by = [(px - drag.from[0]) / drawn.unit, -(py - drag.from[1]) / drawn.unitY];
      if (!drag.moved && Math.hypot(px - drag.from[0], py - drag.from[1]) < 4) return;
      drag.moved = true;
      drag.latest = by;
      if (drag.waiting) return;
      drag.waiting = true;
      requestAnimationFrame(() => {
        if (!drag) return;
        drag.waiting = false;
        state.edits = drag.base;
        move(drag.word, drag.latest, true, drag.at);
      });
    });
    const end = () => {
      if (drag && drag.moved) announce(moved());
      drag = null;
      picture.redraw();
    };
    picture.addEventListener("pointerup", end);
    picture.addEventListener("pointercancel", end);
    picture.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (!way) return;
      event.preventDefault();
      const pace = reach[state.map] * (event.shiftKey ? 0.2 : 0.05);
      move(state.chosen, [way[0] * pace, way[1] * pace], false, position());
      announce(moved(), CALM);
    });

    place.replaceChildren(
      make("div", { class: "x-two" },
        make("div", {}, kind, picture, result, hides),
        make("div", {}, make("p", { class: "x-field-name" }, t("break.inSentence")), chips, make("div", { class: "x-bar" }, first), near,
          make("div", { class: "x-bar" }, second), share, actions, heading, history, drop)),
    );

    return {
      refresh() {
        const seen = session.look(state);
        first.show(state.chosen);
        second.show(state.other);
        kind.show(state.map);
        drop.show(state.drop);
        share.show(state.share, `${Math.round(100 * state.share)}%`);
        const known = [...new Set(seen.tokens.filter((word) => model.source.index.get(word) >= SPECIALS))];
        renew(chips, known.map((word) => make("button", { type: "button", class: "x-chip", lang: "zh", "aria-pressed": String(word === state.chosen), onclick: () => {
          apply({ chosen: word }, "break");
          announce(near.textContent);
        } }, word)));
        renew(actions, [
          button(t("break.zero", { a: state.chosen }), () => edit({ kind: "zero", a: state.chosen })),
          button(t("break.swap", { a: state.chosen, b: state.other }), () => edit({ kind: "swap", a: state.chosen, b: state.other })),
          button(t("break.mix", { a: state.chosen, b: state.other, share: Math.round(100 * state.share) }), () => edit({ kind: "mix", a: state.chosen, b: state.other, share: state.share })),
        ]);
        renew(history, state.edits.length
          ? [...state.edits.map((change) => make("li", {}, describe(change))), make("li", { class: "x-bar" }, button(t("break.undo"), undo), button(t("break.reset"), () => {
            apply({ edits: [], drop: "none" }, "break");
            announce(t("break.undone") + " " + told());
          }))]
          : [make("li", { class: "x-note" }, t("break.none"))], () => heading);
        const id = model.source.index.get(state.chosen);
        const nowhere = !norm(session.seen(seen.table, id, state.map));
        near.textContent = t(`break.near.${nowhere ? "nowhere" : state.map}`, {
          word: state.chosen, E: model.E, list: session.nearest(id, seen.table, state.map, 4).map((one) => `${model.source.words[one.id]} ${signed(one.cosine, 2)}`).join(t("list")),
        });
        const { kept } = session.plane(state.map);
        hides.textContent = t(`break.hides.${state.map}`, { kept: percent(kept), lost: percent(1 - kept), rest: model.E - 2, E: model.E });
        renew(result, [translationLine(seen)]);
        picture.redraw();
      },
    };
  }

  // ---------------------------------------------------------------- Python

  function pythonPanel(place) {
    const code = make("code", {});
    const copied = make("span", { role: "status", class: "x-note" });
    async function copy(words, done) {
      try {
        await navigator.clipboard.writeText(words);
        copied.textContent = done;
      } catch (refused) {
        getSelection().selectAllChildren(code);
        copied.textContent = t("python.select");
      }
    }
    place.replaceChildren(
      make("p", { class: "x-note", html: t("python.how", { download: place.dataset.download }) }),
      make("div", { class: "x-bar" }, button(t("python.copy"), () => copy(code.textContent, t("python.copied"))),
        button(t("python.link"), () => copy(location.href.split("#")[0] + "#" + write(state), t("python.linked"))), copied),
      make("pre", { class: "x-code", tabindex: "0" }, code),
    );
    return {
      refresh() {
        code.textContent = asPython(session, state, t.raw("python.notes"));
      },
    };
  }

  // ---------------------------------------------------------------- start

  const BUILDERS = { sentence: sentencePanel, lookup: lookupPanel, encoder: encoderPanel, context: contextPanel, decoder: decoderPanel, break: breakPanel, python: pythonPanel };
  const places = () => [...document.querySelectorAll('[data-explorable="translation-microscope"]:not([data-question])')];
  let loading = null;

  let watcher = null;

  function load() {
    if (watcher) watcher.disconnect(); // from now on only the button tries again
    if (!loading) loading = begin().catch(failed);
    return loading;
  }

  async function begin() {
    const all = places();
    const bars = all.map((place) => {
      const bar = make("progress", { max: 1, value: 0, "aria-label": t("loading.label") });
      const line = make("p", { class: "x-loading" }, bar, " ", make("span", {}, t("loading.begin")));
      const before = place.querySelector(".x-loading");
      if (before && before.contains(document.activeElement)) place.focus({ preventScroll: true }); // "try again" goes
      if (before) before.remove();
      place.append(line);
      return { bar, line };
    });
    const { base, digest, parts } = all[0].dataset;
    const bytes = await weights.load({ base, digest, parts: Number(parts) }, (share) => {
      for (const { bar, line } of bars) {
        bar.value = share;
        line.lastChild.textContent = t("loading.progress", { percent: Math.round(100 * share) });
      }
    });
    await turn();
    model = root.Explorables.translator(weights.read(bytes));
    session = root.Explorables.session(model);
    await turn();
    for (const kind of ["change", "table"]) {
      session.plane(kind);
      await turn();
    }
    state = read(location.hash) || fresh(model.examples[0]);
    session.look(state);
    await turn();
    settle();
    for (const place of all) {
      await turn();
      const name = place.dataset.panel;
      root.Explorables.enliven(place, () => {
        panels[name] = BUILDERS[name](place);
        panels[name].refresh();
      });
    }
    ready = true;
    const shown = read(location.hash) && panels[state.show] && places().find((place) => place.dataset.panel === state.show);
    if (shown) root.Explorables.bringIntoView(shown);
  }

  function failed(problem) {
    loading = null;
    if (!problem || !problem.reason) console.error(problem);
    const words = t(`loading.${problem && problem.reason ? problem.reason : "broken"}`);
    for (const place of places()) {
      const line = place.querySelector(".x-loading");
      if (line) line.replaceChildren(make("span", { role: "alert" }, words), " ", button(t("loading.again"), load));
    }
  }

  /** Words in the prose: data-set="text=…;gate=f;show=encoder". */
  async function say(settings) {
    const panel = settings.show || "sentence";
    const place = places().find((one) => one.dataset.panel === panel);
    if (place) root.Explorables.bringIntoView(place); // the progress of loading shows there too
    await set({ ...settings, show: panel });
    if (session) announce(told());
  }

  /** Loads what is needed, and sets the state. `fresh` undoes what the reader did, `example` is a number. */
  async function set(settings) {
    await load();
    if (!session) return;
    const { KEYS } = root.Explorables.session;
    const from = (key, text) => KEYS[key].from(text.replaceAll("/", ";"));
    const changes = {};
    for (const key in settings) {
      if (key === "fresh") Object.assign(changes, { ...fresh(model.examples[0]), text: state.text });
      else if (key === "example") changes.text = model.examples[Number(settings.example)];
      else if (key === "zero") changes.edits = from("edits", `zero,${settings.zero}`);
      else if (key === "edit") changes.edits = from("edits", settings.edit);
      else changes[key] = from(key, settings[key]);
    }
    change(changes, changes.show);
    await turn(); // translating a long sentence with a wide beam was work enough
    draw(changes.show);
  }

  function ask(place) {
    const { question: name, values, set: shows } = place.dataset;
    root.Explorables.ask(place, question(t, `questions.${name}`, { values: JSON.parse(values), onAnswer: (chosen, tell) => {
      tell();
      set(root.Explorables.settings(shows));
    } }));
  }

  function mount() {
    document.querySelectorAll('[data-explorable="translation-microscope"][data-question]').forEach(ask);
    const all = places();
    if (!all.length) return;
    // The weights come when a panel comes into view, or an address or a word in the prose asks for them.
    watcher = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) load();
    });
    all.forEach((place) => {
      root.Explorables.landing(place); // a reader who is faster than the weights finds it all the same
      watcher.observe(place);
    });
    if (read(location.hash)) load();
    addEventListener("hashchange", () => {
      const wanted = read(location.hash);
      if (!wanted || !session || location.hash.slice(1) === write(state)) return;
      state = wanted;
      settle();
      draw();
    });
    root.Explorables.upgradePhrases(document, say);
  }

  root.Explorables.translationMicroscope = {
    load, set, get state() { return state; }, get session() { return session; }, get ready() { return ready; }, get shown() { return ready && !drawing && !unpainted; },
  };
  root.Explorables.begin(mount);
})(globalThis);
