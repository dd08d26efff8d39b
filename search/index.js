/*
 * The search of a language's site. site.js fetches this script when a reader turns to the search, or has followed one of
 * its results: a page then has the words to mark in its address (?h=…). The index is a script too, so that both work from
 * disk.
 *
 * window.searchIndex, written by publish/site/search.py:
 *   pages     [address below the language's root, weight]
 *   sections  [number of its page, id, level, title, text, names in its code]; the last are the glossary's entries
 *   terms     what each of these entries is called in the other language
 *   same      lists of names of one thing; the first are the entries', in their order
 *   words     Chinese words of all texts; skipped: words that ask for nothing; fold: pairs of traditional and our character;
 *             taiwan: words of Taiwan, in our characters, and ours
 */
import { mount } from "./box.js";
import { finder } from "./find.js";
import { markPage } from "./marks.js";

const { src } = document.currentScript;
let fetched = null;

/** find(query), once the index is there: site.js has asked for it; where it did not arrive, it is asked for again. */
function fetchFind() {
  fetched = fetched || new Promise((done, failed) => {
    if (window.searchIndex) return done(finder(window.searchIndex));
    let script = document.querySelector('script[data-search="index.js"]');
    if (!script) {
      script = document.createElement("script");
      script.src = new URL("index.js", src).href;
      document.head.append(script);
    }
    script.addEventListener("load", () => done(finder(window.searchIndex)));
    return script.addEventListener("error", () => {
      fetched = null;
      failed(new Error(script.src));
    });
  });
  return fetched;
}

const words = new URLSearchParams(location.search).getAll("h");
// Not ":target": a browser that still waits for styles has not looked for it yet.
const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (words.length) markPage(document.querySelector("article"), words, target);
mount(document.querySelector(".md-search__input"), fetchFind, new URL("../../", src));
