"""What the search reads: every section of a language's pages, and what it has to know of words.

`page()` cuts a page's HTML at its headings (on_post_page); `publish()` writes all of them beside the search's script
(on_post_build), as a script too, since a page that was opened from disk may fetch nothing else. In the browser, search/
reads the sections themselves for each query: their texts have to come anyway, for the lines that are shown of them.

A reader's Chinese has no spaces: it is cut into `words`, those that jieba finds in our own texts. `same` holds the
names of one thing: the glossary's, and those in docs/search.toml. `fold` turns traditional characters into those of
our texts, `taiwan` words that are others there into ours.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache as once
from pathlib import Path

import jieba
import opencc
from lxml import html

from publish.common import bundles, cache, paths
from publish.common.errors import PublishError
from publish.pages import glossary

FOLDER = "assets/search"  # below a language's root
SCRIPT, INDEX = f"{FOLDER}/search.min.js", f"{FOLDER}/index.js"
CREDIT = "/* In it: stemmer, copyright (c) 2014 Titus Wormer, MIT licence. */\n"
WORDS = "search.toml"  # in docs/
EXCLUDED = "data-search-exclude"  # on what the search shall not know; on a heading: its section
HEADINGS = {f"h{level}": level for level in range(1, 7)}
INLINE = {"a", "abbr", "b", "code", "em", "i", "kbd", "mark", "math", "s", "small", "span", "strong", "sub", "sup"}
SKIPPED = {"svg", "script", "style", "template", "noscript", "button", "select", "textarea"}
SKIPPED_CLASSES = {"headerlink", "filename"}
GLOSSARY = "glossary.html"  # whose entries are sections, with an address each
FORMULA = 12  # characters of a formula that a line shows; a longer one is an ellipsis
HAN = re.compile(r"[\u3400-\u9fff]+")
NAME = re.compile(r"(?<!\w)[A-Za-z_][A-Za-z_0-9]{2,}")
# Words of Python that say nothing about the code in which they stand.
SYNTAX = set("and class def elif else False for from import None not print return self True while with".split())


@dataclass
class Section:
    """What stands below one heading, down to the next."""

    id: str
    level: int
    title: str = ""
    text: list[str] = field(default_factory=list)
    code: list[str] = field(default_factory=list)

    def row(self, page: int) -> list[object]:
        """As the index has it. Of its code, the names alone."""
        text, names = _joined(self.text), set(NAME.findall("".join(self.code))) - SYNTAX
        return [page, self.id, self.level, self.title, text, " ".join(sorted(names))]


@dataclass(frozen=True)
class Page:
    address: str  # below the language's root
    weight: float  # its results count so many times
    sections: list[Section]


def page(address: str, title: str, content: str, meta: dict) -> Page | None:
    """A page for the index; none if its front matter says `search: {exclude: true}`. `search: {boost: 0.5}` makes what
    is found in it count half. `title` is the page's name where its content has no level-one heading.
    """
    said = meta.get("search") or {}
    if not isinstance(said, dict) or (unknown := sorted(set(said) - {"boost", "exclude"})):
        what = f"search: {unknown[0]}" if isinstance(said, dict) else f"search: {said!r}"
        raise PublishError(f"its front matter has `{what}`.", "Known are `search: {boost: 0.5}` and {exclude: true}.")
    if said.get("exclude"):
        return None
    found = [] if "<h1" in content else [Section("", 1, title)]
    _read(html.fragment_fromstring(content, create_parent="div"), found)
    return Page(address, said.get("boost", 1), [section for section in found if section.level])


def _read(element, found: list[Section], code: bool = False) -> None:
    """Into the sections `found`: an element's headings and text."""
    if not isinstance(element.tag, str) or element.tag in SKIPPED or element.get("class") in SKIPPED_CLASSES:
        return  # a comment has no name
    level = HEADINGS.get(element.tag)
    if level and element.get("id"):
        title = Section("", 0)
        _read_inside(element, [title], False)
        excluded = element.get(EXCLUDED) is not None
        found.append(Section(element.get("id"), 0 if excluded else level, _joined(title.text)))
    elif element.get(EXCLUDED) is None:
        _read_inside(element, found, code or element.tag == "pre")


def _read_inside(element, found: list[Section], code: bool) -> None:
    def add(text: str | None) -> None:
        if found and text:
            (found[-1].code if code else found[-1].text).append(text)

    if element.tag == "math":
        return add(_formula(element))
    gap = "" if element.tag in INLINE else "\n"
    add(gap + (element.text or ""))
    for child in element:
        _read(child, found, code)
        add(child.tail)
    return add(gap)


def _formula(math) -> str:
    """A short formula as a line of text."""
    for root in math.iter("msqrt"):
        root.text = f"√{root.text or ''}"
    for fraction in math.iter("mfrac"):
        fraction[0].tail = "/"
    text = "".join(math.itertext()).replace("\N{FUNCTION APPLICATION}", "")
    return text if len(text) <= FORMULA else "…"


