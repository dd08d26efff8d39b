/*
 * The sections that answer a query, the best first. A section answers if it has all that is asked for, in its heading, in
 * the headings above it, in its text, or among the names in its code.
 *
 * What one thing asked for counts in a section is BM25 (Robertson & Zaragoza, 2009) over its text, with as much again for
 * each better place to stand; rare things count more than common ones. The numbers were set with tests/site/queries.toml.
 */
import { reader } from "./query.js";

const TITLE = 9; // what a heading counts that is the thing asked for, and nothing else; the text at most 2.2
const ABOVE = 1.2; // the headings above
const CODE = 0.5;
const SATURATION = 1.2; // BM25's k1 and b
const LENGTH = 0.6;
const SAME_ID = 0.7; // a heading whose id is that of the glossary's entry, as a part of TITLE
const WHOLE_TITLE = 1.5; // the whole query as it was typed, in the heading; in the text
const WHOLE_TEXT = 1.2;
const LEAST = 0.12; // of the best score: what is below is not worth a reader's while

const NUMBER = /^(?:\d+(?:\.\d+)*[.．]?|附录 [A-Z][：:]|Appendix [A-Z]:)\s+/;

/** The index's sections as objects, each with the headings above it. */
export function unpack(index) {
  let open = [];
  let page = -1;
  return index.sections.map(([number, id, level, title, text, names]) => {
    if (number !== page) [open, page] = [[], number];
    open = open.filter((above) => above.level < level);
    const [address, weight] = index.pages[number];
    const section = { address: id ? `${address}#${id}` : address, id, level, title, text, names, weight, above: open.map((one) => one.title) };
    open = [...open, section];
    return section;
  });
}

/**
 * finder(index): find(query) gives { asked, missing, hits: [{ section, score }], term: { section, other } or null }: what is
 * asked for, what of it is nowhere, and the glossary's entry with its name in the other language.
 */
export function finder(index) {
  const read = reader(index);
  const sections = unpack(index);
  const first = sections.length - index.terms.length; // the glossary's entries are the last
  const average = sections.reduce((sum, { text }) => sum + text.length, 0) / sections.length;

  /** What a form is worth in a text: matches, and characters matched by the best of them. */
  function count({ expression, worth }, text) {
    let sum = 0;
    let longest = 0;
    for (const [found] of text.matchAll(expression)) {
      const value = worth(found);
      sum += value;
      longest = Math.max(longest, value * found.length);
    }
    return { sum, longest };
  }

  function countAll(forms, text) {
    return forms.map((one) => count(one, text)).reduce((all, one) => ({ sum: all.sum + one.sum, longest: Math.max(all.longest, one.longest) }), { sum: 0, longest: 0 });
  }

  /** What a section says of one thing: 0 is nothing. */
  function said({ forms, parts, term }, section) {
    const title = section.title.replace(NUMBER, "");
    const inTitle = countAll(forms, title);
    const { sum: inText } = countAll(forms, section.text);
    const { sum: inCode } = countAll(forms, section.names);
    const above = countAll(forms, section.above.join("\n")).sum;
    let heading = inTitle.longest ? 0.35 + 0.65 * (inTitle.longest / title.length) : 0;
    if (term >= 0 && section.id && section.id === sections[first + term].id) heading = Math.max(heading, SAME_ID);
    const often = (sum) => (sum * (SATURATION + 1)) / (sum + SATURATION * (1 - LENGTH + (LENGTH * section.text.length) / average));
    const score = TITLE * heading + ABOVE * Math.min(1, above) + often(inText) + CODE * Math.min(1, inCode);
    if (score || !parts.length) return score;
    const everything = [section.title, ...section.above, section.text].join("\n");
    return parts.every((part) => count(part, everything).sum) ? often(parts[0].worth("")) : 0;
  }

  /** The whole query, where it is more than one thing. */
  function bonus(whole, section) {
    if (count(whole, section.title).sum) return WHOLE_TITLE;
    return count(whole, section.text).sum ? WHOLE_TEXT : 1;
  }

  return function find(query) {
    const { asked, whole } = read(query);
    const table = asked.map((one) => sections.map((section) => said(one, section)));
    const known = table.map((row) => row.filter(Boolean).length);
    const there = asked.map((one, place) => place).filter((place) => known[place]);
    const missing = asked.filter((one, place) => !known[place]).map(({ text }) => text);
    const rarity = known.map((many) => Math.log(1 + (sections.length - many + 0.5) / (many + 0.5)));
    const scored = sections.map((section, row) => {
      const has = there.filter((place) => table[place][row]);
      const score = has.reduce((sum, place) => sum + rarity[place] * table[place][row], 0);
      return { section, has: has.length, score: score * section.weight * (asked.length > 1 ? bonus(whole, section) : 1) };
    });
    const most = Math.max(0, ...scored.map(({ has }) => has));
    const enough = there.length > 2 ? Math.max(most, Math.ceil(there.length / 2)) : there.length;
    const hits = scored.filter(({ has, score }) => score && has >= enough).sort((one, other) => other.score - one.score);
    const number = asked.length === 1 ? asked[0].term : -1;
    const term = number < 0 ? null : { section: sections[first + number], other: index.terms[number] };
    return {
      asked, missing, term,
      hits: hits.filter(({ section, score }) => score >= LEAST * hits[0].score && (!term || section !== term.section)),
    };
  };
}
