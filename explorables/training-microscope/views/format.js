/*
 * Small numbers that a reader compares: one unit for all of them, a power of ten.
 */

/** The power of ten that suits the largest of them. */
export const unitOf = (largest) => (largest > 0 ? Math.floor(Math.log10(largest)) : 0);

export const inUnits = (size, power) => (size / 10 ** power).toFixed(1);

const SUPERSCRIPT = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
export const tenTo = (power) => "10" + [...String(power)].map((c) => SUPERSCRIPT[c]).join("");
