/*
 * Where the words asked for stand: in a result's lines, and in the page to which it led.
 */
import { make } from "../explorables/kit/dom.js";
import { form } from "./query.js";

const UNMARKED = "svg, math, script, style, button, select, textarea, .headerlink, .explorable";

/** The places [from, to) of all matches in a text, in its order; of two that overlap, the first. */
export function places(text, forms) {
  const found = forms.flatMap(({ expression, worth }) => [...text.matchAll(expression)].filter((match) => worth(match[0])));
  const spans = found.map((match) => [match.index, match.index + match[0].length]);
  spans.sort(([one, oneEnd], [other, otherEnd]) => one - other || otherEnd - oneEnd);
  return spans.reduce((kept, span) => (kept.length && span[0] < kept[kept.length - 1][1] ? kept : [...kept, span]), []);
}

/** A text as nodes, with the matches in <mark>. */
export function marked(text, forms) {
  let from = 0;
  const nodes = places(text, forms).flatMap(([start, end]) => {
    const pair = [text.slice(from, start), make("mark", { class: "match" }, text.slice(start, end))];
    from = end;
    return pair;
  });
  return [...nodes, text.slice(from)].filter((node) => node !== "");
}

/** Marks the words in an element, and unfolds what is folded below the heading `target` and has one of them. */
export function markPage(element, words, target) {
  const forms = words.map((word) => form(word.toLowerCase()));
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(UNMARKED)) texts.push(walker.currentNode);
  for (const text of texts) if (places(text.data, forms).length) text.replaceWith(...marked(text.data, forms));
  for (let one = target && target.nextElementSibling; one && !/^H[1-6]$/.test(one.tagName); one = one.nextElementSibling) {
    for (const folded of [one, ...one.querySelectorAll("details")]) {
      if (folded.localName === "details" && folded.querySelector("mark.match")) folded.open = true;
    }
  }
}
