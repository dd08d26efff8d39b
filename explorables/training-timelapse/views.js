/*
 * The time-lapse's pictures: pure functions from the recording (publish/recording.py) to markup. They run in the page
 * and, for the still pictures, in Node.
 *
 *   read(content)                      the recording, its places added up: frame k has the place of each word
 *   mapView(t, width, view)            one mark a word; place(view, k) moves the marks to a frame, labels(…) names them
 *   curveView(t, width, lapse, k)      training and validation loss, ln V, and a cursor at frame k
 *   align(words, truth)                which words are right, in their order
 *   sentenceView(t, sentence, words)   a translation with its wrong words marked
 *   stillMap(t, width, lapse, k)       a small map, for readers without JavaScript
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
    return { ...content, frames, sentences, lnV: Math.log(content.target_vocabulary) };
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

  /** Places in pixels, and the origin's: at(k, id), at.origin. The scale is the same for all frames, and all of them fit. */
  function scale(lapse, width, height) {
    const [low, high] = [[0, 0], [0, 0]];
    for (const { places } of lapse.frames) {
      for (const place of places) {
        place.forEach((value, axis) => {
          low[axis] = Math.min(low[axis], value);
          high[axis] = Math.max(high[axis], value);
        });
      }
    }
    const [inset, above] = width < 300 ? [8, 8] : [14, 22]; // room for the labels, which stand above their marks
    const unit = Math.min((width - 2 * inset) / (high[0] - low[0]), (height - inset - above) / (high[1] - low[1]));
    const left = (width - unit * (high[0] + low[0])) / 2;
    const top = (height + above - inset + unit * (high[1] + low[1])) / 2;
    const at = (k, id) => {
      const [x, y] = lapse.frames[k].places[id];
      return [left + x * unit, top - y * unit];
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

  const mapHeight = (width) => Math.round(0.9 * Math.min(width, 460));

  /** view: { lapse, kind, chosen } — `kind` is lit alone ("" for all), `chosen` is a word's number, or -1. */
  function mapView(t, width, view) {
    const { lapse, kind, chosen } = view;
    const height = mapHeight(width);
    const at = scale(lapse, width, height);
    const trail = chosen < 0 ? "" : path(lapse.frames.map((_, k) => at(k, chosen)), { class: `x-way x-kind-${lapse.kinds[chosen]}` });
    const spots = lapse.words.map((word, id) => {
      const own = lapse.kinds[id];
      const faint = id !== chosen && (kind ? own !== kind : chosen >= 0);
      return tag("g", { class: `x-spot x-kind-${own}${faint ? " x-faint" : ""}${id === chosen ? " x-chosen" : ""}`, "data-word": id },
        tag("path", { d: mark(own, 0, 0, id === chosen ? 5.5 : 3.6), class: "x-mark" }),
        text(0, -7, word, { class: "x-label", "text-anchor": "middle", visibility: "hidden" }));
    });
    return figure(width, height, "", ground(width, height, at.origin), trail, spots);
  }

  /** The words that are written beside their marks at frame k: as many as fit without touching each other. */
  function labels(width, view, k) {
    const { lapse, kind, chosen } = view;
    const height = mapHeight(width);
    const at = scale(lapse, width, height);
    const last = lapse.frames.length - 1;
    const far = (id) => Math.hypot(...lapse.frames[last].places[id]);
    const wanted = (id) => id === chosen || (kind ? lapse.kinds[id] === kind : chosen < 0);
    const order = lapse.words.map((_, id) => id).filter(wanted).sort((a, b) => (b === chosen) - (a === chosen) || far(b) - far(a));
    const marks = lapse.words.map((_, id) => at(k, id));
    const taken = [];
    const shown = new Set();
    for (const id of order) {
      const [x, y] = marks[id];
      const half = (wide(lapse.words[id]) * 11.5) / 2 + 2;
      const box = [x - half, y - 18, x + half, y - 5];
      if (box[0] < 2 || box[2] > width - 2 || box[1] < 2) continue;
      const crowd = marks.filter(([a, b], other) => wanted(other) && Math.hypot(a - x, b - y) < 4).length;
      const touches = taken.some((other) => box[2] > other[0] && box[0] < other[2] && box[3] > other[1] && box[1] < other[3]);
      const covers = marks.filter(([a, b], other) => other !== id && wanted(other) && a > box[0] && a < box[2] && b > box[1] && b < box[3]).length;
      if (id !== chosen && (touches || covers > 1 || crowd > 3)) continue;
      taken.push(box, [x - 4, y - 4, x + 4, y + 4]);
      shown.add(id);
    }
    return shown;
  }

  /** Where each mark stands at frame k, as CSS transforms, so that the browser can glide between two frames. */
  function places(width, view, k) {
    const at = scale(view.lapse, width, mapHeight(width));
    return view.lapse.words.map((_, id) => {
      const [x, y] = at(k, id);
      return `translate(${x.toFixed(1)}px,${y.toFixed(1)}px)`;
    });
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

  function curveView(t, width, lapse, k) {
    const height = 180;
    const [left, right, top, bottom] = [34, width - 8, 8, height - 34];
    const steps = lapse.losses.length;
    const [most, least] = [1.25 * lapse.lnV, 0.9 * Math.min(...lapse.losses)];
    const x = (step) => left + (step / steps) * (right - left);
    const y = (loss) => top + (Math.log(most / loss) / Math.log(most / least)) * (bottom - top);
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
    parts.push(text((left + right) / 2, height - 4, t("curve.steps"), { class: "x-axis-title", "text-anchor": "middle" }));
    parts.push(tag("line", { x1: left, y1: y(lapse.lnV), x2: right, y2: y(lapse.lnV), class: "x-chance" }));
    parts.push(text(right - 12, y(lapse.lnV) + 14, t("curve.chance", { V: lapse.target_vocabulary, value: lapse.lnV.toFixed(2) }), { class: "x-tick x-halo", "text-anchor": "end" }));
    parts.push(path(lapse.losses.map((loss, n) => [x(n + 1), y(loss)]), { class: "x-train-line" }));
    parts.push(path(lapse.frames.map(({ step, loss }) => [x(step), y(loss)]), { class: "x-valid-line" }));
    for (const { step, loss } of lapse.frames) parts.push(tag("circle", { cx: x(step), cy: y(loss), r: 2, class: "x-valid-dot" }));
    const now = lapse.frames[k];
    parts.push(tag("line", { x1: x(now.step), y1: top - 4, x2: x(now.step), y2: bottom, class: "x-cursor" }));
    parts.push(tag("circle", { cx: x(now.step), cy: y(now.loss), r: 5, class: "x-cursor-dot" }));
    return figure(width, height, t("curve.label", { lnV: lapse.lnV.toFixed(2), step: now.step, valid: now.loss.toFixed(3), end: lapse.frames[lapse.frames.length - 1].loss.toFixed(3) }), parts);
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

  Explorables.timelapseViews = { KINDS, read, mark, mapView, places, labels, mapWords, stillMap, curveView, align, isRight, sentenceView, frameWords, percent };
})(globalThis);
