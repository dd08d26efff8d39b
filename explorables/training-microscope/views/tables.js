/*
 * Rows of the tables, with their gradients, and with their moves.
 */
import { largest, norm } from "../../kit/geometry.js";
import { bars, escape, tag } from "../../kit/svg.js";
import { pads, reads, rowOf } from "../batch.js";
import { WORDS } from "../numerals.js";
import { inUnits, tenTo, unitOf } from "./format.js";

const strip = (values, scale, colour) =>
  tag("svg", { viewBox: "0 0 76 26", width: 76, height: 26, preserveAspectRatio: "none", class: "x-strip", "aria-hidden": "true" }, bars(1, 1, 74, 24, values, { scale, class: colour }));

const sizeBar = (size, most, words, className) =>
  `<span class="x-size"><span class="x-size-bar ${className}" style="width:${most ? Math.max(size > 0 ? 2 : 0, (100 * size) / most).toFixed(1) : 0}%"></span></span><span class="x-size-words">${escape(words)}</span>`;

/** A table in a box that scrolls if it must; what it is called stands above the box, and stays. */
const framed = (name, caption, className, content) =>
  `<p class="x-note" id="x-caption-${name}">${escape(caption)}</p><div class="x-scroll"><table class="x-table ${className}" aria-labelledby="x-caption-${name}">${content}</table></div>`;

const head = (names) => `<thead><tr>${names.map((name) => `<th scope="col">${escape(name)}</th>`).join("")}</tr></thead>`;
const wordCell = (word) => `<th scope="row">${escape(word)}</th>`;
const COLOURS = { source: "q-source-embedding", target: "q-target-embedding" };
const COLUMNS = { ask: ["word", "vector", "guess"], shown: ["word", "times", "vector", "gradient", "length"] };

/** Every row of a table: how often it was read, its numbers, its gradient. mode: "ask" (boxes to tick), "shown" (gradients) */
export function rowsTable(t, batch, table, mode, ticked, chosen) {
  const words = WORDS[table];
  const used = reads(batch, table);
  const gradients = words.map((_, id) => rowOf(batch.gradients[table], id, batch.E));
  const sizes = gradients.map(norm);
  const most = Math.max(...sizes);
  const power = unitOf(most);
  const scale = largest(gradients.flat()) || 1;
  const cells = {
    word: (id) => wordCell(words[id]),
    times: (id) => `<td class="x-numeric">${escape(id === 0 ? t("rows.padTimes", { n: pads(batch, table) }) : String(used[id].length))}</td>`,
    vector: (id) => `<td>${strip(rowOf(batch.tables[table], id, batch.E), batch.reach, COLOURS[table])}</td>`,
    gradient: (id) => `<td>${strip(gradients[id], scale, "q-gradient")}</td>`,
    length: (id) => `<td class="x-length">${sizeBar(sizes[id], most, sizes[id] ? inUnits(sizes[id], power) : "0", "q-gradient")}</td>`,
    guess: (id) => `<td><label class="x-tick-box"><input type="checkbox" data-row="${id}"${ticked.has(id) ? " checked" : ""}><span>${escape(t("rows.tick"))}<span class="visually-hidden">${escape(words[id])}</span></span></label></td>`,
  };
  const marks = (id) => {
    const lit = sizes[id] > 0;
    return [lit ? "x-lit" : "", id === chosen ? "x-row-chosen" : "", ticked.size && ticked.has(id) !== lit ? "x-missed" : ""].join(" ").trim();
  };
  const body = words.map((_, id) => {
    const classes = mode === "ask" ? "" : marks(id);
    return `<tr${classes ? ` class="${classes}"` : ""}>${COLUMNS[mode].map((key) => cells[key](id)).join("")}</tr>`;
  });
  const caption = t(mode === "ask" ? "rows.captionAsk" : "rows.caption", { table: t(`tables.${table}`), unit: tenTo(power) });
  return framed("rows", caption, "", `${head(COLUMNS[mode].map((key) => t("rows.head." + key)))}<tbody>${body.join("")}</tbody>`);
}

/** The row's gradient as a sum over the places where the row was read. */
export function sumTable(t, batch, table, id) {
  const parts = reads(batch, table)[id];
  const word = WORDS[table][id];
  const total = rowOf(batch.gradients[table], id, batch.E);
  const scale = Math.max(...parts.map(({ de }) => largest(de)), largest(total)) || 1;
  const power = unitOf(Math.max(...parts.map(({ de }) => norm(de)), norm(total)));
  const line = (mark, label, values, className) =>
    `<tr class="${className}"><td class="x-sign">${mark}</td><th scope="row">${escape(label)}</th><td>${strip(values, scale, "q-gradient")}</td><td class="x-numeric">${inUnits(norm(values), power)}</td></tr>`;
  const lines = parts.map(({ sentence, position, de }, k) => {
    const { words, number } = batch.pairs[sentence];
    return line(k ? "+" : "", t(`sum.place.${table}`, { words, number, position: position + 1 }), de, "");
  });
  const body = parts.length
    ? lines.join("") + line("=", t("sum.total", { word }), total, "x-total")
    : `<tr><td colspan="4">${escape(t(id === 0 ? "sum.pad" : "sum.none", { word }))}</td></tr>`;
  return framed("sum", t("sum.caption", { word, unit: tenTo(power) }), "x-sum", `<tbody>${body}</tbody>`);
}

/** The same in one sentence. */
export function sumWords(t, batch, table, id) {
  const times = reads(batch, table)[id].length;
  const size = norm(rowOf(batch.gradients[table], id, batch.E));
  const power = unitOf(size);
  return t(times ? "sum.spoken" : id ? "sum.none" : "sum.pad", { word: WORDS[table][id], times, size: `${inUnits(size, power)} × ${tenTo(power)}` });
}

/** How far each row moved, with SGD and with Adam: batch.moved = { sgd: { source: differences of the table, … }, adam: … } */
export function movesTable(t, batch, table) {
  const words = WORDS[table];
  const used = reads(batch, table);
  const [sgd, adam] = ["sgd", "adam"].map((name) => words.map((_, id) => norm(rowOf(batch.moved[name][table], id, batch.E))));
  const most = Math.max(...sgd, ...adam); // one scale for both columns
  const cell = (moved) => `<td class="x-length">${sizeBar(moved, most, moved ? moved.toFixed(3) : t("moves.still"), "x-moved")}</td>`;
  const body = words.map((word, id) => {
    const read = used[id].length;
    const adrift = !read && adam[id] > 0;
    return `<tr class="${read && id ? "x-lit" : ""}${adrift ? " x-adrift" : ""}">${wordCell(word)}<td class="x-numeric">${id ? read : "—"}</td>${cell(sgd[id])}${cell(adam[id])}</tr>`;
  });
  const names = head(["word", "times", "sgd", "adam"].map((key) => t("moves.head." + key)));
  return framed("moves", t("moves.caption", { table: t(`tables.${table}`), taken: batch.taken, base: batch.base }), "", `${names}<tbody>${body.join("")}</tbody>`);
}
