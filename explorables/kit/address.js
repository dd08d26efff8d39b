/*
 * A state, small enough for an address: text=…&write=3. For each of its keys something here says how it becomes text, and
 * what it may hold: an address comes from anywhere, and what makes no sense becomes the nearest thing that does.
 */

export const plain = { to: (value) => String(value), from: (text) => text };
export const one = (...known) => ({ to: String, from: (text) => (known.includes(text) ? text : known[0]) });
export const number = (low, high) => ({ to: String, from: (text) => Math.max(low, Math.min(high, Number(text) || 0)) });
export const flag = { to: (value) => (value ? "1" : "0"), from: (text) => text === "1" };
export const list = (parts) => parts.map((part) => encodeURIComponent(part)).join(",");

/** Words that a reader makes the decoder write: a Map from step (0, 1, …) to word. `whole`: escapes its own parts. */
export const forced = {
  whole: true,
  to: (words) => [...words].map(([step, word]) => list([step, word])).join(";"),
  from: (text) => new Map(text.split(";").filter(Boolean).map((pair) => pair.split(",").map(decodeURIComponent)).filter(([step]) => /^\d+$/.test(step)).map(([step, word]) => [Number(step), word])),
};

/** { write(state), read(hash), remember(state) } for states with these keys, of which `text` comes first; fresh(text) is one that nobody has touched. */
export function addresses(keys, fresh) {
  /** To the address: only what differs from a fresh state, after the sentence. */
  function write(state) {
    const base = fresh(state.text);
    const parts = ["text=" + encodeURIComponent(state.text)];
    for (const key in keys) {
      const now = keys[key].to(state[key]);
      if (key !== "text" && now !== keys[key].to(base[key])) parts.push(`${key}=${keys[key].whole ? now : encodeURIComponent(now)}`);
    }
    return parts.join("&");
  }

  /** From the address; null where there is no state in it. */
  function read(hash) {
    const text = hash.replace(/^#/, "");
    if (!text.startsWith("text=")) return null;
    const state = fresh("");
    try {
      for (const part of text.split("&")) {
        const [key, value = ""] = part.split(/=(.*)/s);
        if (key in keys) state[key] = keys[key].from(keys[key].whole ? value : decodeURIComponent(value));
      }
    } catch (broken) {
      if (!(broken instanceof URIError)) throw broken; // half an address, copied badly: there is no state in it
      return null;
    }
    return state;
  }

  /** Writes the state into the page's address, once it has rested. */
  let resting = null;
  function remember(state) {
    clearTimeout(resting);
    resting = setTimeout(() => {
      try {
        history.replaceState(history.state, "", "#" + write(state));
      } catch (refused) {
        // Some browsers count how often an address may change; the next change brings it up to date.
      }
    }, 250);
  }
  return { write, read, remember };
}
