/*
 * What is on the screen, as data: from a state (small, what the address holds) to everything that follows from it.
 *
 *   const session = Explorables.session(model)
 *   session.look(state)        words, ids, the table as edited, every step of encoder and decoder, both translations
 *   session.plane(kind)        the fixed plane of the map: "change" (what training changed) or "table" (the rows)
 *   session.nearest(id, table, kind, count)   nearest rows by cosine, in all E values
 *   Explorables.session.fresh(text)           a state before anybody has touched it
 *   Explorables.session.write(state), .read(hash)   to and from the address; read gives null where there is no state
 *   Explorables.session.KEYS
 *
 * An edit is { kind: "zero", a } | { kind: "swap", a, b } | { kind: "mix", a, b, share } | { kind: "move", a, by: [dx, dy], map }.
 */
(function (root) {
  "use strict";
  const Explorables = (root.Explorables = root.Explorables || {});
  const { PAD, SPECIALS, top } = Explorables.translator;

  const [MOST_PADS, WIDEST_BEAM] = [6, 5];

  const fresh = (text) => ({
    text, token: 0, way: "look", read: 1, gate: "f", unit: 0, pads: 0, packed: true, drop: "none",
    write: 1, forced: new Map(), beam: 1, alpha: 0.6, guess: false, edits: [], map: "change", chosen: "", share: 0.5, other: "", show: "",
  });

  // ---------------------------------------------------------------- the address

  const plain = { to: (value) => String(value), from: (text) => text };
  const one = (...known) => ({ to: String, from: (text) => (known.includes(text) ? text : known[0]) });
  const number = (low, high) => ({ to: String, from: (text) => Math.max(low, Math.min(high, Number(text) || 0)) });
  const flag = { to: (value) => (value ? "1" : "0"), from: (text) => text === "1" };
  const list = (parts) => parts.map((part) => encodeURIComponent(part)).join(",");
  const [share, way, map] = [number(0, 1), number(-99, 99), one("change", "table")];
  /** What each key may hold. An address comes from anywhere: what makes no sense becomes the nearest thing that does. */
  const KEYS = {
    text: plain, token: number(0, 999), way: one("look", "matrix"), read: number(1, 999), gate: one("f", "i", "g", "c", "o", "h"), unit: number(0, 9999),
    pads: number(0, MOST_PADS), packed: flag, drop: one("none", "h", "c", "both"), write: number(1, 999),
    forced: {
      to: (forced) => [...forced].map(([step, word]) => list([step, word])).join(";"),
      from: (text) => new Map(text.split(";").filter(Boolean).map((pair) => pair.split(",").map(decodeURIComponent)).filter(([step]) => /^\d+$/.test(step)).map(([step, word]) => [Number(step), word])),
    },
    beam: number(1, WIDEST_BEAM), alpha: number(0, 1.5), guess: flag,
    edits: {
      to: (edits) => edits.map(({ kind, a, b, share, by, map }) => list({ zero: [kind, a], swap: [kind, a, b], mix: [kind, a, b, share], move: [kind, a, ...(by || []), map] }[kind])).join(";"),
      from: (text) => text.split(";").map((edit) => edit.split(",").map(decodeURIComponent)).map(([kind, a, ...rest]) => a && ({
        zero: { kind, a },
        swap: rest[0] && { kind, a, b: rest[0] },
        mix: rest[0] && { kind, a, b: rest[0], share: share.from(rest[1]) },
        move: { kind, a, by: [way.from(rest[0]), way.from(rest[1])], map: map.from(rest[2]) },
      })[kind]).filter(Boolean),
    },
    map, chosen: plain, share, other: plain, show: plain,
  };

  /** Only what differs from a fresh state, after the sentence. */
  function write(state) {
    const base = fresh(state.text);
    const parts = ["text=" + encodeURIComponent(state.text)];
    for (const key in KEYS) {
      const now = KEYS[key].to(state[key]);
      if (key !== "text" && now !== KEYS[key].to(base[key])) parts.push(`${key}=${/^(forced|edits)$/.test(key) ? now : encodeURIComponent(now)}`);
    }
    return parts.join("&");
  }

  function read(hash) {
    const text = hash.replace(/^#/, "");
    if (!text.startsWith("text=")) return null;
    const state = fresh("");
    try {
      for (const part of text.split("&")) {
        const [key, value = ""] = part.split(/=(.*)/s);
        if (key in KEYS) state[key] = KEYS[key].from(/^(forced|edits)$/.test(key) ? value : decodeURIComponent(value));
      }
    } catch (broken) {
      if (!(broken instanceof URIError)) throw broken; // half an address, copied badly: there is no state in it
      return null;
    }
    return state;
  }

  // ---------------------------------------------------------------- geometry

  function dot(a, b) {
    let sum = 0;
    for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
    return sum;
  }
  const norm = (a) => Math.sqrt(dot(a, a));
  function unit(a) {
    const length = norm(a) || 1;
    return a.map((value) => value / length);
  }

  /** The two directions in which the rows differ most, by orthogonal iteration on their covariance. */
  function principal(rows) {
    const size = rows[0].length;
    const mean = Float64Array.from({ length: size }, (_, k) => rows.reduce((sum, row) => sum + row[k], 0) / rows.length);
    const covariance = Array.from({ length: size }, () => new Float64Array(size));
    for (const row of rows) {
      const centred = mean.map((value, k) => row[k] - value);
      covariance.forEach((line, a) => {
        const own = centred[a];
        for (let b = 0; b < size; b++) line[b] += own * centred[b];
      });
    }
    const times = (axis) => axis.map((_, k) => dot(covariance[k], axis));
    const total = covariance.reduce((sum, line, k) => sum + line[k], 0);
    let axes = [0, 1].map((n) => Float64Array.from({ length: size }, (_, k) => Math.cos(k * (n + 1) + n)));
    for (let round = 0; round < 150; round++) {
      axes = axes.map(times);
      const first = unit(axes[0]);
      const shared = dot(axes[1], first);
      axes = [first, unit(axes[1].map((value, k) => value - shared * first[k]))];
    }
    const kept = axes.reduce((sum, axis) => sum + dot(axis, times(axis)), 0);
    return { axes, mean, kept: total ? kept / total : 0 };
  }

  // ---------------------------------------------------------------- the session

  Explorables.session = function (model) {
    const { E, source, target } = model;
    const words = source.words.length;
    const planes = {};

    /** A row as the map sees it: itself, or its way from where training started. */
    function seen(table, id, kind) {
      const row = model.row(table, id);
      return kind === "change" && model.start ? row.map((value, k) => value - model.start[id * E + k]) : row;
    }

    function plane(kind) {
      if (!planes[kind]) {
        const rows = [];
        for (let id = SPECIALS; id < words; id++) rows.push(seen(model.tables.source, id, kind));
        planes[kind] = principal(rows);
      }
      return planes[kind];
    }

    function nearest(id, table, kind, count) {
      const own = seen(table, id, kind);
      const cosines = new Float64Array(words).fill(-2);
      for (let other = SPECIALS; other < words; other++) {
        const row = seen(table, other, kind);
        const lengths = norm(own) * norm(row);
        if (other !== id) cosines[other] = lengths ? dot(own, row) / lengths : 0;
      }
      return top(cosines, count).map((other) => ({ id: other, cosine: cosines[other] }));
    }

    /** What a move on the map adds to a row, rounded so that three decimals in Python say the same. */
    function shift({ by, map }) {
      const { axes } = plane(map);
      return axes[0].map((value, k) => Math.round(1000 * (by[0] * value + by[1] * axes[1][k])) / 1000);
    }

    /** The source table after all edits, one after the other; edits of words that this vocabulary lacks are left out. */
    function edited(edits) {
      if (!edits.length) return model.tables.source;
      const table = Float32Array.from(model.tables.source);
      for (const edit of edits) {
        const [a, b] = [source.index.get(edit.a), source.index.get(edit.b)];
        if (a === undefined || (/swap|mix/.test(edit.kind) && b === undefined)) continue;
        const first = model.row(table, a);
        if (edit.kind === "zero") first.fill(0);
        else if (edit.kind === "move") shift(edit).forEach((value, k) => (first[k] += value));
        else {
          const second = model.row(table, b);
          const before = first.slice();
          if (edit.kind === "mix") first.forEach((value, k) => (first[k] = (1 - edit.share) * value + edit.share * second[k]));
          else {
            first.set(second);
            second.set(before);
          }
        }
      }
      return table;
    }

    const zeroed = (vectors) => vectors.map((vector) => new Float64Array(vector.length));

    function dropped({ h, c }, drop) {
      return { h: /h|both/.test(drop) ? zeroed(h) : h, c: /c|both/.test(drop) ? zeroed(c) : c };
    }

    const originals = new Map(); // text -> its translation with nothing changed
    function original(text, ids) {
      if (!originals.has(text)) originals.set(text, model.sentence(model.greedy(model.encode(ids).state).map(({ word }) => word)));
      return originals.get(text);
    }

    /** Every step over these words, remembered while only the decoder's side of the state changes. */
    let walked = { key: null };
    function walk(ids, edits, table) {
      const key = ids.join() + "&" + KEYS.edits.to(edits);
      if (walked.key !== key) walked = { key, steps: model.encode(ids, table).steps };
      return walked.steps;
    }

    let last = { key: null };

    function look(state) {
      const relevant = ["text", "pads", "packed", "drop", "forced", "beam", "alpha", "edits"];
      const key = relevant.map((name) => KEYS[name].to(state[name])).join("&");
      if (last.key !== key) last = { key, ...calculate(state) };
      return last;
    }

    function calculate(state) {
      const tokens = model.tokenize(state.text);
      const ids = model.indices(tokens);
      const unknown = ids.map((id, k) => !source.index.has(tokens[k]));
      const problem = !ids.length ? "empty" : ids.length > model.maxLength ? "long" : unknown.every(Boolean) ? "unknown" : null;
      const table = edited(state.edits);
      if (problem) return { tokens, ids, unknown, problem, table };

      const padded = [...ids, ...new Array(state.pads).fill(PAD)];
      const steps = walk(padded, state.edits, table); // pads included; packing only decides where to stop
      const at = (k) => ({ h: steps[k].layers.map(({ h }) => h), c: steps[k].layers.map(({ c }) => c) });
      const packedState = at(ids.length - 1);
      const read = state.packed ? ids.length : padded.length;
      const encoded = at(read - 1);
      const context = dropped(encoded, state.drop);

      const forced = new Map([...state.forced].filter(([, word]) => target.index.has(word)).map(([step, word]) => [step, target.index.get(word)]));
      const beam = state.beam > 1 ? model.beam(context, state.beam, state.alpha) : null;
      const written = beam ? beam.best.written : model.greedy(context, forced);
      const translation = model.sentence(written.map(({ word }) => word));
      return { tokens, ids, unknown, problem, table, padded, steps, packedState, encoded, context, forced, beam, written, translation, original: original(state.text, ids) };
    }

    return { look, plane, nearest, shift, seen, model };
  };
  Object.assign(Explorables.session, { MOST_PADS, WIDEST_BEAM, fresh, write, read, KEYS, norm, dot });
})(globalThis);
