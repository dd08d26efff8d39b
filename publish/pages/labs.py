"""What labs say of themselves in other pages: their titles, their opening questions, and the list of them all.

Read from the percent notebooks in labs/; macros name labs by it, and a lab's own page takes its description from it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from publish.common import paths
from publish.common.errors import PublishError
from publish.run import notebooks


@lru_cache(maxsize=64)
def _texts(file: Path, language: str, stamp: int) -> tuple[str, ...]:
    """The Markdown cells of a language, kept until the file has another time: many pages ask for each."""
    cells = notebooks.read(file).cells
    return tuple(cell.source for cell in cells if cell.cell_type == "markdown" and notebooks.spoken(cell, language))


def title(file: Path, language: str) -> str:
    """The first level-one heading in that language's cells."""
    for text in _texts(file, language, file.stat().st_mtime_ns):
        match = re.search(r"^# +(.+?)(?: *\{[^}]*\})?$", text, re.MULTILINE)
        if match:
            return match[1].strip()
    raise PublishError(f"{paths.shown(file)} has no level-one heading for language {language}.")


def index(language: str, base: str, stills: dict[str, str]) -> str:
    """The list of all labs with their opening question, and beside it a picture, for the labs' front page."""
    rows = []
    for number, (name, file) in enumerate(notebooks.by_name().items(), 1):
        link = f"[{title(file, language)}]({base}labs/{name}.ipynb){{.lab}}"
        rows.append(f"{number}. {stills.get(name, '')}{link} {question(file, language)}")
    return "\n".join(rows)


def question(file: Path, language: str) -> str:
    """What follows the title in the same cell, up to the first blank line: the question the lab opens with.

    Citations are left out: where it is quoted, there are no links to the references.
    """
    for text in _texts(file, language, file.stat().st_mtime_ns):
        if text.startswith("# "):
            paragraphs = [part.strip() for part in text.split("\n\n")[1:] if part.strip()]
            if paragraphs:
                return "<br>" + re.sub(r"\s*\[-?@[^\]]+\]", "", paragraphs[0]).replace("\n", " ")
    return ""


def description(file: Path, language: str) -> str:
    """The opening question as plain text, for the page's description."""
    text = re.sub(r"\\[a-z]+\{(\w+)\}", r"\1", question(file, language).removeprefix("<br>"))
    return re.sub(r"[$`\\]", "", text)
