/*
 * The time-lapse's pictures: pure functions from the recording (publish/recording.py) to markup. They run in the page
 * and, for the still pictures, in Node.
 *
 *   read(content)                    the recording, its places added up: frames[k].places has one for each word
 *   mapView(t, width, lapse)         the map's ground, and empty places for what moves: a path a kind, labels
 *   paths(width, lapse, when, …)     path data of each kind's marks at a frame, or between two; way(…), labels(…)
 *   wordAt(width, lapse, k, x, y)    the word whose mark is nearest to a point
 *   curveView(t, width, lapse)       training and validation loss, ln V; cursor(width, lapse, k) is what moves
 *   align(words, truth)              which words are right, in their order
 *   sentenceView(t, sentence, words) a translation with its wrong words marked
 *   stillMap(t, width, lapse, k)     a small map, for readers without JavaScript
 */
(function (root) {
  "use strict";
  const Explorables = (root.Explorables = root.Explorables || {});
  const { tag, text, path, figure, escape } = Explorables.svg;

  const KINDS = ["person", "verb", "thing", "time", "place", "quality", "count", "other"];
  const percent = (share, digits = 1) => `${(100 * share).toFixed(digits)}%`;
  const wide = (word) => [...word].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 1 : 0.6), 0);

  function read(content) {
    let before = content.words.map(() => [0, 0]);
    const frames = content.frames.map((frame, k) => {
      before = content.moved[k].map(([dx, dy], id) => [before[id][0] + dx, before[id][1] + dy]);
      const written = frame.written.map((line) => line.split(" ").filter(Boolean));
      return { ...frame, written, places: before, kept: content.kept[k], length: content.length[k], alike: content.alike[k] };
    });
    const sentences = content.sentences.map(([part, source, truth]) => ({ part, source, truth: truth.split(" ") }));
    const [low, high] = [[0, 0], [0, 0]]; // of all frames together: one scale for the whole run
    for (const [axis] of low.entries()) {
      const values = frames.flatMap(({ places }) => places.map((place) => place[axis]));
      low[axis] = values.reduce((least, value) => Math.min(least, value), 0);
      high[axis] = values.reduce((most, value) => Math.max(most, value), 0);
    }
    return { ...content, frames, sentences, bounds: { low, high }, lnV: Math.log(content.target_vocabulary) };
  }

  // ---------------------------------------------------------------- the map

  /** A mark for a kind of words, as path data round (x, y): the shape tells the kinds apart without their colours. */
  function mark(kind, x, y, r) {
    const tenth = (value) => Math.round(10 * value) / 10;
    // The first point is absolute, the others relative: a kind's marks differ in two numbers, which compresses well.
    const line = (points, close) => {
      const steps = points.slice(1).map(([a, b], n) => `${tenth((a - points[n][0]) * r)} ${tenth((b - points[n][1]) * r)}`);
      return `M${tenth(x + points[0][0] * r)} ${tenth(y + points[0][1] * r)}l${steps.join(" ")}${close}`;
    };
    const circle = (size) => `M${tenth(x - size)} ${tenth(y)}a${tenth(size)} ${tenth(size)} 0 1 0 ${tenth(2 * size)} 0a${tenth(size)} ${tenth(size)} 0 1 0 ${tenth(-2 * size)} 0z`;
    switch (kind) {
      case "person": return circle(r);
      case "verb": return line([[0, -1.2], [1.15, 0.8], [-1.15, 0.8]], "z");
      case "thing": return line([[-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88]], "z");
      case "time": return line([[0, -1.35], [1.1, 0], [0, 1.35], [-1.1, 0]], "z");
      case "place": return line([[0, 1.2], [1.15, -0.8], [-1.15, -0.8]], "z");
      case "quality": return line([[-1.2, 0], [1.2, 0]], "") + line([[0, -1.2], [0, 1.2]], "");
      case "count": return line([[-0.88, -0.88], [0.88, 0.88]], "") + line([[0.88, -0.88], [-0.88, 0.88]], "");
      default: return circle(0.6 * r);
    }
  }

  const mapHeight = (width) => Math.round(0.9 * Math.min(width, 460));

  /**
   * Places in pixels: at(when, id); `when` is a frame, or between two of them, 3.5 say. at.origin is where all words start.
   * All frames fit, with room above for labels.
   */
  function scale({ frames, bounds: { low, high } }, width, height) {
    const [inset, above] = width < 300 ? [8, 8] : [14, 22];
    const unit = Math.min((width - 2 * inset) / (high[0] - low[0]), (height - inset - above) / (high[1] - low[1]));
    const left = (width - unit * (high[0] + low[0])) / 2;
    const top = (height + above - inset + unit * (high[1] + low[1])) / 2;
    const at = (when, id) => {
      const [k, part] = [Math.floor(when), when % 1];
      const [x, y] = frames[k].places[id];
      const [nextX, nextY] = part ? frames[k + 1].places[id] : [x, y];
      return [left + (x + part * (nextX - x)) * unit, top - (y + part * (nextY - y)) * unit];
    };
    at.origin = [left, top];
    return at;
  }

  function ground(width, height, [x, y]) {
    return [
      tag("rect", { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 6, class: "x-ground" }),
      tag("line", { x1: x, y1: 6, x2: x, y2: height - 6, class: "x-zero" }),
      tag("line", { x1: 6, y1: y, x2: width - 6, y2: y, class: "x-zero" }),
    ];
  }

  function mapView(t, width, lapse) {
    const height = mapHeight(width);
    const at = scale(lapse, width, height);
    return figure(width, height, "", ground(width, height, at.origin),
      tag("g", { class: "x-followed" }),
      KINDS.map((kind) => tag("path", { class: `x-mark x-kind-${kind}`, "data-kind": kind })),
      tag("g", { class: "x-labels" }));
  }

  /** Kind -> path data of its marks. */
  function paths(width, lapse, when) {
    const at = scale(lapse, width, mapHeight(width));
    const data = Object.fromEntries(KINDS.map((kind) => [kind, ""]));
    lapse.words.forEach((_, id) => (data[lapse.kinds[id]] += mark(lapse.kinds[id], ...at(when, id), 3.6)));
    return data;
  }

  /** The way of the followed word through all frames, and its mark. */
  function way(width, lapse, when, id) {
    if (id < 0) return "";
    const at = scale(lapse, width, mapHeight(width));
    return path(lapse.frames.map((_, k) => at(k, id)), { class: `x-way x-kind-${lapse.kinds[id]}` })
      + tag("path", { class: `x-mark x-kind-${lapse.kinds[id]}`, d: mark(lapse.kinds[id], ...at(when, id), 5.5) });
  }

  function wordAt(width, lapse, k, x, y) {
    const at = scale(lapse, width, mapHeight(width));
    const distance = (id) => Math.hypot(at(k, id)[0] - x, at(k, id)[1] - y);
    const nearest = lapse.words.map((_, id) => id).reduce((best, id) => (distance(id) < distance(best) ? id : best));
    return distance(nearest) < 16 ? nearest : -1;
  }

  /** Words beside their marks at frame k, as many as fit without touching: all kinds, `kind` alone, or the followed word. */
  function labels(width, lapse, k, kind, followed) {
    const at = scale(lapse, width, mapHeight(width));
    const last = lapse.frames.length - 1;
    const far = (id) => Math.hypot(...lapse.frames[last].places[id]);
    const wanted = (id) => (followed >= 0 ? id === followed : !kind || lapse.kinds[id] === kind);
    const order = lapse.words.map((_, id) => id).filter(wanted).sort((a, b) => far(b) - far(a));
    const marks = order.map((id) => at(k, id));
    const taken = [];
    let written = "";
    order.forEach((id, n) => {
      const [x, y] = marks[n];
      const word = lapse.words[id];
      const half = (wide(word) * 11.5) / 2 + 2;
      const box = [x - half, y - 18, x + half, y - 5];
      if (followed < 0) {
        if (box[0] < 2 || box[2] > width - 2 || box[1] < 2) return;
        const touches = taken.some((other) => box[2] > other[0] && box[0] < other[2] && box[3] > other[1] && box[1] < other[3]);
        const covers = marks.filter(([a, b]) => a > box[0] && a < box[2] && b > box[1] && b < box[3]).length;
        const crowd = marks.filter(([a, b]) => Math.hypot(a - x, b - y) < 4).length;
        if (touches || covers > 1 || crowd > 3) return;
      }
      taken.push(box, [x - 4, y - 4, x + 4, y + 4]);
      written += text(Math.max(half, Math.min(width - half, x)), y - 8, word, { class: "x-label", "text-anchor": "middle" });
    });
    return written;
  }

  /** A small map in one path a kind, which takes few bytes. */
  function stillMap(t, width, lapse, k) {
    const height = width;
    const at = scale(lapse, width, height);
    const marks = KINDS.map((kind) => {
      const own = lapse.kinds.map((one, id) => (one === kind ? mark(kind, ...at(k, id).map(Math.round), 2.6) : ""));
      return tag("path", { class: `x-mark x-kind-${kind}`, d: [...new Set(own)].join("") }); // at step 0 all are one
    });
    return figure(width, height, mapWords(t, lapse, k), ground(width, height, at.origin), marks);
  }

  /** What the map shows, in words, for each frame. */
  function mapWords(t, lapse, k) {
    const frame = lapse.frames[k];
    const far = (id) => Math.hypot(...frame.places[id]);
    const order = lapse.words.map((_, id) => id).sort((a, b) => far(b) - far(a)).slice(0, 5);
    const values = { step: frame.step, count: lapse.words.length, length: frame.length.toFixed(2), kept: percent(frame.kept, 0), far: order.map((id) => lapse.words[id]).join(t("list")) };
    return t(frame.step ? "map.label" : "map.labelStart", values);
  }

  // ---------------------------------------------------------------- the losses

  const curveHeight = 180;

  function curveScale(width, lapse) {
    const [left, right, top, bottom] = [34, width - 8, 8, curveHeight - 34];
    const [most, least] = [1.25 * lapse.lnV, 0.9 * lapse.losses.reduce((low, loss) => Math.min(low, loss))];
    const x = (step) => left + (step / lapse.losses.length) * (right - left);
    const y = (loss) => top + (Math.log(most / loss) / Math.log(most / least)) * (bottom - top);
    return { left, right, top, bottom, most, least, x, y };
  }

  function curveView(t, width, lapse) {
    const { left, right, bottom, most, least, x, y } = curveScale(width, lapse);
    const steps = lapse.losses.length;
    const parts = [];
    for (let power = Math.floor(Math.log10(most)); 10 ** power >= least; power--) {
      parts.push(tag("line", { x1: left, y1: y(10 ** power), x2: right, y2: y(10 ** power), class: "x-grid" }));
      parts.push(text(left - 5, y(10 ** power) + 4, (10 ** power).toFixed(Math.max(0, -power)), { class: "x-tick", "text-anchor": "end" }));
    }
    for (let tick = 0; tick <= 4; tick++) {
      const step = Math.round((steps * tick) / 4);
      const anchor = tick === 0 ? "start" : tick === 4 ? "end" : "middle";
      parts.push(text(x(step), bottom + 14, String(step), { class: "x-tick", "text-anchor": anchor }));
    }
    parts.push(text((left + right) / 2, curveHeight - 4, t("curve.steps"), { class: "x-axis-title", "text-anchor": "middle" }));
    parts.push(tag("line", { x1: left, y1: y(lapse.lnV), x2: right, y2: y(lapse.lnV), class: "x-chance" }));
    parts.push(text(right - 12, y(lapse.lnV) + 14, t("curve.chance", { V: lapse.target_vocabulary, value: lapse.lnV.toFixed(2) }), { class: "x-tick x-halo", "text-anchor": "end" }));
    parts.push(path(lapse.losses.map((loss, n) => [x(n + 1), y(loss)]), { class: "x-train-line" }));
    parts.push(path(lapse.frames.map(({ step, loss }) => [x(step), y(loss)]), { class: "x-valid-line" }));
    for (const { step, loss } of lapse.frames) parts.push(tag("circle", { cx: x(step), cy: y(loss), r: 2, class: "x-valid-dot" }));
    parts.push(tag("g", { class: "x-now" }));
    return figure(width, curveHeight, "", parts);
  }

  function cursor(width, lapse, k) {
    const { top, bottom, x, y } = curveScale(width, lapse);
    const { step, loss } = lapse.frames[k];
    return tag("line", { x1: x(step), y1: top - 4, x2: x(step), y2: bottom, class: "x-cursor" }) + tag("circle", { cx: x(step), cy: y(loss), r: 5, class: "x-cursor-dot" });
  }

  function curveWords(t, lapse, k) {
    const { step, loss } = lapse.frames[k];
    return t("curve.label", { lnV: lapse.lnV.toFixed(2), step, valid: loss.toFixed(3), end: lapse.frames[lapse.frames.length - 1].loss.toFixed(3) });
  }

  // ---------------------------------------------------------------- the translations

  /** The longest common subsequence of what was written and the truth: its words are right, the others are not. */
  function align(words, truth) {
    const rows = words.length;
    const columns = truth.length;
    const best = Array.from({ length: rows + 1 }, () => new Array(columns + 1).fill(0));
    for (let i = rows - 1; i >= 0; i--) {
      for (let j = columns - 1; j >= 0; j--) {
        best[i][j] = words[i] === truth[j] ? 1 + best[i + 1][j + 1] : Math.max(best[i + 1][j], best[i][j + 1]);
      }
    }
    const right = new Array(rows).fill(false);
    for (let i = 0, j = 0; i < rows && j < columns; ) {
      if (words[i] === truth[j]) {
        right[i++] = true;
        j++;
      } else if (best[i + 1][j] >= best[i][j + 1]) i++;
      else j++;
    }
    return { right, matched: best[0][0] };
  }

  const isRight = (words, truth) => words.join(" ") === truth.join(" ");

  /** sentence: { part, source, truth }; words: what was written, cut with "…" if it was long. */
  function sentenceView(t, sentence, words) {
    const { source, truth, part } = sentence;
    const { right, matched } = align(words, truth);
    const done = isRight(words, truth);
    const marked = words.map((word, n) => (right[n] || word === "…" ? escape(word) : `<mark>${escape(word)}</mark>`)).join(" ");
    const score = done ? t("sentences.right") : t("sentences.score", { matched, count: truth.length });
    return (
      `<p class="x-from"><span lang="zh">${escape(source)}</span>${part === "unseen" ? ` <span class="x-part">${escape(t("sentences.unseen"))}</span>` : ""}</p>` +
      `<p class="x-truth"><span class="x-score ${done ? "x-read-right" : "x-read-wrong"}">${escape(score)}</span> ${escape(t("sentences.truth"))}<span lang="en">${escape(truth.join(" "))}</span></p>` +
      `<p class="x-to" lang="en">${marked || "∅"}</p>`
    );
  }

  /** The frame in one sentence: what the status line says, and what a screen reader hears at the slider. */
  function frameWords(t, lapse, k) {
    const frame = lapse.frames[k];
    const done = lapse.sentences.filter(({ truth }, n) => isRight(frame.written[n], truth)).length;
    const values = {
      step: frame.step, train: frame.train_loss === null ? "—" : frame.train_loss.toFixed(3), valid: frame.loss.toFixed(3),
      accuracy: percent(frame.token_accuracy, frame.token_accuracy > 0.999 ? 2 : 1), exact: percent(frame.exact_match), done, count: lapse.sentences.length,
    };
    return { status: t(frame.step ? "frame.status" : "frame.start", values), spoken: t("frame.spoken", values) };
  }

  Explorables.timelapseViews = {
    KINDS, read, mark, mapHeight, mapView, paths, way, labels, wordAt, mapWords, stillMap, curveHeight, curveView, cursor, curveWords, align, isRight, sentenceView, frameWords, percent,
  };
})(globalThis);
