/*
 * The sections that answer a query, the best first. A section answers if it has all that is asked for: in its heading, in
 * the headings above it, in its text, or among the names in its code. Where none has all, those answer that have most of
 * it, and half at least, counted by what was written in one piece: half of a Chinese compound is another thing.
 *
 * What one thing asked for counts in a section is BM25 (Robertson & Zaragoza, 2009) over its text, and more where it stands
 * in a better place; rare things count more than common ones. The numbers were set with tests/site/queries.toml.
 */
import { width } from "./lines.js";
import { reader } from "./query.js";

const TITLE = 9; // what a heading counts that is the thing asked for, and nothing else; the text at most 2.2
const ABOVE = 1.2; // the headings above
const CODE = 0.5;
const SATURATION = 1.2; // BM25's k1 and b
const LENGTH = 0.6;
const SAME_ID = 0.9; // a heading whose id is a name of the thing asked for, as a part of TITLE
const WHOLE_TITLE = 1.5; // the whole query as it was typed, in the heading; in the text
const WHOLE_TEXT = 1.2;

const NUMBER = /^(?:\d+(?:\.\d+)*[.．]?|附录 [A-Z][：:]|Appendix [A-Z]:)\s+/;

/** The index's sections as objects, each with the headings above it. */
export function unpack(index) {
  let open = [];
  let page = -1;
  return index.sections.map(([number, id, level, title, text, names]) => {
    if (number !== page) [open, page] = [[], number];
    open = open.filter((above) => above.level < level);
    const [address, weight] = index.pages[number];
    const above = open.map((one) => one.title);
    const all = [title, ...above, text, names].join("\n").toLowerCase();
    const section = { address: level > 1 ? `${address}#${id}` : address, id, level, title, above, text, names, all, weight };
    open = [...open, section];
    return section;
  });
}

/**
 * finder(index): find(query) gives { asked, missing, partly, hits: [{ section, score }], term: { section, other } or null }:
 * what is asked for, what of it is nowhere, whether no section has all the rest, the best first of those that have most of
 * it, and the glossary's entry with its name in the other language.
 */
export function finder(index) {
  const read = reader(index);
  const sections = unpack(index);
  const first = sections.length - index.terms.length; // the glossary's entries are the last
  const average = sections.reduce((sum, { text }) => sum + text.length, 0) / sections.length;

  /** The matches of forms in a text, and what each is worth. */
  function matches(forms, text) {
    return forms.flatMap(({ expression, worth }) => [...text.matchAll(expression)].map(([found]) => ({ found, value: worth(found) })));
  }

  function count(forms, text) {
    return matches(forms, text).reduce((sum, { value }) => sum + value, 0);
  }

  /** How much of a text the best match takes. */
  function part(forms, text) {
    return Math.max(0, ...matches(forms, text).map(({ found, value }) => (value * width(found)) / width(text)));
  }

  /** What a section says of one thing: 0 is nothing. */
  function said({ forms, parts, ids }, section) {
    const there = forms.filter(({ start }) => section.all.includes(start)); // the others need not be looked for
    const often = (sum) => (sum * (SATURATION + 1)) / (sum + SATURATION * (1 - LENGTH + (LENGTH * section.text.length) / average));
    const inTitle = part(there, section.title.replace(NUMBER, ""));
    const heading = Math.max(inTitle ? 0.35 + 0.65 * inTitle : 0, ids.has(section.id) ? SAME_ID : 0);
    const above = Math.min(1, count(there, section.above.join("\n")));
    const inCode = Math.min(1, count(there, section.names));
    const score = TITLE * heading + ABOVE * above + often(count(there, section.text)) + CODE * inCode;
    if (score || !parts.length) return score;
    return often(Math.min(...parts.map((one) => count([one], section.all))));
  }

  /** The whole query, where it is more than one thing. */
  function bonus(whole, section) {
    if (!section.all.includes(whole.start)) return 1;
    if (count([whole], section.title)) return WHOLE_TITLE;
    return count([whole], section.text) ? WHOLE_TEXT : 1;
  }

  return function find(query) {
    const { asked: all, whole } = read(query);
    const rows = new Map(all.map((one) => [one, sections.map((section) => said(one, section))]));
    const many = (one) => rows.get(one).filter(Boolean).length;
    const missing = new Set(all.filter((one) => !many(one) && one.term < 0).map(({ run }) => run));
    const asked = all.filter(({ run }) => !missing.has(run));
    const rarity = new Map(asked.map((one) => [one, Math.log(1 + (sections.length - many(one) + 0.5) / (many(one) + 0.5))]));
    const runs = new Set(asked.map(({ run }) => run));
    const scored = sections.map((section, place) => {
      const lacks = new Set(asked.filter((one) => !rows.get(one)[place]).map(({ run }) => run));
      const score = asked.reduce((sum, one) => sum + (lacks.has(one.run) ? 0 : rarity.get(one) * rows.get(one)[place]), 0);
      return { section, has: runs.size - lacks.size, score: score * section.weight * (asked.length > 1 ? bonus(whole, section) : 1) };
    });
    const most = Math.max(...scored.map(({ has }) => has));
    const enough = Math.max(most, runs.size / 2);
    const number = all.length === 1 ? all[0].term : -1;
    const term = number < 0 ? null : { section: sections[first + number], other: index.terms[number] };
    const hits = scored.filter(({ section, score, has }) => score && has >= enough && (!term || section !== term.section));
    return { asked, missing: [...missing], partly: hits.length > 0 && most < runs.size, term, hits: hits.sort((one, other) => other.score - one.score) };
  };
}
