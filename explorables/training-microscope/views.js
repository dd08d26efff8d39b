/*
 * The pictures: pure functions from what a run holds to markup. They run in the page and, for the still
 * pictures, in Node. Every word comes in through t, every width through `width`.
 *
 *   map(t, width, view)         rows of a table as points, with trails, and what the plane hides
 *   curves(t, width, lanes)     loss and accuracy against steps, one line a lane
 *   chain(t, width, bench)      one sentence through encoder and decoder, and the gradient's way back
 *   rowsTable(t, bench, …)      every row of a table: how often read, its numbers, its gradient
 *   sumTable(t, bench, …)       where one row's gradient comes from, added up; sumWords says it in one sentence
 *   movesTable(t, bench)        how far each row moved, with SGD and with Adam
 *   plane(points, before)       two principal axes, kept close to those of the last picture
 */
(function (root) {
  "use strict";
  const Explorables = (root.Explorables = root.Explorables || {});
  const { tag, text, bars, arrow, path, figure, escape } = Explorables.svg;
  const { SOURCE_WORDS, TARGET_WORDS } = Explorables.numerals;

  const WORDS = { source: SOURCE_WORDS, target: TARGET_WORDS };
  const norm = (vector) => Math.hypot(...vector);
  const percent = (share) => `${(100 * share).toFixed(1)}%`;
  /** Small numbers that a reader compares: one unit for all of them, a power of ten. */
  const unitOf = (largest) => (largest > 0 ? Math.floor(Math.log10(largest)) : 0);
  const SUPERSCRIPT = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
  const tenTo = (power) => "10" + [...String(power)].map((c) => SUPERSCRIPT[c]).join("");

  // ---------------------------------------------------------------- the plane

  /** The two directions that keep most of the points' spread, by orthogonal iteration from `before`. */
  function plane(points, before) {
    const size = points[0].length;
    const mean = Array.from({ length: size }, (_, k) => points.reduce((sum, p) => sum + p[k], 0) / points.length);
    const centred = points.map((p) => Array.from(p, (value, k) => value - mean[k]));
    const spread = centred.reduce((sum, p) => sum + p.reduce((s, v) => s + v * v, 0), 0);
    let axes = before ? before.map((axis) => [...axis]) : [0, 1].map((n) => Array.from({ length: size }, (_, k) => (k === n ? 1 : 0.1)));
    for (let round = 0; round < (before ? 3 : 60); round++) {
      const next = axes.map((axis) => {
        const out = new Array(size).fill(0);
        for (const p of centred) {
          const along = p.reduce((sum, v, k) => sum + v * axis[k], 0);
          p.forEach((v, k) => (out[k] += along * v));
        }
        return out;
      });
      // All rows equal: no direction is better than another, so the old ones stay.
      if (norm(next[0]) < 1e-12) break;
      const first = next[0].map((v) => v / norm(next[0]));
      const shared = next[1].reduce((sum, v, k) => sum + v * first[k], 0);
      const rest = next[1].map((v, k) => v - shared * first[k]);
      if (norm(rest) < 1e-12) break;
      axes = [first, rest.map((v) => v / norm(rest))];
    }
    return describePlane(centred, spread, axes, mean);
  }

  /** The plane of two coordinates, the same for the whole run. */
  function fixedPlane(points) {
    const size = points[0].length;
    const mean = new Array(size).fill(0);
    const axes = [0, 1].map((n) => Array.from({ length: size }, (_, k) => (k === n ? 1 : 0)));
    const centre = Array.from({ length: size }, (_, k) => points.reduce((sum, p) => sum + p[k], 0) / points.length);
    const centred = points.map((p) => Array.from(p, (value, k) => value - centre[k]));
    return describePlane(centred, centred.reduce((sum, p) => sum + p.reduce((s, v) => s + v * v, 0), 0), axes, mean);
  }

  function describePlane(centred, spread, axes, mean) {
    const kept = axes.map((axis) => centred.reduce((sum, p) => sum + p.reduce((s, v, k) => s + v * axis[k], 0) ** 2, 0));
    return { axes, mean, kept: spread > 0 ? (kept[0] + kept[1]) / spread : 0 };
  }

  const project = ({ axes, mean }, point) => axes.map((axis) => axis.reduce((sum, v, k) => sum + v * (point[k] - mean[k]), 0));

  /** The nearest rows in all E dimensions, by cosine; what the map can only hint at. */
  function nearest(rows, chosen, count = 3) {
    const cosine = (a, b) => {
      const lengths = norm(a) * norm(b);
      return lengths > 0 ? a.reduce((sum, v, k) => sum + v * b[k], 0) / lengths : 0;
    };
    return rows
      .map((row, id) => ({ id, cosine: cosine(row, rows[chosen]) }))
      .filter(({ id }) => id !== 0 && id !== chosen)
      .sort((a, b) => b.cosine - a.cosine)
      .slice(0, count);
  }

  /** Labels that would cover each other, pushed apart until they do not; a line then leads to the point. */
  function apart(points, distance) {
    const moved = points.map((point) => [...point]);
    for (let round = 0; round < 30; round++) {
      for (let i = 0; i < moved.length; i++) {
        for (let j = 0; j < i; j++) {
          let dx = moved[i][0] - moved[j][0];
          const dy = moved[i][1] - moved[j][1];
          if (!dx && !dy) dx = 0.1 * (i - j);
          const gap = Math.hypot(dx, dy);
          if (gap >= distance) continue;
          const push = (distance - gap) / 2 / gap;
          moved[i] = [moved[i][0] + dx * push, moved[i][1] + dy * push];
          moved[j] = [moved[j][0] - dx * push, moved[j][1] - dy * push];
        }
      }
    }
    return moved;
  }

  /** view: { table, rows, snapshots: [[row, …], …], plane, chosen, steps } */
  function map(t, width, view) {
    const { table, rows, snapshots, chosen } = view;
    const words = WORDS[table];
    const colour = table === "source" ? "q-source-embedding" : "q-target-embedding";
    const height = Math.min(width, 400);
    const inset = 22;
    const now = rows.map((row) => project(view.plane, row));
    const paths = snapshots.map((snapshot) => snapshot.map((row) => project(view.plane, row)));
    let reach = 0.3;
    for (const points of [now, ...paths]) for (const [a, b] of points) reach = Math.max(reach, Math.abs(a), Math.abs(b));
    const x = (a) => width / 2 + (a / reach) * (width / 2 - inset);
    const y = (b) => height / 2 - (b / reach) * (height / 2 - inset);
    const near = chosen ? nearest(rows, chosen) : [];

    const parts = [
      tag("rect", { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 6, class: "x-ground" }),
      tag("line", { x1: x(0), y1: 6, x2: x(0), y2: height - 6, class: "x-zero" }),
      tag("line", { x1: 6, y1: y(0), x2: width - 6, y2: y(0), class: "x-zero" }),
    ];
    if (paths.length > 1) {
      words.forEach((_, id) => {
        if (id === 0) return;
        const line = [...paths.map((points) => points[id]), now[id]].map(([a, b]) => [x(a), y(b)]);
        const strong = chosen === id ? " x-strong" : chosen ? " x-faint" : "";
        parts.push(path(line, { class: `x-trail ${colour}${strong}` }));
        parts.push(tag("circle", { cx: line[0][0], cy: line[0][1], r: 2.5, class: `x-ring ${colour}${strong}` }));
      });
    }
    for (const { id } of near) {
      parts.push(tag("line", { x1: x(now[chosen][0]), y1: y(now[chosen][1]), x2: x(now[id][0]), y2: y(now[id][1]), class: "x-near" }));
    }
    const places = apart(now.map(([a, b]) => [x(a), y(b)]), 23);
    now.forEach(([a, b], id) => {
      const off = Math.hypot(x(a) - places[id][0], y(b) - places[id][1]);
      if (off < 3) return; // the label stands where its point is
      parts.push(tag("line", { x1: x(a), y1: y(b), x2: places[id][0], y2: places[id][1], class: "x-leader" }));
      parts.push(tag("circle", { cx: x(a), cy: y(b), r: 2.5, class: `x-fill ${colour}` }));
    });
    words.forEach((word, id) => {
      const [a, b] = places[id];
      const label = word.replace(/[<>]/g, "");
      const half = label.length > 1 ? 15 : 11;
      const mark = id === chosen ? " x-chosen" : near.some((n) => n.id === id) ? " x-neighbour" : "";
      parts.push(id === 0
        ? tag("rect", { x: a - half, y: b - 9, width: 2 * half, height: 18, class: "x-point x-padding" })
        : tag("rect", { x: a - half, y: b - 11, width: 2 * half, height: 22, rx: 11, class: `x-point ${colour}${mark}` }));
      parts.push(text(a, b + (label.length > 1 ? 4 : 5), label, { class: label.length > 1 ? "x-small" : "x-word", "text-anchor": "middle" }));
    });
    const label = t("map.label", { table: t(`tables.${table}`), steps: view.steps, kept: percent(view.plane.kept) });
    return figure(width, height, label, parts);
  }

  // ---------------------------------------------------------------- loss and accuracy

  const DASHES = ["", "7 4", "2 3"];

  /** lanes: [{ name, loss: [number a step], accuracy: [[step, share], …], steps }] */
  function curves(t, width, lanes, options) {
    const half = options.height || 150;
    const left = 40;
    const right = width - 12;
    const furthest = Math.max(options.atLeast, ...lanes.map((lane) => lane.steps));
    const x = (step) => left + (step / furthest) * (right - left);
    const chance = Math.log(TARGET_WORDS.length);
    const parts = [];

    function axes(top, ticks, y, title) {
      parts.push(text(0, top + 11, title, { class: "x-axis-title" }));
      for (const [value, label] of ticks) {
        parts.push(tag("line", { x1: left, y1: y(value), x2: right, y2: y(value), class: "x-grid" }));
        parts.push(text(left - 5, y(value) + 4, label, { class: "x-tick", "text-anchor": "end" }));
      }
    }

    const lossTop = 0;
    const lossY = (loss) => lossTop + half - 8 - (Math.min(loss, 3) / 3) * (half - 34);
    axes(lossTop, [0, 1, 2, 3].map((v) => [v, String(v)]), lossY, t("curves.loss"));
    parts.push(tag("line", { x1: left, y1: lossY(chance), x2: right, y2: lossY(chance), class: "x-chance" }));
    parts.push(text(right, lossY(chance) - 4, t("curves.chance"), { class: "x-tick", "text-anchor": "end" }));

    const accuracyTop = half + 8;
    const accuracyY = (share) => accuracyTop + half - 8 - share * (half - 34);
    axes(accuracyTop, [0, 0.5, 1].map((v) => [v, `${100 * v}%`]), accuracyY, t("curves.accuracy"));

    lanes.forEach((lane, k) => {
      const line = { class: `x-line x-lane-${k}`, "stroke-dasharray": DASHES[k] };
      const bucket = Math.max(5, Math.ceil(lane.steps / 80)); // one batch is noise; the mean of a few is a curve
      const points = lane.loss.length ? [[x(0), lossY(lane.loss[0])]] : [];
      for (let from = 0; from + bucket <= lane.loss.length; from += bucket) {
        const mean = lane.loss.slice(from, from + bucket).reduce((a, b) => a + b, 0) / bucket;
        points.push([x(from + bucket / 2), lossY(mean)]);
      }
      parts.push(path(points, line));
      parts.push(path(lane.accuracy.map(([step, share]) => [x(step), accuracyY(share)]), line));
    });

    const bottom = accuracyTop + half;
    for (const step of [0, furthest / 2, furthest]) {
      const anchor = step === 0 ? "start" : step === furthest ? "end" : "middle";
      parts.push(text(x(step), bottom + 10, String(Math.round(step)), { class: "x-tick", "text-anchor": anchor }));
    }
    parts.push(text((left + right) / 2, bottom + 26, t("curves.steps"), { class: "x-axis-title", "text-anchor": "middle" }));

    const last = (lane) => (lane.accuracy.length ? lane.accuracy[lane.accuracy.length - 1][1] : 0);
    const label = lanes.map((lane) => t("curves.label", { name: lane.name, steps: lane.steps, accuracy: percent(last(lane)) })).join(" ");
    return figure(width, bottom + 32, label, parts);
  }

  // ---------------------------------------------------------------- one sentence, forward and back

  /**
   * bench: { pairs, tapes, shown, stage } — stage 0 forward, 1 loss, 2 back through the decoder,
   * 3 the context, 4 back through the encoder. `shown` is the sentence drawn.
   */
  function chain(t, width, bench) {
    const { pairs, tapes, shown, stage } = bench;
    const S = Math.max(...pairs.map(({ source }) => source.length));
    const T = Math.max(...pairs.map(({ target }) => target.length));
    const { source, target } = pairs[shown];
    const { encoder, decoder } = tapes[shown];
    const column = width / (S + T + 0.5);
    const box = Math.min(46, column * 0.62);
    const centre = (k, side) => column * (k + 0.5) + (side === "decoder" ? column * (S + 0.5) : 0);
    const word = Math.min(16, column * 0.45);
    const roomy = column > 44;

    const top = { probability: 44, cell: 122, strip: 226, word: 298 };
    const cellHeight = 56;
    const stripHeight = 52;
    const parts = [];

    // Scales: one for the vectors' entries, one for each kind of arrow, over the whole batch, so that sentences can be compared.
    let largestE = 0;
    let largestState = 0;
    tapes.slice(0, pairs.length).forEach((tape, b) => {
      for (const [side, length] of [[tape.encoder, pairs[b].source.length], [tape.decoder, pairs[b].target.length]]) {
        for (let k = 0; k < length; k++) largestE = Math.max(largestE, norm(side.de[k]));
        for (let k = 0; k <= length; k++) largestState = Math.max(largestState, Math.hypot(norm(side.dh[k]), norm(side.dc[k])));
      }
    });
    const power = unitOf(largestE);
    const thick = (size, largest) => 1.2 + 10.8 * (largest ? size / largest : 0);
    const inUnits = (size) => (size / 10 ** power).toFixed(1);

    parts.push(text(column * S * 0.5, 14, t("chain.encoder"), { class: "x-axis-title", "text-anchor": "middle" }));
    parts.push(text(centre((T - 1) / 2, "decoder"), 14, t("chain.decoder"), { class: "x-axis-title", "text-anchor": "middle" }));
    const legend = stage < 2 ? ["chain.legend.h", "chain.legend.e"] : ["chain.legend.arrows", "chain.legend.unit"];
    legend.forEach((key, line) => {
      t(key, { unit: tenTo(power) }).split("\n").forEach((words, n) =>
        parts.push(text(2, 40 + 38 * line + 16 * n, words, { class: "x-small x-quiet" })));
    });

    function cell(side, tape, k, words, length, colour) {
      const x = centre(k, side);
      const live = k < length;
      const soft = live ? "" : " x-skipped";
      parts.push(tag("rect", { x: x - box / 2, y: top.cell, width: box, height: cellHeight, rx: 5, class: "x-cell" + soft }));
      parts.push(text(x, top.word + 14, live ? words[tape.ids[k]].replace(/[<>]/g, "") : "pad", {
        "text-anchor": "middle", class: live ? "x-word" : "x-small x-quiet", style: live ? `font-size:${words[tape.ids[k]].length > 1 ? 11.5 : Math.max(13, word)}px` : null,
      }));
      parts.push(tag("rect", { x: x - box / 2, y: top.strip, width: box, height: stripHeight, class: "x-frame" + soft }));
      if (!live) return;
      parts.push(bars(x - box / 2, top.strip, box, stripHeight, tape.e[k], { scale: bench.reach, vertical: true, class: colour, frame: false }));
      parts.push(bars(x - box / 2 + 3, top.cell + 4, box - 6, cellHeight - 8, tape.h[k + 1], { scale: 1, vertical: true, class: "q-hidden", frame: false }));
      // forward: the word's vector goes up, the state goes on
      parts.push(tag("line", { x1: x, y1: top.strip, x2: x, y2: top.cell + cellHeight, class: "x-wire" }));
      if (k + 1 < length) parts.push(tag("line", { x1: x + box / 2, y1: top.cell + cellHeight / 2, x2: x + column - box / 2, y2: top.cell + cellHeight / 2, class: "x-wire" }));
    }
    for (let k = 0; k < S; k++) cell("encoder", encoder, k, SOURCE_WORDS, source.length, "q-source-embedding");
    for (let k = 0; k < T; k++) cell("decoder", decoder, k, TARGET_WORDS, target.length, "q-target-embedding");

    // The context leaves the last valid step, over the skipped columns if there are any.
    const from = centre(source.length - 1, "encoder") + box / 2;
    const to = centre(0, "decoder") - box / 2;
    const mid = top.cell + cellHeight / 2;
    const lift = source.length < S ? top.cell - 9 : mid;
    const wire = lift === mid ? [[from, mid], [to, mid]] : [[from - box / 2, top.cell], [from - box / 2, lift], [to - 5, lift], [to - 5, mid], [to, mid]];
    parts.push(path(wire, { class: "x-wire x-context q-context" }));

    for (let k = 0; k < target.length; k++) {
      const x = centre(k, "decoder");
      const p = decoder.probabilities[k][target[k]];
      const tall = 40;
      parts.push(tag("line", { x1: x, y1: top.cell, x2: x, y2: top.probability + tall, class: "x-wire" }));
      parts.push(tag("rect", { x: x - box / 2, y: top.probability, width: box, height: tall, class: "x-frame x-paper" }));
      parts.push(tag("rect", { x: x - box / 2, y: top.probability + tall * (1 - p), width: box, height: tall * p, class: "x-probability" }));
      parts.push(text(x, top.probability + tall / 2 + 4, stage ? decoder.loss[k].toFixed(roomy ? 2 : 1) : `${Math.round(100 * p)}%`, { class: "x-small x-over", "text-anchor": "middle" }));
      parts.push(text(x, top.probability - 6, TARGET_WORDS[target[k]].replace(/[<>]/g, ""), { class: "x-small x-strong-text", "text-anchor": "middle" }));
    }

    const back = { class: "x-back q-gradient" };
    function stateArrow(x1, x2, size, y = mid) {
      parts.push(arrow(x1, y, x2, y, thick(size, largestState), back));
    }
    /** Words on a ground of their own, so that no line runs through them. */
    function grounded(x, y, words, wide, attributes) {
      parts.push(tag("rect", { x: x - wide / 2, y: y - 11, width: wide, height: 14, class: "x-label-ground" }));
      parts.push(text(x, y, words, { "text-anchor": "middle", ...attributes }));
    }
    function downArrow(side, tape, k) {
      const x = centre(k, side);
      const size = norm(tape.de[k]);
      parts.push(arrow(x, top.cell + cellHeight + 1, x, top.strip - 13, thick(size, largestE), back));
      grounded(x, top.strip - 3, inUnits(size), Math.min(box, 28), { class: "x-number" });
    }
    const stateNorm = (tape, k) => Math.hypot(norm(tape.dh[k]), norm(tape.dc[k]));
    if (stage >= 2) {
      for (let k = 0; k < target.length; k++) {
        const x = centre(k, "decoder");
        parts.push(arrow(x, top.probability + 42, x, top.cell - 1, 4, back));
        downArrow("decoder", decoder, k);
        if (k) stateArrow(x - box / 2, centre(k - 1, "decoder") + box / 2, stateNorm(decoder, k));
      }
    }
    if (stage >= 3) {
      const size = stateNorm(encoder, source.length);
      if (lift === mid) stateArrow(to, from, size);
      else {
        parts.push(path(wire, { class: "x-back-line q-gradient", "stroke-width": thick(size, largestState) * 0.6 }));
        parts.push(arrow(from - box / 2, lift - 2, from - box / 2, top.cell + 4, thick(size, largestState) * 0.6, back));
      }
    }
    if (stage >= 4) {
      for (let k = source.length - 1; k >= 0; k--) {
        downArrow("encoder", encoder, k);
        if (k) stateArrow(centre(k, "encoder") - box / 2, centre(k - 1, "encoder") + box / 2, stateNorm(encoder, k));
      }
    }
    if (roomy && source.length < S) {
      const words = t("chain.skipped");
      grounded(centre((source.length + S - 1) / 2, "encoder"), top.cell + cellHeight / 2 + 4, words, 8 + words.length * (words > "一" ? 12 : 6.2), { class: "x-small x-quiet" });
    }

    const listed = source.map((id, k) => `${SOURCE_WORDS[id]} ${inUnits(norm(encoder.de[k]))}`).join(t("list"));
    const label = t(stage < 4 ? "chain.label" : "chain.labelBack", {
      words: pairs[shown].words, number: pairs[shown].number, stage: t.raw("chain.stages")[stage].name, listed, unit: tenTo(power),
    });
    return figure(width, top.word + 24, label, parts);
  }

  // ---------------------------------------------------------------- rows, their gradients, their moves

  const strip = (values, scale, colour) =>
    tag("svg", { viewBox: "0 0 76 26", width: 76, height: 26, preserveAspectRatio: "none", class: "x-strip", "aria-hidden": "true" }, bars(1, 1, 74, 24, values, { scale, class: colour }));

  const sizeBar = (size, largest, words, className) =>
    `<span class="x-size"><span class="x-size-bar ${className}" style="width:${largest ? Math.max(size > 0 ? 2 : 0, (100 * size) / largest).toFixed(1) : 0}%"></span></span><span class="x-size-words">${escape(words)}</span>`;

  /** A table in a box that scrolls if it must; what it is called stands above the box, and stays. */
  const framed = (name, caption, className, content) =>
    `<p class="x-note" id="x-caption-${name}">${escape(caption)}</p><div class="x-scroll"><table class="x-table ${className}" aria-labelledby="x-caption-${name}">${content}</table></div>`;

  const wordCell = (word) => `<th scope="row">${escape(word)}</th>`;
  const rowOf = (array, id, E) => Array.from(array.subarray(id * E, id * E + E));

  /** Where each row of a table was read in the batch: rows[id] = [{ sentence, position, de }, …]. */
  function reads(bench, table) {
    const rows = WORDS[table].map(() => []);
    bench.pairs.forEach(({ source, target }, b) => {
      const tape = bench.tapes[b][table === "source" ? "encoder" : "decoder"];
      const length = table === "source" ? source.length : target.length;
      for (let k = 0; k < length; k++) rows[tape.ids[k]].push({ sentence: b, position: k, de: Array.from(tape.de[k]) });
    });
    return rows;
  }

  /** How many padding positions the batch has, once it is a rectangle. */
  function pads(bench, side) {
    const lengths = bench.pairs.map((pair) => pair[side].length);
    return lengths.reduce((sum, length) => sum + Math.max(...lengths) - length, 0);
  }

  /** mode: "ask" (boxes to tick), "shown" (gradients) */
  function rowsTable(t, bench, table, mode, ticked, chosen) {
    const words = WORDS[table];
    const colour = table === "source" ? "q-source-embedding" : "q-target-embedding";
    const E = bench.E;
    const used = reads(bench, table);
    const gradients = words.map((_, id) => rowOf(bench.gradients[table], id, E));
    const sizes = gradients.map(norm);
    const largest = Math.max(...sizes);
    const power = unitOf(largest);
    const scale = Math.max(...gradients.flat().map(Math.abs)) || 1;
    const asking = mode === "ask";
    const head = asking
      ? ["word", "vector", "guess"]
      : ["word", "times", "vector", "gradient", "length"];
    const caption = t(asking ? "rows.captionAsk" : "rows.caption", { table: t(`tables.${table}`), unit: tenTo(power) });
    let html = "<thead><tr>";
    for (const key of head) html += `<th scope="col">${escape(t("rows.head." + key))}</th>`;
    html += "</tr></thead><tbody>";
    words.forEach((word, id) => {
      const times = id === 0 ? t("rows.padTimes", { n: pads(bench, table) }) : String(used[id].length);
      const cells = {
        word: wordCell(word),
        times: `<td class="x-numeric">${escape(times)}</td>`,
        vector: `<td>${strip(rowOf(bench.tables[table], id, E), bench.reach, colour)}</td>`,
        gradient: `<td>${strip(gradients[id], scale, "q-gradient")}</td>`,
        length: `<td class="x-length">${sizeBar(sizes[id], largest, sizes[id] ? (sizes[id] / 10 ** power).toFixed(1) : "0", "q-gradient")}</td>`,
        guess: `<td><label class="x-tick-box"><input type="checkbox" data-row="${id}"${ticked.has(id) ? " checked" : ""}><span>${escape(t("rows.tick"))}<span class="x-hidden-text">${escape(word)}</span></span></label></td>`,
      };
      const wrong = !asking && ticked.size && ticked.has(id) !== sizes[id] > 0;
      const classes = [sizes[id] > 0 && !asking ? "x-lit" : "", id === chosen && !asking ? "x-row-chosen" : "", wrong ? "x-missed" : ""].join(" ").trim();
      html += `<tr${classes ? ` class="${classes}"` : ""}>${head.map((key) => cells[key]).join("")}</tr>`;
    });
    return framed("rows", caption, "", html + "</tbody>");
  }

  /** The row's gradient as a sum over the places where the row was read. */
  function sumTable(t, bench, table, id) {
    const parts = reads(bench, table)[id];
    const total = rowOf(bench.gradients[table], id, bench.E);
    const scale = Math.max(...parts.flatMap(({ de }) => de.map(Math.abs)), ...total.map(Math.abs)) || 1;
    const power = unitOf(Math.max(...parts.map(({ de }) => norm(de)), norm(total)));
    const line = (mark, label, values, className) =>
      `<tr class="${className}"><td class="x-sign">${mark}</td><th scope="row">${escape(label)}</th><td>${strip(values, scale, "q-gradient")}</td><td class="x-numeric">${(norm(values) / 10 ** power).toFixed(1)}</td></tr>`;
    let html = "<tbody>";
    if (!parts.length) html += `<tr><td colspan="4">${escape(t(id === 0 ? "sum.pad" : "sum.none", { word: WORDS[table][id] }))}</td></tr>`;
    parts.forEach(({ sentence, position, de }, k) => {
      const place = t(`sum.place.${table}`, { words: bench.pairs[sentence].words, number: bench.pairs[sentence].number, position: position + 1 });
      html += line(k ? "+" : "", place, de, "");
    });
    if (parts.length) html += line("=", t("sum.total", { word: WORDS[table][id] }), total, "x-total");
    return framed("sum", t("sum.caption", { word: WORDS[table][id], unit: tenTo(power) }), "x-sum", html + "</tbody>");
  }

  function sumWords(t, bench, table, id) {
    const times = reads(bench, table)[id].length;
    const size = norm(rowOf(bench.gradients[table], id, bench.E));
    const power = unitOf(size);
    return t(times ? "sum.spoken" : id ? "sum.none" : "sum.pad", { word: WORDS[table][id], times, size: `${(size / 10 ** power).toFixed(1)} × ${tenTo(power)}` });
  }

  /** moved: { sgd: Float64Array of differences of the table, adam: … } */
  function movesTable(t, bench, table) {
    const words = WORDS[table];
    const used = reads(bench, table);
    const moved = ["sgd", "adam"].map((name) => words.map((_, id) => norm(rowOf(bench.moved[name][table], id, bench.E))));
    const largest = Math.max(...moved.flat()); // one scale for both columns
    let html = "<thead><tr>";
    for (const key of ["word", "times", "sgd", "adam"]) html += `<th scope="col">${escape(t("moves.head." + key))}</th>`;
    html += "</tr></thead><tbody>";
    words.forEach((word, id) => {
      const cell = (k) => `<td class="x-length">${sizeBar(moved[k][id], largest, moved[k][id] ? moved[k][id].toFixed(3) : t("moves.still"), "x-moved")}</td>`;
      const adrift = !used[id].length && moved[1][id] > 0;
      html += `<tr class="${used[id].length && id ? "x-lit" : ""}${adrift ? " x-adrift" : ""}">${wordCell(word)}<td class="x-numeric">${id ? used[id].length : "—"}</td>${cell(0)}${cell(1)}</tr>`;
    });
    return framed("moves", t("moves.caption", { table: t(`tables.${table}`), taken: bench.taken, base: bench.base }), "", html + "</tbody>");
  }

  Explorables.views = { map, curves, chain, rowsTable, sumTable, sumWords, movesTable, reads, pads, plane, fixedPlane, nearest, percent, norm, WORDS, DASHES };
})(globalThis);