def _joined(pieces: list[str]) -> str:
    return " ".join("".join(pieces).split())


def unmarked(output: str) -> str:
    """A page's HTML without the marks for the search."""
    return re.sub(rf'\s{EXCLUDED}(?:="[^"]*")?', "", output)


def publish(pages: Iterable[Page], language: str, site: Path) -> None:
    """Write script and index below the folder of a language's site."""
    (script,) = bundles.for_page(language, "search/index.js")
    cache.write(site / SCRIPT, CREDIT + script.text)
    data = json.dumps(index(list(pages), language), ensure_ascii=False, separators=(",", ":"))
    cache.write(site / INDEX, f"window.searchIndex={data};\n")


def index(pages: list[Page], language: str) -> dict[str, object]:
    """All that the browser gets. search/index.js says what is what."""
    listed = [page for page in pages if page.address == GLOSSARY]
    entries = glossary.load() if listed else {}
    pages = [page for page in pages if page not in listed] + [_of_terms(page, entries, language) for page in listed]
    rows = [section.row(number) for number, page in enumerate(pages) for section in page.sections]
    names = [_names(key, entry) for key, entry in entries.items()]
    asked = _asked()
    text = " ".join(str(cell) for row in [*rows, *names, *asked["same"]] for cell in row)
    words = sorted({word for run in HAN.findall(text) for word in _jieba().cut(run, HMM=False) if len(word) > 1})
    return {
        "pages": [[page.address, page.weight] for page in pages],
        "sections": rows,
        "terms": [entry["en" if language == "zh" else "zh"] for entry in entries.values()],
        "same": _united(names, asked["same"]),
        "skipped": " ".join(asked["skipped"]),
        "words": " ".join(words),
        "fold": _folding(text),
        "taiwan": _of_taiwan(words, text),
    }


def _of_terms(page: Page, entries: dict[str, dict], language: str) -> Page:
    """The glossary's page, with a section for each of its entries."""
    head = Section(page.sections[0].id, 1, page.sections[0].title)
    terms = [
        Section(key, 2, entry[language], [glossary.plain(entry[f"definition_{language}"])])
        for key, entry in entries.items()
    ]
    return Page(page.address, page.weight, [head, *terms])


def _names(key: str, entry: dict) -> list[str]:
    """What a glossary entry's thing is called, in both languages; also words that this site does not use for it."""
    ruled_out = [pattern for pattern in entry.get("not_zh", []) if re.fullmatch(r"[\w-]+", pattern)]
    names = [entry["zh"], entry["en"], *entry.get("also_zh", []), *entry.get("also_en", []), *ruled_out]
    return list(dict.fromkeys([*names, key.replace("-", " ")]))


def _asked() -> dict[str, list]:
    """docs/search.toml: names of one thing that the glossary lacks, and words that ask for nothing."""
    file = paths.DOCS / WORDS
    try:
        said = {"same": [], "skipped": []} | (tomllib.loads(file.read_text("utf-8")) if file.is_file() else {})
    except tomllib.TOMLDecodeError as error:
        raise PublishError(f"no TOML: {error}.", "Mend that line.", paths.shown(file)) from None
    for names in said["same"]:
        if len(names) < 2:
            raise PublishError(f"same = [{names}]: one name is the same as nothing.", "Give two.", paths.shown(file))
    return said


def _united(groups: list[list[str]], more: list[list[str]]) -> list[list[str]]:
    """The groups of names, and each of `more` added to the first that has one of its names, or else behind them."""
    united = [list(names) for names in groups]
    for names in more:
        known = {name.lower() for name in names}
        home = next((group for group in united if known & {name.lower() for name in group}), None)
        if home is None:
            united.append(list(names))
        else:
            home.extend(name for name in names if name not in home)
    return united


def _of_taiwan(words: list[str], text: str) -> dict[str, str]:
    """Taiwan's word in our characters -> ours, where they differ and theirs means nothing else in our texts."""
    there, here = opencc.OpenCC("s2twp"), opencc.OpenCC("t2s")
    theirs = {here.convert(there.convert(word)): word for word in words}
    return {word: ours for word, ours in theirs.items() if word not in text}


def _folding(text: str) -> str:
    """Pairs of characters: a traditional one that is not in our texts, and the one in our texts that stands for it."""
    simplified = opencc.OpenCC("t2s")
    pairs = [(sign, simplified.convert(sign)) for sign in map(chr, range(0x3400, 0xA000))]
    known = set(text)
    return "".join(old + new for old, new in pairs if new in known and old not in known)


@once
def _jieba() -> jieba.Tokenizer:
    return jieba.Tokenizer()
