"""The bibliography: docs/references.toml -> citations in the text and the list on the references page.

Called while a page's Markdown is read (`[@key]`, `[-@key]`, `[[references]]`). An entry needs `authors`, `year`,
`title`, `venue`, and one of `arxiv`, `doi`, `url`; `note_zh` and `note_en` may say what it is cited for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from publish.common import paths, tables
from publish.common.errors import PublishError, nearest

REQUIRED = ("authors", "year", "title", "venue")
ADDRESSES = ("arxiv", "doi", "url")  # one of them


def load(file: Path | None = None) -> dict[str, dict]:
    """All entries by key, checked for completeness."""
    return tables.load(file or paths.REFERENCES, "entry", _lacking)


def _lacking(entry: dict) -> list[str]:
    missing = [name for name in REQUIRED if not entry.get(name)]
    return missing if any(map(entry.get, ADDRESSES)) else [*missing, "arxiv, doi or url"]


def short(key: str, entry: dict) -> str:
    """An entry as it is named in running text: `Press & Wolf (2017)`, `Bahdanau et al. (2015)`, `Mikolov et al.
    (2013a)` where its key ends so.
    """
    names = [family(author) for author in entry["authors"]]
    who = names[0] if len(names) == 1 else f"{names[0]} & {names[1]}" if len(names) == 2 else f"{names[0]} et al."
    return f"{who} ({year(key, entry)})"


def year(key: str, entry: dict) -> str:
    """The year, with the letter that tells two papers of one year apart: 2013a for the key mikolov2013a."""
    letter = key.partition(str(entry["year"]))[2]
    return f"{entry['year']}{letter}"


def family(author: str) -> str:
    """The family name: what stands before a comma, else the last word."""
    return author.split(",")[0] if "," in author else author.split()[-1]


def cite(keys: list[str], base: str, file: Path | None = None) -> str:
    """Markdown links for one citation; `base` is the way from the page to the folder of references.md."""
    return "; ".join(_links(keys, base, short, file))


def cite_year(keys: list[str], base: str, language: str, file: Path | None = None) -> str:
    """The same for a sentence that has just said the names: the years alone, in brackets of the page's language."""
    return in_brackets("; ".join(_links(keys, base, year, file)), language)


def in_brackets(text: str, language: str) -> str:
    return f"（{text}）" if language == "zh" else f"({text})"


def _links(keys: list[str], base: str, named: Callable[[str, dict], str], file: Path | None) -> Iterator[str]:
    entries = load(file)
    for key in keys:
        if key not in entries:
            raise PublishError(f"no reference {key!r} in docs/references.toml.", nearest(key, entries))
        yield f"[{named(key, entries[key])}]({base}references.md#{key}){{.citation}}"


def address(entry: dict) -> str:
    """Where the paper can be read."""
    if entry.get("arxiv"):
        return f"https://arxiv.org/abs/{entry['arxiv']}"
    return f"https://doi.org/{entry['doi']}" if entry.get("doi") else entry["url"]


def listing(language: str, file: Path | None = None) -> str:
    """The references page's list in Markdown, by first author and year, one anchor for each entry."""
    entries = load(file)
    order = sorted(entries, key=lambda key: (family(entries[key]["authors"][0]).lower(), entries[key]["year"], key))
    return "\n".join(_item(key, entries[key], language) for key in order)


def _item(key: str, entry: dict, language: str) -> str:
    marks = [
        f"arXiv:{entry['arxiv']}" if entry.get("arxiv") else "",
        f"DOI:{entry['doi']}" if entry.get("doi") else "",
    ]
    label = ", ".join(mark for mark in marks if mark) or entry["url"]
    note = entry.get(f"note_{language}", "")
    text = f"{', '.join(entry['authors'])} ({year(key, entry)}). **{entry['title']}**. {entry['venue']}. "
    return f'- <span id="{key}"></span>{text}[{label}]({address(entry)})' + (f"<br>{note}" if note else "")
