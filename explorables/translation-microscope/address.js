/*
 * The state, small enough for an address: a sentence, what is looked at, and what the reader changed.
 *
 * An edit is { kind: "zero", a } | { kind: "swap", a, b } | { kind: "mix", a, b, share } | { kind: "move", a, by: [dx, dy], map }.
 */
import { addresses, flag, forced, list, number, one, plain } from "../kit/address.js";

export const [MOST_PADS, WIDEST_BEAM] = [6, 5];

/** A state before anybody has touched it. */
export const fresh = (text) => ({
  text, token: 0, way: "look", read: 1, gate: "f", unit: 0, pads: 0, packed: true, drop: "none",
  write: 1, forced: new Map(), beam: 1, alpha: 0.6, guess: false, edits: [], map: "change", chosen: "", share: 0.5, other: "", show: "",
});

const [share, way, map] = [number(0, 1), number(-99, 99), one("change", "table")];
/** What each key may hold. */
export const KEYS = {
  text: plain, token: number(0, 999), way: one("look", "matrix"), read: number(1, 999), gate: one("f", "i", "g", "c", "o", "h"), unit: number(0, 9999),
  pads: number(0, MOST_PADS), packed: flag, drop: one("none", "h", "c", "both"), write: number(1, 999),
  forced, beam: number(1, WIDEST_BEAM), alpha: number(0, 1.5), guess: flag,
  edits: {
    whole: true,
    to: (edits) => edits.map(({ kind, a, b, share, by, map }) => list({ zero: [kind, a], swap: [kind, a, b], mix: [kind, a, b, share], move: [kind, a, ...(by || []), map] }[kind])).join(";"),
    from: (text) => text.split(";").map((edit) => edit.split(",").map(decodeURIComponent)).map(([kind, a, ...rest]) => a && ({
      zero: { kind, a },
      swap: rest[0] && { kind, a, b: rest[0] },
      mix: rest[0] && { kind, a, b: rest[0], share: share.from(rest[1]) },
      move: { kind, a, by: [way.from(rest[0]), way.from(rest[1])], map: map.from(rest[2]) },
    })[kind]).filter(Boolean),
  },
  map, chosen: plain, share, other: plain, show: plain,
};

export const { write, read, remember } = addresses(KEYS, fresh);
