/*
 * The state, small enough for an address: a sentence, the word of its translation that is looked at, and the words that
 * the reader has put there instead of the model's own.
 */
import { addresses, forced, number, plain } from "../kit/address.js";

/** A state before anybody has touched it. */
export const fresh = (text) => ({ text, write: 1, forced: new Map() });

/** What each key may hold. */
export const KEYS = { text: plain, write: number(1, 999), forced };

export const { write, read, remember } = addresses(KEYS, fresh);
