"""Shapes in the scripts' comments (`# [B, S, E]`) tell their axes in words, with their sizes in the default run.

`mark()` is called when a page's content is HTML (on_page_content). Of the code that is cut from a script, each shape
gets its words as a title, which theme/assets/js/site.js shows to fingers and keys, too. docs/axes.toml has the words.
"""

from __future__ import annotations

import html
import re

from publish.common import paths, tables
from publish.common.errors import PublishError, nearest
from publish.pages import gaps

AXES = paths.DOCS / "axes.toml"
SLICE = re.compile(
    r'(<span class="filename"><a [^>]*>(\w+)\.py · [^<]*</a></span><pre><span></span><code>)(.*?)</code>', re.DOTALL
)
REMARK = re.compile(r'(<span class="(?:c1|sd)">)([^<]*)')
SHAPE = re.compile(r"\[[A-Z0-9][A-Z0-9+ ]*(?:, [A-Z0-9+ ]+)*\]")
COLON = {"zh": "：", "en": ": "}
JOINT = {"zh": "；", "en": "; "}


def mark(content: str, language: str, figures: dict) -> str:
    """A page's HTML in which the shapes in slices of the scripts have their words. After link_slices()."""

    def block(match: re.Match) -> str:
        known = figures if match[2] == paths.SCRIPT.stem else {}  # the other scripts have other settings

        def remark(found: re.Match) -> str:
            return found[1] + SHAPE.sub(lambda shape: _marked(shape[0], language, known), found[2])

        return f"{match[1]}{REMARK.sub(remark, match[3])}</code>"

    return SLICE.sub(block, content)


def _marked(shape: str, language: str, figures: dict) -> str:
    words = html.escape(told(shape, language, figures)).replace("\n", "&#10;")
    return f'<span class="shape" title="{words}">{shape}</span>'


def told(shape: str, language: str, figures: dict) -> str:
    """A shape's axes, a line for each; with their sizes where there are `figures` of a run."""
    axes, known, rows = re.split(r",\s*", shape.strip("[]")), tables.load(AXES), []
    for axis in dict.fromkeys(axes):
        if axis not in known:
            raise PublishError(f"no axis [{axis}] in {paths.shown(AXES)}, for {shape}.", nearest(axis, known))
        entry = known[axis]
        row = axis + COLON[language] + entry[language]
        if figures and "value" in entry:
            row += JOINT[language] + entry[f"here_{language}"].format(gaps.value(figures, entry["value"], language))
        rows.append(row)
    return "\n".join(rows)
