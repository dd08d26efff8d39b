/*
 * What a query asks for: the things that it names and its other words, each as expressions that find them in a text.
 *
 * A Latin word stands alone there, in any of its English forms; what is typed last may go on. Chinese has no spaces: a run
 * of it is cut into as few words of our texts as possible. What is left between them joins a neighbour, if our texts have
 * the two together; a run that our texts do not have stays whole, and is found nowhere. It is never cut into characters.
 */
import { stemmer } from "stemmer";

const HAN = /[\u3400-\u9fff]/;
const RUN = /[\u3400-\u9fff]+/g;
const PIECES = /[\u3400-\u9fff]+|[^\s\u3400-\u9fff]+/g;
const LATIN = /[a-z0-9]+/g;
const JOINT = "[\\s\\-‑–_.:/’']*"; // between the parts of pad_sequence, one-hot, teacher forcing
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

/** A spelling as { expression, worth(found) }: what finds it in a text, and how much a match is worth. */
export function form(spelling, { weight = 1, open = false } = {}) {
  const parts = spelling.match(/[\u3400-\u9fff]+|[a-z0-9]+|[^\s\u3400-\u9fffa-z0-9]/g) || [];
  const last = parts[parts.length - 1] || "";
  const inflected = /^[a-z]{3,}$/.test(last);
  const pattern = parts.filter((part) => !/^[-‑–_.:/’']$/.test(part)).map((part, place, all) => {
    const final = place === all.length - 1;
    if (!final || !/^[a-z0-9]+$/.test(part)) return quoted(part);
    return (inflected ? beginning(part) : part) + (inflected || open ? "[a-z0-9]*" : "");
  }).join(JOINT);
  const left = /^[a-z0-9]/.test(parts[0]) ? "(?<![a-z0-9])" : "";
  const right = /[a-z0-9]$/.test(last) ? "(?![a-z0-9])" : "";
  const stem = inflected && root(last);
  const worth = (found) => {
    const said = /[a-z0-9]*$/.exec(found.toLowerCase())[0];
    if (!said || said === last) return weight;
    if (stem && root(said) === stem) return weight * OTHER_FORM;
    return open && said.startsWith(last) ? weight * BEGINNING : 0;
  };
  return { expression: new RegExp(left + pattern + right, "gi"), worth };
}

/** read(query) for an index: { asked: [{ text, forms, parts, term }], whole }, and `whole` as one form. */
export function reader(index) {
  const words = new Set(index.words.split(" "));
  const skipped = new Set(index.skipped.split(" "));
  const folded = new Map();
  for (let place = 0; place < index.fold.length; place += 2) folded.set(index.fold[place], index.fold[place + 1]);
  const named = new Map(); // a name -> the number of its group; the first group that has it
  index.same.forEach((group, number) => group.map(key).forEach((name) => named.has(name) || named.set(name, number)));
  const names = nameExpression([...named.keys()]);
  const all = index.sections.map(([, , , title, text]) => `${title}\n${text}`).join("\n").toLowerCase();

  function plain(text) {
    const signs = [...text.normalize("NFKC").toLowerCase()];
    return signs.map((sign) => folded.get(sign) || sign).join("").replace(/\s+/g, " ").trim();
  }

  function key(name) {
    return plain(name).replace(/-/g, " ");
  }

  /** A run of Chinese as words of our texts, or [run] where it is not made of them. */
  function cut(run) {
    const best = [{ left: 0, pieces: [] }]; // for the first n characters: how many are in no word, and the pieces
    for (let end = 1; end <= run.length; end++) {
      for (let start = Math.max(0, end - 8); start < end; start++) {
        const piece = run.slice(start, end);
        const known = words.has(piece) || skipped.has(piece);
        if (!known && piece.length > 1) continue;
        const way = { left: best[start].left + (known ? 0 : 1), pieces: [...best[start].pieces, piece] };
        const other = best[end];
        if (!other || way.left < other.left || (way.left === other.left && way.pieces.length < other.pieces.length)) best[end] = way;
      }
    }
    return joined(best[run.length].pieces.filter((piece) => !skipped.has(piece)), run);
  }

  /** Single characters go with the word before or after them, where our texts have the two together. */
  function joined(pieces, run) {
    const together = [];
    for (const piece of pieces) {
      const before = together[together.length - 1];
      const loose = piece.length === 1 || (before && before.length === 1);
      if (loose && before && run.includes(before + piece) && all.includes(before + piece)) together[together.length - 1] += piece;
      else together.push(piece);
    }
    return together.length > 1 && together.some((piece) => piece.length === 1) ? lenient(together, run) : together;
  }

  /** A character that goes with no neighbour says nothing beside words of which our texts know each. */
  function lenient(pieces, run) {
    const kept = pieces.filter((piece) => piece.length > 1);
    return kept.length && pieces.length - kept.length === 1 ? kept : [run];
  }

  function word(text, open) {
    return { text, forms: [form(text, { open })], parts: [] };
  }

  /** A thing by its name: any of its names finds it; so do the words of the one that was typed. */
  function thing(text, group) {
    const others = index.same[group].map(plain).filter((name) => key(name) !== key(text));
    const parts = HAN.test(text) && text.length > 3 ? cut(text).filter((part) => part !== text) : [];
    const covered = parts.join("") === text ? parts : [];
    return {
      text, term: group < index.terms.length ? group : -1,
      forms: [form(text), ...others.map((name) => form(name, { weight: OTHER_NAME }))],
      parts: covered.map((part) => form(part, { weight: OTHER_NAME })),
    };
  }

  function rest(text, open) {
    return (text.match(PIECES) || []).flatMap((piece, place, pieces) => {
      if (HAN.test(piece)) return cut(piece).map((part) => word(part, false));
      const last = open && place === pieces.length - 1;
      if (skipped.has(piece) && !last) return [];
      const parts = piece.match(LATIN) || [];
      return parts.length ? [word(parts.join("-"), last)] : [];
    });
  }

  return function read(query) {
    const text = plain(query);
    const asked = [];
    let from = 0;
    for (const match of text.matchAll(names)) {
      asked.push(...rest(text.slice(from, match.index), false), thing(match[0], named.get(key(match[0]))));
      from = match.index + match[0].length;
    }
    asked.push(...rest(text.slice(from), true));
    return { text, asked, whole: form(text.replace(/[?？。!！]+$/, "")) };
  };
}

/** Finds any of the names, the longest first; a Latin one stands alone. */
function nameExpression(names) {
  const patterns = [...names].sort((one, other) => other.length - one.length).map((name) => {
    const left = /^[a-z0-9]/.test(name) ? "(?<![a-z0-9_.-])" : "";
    const right = /[a-z0-9]$/.test(name) ? "(?![a-z0-9_.-])" : "";
    return left + quoted(name).replace(/ /g, "[ -]") + right;
  });
  return new RegExp(patterns.join("|"), "g");
}
