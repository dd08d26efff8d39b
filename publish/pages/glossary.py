"""Terms: docs/glossary.toml -> the glossary page's list, and a tooltip on each term's first appearance in a page.

The list is expanded with the Markdown (`[[glossary]]`); tooltips are put into the finished HTML of a page,
since only there it is certain what is running text and what is code, a heading, a formula or a link. An entry
needs `zh`, `en`, `definition_zh`, `definition_en`; `also_zh` and `also_en` list other spellings.
"""

from __future__ import annotations

import html
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

# <eos> and its like: in Markdown they would be tags, and vanish.
SYMBOL = re.compile(r"(?<!`)<[a-z]+>(?!`)")


def load(file: Path | None = None) -> dict[str, dict]:
    """All entries by key, checked for completeness."""
    return tables.load(file or paths.GLOSSARY, "term", _lacking)


def _lacking(entry: dict) -> list[str]:
    return [name for name in REQUIRED if not entry.get(name)]


def listing(language: str, file: Path | None = None) -> str:
    """The glossary page's list in Markdown (a definition list), one anchor for each term."""
    other = "en" if language == "zh" else "zh"
    entries = load(file)
    order = sorted(entries, key=lambda key: entries[key]["en"].lower())
    items = []
    for key in order:
        entry = entries[key]
        name, translation = entry[language], f'<span class="term-other" lang="{other}">{entry[other]}</span>'
        definition = SYMBOL.sub(r"`\g<0>`", entry[f"definition_{language}"])
        items.append(f'<span id="{key}"></span>**{name}** {translation}\n:   {definition}\n')
    return "\n".join(items)


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
