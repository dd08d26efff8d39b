/*
 * What a result shows of its section, and where it leads.
 */
import { places } from "./marks.js";

const ROOM = 130; // characters of text, a Chinese one counted twice
const BEFORE = 24; // of them before the first match, in a sentence that is longer than the room
const WORDS = 6; // that the page may be asked to mark

/** How much room a text takes. */
export const width = (text) => [...text].reduce((sum, sign) => sum + (sign > "\u2e80" ? 2 : 1), 0);

/** As much of a text's beginning as there is room for; an ellipsis, and no half of a Latin word, where there is more. */
function cut(text, room) {
  let end = 0;
  for (let used = 0; end < text.length && used < room; end++) used += width(text[end]);
  const whole = text.slice(0, end);
  return end < text.length ? `${/\w\w$/.test(text.slice(end - 1, end + 1)) ? whole.replace(/\w+$/, "") : whole}…` : text;
}

/** The words that were found in a section, as they stand there. */
export function wordsIn({ title, text, names }, asked) {
  const forms = asked.flatMap((one) => [...one.forms, ...one.parts]);
  const found = [title, text, names].flatMap((where) => places(where, forms).map(([from, to]) => where.slice(from, to).toLowerCase()));
  return [...new Set(found)].slice(0, WORDS);
}

/** The part of a section's text that has most of what is asked for; its beginning, where the text has none of it. */
export function excerpt({ text }, asked) {
  let best = { has: 0, from: 0 };
  let index = 0;
  for (const sentence of text.split(/(?<=[。！？；]|[.!?;](?=\s))/)) {
    const first = asked.map(({ forms, parts }) => places(sentence, [...forms, ...parts])[0]).filter(Boolean).map(([from]) => from);
    if (first.length > best.has) {
      const early = Math.min(...first);
      const shift = width(sentence.slice(0, early)) > ROOM / 2 ? early - BEFORE : 0;
      best = { has: first.length, from: index + shift, cut: shift > 0 };
    }
    index += sentence.length;
  }
  const rest = text.slice(best.from).trimStart();
  return best.cut ? `…${cut(rest.replace(/^\w+\s+/, ""), ROOM)}` : cut(rest, ROOM);
}

/** The address of a section, with the words that its page marks. */
export function address(section, words) {
  const [page, id] = section.address.split("#");
  const query = words.length ? `?${new URLSearchParams(words.map((word) => ["h", word]))}` : "";
  return page + query + (id ? `#${id}` : "");
}
