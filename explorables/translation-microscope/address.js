/*
 * The state, small enough for an address: a sentence, what is looked at, and what the reader changed.
 *
 * An edit is { kind: "zero", a } | { kind: "swap", a, b } | { kind: "mix", a, b, share } | { kind: "move", a, by: [dx, dy], map }.
 */

export const [MOST_PADS, WIDEST_BEAM] = [6, 5];

/** A state before anybody has touched it. */
export const fresh = (text) => ({
  text, token: 0, way: "look", read: 1, gate: "f", unit: 0, pads: 0, packed: true, drop: "none",
  write: 1, forced: new Map(), beam: 1, alpha: 0.6, guess: false, edits: [], map: "change", chosen: "", share: 0.5, other: "", show: "",
});

const plain = { to: (value) => String(value), from: (text) => text };
const one = (...known) => ({ to: String, from: (text) => (known.includes(text) ? text : known[0]) });
const number = (low, high) => ({ to: String, from: (text) => Math.max(low, Math.min(high, Number(text) || 0)) });
const flag = { to: (value) => (value ? "1" : "0"), from: (text) => text === "1" };
const list = (parts) => parts.map((part) => encodeURIComponent(part)).join(",");
const [share, way, map] = [number(0, 1), number(-99, 99), one("change", "table")];
/** What each key may hold. An address comes from anywhere: what makes no sense becomes the nearest thing that does. */
export const KEYS = {
  text: plain, token: number(0, 999), way: one("look", "matrix"), read: number(1, 999), gate: one("f", "i", "g", "c", "o", "h"), unit: number(0, 9999),
  pads: number(0, MOST_PADS), packed: flag, drop: one("none", "h", "c", "both"), write: number(1, 999),
  forced: {
    to: (forced) => [...forced].map(([step, word]) => list([step, word])).join(";"),
    from: (text) => new Map(text.split(";").filter(Boolean).map((pair) => pair.split(",").map(decodeURIComponent)).filter(([step]) => /^\d+$/.test(step)).map(([step, word]) => [Number(step), word])),
  },
  beam: number(1, WIDEST_BEAM), alpha: number(0, 1.5), guess: flag,
  edits: {
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

/** To the address: only what differs from a fresh state, after the sentence. */
export function write(state) {
  const base = fresh(state.text);
  const parts = ["text=" + encodeURIComponent(state.text)];
  for (const key in KEYS) {
    const now = KEYS[key].to(state[key]);
    if (key !== "text" && now !== KEYS[key].to(base[key])) parts.push(`${key}=${/^(forced|edits)$/.test(key) ? now : encodeURIComponent(now)}`);
  }
  return parts.join("&");
}

/** From the address; null where there is no state in it. */
export function read(hash) {
  const text = hash.replace(/^#/, "");
  if (!text.startsWith("text=")) return null;
  const state = fresh("");
  try {
    for (const part of text.split("&")) {
      const [key, value = ""] = part.split(/=(.*)/s);
      if (key in KEYS) state[key] = KEYS[key].from(/^(forced|edits)$/.test(key) ? value : decodeURIComponent(value));
    }
  } catch (broken) {
    if (!(broken instanceof URIError)) throw broken; // half an address, copied badly: there is no state in it
    return null;
  }
  return state;
}
