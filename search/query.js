/*
 * What a query asks for: the things that it names and its other words, each as expressions that find them in a text.
 *
 * A Latin word stands alone there, in any of its English forms; what is typed last may go on. Chinese has no spaces: a run
 * of it is cut into as few words of our texts as possible. What is left between them joins a neighbour, if our texts have
 * the two together; a run that our texts do not have stays whole, and is found nowhere. It is never cut into characters.
 */
import { stemmer } from "stemmer";

const HAN = /[\u3400-\u9fff]/;
const PIECES = /[\u3400-\u9fff]+|[^\s\u3400-\u9fff]+/g;
const LETTERS = /[\p{L}\p{N}]+/gu;
const JOINING = "\\s\\-‑–_.:/’'=(\""; // between the parts of pad_sequence, one-hot, teacher forcing, sparse=True
const JOINT = `[${JOINING}]*`;
const PARTS = new RegExp(`[\\u3400-\\u9fff]+|[a-z0-9]+|[^\\u3400-\\u9fffa-z0-9${JOINING}]`, "g"); // of a spelling
const LONGEST = 8; // characters of a Chinese word
const OTHER_NAME = 0.6; // what a thing's other names count, beside the one that was typed
const OTHER_FORM = 0.8;
const BEGINNING = 0.5;

const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
const american = (word) => word.replace(/is(?=(?:e|ed|er|ers|es|ing|ation|ations)$)/, "iz");
const root = (word) => stemmer(american(word));

/** How the start of a word is written in all of its forms. */
function beginning(word) {
  const stem = root(word);
  let same = 0;
  while (same < stem.length && stem[same] === word[same]) same += 1;
  return same < 3 ? word : word.slice(0, same);
}

/**
 * A spelling as { start, expression, worth(found) }: how each match begins, in small letters; what finds it in a text; how
 * much a match is worth.
 */
export function form(spelling, { weight = 1, open = false } = {}) {
  const parts = spelling.match(PARTS) || [""];
  const last = parts[parts.length - 1];
  const latin = /^[a-z0-9]+$/.test(last);
  const inflected = /^[a-z]{3,}$/.test(last);
  const stays = inflected ? beginning(last) : last;
  const end = latin ? stays + (inflected || open ? "[a-z0-9]*" : "") : quoted(last);
  const left = /^[a-z0-9]/.test(parts[0]) ? "(?<![a-z0-9])" : "";
  const right = latin ? "(?![a-z0-9])" : "";
  const pattern = [...parts.slice(0, -1).map(quoted), end].join(JOINT);
  const stem = inflected && root(last);
  const before = parts.slice(0, -1).join("").replace(/[^a-z0-9]/g, "").length;
  const worth = (found) => {
    const said = found.toLowerCase().replace(/[^a-z0-9]/g, "").slice(before);
    if (!latin || said === last) return weight;
    if (stem && root(said) === stem) return weight * OTHER_FORM;
    return open && said.startsWith(last) ? weight * BEGINNING : 0;
  };
  const start = parts.length > 1 ? parts[0] : stays;
  return { start, expression: new RegExp(left + pattern + right, "gi"), worth };
}

/**
 * reader(index): read(query) gives { asked, whole }. What is asked for is a list of { text, run, forms, parts, ids, term }:
 * a section has it if it has one of the forms, or all of the parts, which are words. `run` is the Chinese of which it is
 * one word; `ids` are ids of headings that tell of it; `term` is the number of its entry in the glossary, or -1. `whole`
 * is the query as one form.
 */
