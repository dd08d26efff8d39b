"""What a reader can download to run a lab: the notebook, the same as a script, and the helpers that labs import."""

from __future__ import annotations

import contextlib
import re

from publish.common import paths
from publish.common.errors import PublishError
from publish.pages import gaps, labs, macros, references
from publish.run import notebooks, values

FOLDER = "downloads/labs"
IDENTITY = re.compile(r"^(#{1,6} .*\S)\s*\{#[\w-]+\}$", re.MULTILINE)  # of a heading: Jupyter would show it


def by_address() -> dict[str, str]:
    """The content of each file."""
    sources = [*notebooks.by_name().values(), *notebooks.helpers()]
    files = {f"{FOLDER}/{file.name}": file.read_text("utf-8") for file in sources}
    return files | {f"{FOLDER}/{name}.ipynb": notebook(name) for name in notebooks.by_name()}


def notebook(name: str) -> str:
    """A lab as a notebook: both languages, no outputs, page macros in words."""
    import jupytext

    made = notebooks.read(paths.LABS / f"{name}.py")
    for cell in made.cells:
        if cell.cell_type == "markdown":
            cell.source = plain(macros.without_notes(cell.source), "zh" if "zh" in notebooks.tags(cell) else "en")
    made.metadata.pop("jupytext", None)
    made.metadata["kernelspec"] = notebooks.KERNEL
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number}"
    return jupytext.writes(made, fmt="ipynb") + "\n"


def plain(markdown: str, language: str) -> str:
    """Citations, figures and other labs' titles as plain text: the page macros mean nothing outside of this site, nor
    do headings' ids.
    """
    markdown = IDENTITY.sub(r"\1", markdown)
    entries, figures = references.load(), values.load()
    for match in macros.MACRO.finditer(markdown):
        if match[1] == "value":
            with contextlib.suppress(PublishError):  # the page itself complains
                markdown = markdown.replace(match[0], gaps.value(figures, match[2] or "", language))
        elif match[1] == "lab":
            markdown = markdown.replace(match[0], labs.title(paths.LABS / f"{match[2]}.py", language))

    def cite(match: re.Match) -> str:
        keys = [key for key in macros.keys(match[2]) if key in entries]
        if match[1]:
            return references.in_brackets("; ".join(references.year(key, entries[key]) for key in keys), language)
        return "; ".join(references.short(key, entries[key]) for key in keys)

    return macros.CITATION.sub(cite, markdown)
