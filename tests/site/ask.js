/*
 * Runs in Node: asks the search, as a page does. Reads { index, queries } from standard input; writes for each query
 * { asked, missing, partly, term, hits, marks }: addresses, the best first, and the words that the page of the first would
 * mark.
 */
import { readFileSync } from "node:fs";
import { finder } from "../../search/find.js";
import { wordsIn } from "../../search/lines.js";

const { index, queries } = JSON.parse(readFileSync(0, "utf8"));
const find = finder(index);
const answers = queries.map((query) => {
  const { asked, missing, partly, term, hits } = find(query);
  return {
    asked: asked.map(({ text }) => text), missing, partly, term: term && term.section.address,
    hits: hits.map(({ section }) => section.address), marks: hits.length ? wordsIn(hits[0].section, asked) : [],
  };
});
process.stdout.write(JSON.stringify(answers));
