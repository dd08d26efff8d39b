"""Lines of code that fold on a narrow screen as an editor folds them: what does not fit goes on below, further in.

`mark()` is called when a page's content is HTML (on_page_content). Each line that some screen may be too narrow for is
put into an element whose class tells its indentation, for theme/assets/css/site/code.css to hang the rest from; the
line's end stays outside of it. So the text of a block is the program's own, whatever is copied or selected. The code
page's listing (listing.py) has an element for each line as it is, and gets the same classes.

A table that a program printed is no such text: its rows keep their columns, and the block scrolls sideways.
"""

from __future__ import annotations

import html
import re
import unicodedata

# Columns that code has within an answer's box on a screen of 320 px, the narrowest that counts.
NARROW = 30
DEEPEST = 24
OUTPUT, TABLE = re.compile(r"\boutput\b"), ' class="columns"'
BLOCK = re.compile(
    r'((?:<div [^>]*class="([^"]*)"[^>]*>)?<pre(?: class="first")?>(?:<span></span>)?)<code>(.*?)</code>', re.DOTALL
)
GAP = re.compile(r"(?<=\S) {2,}(?=\S)")


def mark(content: str) -> str:
    """A page's HTML with the lines of its code marked. A block with a class of its own has a look of its own."""
    return BLOCK.sub(_marked, content)


def _marked(block: re.Match) -> str:
    rows = block[3].split("\n")
    texts = [html.unescape(re.sub(r"<[^>]+>", "", row)) for row in rows]
    is_table = bool(OUTPUT.search(block[2] or "")) and sum(map(in_columns, texts)) > 1
    kept = [row if is_table and in_columns(text) else line(row, text) for row, text in zip(rows, texts, strict=True)]
    return f"{block[1]}<code{TABLE if is_table else ''}>" + "\n".join(kept) + "</code>"


def line(row: str, text: str) -> str:
    """A line of code, as HTML and as text, in its element, if some screen may be too narrow for it."""
    is_whole = row.count("<span") == row.count("</span")
    return wrapped(row, text) if class_of(text) and is_whole else row


def wrapped(row: str, text: str) -> str:
    """A line in its element, whatever its length."""
    return f'<span class="{_class_by_indentation(text)}">{row}</span>'


def class_of(text: str) -> str:
    """The class of a line: `at` and its indentation to the nearest step of four. A short one has none."""
    return _class_by_indentation(text) if width(text) > NARROW else ""


def _class_by_indentation(text: str) -> str:
    indentation = len(text) - len(text.lstrip())
    return f"at{min(DEEPEST, 4 * round(indentation / 4))}"


def in_columns(text: str) -> bool:
    """Whether a printed line looks like a row of a table: three columns or more, set apart by spaces."""
    return len(GAP.findall(text)) > 1


def width(text: str) -> int:
    """Columns of a fixed-width font; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
