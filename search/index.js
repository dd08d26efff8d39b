/*
 * The search of a language's site. site.js fetches this script when a reader turns to the search, or follows one of its
 * results, whose page has the words to mark in its address (?h=…). Both work from disk: the index is a script, too.
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

function fetchFind() {
  fetched = fetched || new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL("index.js", src).href;
    script.onload = () => done(finder(window.searchIndex));
    script.onerror = () => {
      fetched = null;
      failed(new Error(script.src));
    };
    document.head.append(script);
  });
  return fetched;
}

const words = new URLSearchParams(location.search).getAll("h");
const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (words.length) markPage(document.querySelector("article"), words, target);
mount(document.querySelector(".md-search__input"), fetchFind, new URL("../../", src));
