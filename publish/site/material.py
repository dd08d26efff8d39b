"""What the theme's script would do to a page each time it loads is done here once, at build; and some of its habits go.

On a phone the article kept its reader waiting for seconds: the browser styled and measured all of it again after each
table that was put into a box, after each copy button, and after each mark that the theme leaves at the page's head.
`complete()` is called when a page's content is HTML (on_page_content), `mend_script()` and `mend_worker()`, for the
search, when a language's site is written (on_post_build).
"""

from __future__ import annotations

import re
from pathlib import Path

from publish.common import cache
from publish.common.errors import PublishError

COPY = {"zh": "复制", "en": "Copy to clipboard"}
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
BOX = '<div class="md-typeset__scrollwrap"><div class="md-typeset__table">{}</div></div>'
CODE = re.compile(r"(<pre>(?:<span></span>)?)<code>")
BUTTON = (
    '<span class="md-code__nav"><button type="button" class="md-code__button" title="{}" data-md-type="copy">'
    "</button></span>"
)
EDITS = {
    # It looks for tables to put into boxes; ours are in theirs.
    r'"table:not\(\[class\]\)"': '"table.bare"',
    # A meta for the colour scheme, changed as soon as it is there: each time the whole page is styled anew. What it is
    # for, light or dark scroll bars, is a rule of site.css.
    r'(let (\w+)=\w+\("meta",\{name:"color-scheme"\}\));document\.head\.appendChild\(\2\)': r"\1",
    # A style for diagrams that a browser draws: none here.
    r'="\.node circle,[^"]*"': '=""',
}


def complete(content: str, language: str) -> str:
    """A page's content with its tables in boxes that scroll, and with a button on each block of code to copy it."""
    boxed = TABLE.sub(lambda found: BOX.format(found[0]), content)
    return CODE.sub(rf"\1{BUTTON.format(COPY[language])}<code>", boxed)


def mend_script(folder: Path) -> None:
    """The theme's script below `folder`, without the habits that EDITS names.

    Raises PublishError where it has other words for one of them: then a new version of the theme came.
    """
    for file in sorted((folder / "assets" / "javascripts").glob("bundle*.js")):
        script = file.read_text("utf-8")
        for pattern, instead in EDITS.items():
            script, count = re.subn(pattern, instead, script)
            if count != 1:
                raise PublishError(
                    f"the theme's script has {pattern} {count} times, not once.",
                    "Look for what stands there now, and mend EDITS in publish/site/material.py.",
                    file.name,
                )
        cache.write(file, script)


# What the theme's worker does to a Chinese query, and what it shall do instead.
MENDS = (
    # It cuts a second time, by what it finds in the index, and loses the last character of 自回归 once 自 and 回 stand
    # somewhere alone. publish/site/search.py has cut it already.
    (
        r'(\w+)=\1\.replace\(new RegExp\("\\\\p\{sc=Han\}\+","gu"\),'
        r'\w+=>\[\.\.\.\w+\(\w+,this\.index\.invertedIndex\)\]\.join\("\* "\)\)',
        r"\1",
    ),
    # It takes each term for a beginning; a single character begins too many words.
    (r"\(\^\[\+-\]\|\[~\^\]\\d\+\$\)/", r"(^[+-]|[~^]\\d+$|^\\p{sc=Han}$)/u"),
    # It hardly minds when half of the terms are missing.
    (
        r"score:(\w+)\*\(1\+(\w+)\((\w+),2\)\),terms:(\w+)",
        r"score:\1*(1+\2(\3,2))*\2(Object.values(\4).filter(Boolean).length/Object.keys(\4).length,4),terms:\4",
    ),
)


def mend_worker(site: Path) -> None:
    """Mend a site's search worker. A theme in which a place to mend is not found once is an error."""
    (worker,) = (site / "assets" / "javascripts" / "workers").glob("search.*.min.js")
    text = worker.read_text("utf-8")
    for number, (pattern, replacement) in enumerate(MENDS, 1):
        text, count = re.subn(pattern, replacement, text)
        if count != 1:
            problem = f"the theme's search worker has changed: mend {number} fits {count} places."
            raise PublishError(problem, "See publish/site/material.py.")
    cache.write(worker, text)
