"""All that is mended in the theme: what its script would do to a page each time it loads is done here once, at build;
and some of its habits go.

On a phone the article kept its reader waiting for seconds: the browser styled and measured all of it again after each
table that was put into a box, after each copy button, and after each mark that the theme leaves at the page's head.
`complete()` is called when a page's content is HTML (on_page_content), `mend()` when a language's site is written
(on_post_build).

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


@dataclass(frozen=True)
class Patch:
    """One place in the theme's files, and what shall stand there instead."""

    name: str
    why: str
    gain: str
    file: str  # below a site's folder, as a pattern
    pattern: str
    replacement: str


SCRIPT, WORKER = "assets/javascripts/bundle.*.min.js", "assets/javascripts/workers/search.*.min.js"
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
    Patch(
        name="no second cut",
        why="It cuts a Chinese query a second time, by what it finds in the index, and loses the last character of "
        "自回归 once 自 and 回 stand somewhere alone. publish/site/search.py has cut it already.",
        gain="what the search finds",
        file=WORKER,
        pattern=r'(\w+)=\1\.replace\(new RegExp\("\\\\p\{sc=Han\}\+","gu"\),'
        r'\w+=>\[\.\.\.\w+\(\w+,this\.index\.invertedIndex\)\]\.join\("\* "\)\)',
        replacement=r"\1",
    ),
    Patch(
        name="single characters",
        why="It takes each term for a beginning; a single character begins too many words.",
        gain="what the search finds",
        file=WORKER,
        pattern=r"\(\^\[\+-\]\|\[~\^\]\\d\+\$\)/",
        replacement=r"(^[+-]|[~^]\\d+$|^\\p{sc=Han}$)/u",
    ),
    Patch(
        name="missing terms",
        why="It hardly minds when half of the terms are missing.",
        gain="the order of what the search finds",
        file=WORKER,
        pattern=r"score:(\w+)\*\(1\+(\w+)\((\w+),2\)\),terms:(\w+)",
        replacement=r"score:\1*(1+\2(\3,2))*\2(Object.values(\4).filter(Boolean).length/Object.keys(\4).length,4),"
        r"terms:\4",
    ),
)


def mend(site: Path) -> None:
    """Put the patches into the theme's files below `site`. One that fits no more is left out, with a line that says so:
    the site is heavier then, or finds less, and whole.
    """
    for patch in PATCHES:
        files = list(site.glob(patch.file))
        text, count = re.subn(patch.pattern, patch.replacement, files[0].read_text("utf-8")) if files else ("", 0)
        if count == 1:
            cache.write(files[0], text)
        else:
            line = f"warning: the theme has changed, patch {patch.name!r} fits {count} places; publish/site/material.py"
            print(line, file=sys.stderr, flush=True)