export function reader(index) {
  const words = new Set(index.words.split(" "));
  const skipped = new Set(index.skipped.split(" "));
  const folded = new Map();
  for (let place = 0; place < index.fold.length; place += 2) folded.set(index.fold[place], index.fold[place + 1]);
  const taiwan = new RegExp(Object.keys(index.taiwan).sort(longestFirst).join("|") || "(?!)", "g");
  const named = new Map(); // a name -> the number of its group; the first group that has it
  index.same.forEach((group, number) => group.map(key).forEach((name) => {
    for (const one of [name, name.replace(/[a-z]+/g, american)]) if (!named.has(one)) named.set(one, number);
  }));
  const names = nameExpression([...named.keys()]);
  const all = index.sections.map(([, , , title, text]) => `${title}\n${text}`).join("\n").toLowerCase();

  function plain(text) {
    const signs = [...text.normalize("NFKC").toLowerCase()].map((sign) => folded.get(sign) || sign);
    return signs.join("").replace(taiwan, (word) => index.taiwan[word]).replace(/\s+/g, " ").trim();
  }

  function key(name) {
    return plain(name).replace(/-/g, " ");
  }

  /** A run of Chinese as words of our texts, "" for one that asks for nothing; or [run] where it is not made of them. */
  function cut(run) {
    const best = [{ left: 0, pieces: [] }]; // for the first n characters: how many are in no word, and the pieces
    for (let end = 1; end <= run.length; end++) {
      for (let start = Math.max(0, end - LONGEST); start < end; start++) {
        const piece = run.slice(start, end);
        const known = words.has(piece) || skipped.has(piece);
        if (!known && piece.length > 1) continue;
        const way = { left: best[start].left + (known ? 0 : 1), pieces: [...best[start].pieces, piece] };
        const other = best[end];
        if (!other || way.left < other.left || (way.left === other.left && way.pieces.length < other.pieces.length)) best[end] = way;
      }
    }
    const pieces = joined(best[run.length].pieces.map((piece) => (skipped.has(piece) ? "" : piece)));
    const said = pieces.filter(Boolean);
    const single = said.filter((piece) => piece.length === 1);
    if (!single.length || said.length === 1) return pieces;
    // One character that goes with no neighbour says nothing beside words that our texts know.
    return single.length === 1 ? pieces.filter((piece) => piece.length !== 1) : [run];
  }

  /** Single characters go with what stands before or after them, where our texts have the two together. */
  function joined(pieces) {
    const together = [];
    for (const piece of pieces) {
      const before = together[together.length - 1];
      const loose = piece && before && (piece.length === 1 || before.length === 1);
      if (loose && all.includes(before + piece)) together[together.length - 1] += piece;
      else together.push(piece);
    }
    return together;
  }

  function word(text, open) {
    return { text, run: text, term: -1, ids: new Set([text]), forms: [form(text, { open: open && text.length > 1 })], parts: [] };
  }

  /** A thing by its name, or by the beginning of its name: any of its names finds it, and so do the words of this one. */
  function thing(text, group, open = false) {
    const others = index.same[group].map(plain).filter((name) => key(name) !== key(text));
    const parts = HAN.test(text) && text.length > 3 ? cut(text) : [];
    return {
      text, run: text, term: group < index.terms.length ? group : -1,
      ids: new Set(index.same[group].map((name) => key(name).replace(/ /g, "-"))),
      forms: [form(text, { open }), ...others.map((name) => form(name, { weight: OTHER_NAME }))],
      parts: parts.length > 1 && parts.join("") === text ? parts.map((part) => form(part, { weight: OTHER_NAME })) : [],
    };
  }

  /** The words of a text in which nothing is named. */
  function plainWords(text, open) {
    return (text.match(PIECES) || []).flatMap((piece, place, pieces) => {
      if (HAN.test(piece)) return chinese(piece);
      const last = open && place === pieces.length - 1;
      const parts = (!skipped.has(piece) || last) && piece.match(LETTERS);
      return parts ? [word(parts.join("-"), last)] : [];
    });
  }

  /** The words of a run of Chinese; those between two that ask for nothing are one run. */
  function chinese(text) {
    const found = [];
    let run = [];
    for (const piece of [...cut(text), ""]) {
      if (piece) run.push(word(piece, false));
      else {
        run.forEach((one) => (one.run = run.map((each) => each.text).join("")));
        found.push(...run);
        run = [];
      }
    }
    return found;
  }

  /** The one thing whose name begins with a text that is still being typed. */
  function begun(text) {
    if (text.length < (HAN.test(text) ? 2 : 4)) return [];
    const groups = new Set([...named].filter(([name]) => name.startsWith(key(text))).map(([, group]) => group));
    return groups.size === 1 ? [thing(text, [...groups][0], true)] : [];
  }

  return function read(query) {
    const text = plain(query);
    let asked = [];
    let from = 0;
    for (const match of text.matchAll(names)) {
      asked.push(...plainWords(text.slice(from, match.index), false), thing(match[0], named.get(key(match[0]))));
      from = match.index + match[0].length;
    }
    asked.push(...plainWords(text.slice(from), true));
    if (from < text.length && begun(text).length) asked = begun(text);
    return { asked, whole: form(text.replace(/[?？。!！]+$/, "")) };
  };
}

function longestFirst(one, other) {
  return other.length - one.length;
}

/** Finds any of the names, the longest first; a Latin one stands alone. */
function nameExpression(names) {
  const patterns = [...names].sort(longestFirst).map((name) => {
    const left = /^[a-z0-9]/.test(name) ? "(?<![a-z0-9_.-])" : "";
    const right = /[a-z0-9]$/.test(name) ? "(?![a-z0-9_.-])" : "";
    return left + quoted(name).replace(/ /g, "[ -]") + right;
  });
  return new RegExp(patterns.join("|"), "g");
}
