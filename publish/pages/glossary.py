"""Terms: docs/glossary.toml -> the glossary page's list, and a tooltip on each term's first appearance in a page.

The list is expanded with the Markdown (`[[glossary]]`); tooltips are put into the finished HTML of a page,
since only there it is certain what is running text and what is code, a heading, a formula or a link. An entry
needs `zh`, `en`, `definition_zh`, `definition_en`; `also_zh` and `also_en` list other spellings.
"""

from __future__ import annotations

import html
import itertools
import re
from pathlib import Path

from publish.common import paths, tables
from publish.pages.running_text import pieces

REQUIRED = ("zh", "en", "definition_zh", "definition_en")
SKIPPED = (
    *("code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "a", "svg", "math", "script", "style"),
    *("button", "summary", "figure", "label", "select", "table", "nav"),
)
MARKS = ("arithmatex", "data-no-terms")

# The field's label, the name of the row of initials, and what is said of what was found.
WORDS = {
    "zh": ("按名字找", "按拼音首字母跳转", "共 {all} 条，找到 {found} 条"),
    "en": ("Find a name", "Jump to an initial", "{found} of {all} terms"),
}
STYLE = "assets/css/glossary.css"
SCRIPT = '<script src="assets/js/glossary.js"></script>\n'

# <eos> and its like: in Markdown they would be tags, and vanish.
SYMBOL = re.compile(r"(?<!`)<[a-z]+>(?!`)")


def load(file: Path | None = None) -> dict[str, dict]:
    """All entries by key, checked for completeness."""
    return tables.load(file or paths.GLOSSARY, "term", _lacking)


def _lacking(entry: dict) -> list[str]:
    return [name for name in REQUIRED if not entry.get(name)]


def listing(language: str, file: Path | None = None) -> str:
    """The glossary page's list in Markdown: a definition list for each initial, one anchor for each term; above them
    the initials, and a field to look for names, which theme/assets/js/glossary.js shows and serves.
    """
    entries = load(file)
    spelt = {key: spelling(entry[language], language) for key, entry in entries.items()}
    groups = itertools.groupby(sorted(entries, key=spelt.get), key=lambda key: spelt[key][0].upper())
    initials, parts = [], []
    for initial, keys in groups:
        initials.append(initial)
        parts.append(f'<h2 class="initial" id="initial-{initial.lower()}">{initial}</h2>\n')
        parts += [_item(key, entries[key], language) for key in keys]
    return "\n".join([_ways(initials, language), *parts, SCRIPT])


def spelling(name: str, language: str) -> str:
    """By what a term is sorted: in Chinese its pinyin, without tones."""
    if language == "zh":
        from pypinyin import lazy_pinyin  # it reads its dictionaries, which takes a second

        name = "".join(lazy_pinyin(name))
    return name.lower()


def _ways(initials: list[str], language: str) -> str:
    label, jump, counted = WORDS[language]
    links = " ".join(f'<a href="#initial-{initial.lower()}">{initial}</a>' for initial in initials)
    return (
        f'<div class="glossary-ways" data-no-terms><p class="glossary-filter" hidden><label for="glossary-filter">'
        f'{label}</label> <input type="search" id="glossary-filter" autocomplete="off" spellcheck="false"> '
        f'<span role="status" data-counted="{counted}"></span></p>'
        f'<nav class="glossary-initials" aria-label="{jump}">{links}</nav></div>\n'
    )


def _item(key: str, entry: dict, language: str) -> str:
    other = "en" if language == "zh" else "zh"
    names = [entry["zh"], entry["en"], *entry.get("also_zh", []), *entry.get("also_en", [])]
    known = dict.fromkeys(name.lower() for name in [*names, spelling(entry["zh"], "zh")])
    sought = html.escape("|".join(known), quote=True)
    same = entry["zh"].lower() == entry["en"].lower()  # BLEU is BLEU
    translation = "" if same else f' <span class="term-other" lang="{other}">{entry[other]}</span>'
    definition = SYMBOL.sub(r"`\g<0>`", entry[f"definition_{language}"])
    return f'<span id="{key}" data-names="{sought}"></span>**{entry[language]}**{translation}\n:   {definition}\n'


def annotate(content: str, language: str, base: str, file: Path | None = None) -> str:
    """A page's HTML with the first appearance of each term linked to its entry, its definition in a tooltip.

    `base` is the way from the page to the folder of glossary.html. Longer spellings win over shorter ones.
    """
    entries = load(file)
    spellings = {
        spelling.lower(): key
        for key, entry in entries.items()
        for spelling in [entry[language], *entry.get(f"also_{language}", [])]
    }
    if not spellings:
        return content
    words = sorted(spellings, key=len, reverse=True)
    pattern = re.compile("|".join(_pattern(word) for word in words), re.IGNORECASE)
    seen: set[str] = set()

    def link(match: re.Match) -> str:
        key = spellings[match.group(0).lower()]
        if key in seen:
            return match.group(0)
        seen.add(key)
        meaning = html.escape(plain(entries[key][f"definition_{language}"]), quote=True)
        return f'<a class="term" href="{base}glossary.html#{key}" data-definition="{meaning}">{match.group(0)}</a>'

    return "".join(pattern.sub(link, piece) if running else piece for running, piece in pieces(content, SKIPPED, MARKS))


def _pattern(word: str) -> str:
    """A Latin word stands alone; a Chinese one may stand anywhere."""
    escaped = re.escape(html.escape(word, quote=False))
    left = r"(?<![A-Za-z0-9_&-])" if re.match(r"[A-Za-z0-9]", word) else ""
    right = r"(?![A-Za-z0-9_-])" if re.search(r"[A-Za-z0-9]$", word) else ""
    return left + escaped + right


def plain(markdown: str) -> str:
    """A definition without its Markdown, for a tooltip."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    return re.sub(r"\$([^$]*)\$", r"\1", text.replace("`", "").replace("**", ""))
