/*
 * The data: Chinese numerals and the digits they stand for, 0 to 999.
 *
 * 三百二十一 -> 3 2 1. For 200 to 299 there are two good readings, 二百… and 两百…;
 * both are in the data, so that the model meets two words with one meaning.
 * tests/numerals.py makes the same pairs, split and batches.
 */
import { random } from "../kit/random.js";

export const PAD = 0;
export const SOS = 1;
export const EOS = 2;
export const SOURCE_WORDS = ["<pad>", ..."零一二三四五六七八九十百两"]; // 14 rows
export const TARGET_WORDS = ["<pad>", "<sos>", "<eos>", ..."0123456789"]; // 13 rows
export const WORDS = { source: SOURCE_WORDS, target: TARGET_WORDS };
const SPLIT_SEED = 2025; // the split is the same in every run; a run's seed is for its weights and batches

const sourceIndex = Object.fromEntries(SOURCE_WORDS.map((word, id) => [word, id]));
const numeral = "零一二三四五六七八九";

/** The usual way to write a number from 0 to 999: 12 is 十二, 112 is 一百一十二, 105 is 一百零五. */
export function write(number, two = "二") {
  const hundreds = Math.floor(number / 100);
  const tens = Math.floor(number / 10) % 10;
  const ones = number % 10;
  if (number === 0) return "零";
  let words = "";
  if (hundreds) words += (hundreds === 2 ? two : numeral[hundreds]) + "百";
  if (tens) words += (tens === 1 && !hundreds ? "" : numeral[tens]) + "十";
  else if (hundreds && ones) words += "零";
  if (ones) words += numeral[ones];
  return words;
}

export function pair(number, two) {
  const words = write(number, two);
  return {
    number,
    words,
    source: [...words].map((word) => sourceIndex[word]), // up to 5 ids
    target: [...[...String(number)].map((digit) => 3 + Number(digit)), EOS], // up to 4 ids
  };
}

export const readings = (number) => (Math.floor(number / 100) === 2 ? [pair(number, "二"), pair(number, "两")] : [pair(number)]);

/** A fifth of the numbers, with every reading of theirs, is kept from training. */
export function split() {
  const numbers = random(SPLIT_SEED).shuffle(Array.from({ length: 1000 }, (_, n) => n));
  return { unseen: numbers.slice(0, 200).flatMap(readings), train: numbers.slice(200).flatMap(readings) };
}

/** An endless row of batches, drawn with replacement. */
export function batches(train, size, draw) {
  return { next: () => Array.from({ length: size }, () => train[draw.below(train.length)]) };
}
