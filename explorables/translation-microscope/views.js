/*
 * The drawings: from values to SVG, with no state of their own. They run in the page and, for the still pictures, in Node.
 *
 *   tableView(t, width, view)     the whole table, its chosen rows lit, each drawn out as a strip of E bars
 *   productView(t, width, view)   the same row out of one-hot × matrix
 *   cellView(t, width, view)      one LSTM, the chosen gate lit
 *   strip(width, values, …)       a vector as bars, one of them marked
 *   contextView(t, width, view)   (h, c) on its way from encoder to decoder
 *   mapView(t, width, view)       rows as points of a fixed plane
 */
(function (root) {
  "use strict";
  const Explorables = (root.Explorables = root.Explorables || {});
  const { tag, text, bars, path, figure, arrow } = Explorables.svg;

  const wide = (word) => [...word].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 1 : 0.56), 0);
  const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

  // ---------------------------------------------------------------- look-up

  /** Rows of a table as texture: above `scale` / 4 dark, below -scale / 4 light; enough to see that rows differ. */
  function texture(x, y, cell, line, table, rows, E, scale) {
    // Cells of a pixel cannot be told apart: every other row and column then stands for two.
    const [across, down] = [cell, line].map((size) => (size < 1.6 ? 2 : 1));
    const strokes = [1, -1].map((sign) => {
      let d = "";
      for (let id = 0; id * down < rows; id++) {
        let at = -1; // where the pen stands in this row; runs of cells are one stroke, or the picture weighs three times as much
        for (let k = 0; k * across < E; k++) {
          const from = k;
          while (k * across < E && sign * table[id * down * E + k * across] >= scale / 4) k++;
          if (k === from) continue;
          d += (at < 0 ? `M${from} ${id}` : `m${from - at} 0`) + `h${k - from}`;
          at = k;
        }
      }
      return tag("path", { d, class: `x-texture${sign < 0 ? " x-minus" : ""}` });
    });
    return tag("g", { transform: `translate(${x} ${y + (line * down) / 2}) scale(${(cell * across).toFixed(4)} ${(line * down).toFixed(4)})` }, strokes);
  }

  /** view: { table, E, rows, items: [{ id, word, unknown, touched }], chosen, scale } */
  function tableView(t, width, view) {
    const { table, E, rows, items, chosen, scale } = view;
    const roomy = width >= 480; // for the words beside their rows
    const left = roomy ? 150 : 76;
    const gap = roomy ? 116 : 62; // narrow: the word above its index
    const height = Math.max(260, items.length * 34 + 40);
    const [top, bottom] = [26, height - 14];
    const line = (bottom - top) / rows;
    const y = (id) => top + (id + 0.5) * line;
    const parts = [
      text(0, 14, t("lookup.rows", { rows, E }), { class: "x-axis-title" }),
      tag("rect", { x: 0.5, y: top - 1, width: left, height: bottom - top + 2, class: "x-frame" }),
      texture(1, top, (left - 1) / E, line, table, rows, E, scale),
    ];
    const x = left + gap;
    const share = (bottom - top) / items.length;
    const tall = Math.min(26, share - 6);
    items.forEach((item, k) => {
      const middle = top + (k + 0.5) * share;
      const strong = k === chosen ? " x-strong" : "";
      const colour = item.unknown ? "x-unknown" : "q-source-embedding";
      parts.push(tag("rect", { x: 0, y: y(item.id) - Math.max(line, 2.4) / 2, width: left + 1, height: Math.max(line, 2.4), class: `x-lit-row ${colour}${strong}` }));
      parts.push(path([[left + 2, y(item.id)], [left + 14, y(item.id)], [left + 22, middle], [x - (roomy ? 84 : 38), middle]], { class: `x-lead ${colour}${strong}` }));
      parts.push(text(x - 4, middle + (roomy ? 4 : 11), String(item.id), { class: "x-number", "text-anchor": "end" }));
      parts.push(bars(x, middle - tall / 2, width - x, tall, item.values, { scale, class: colour }));
      const at = roomy ? [x - 32, middle + 4] : [x - 4, middle - 1];
      parts.push(text(...at, item.word, { class: `x-small${roomy ? "" : " x-over"}${k === chosen ? " x-strong-text" : ""}`, "text-anchor": "end" }));
    });
    return figure(width, height, t("lookup.label", { rows, E, words: items.map(({ word, id }) => `${word} ${id}`).join(t("list")) }), parts);
  }

  /** view: { E, rows, id, word, values, scale, table } */
  function productView(t, width, view) {
    const { E, rows, id, word, values, scale, table } = view;
    const hot = 16;
    const left = hot + 34;
    const right = width - 4;
    const [top, bottom] = [40, 250];
    const line = (bottom - top) / rows;
    const y = top + (id + 0.5) * line;
    const parts = [
      text(0, 14, t("lookup.oneHot", { rows }), { class: "x-axis-title" }),
      text(left, 32, t("lookup.matrix", { rows, E }), { class: "x-axis-title" }),
      tag("rect", { x: 0.5, y: top, width: hot, height: bottom - top, class: "x-frame" }),
      tag("rect", { x: 0.5, y: y - 2, width: hot, height: 4, class: "x-fill q-source-embedding" }),
      text(hot + 4, y + 4, "1", { class: "x-number x-strong-text" }),
      text(hot + 4, id > rows / 2 ? top + 22 : bottom - 12, "0 …", { class: "x-number x-quiet" }),
      tag("rect", { x: left, y: top, width: right - left, height: bottom - top, class: "x-frame" }),
      tag("g", { class: "x-times-zero" }, texture(left, top, (right - left) / E, line, table, rows, E, scale)),
      tag("rect", { x: left, y: y - 2, width: right - left, height: 4, class: "x-lit-row q-source-embedding x-strong" }),
      arrow((left + right) / 2, bottom + 4, (left + right) / 2, bottom + 24, 3, { class: "x-fill q-source-embedding" }),
      bars(left, bottom + 28, right - left, 34, values, { scale, class: "q-source-embedding" }),
      text(left - 5, bottom + 50, "e", { class: "x-word q-name", "text-anchor": "end" }),
    ];
    return figure(width, bottom + 66, t("lookup.productLabel", { word, id, rows, E }), parts);
  }

  // ---------------------------------------------------------------- one LSTM

  const GATES = ["f", "i", "g", "c", "o", "h"];

  /** view: { layer (f i g o c h cBefore hBefore), unit, gate, word, numbers } */
  function cellView(t, width, view) {
    const { layer, unit, gate, word } = view;
    const height = 256;
    const at = (share) => 8 + share * (width - 16);
    const x = { start: at(0), f: at(0.2), i: at(0.39), g: at(0.56), o: at(0.73), tanh: at(0.86), end: at(1) };
    const y = { c: 46, join: 94, gate: 152, h: 206 };
    const wideGate = Math.min(50, 0.17 * (width - 16) - 4);
    const number = (value) => value.toFixed(2).replace("-", "−");
    const parts = [];
    // What the chosen gate is made of, so that its wires are lit with it.
    const lit = { f: ["f"], i: ["i"], g: ["g"], c: ["f", "i", "g", "c"], o: ["o"], h: ["o", "c", "h"] }[gate];
    const mark = (name) => (lit.includes(name) ? (name === gate ? " x-lit" : " x-lit-part") : "");
    const wire = (points, name, colour) => parts.push(path(points, { class: `x-cable ${colour}${mark(name)}` }));

    parts.push(tag("rect", { x: at(0.09), y: 20, width: at(0.93) - at(0.09), height: 206, rx: 12, class: "x-body" }));
    wire([[x.start, y.c], [x.end, y.c]], "c", "q-cell");
    wire([[x.start, y.h], [x.o, y.h]], "", "q-hidden");
    for (const name of ["f", "i", "g", "o"]) wire([[x[name], y.h], [x[name], y.gate]], name, "q-hidden");
    wire([[at(0.3), height - 4], [at(0.3), y.h]], "", "q-source-embedding");
    wire([[x.f, y.gate - 30], [x.f, y.c]], "f", "q-hidden");
    wire([[x.i, y.gate - 30], [x.i, y.join], [(x.i + x.g) / 2, y.join]], "i", "q-hidden");
    wire([[x.g, y.gate - 30], [x.g, y.join], [(x.i + x.g) / 2, y.join]], "g", "q-hidden");
    wire([[(x.i + x.g) / 2, y.join], [(x.i + x.g) / 2, y.c]], lit.includes("c") && gate === "c" ? "c" : "", "q-cell");
    wire([[x.o, y.gate - 30], [x.o, y.join], [x.tanh, y.join]], "o", "q-hidden");
    wire([[x.tanh, y.c], [x.tanh, y.h], [x.end, y.h]], "h", "q-hidden");

    const joint = (cx, cy, sign, name) => {
      parts.push(tag("circle", { cx, cy, r: 10, class: "x-joint" + mark(name) }));
      parts.push(text(cx, cy + 5, sign, { class: "x-word", "text-anchor": "middle" }));
    };
    joint(x.f, y.c, "×", gate === "c" ? "c" : "f");
    joint((x.i + x.g) / 2, y.c, "+", "c");
    joint((x.i + x.g) / 2, y.join, "×", gate === "c" ? "c" : "");
    joint(x.tanh, y.join, "×", "h");
    parts.push(tag("rect", { x: x.tanh - 17, y: y.c + 11, width: 34, height: 16, rx: 8, class: "x-joint" + mark("h") }));
    parts.push(text(x.tanh, y.c + 23, "tanh", { class: "x-tick", "text-anchor": "middle" }));
    for (const name of ["f", "i", "g", "o"]) {
      parts.push(tag("rect", { x: x[name] - wideGate / 2, y: y.gate - 32, width: wideGate, height: 40, rx: 6, class: "x-gate" + mark(name) }));
      parts.push(text(x[name], y.gate - 16, `${name} ${name === "g" ? "tanh" : "σ"}`, { class: "x-small", "text-anchor": "middle" }));
      parts.push(text(x[name], y.gate + 1, number(layer[name][unit]), { class: "x-number x-strong-text", "text-anchor": "middle" }));
    }
    const ends = [
      [x.start, 13, `c ${number(layer.cBefore[unit])}`, "start"], [x.end, 13, `c ${number(layer.c[unit])}`, "end"],
      [x.start, height - 12, `h ${number(layer.hBefore[unit])}`, "start"], [x.end, height - 12, `h ${number(layer.h[unit])}`, "end"],
    ];
    for (const [a, b, words, anchor] of ends) parts.push(text(a, b, words, { class: "x-number" + (anchor === "end" ? " x-strong-text" : ""), "text-anchor": anchor }));
    parts.push(text(at(0.3) + 6, height - 12, `e  ${word}`, { class: "x-small" }));
    parts.push(text(at(0.5), 13, t("encoder.unitShort", { unit }), { class: "x-tick", "text-anchor": "middle" }));
    return figure(width, height, t("encoder.label", {
      word, unit, gate: t(`encoder.gates.${gate}.name`), f: number(layer.f[unit]), i: number(layer.i[unit]), g: number(layer.g[unit]), o: number(layer.o[unit]), c: number(layer.c[unit]), h: number(layer.h[unit]),
    }), parts);
  }

  /** A vector as bars; `unit` marks one of them. For use inside a button or a sentence, so without a name of its own. */
  function strip(width, values, { scale, colour, unit, height = 30 }) {
    const slot = width / values.length;
    return tag("svg", { viewBox: `0 0 ${width} ${height}`, width, height, class: "x-svg x-strip", "aria-hidden": "true", preserveAspectRatio: "none" },
      unit === undefined ? "" : tag("rect", { x: unit * slot - 1, y: 0, width: slot + 2, height, class: "x-unit" }),
      bars(0, 0, width, height, values, { scale, class: colour }));
  }

  // ---------------------------------------------------------------- the context

  /** view: { h, c, drop, first, last, written, count } */
  function contextView(t, width, view) {
    const { h, c, drop, words } = view;
    const height = 190;
    const box = Math.min(92, width * 0.21);
    const [left, right] = [box + 22, width - box - 22];
    const scaleC = Math.max(1, largest(c));
    const parts = [];
    const end = (x, title, line) => {
      parts.push(tag("rect", { x, y: 46, width: box, height: 112, rx: 8, class: "x-body" }));
      parts.push(text(x + box / 2, 38, title, { class: "x-axis-title", "text-anchor": "middle" }));
      line.slice(0, 4).forEach((word, k) => parts.push(text(x + box / 2, 72 + 22 * k, k === 3 && line.length > 4 ? "…" : word, { class: "x-small", "text-anchor": "middle" })));
    };
    end(0.5, t("context.encoder"), words);
    end(width - box - 0.5, t("context.decoder"), ["<sos>", "↓", "?"]);
    [["h", h, 66, 1, "q-hidden"], ["c", c, 122, scaleC, "q-cell"]].forEach(([name, values, y, scale, colour]) => {
      const cut = drop === name || drop === "both";
      parts.push(path([[box + 2, y], [width - box - 3, y]], { class: `x-cable q-context${cut ? " x-cut" : " x-lit-part"}` }));
      parts.push(bars(left, y - 20, right - left, 40, values, { scale, class: colour }));
      parts.push(text(left + 3, y - 24, `${name} · ${values.length}`, { class: "x-small q-name" }));
      if (cut) parts.push(text((left + right) / 2, y + 5, "✂ 0", { class: "x-word x-halo x-strong-text", "text-anchor": "middle" }));
    });
    parts.push(text(width / 2, 180, t("context.sum", { count: 2 * h.length }), { class: "x-small x-quiet", "text-anchor": "middle" }));
    return figure(width, height, t("context.label", { count: 2 * h.length, drop: t(`context.drops.${drop}`) }), parts);
  }

  // ---------------------------------------------------------------- the map

  /** view: { points: [[x, y]], words, first, lit: Set, chosen, near: [id], reach, kept, kind } — ids count from `first`. */
  function mapView(t, width, view) {
    const { points, words, lit, chosen, near, reach, first } = view;
    const height = Math.min(width, 420);
    const inset = 24;
    const within = (value, most) => Math.round(10 * Math.max(12, Math.min(most - 12, value))) / 10; // a swap may throw a word far out: it stands at the edge
    const x = (a) => within(width / 2 + (a / reach) * (width / 2 - inset), width);
    const y = (b) => within(height / 2 - (b / reach) * (height / 2 - inset), height);
    const parts = [
      tag("rect", { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 6, class: "x-ground" }),
      tag("line", { x1: x(0), y1: 6, x2: x(0), y2: height - 6, class: "x-zero" }),
      tag("line", { x1: 6, y1: y(0), x2: width - 6, y2: y(0), class: "x-zero" }),
    ];
    const taken = [];
    const free = (box) => taken.every((other) => box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3]);
    const labels = [];
    const at = (id) => points[id - first];
    const order = [...new Set([chosen, ...lit, ...near, ...words.map((_, k) => k)].filter((id) => id >= first))];
    for (const id of near) parts.push(tag("line", { x1: x(at(chosen)[0]), y1: y(at(chosen)[1]), x2: x(at(id)[0]), y2: y(at(id)[1]), class: "x-near" }));
    for (const id of order) {
      const [a, b] = at(id);
      const word = words[id];
      const strong = id === chosen;
      const known = strong || lit.has(id) || near.includes(id);
      const size = known ? 13 : 11;
      const half = (wide(word) * size) / 2 + 3;
      const [cx, cy] = [x(a), y(b)];
      parts.push(tag("circle", { cx, cy, r: known ? 4 : 2.2, class: `x-dot q-source-embedding${known ? "" : " x-faint"}` }));
      const places = [[0, -9], [0, 16], [half + 6, 4], [-half - 6, 4]].map(([dx, dy]) => [cx + dx, cy + dy]);
      const fits = places.find(([px, py]) => px - half > 2 && px + half < width - 2 && py > 14 && py < height - 4 && free([px - half, py - size, px + half, py + 3]));
      if (!fits && !known) continue;
      const [px, py] = fits || places[0];
      taken.push([px - half, py - size, px + half, py + 3]);
      labels.push(text(px, py, word, { class: `x-halo ${known ? "x-word-known" : "x-tick"}${strong ? " x-strong-text" : ""}`, "text-anchor": "middle" }));
    }
    parts.push(...labels);
    if (chosen >= first) {
      const [a, b] = at(chosen);
      parts.push(tag("circle", { cx: x(a), cy: y(b), r: 11, class: "x-grip q-source-embedding" }));
    }
    const label = t("break.mapLabel", { count: points.length, kept: view.kept, word: chosen >= first ? words[chosen] : "—", near: near.map((id) => words[id]).join(t("list")) || "—" });
    return { markup: figure(width, height, label, parts), x, y, height, unit: (width / 2 - inset) / reach, unitY: (height / 2 - inset) / reach };
  }

  Explorables.translationViews = { tableView, productView, cellView, strip, contextView, mapView, largest, wide, GATES };
})(globalThis);
