"""Where a Chinese heading may go on in the next line: between words, not within one.

Browsers break Chinese between any two characters, which a phone's large type shows at its worst: 深度解 | 析. Called
when a page is whole (on_post_page). `<wbr>` marks the places; site.css forbids all others.
"""

from __future__ import annotations

import re
from functools import cache as once

import jieba

from publish.pages import glossary
from publish.pages.running_text import pieces

HEADING = re.compile(r"(<h([1-3])\b[^>]*>)(.*?)(</h\2>)", re.DOTALL)
HAN = re.compile(r"[\u3400-\u9fff]+")
SKIPPED = ("code", "math", "svg", "a")
LEANING = set("的了着过得地吗呢吧们")  # no line begins with one of these
LEADING = set("从在与和把被对向给每")  # and none ends with one
OWN = ("优化器", "定长")  # words that jieba and the glossary lack


def breakable(output: str) -> str:
    """A Chinese page's HTML, its headings with marks between words."""

    def marked(heading: re.Match) -> str:
        text = "".join(
            HAN.sub(lambda run: "<wbr>".join(words(run[0])), piece) if running else piece
            for running, piece in pieces(heading[3], SKIPPED)
        )
        return heading[1] + text + heading[4]

    return HEADING.sub(marked, output)


def words(run: str) -> list[str]:
    """Chinese without spaces, cut where a line may end."""
    cut: list[str] = []
    for word in _words().cut(run, HMM=False):
        if cut and (word in LEANING or cut[-1] in LEADING):
            cut[-1] += word
        else:
            cut.append(word)
    return cut


@once
def _words() -> jieba.Tokenizer:
    """What jieba knows, and this site's terms."""
    tokenizer = jieba.Tokenizer()
    terms = (name for entry in glossary.load().values() for name in (entry["zh"], *entry.get("also_zh", [])))
    for word in (*OWN, *terms):
        tokenizer.add_word(word)
    return tokenizer
