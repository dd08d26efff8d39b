"""All that is mended in the theme: what its script would do to a page each time it loads is done here once, at build;
and some of its habits go.

On a phone the article kept its reader waiting for seconds: the browser styled and measured all of it again after each
table that was put into a box, after each copy button, and after each mark that the theme leaves at the page's head.
`complete()` is called when a page's content is HTML (on_page_content), `named()` when the page is (on_post_page),
`mend()` when a language's site is written (on_post_build).

What a patch gains was measured by leaving out that one alone: bytes of the article after gzip; milliseconds of styling
and layout after the theme's script has started, on a processor four times slower than the one that measured.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from publish.common import cache

COPY = {"zh": "复制", "en": "Copy to clipboard"}
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
BOX = '<div class="md-typeset__scrollwrap"><div class="md-typeset__table">{}</div></div>'
CODE = re.compile(r'(<pre>(?:<span></span>)?)(<code(?: class="columns")?>)')  # a printed table's: code_lines.py
BUTTON = (
    '<span class="md-code__nav"><button type="button" class="md-code__button" title="{}" data-md-type="copy">'
    "</button></span>"
)


def complete(content: str, language: str) -> str:
    """A page's content with its tables in boxes that scroll (with the patch `tables` 280 ms), and with a button on each
    block of code to copy it (900 ms).
    """
    boxed = TABLE.sub(lambda found: BOX.format(found[0]), content)
    return CODE.sub(rf"\1{BUTTON.format(COPY[language])}\2", boxed)


def named(output: str) -> str:
    """A page's HTML with the link over the navigation named by where it leads: the theme's Chinese says "jump to"."""
    return re.sub(r'(class="md-skip">)\s*跳转至\s*<', r"\1跳到正文<", output)


@dataclass(frozen=True)
class Patch:
    """One place in the theme's files, and what shall stand there instead."""

    name: str
    why: str
    gain: str
    file: str  # below a site's folder, as a pattern
    pattern: str
    replacement: str


SCRIPT = "assets/javascripts/bundle.*.min.js"
# Files of the theme that no page asks for: the search is ours.
UNUSED = ("assets/javascripts/workers/", "assets/javascripts/lunr/")
PATCHES = (
    Patch(
        name="tables",
        why="It looks for tables to put into boxes; ours are in theirs.",
        gain="280 ms, with the boxes that complete() makes",
        file=SCRIPT,
        pattern=r'"table:not\(\[class\]\)"',
        replacement='"table.bare"',
    ),
    Patch(
        name="colour scheme",
        why="It adds a meta for the colour scheme and changes it at once: the whole page is styled anew. What that is "
        "for, light or dark scroll bars, is a rule of site.css.",
        gain="460 ms",
        file=SCRIPT,
        pattern=r'(let (\w+)=[\w$]+\("meta",\{name:"color-scheme"\}\));document\.head\.appendChild\(\2\)',
        replacement=r"\1",
    ),
    Patch(
        name="no pause of motion",
        why="It pauses all motion while colours switch, which they do at each load: the whole page is styled twice "
        "more.",
        gain="990 ms",
        file="assets/stylesheets/palette.*.min.css",
        pattern=r"\[data-md-color-switching\] \*,\[data-md-color-switching\] :after,\[data-md-color-switching\] :before"
        r"\{[^}]*\}",
        replacement="",
    ),
)


def mend(site: Path) -> None:
    """Put the patches into the theme's files below `site`. One that fits no more is left out, with a line that says so:
    the site is heavier then, and whole.
    """
    for patch in PATCHES:
        files = list(site.glob(patch.file))
        text, count = re.subn(patch.pattern, patch.replacement, files[0].read_text("utf-8")) if files else ("", 0)
        if count == 1:
            cache.write(files[0], text)
        else:
            line = f"warning: the theme has changed, patch {patch.name!r} fits {count} places; publish/site/material.py"
            print(line, file=sys.stderr, flush=True)
