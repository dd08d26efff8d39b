"""How Chinese is cut into words for the search: at every character, but not inside a known word.

Called when MkDocs' configuration is ready, before the search plugin reads it (on_config). The same expression
cuts the index and the reader's query, in the browser. Cutting at every character alone finds everything and
ranks badly: 上下文向量 would match any page with 上, 下, 文, 向 or 量. Known words (docs/search-words.txt, which jieba
gets too) keep their characters together; they are short ones, so that 词嵌入 (词 + 嵌入) is found by 嵌入 and the other
way round.
"""

from __future__ import annotations

import re
from pathlib import Path

from publish import cache, paths
from publish.errors import PublishError

BETWEEN = r"[\s\u200b\u3000\-,，。；：、！？（）()]+"
HAN = r"[\u4e00-\u9fff]"


def words(file: Path | None = None) -> list[str]:
    """The known words, from jieba's kind of user dictionary: a word first on each line."""
    lines = (file or paths.DOCS / "search-words.txt").read_text("utf-8").splitlines()
    return [line.split()[0] for line in lines if line.strip()]


def separator(known: list[str]) -> str:
    """A regular expression that matches where text is to be cut."""
    inside = sorted({f"{word[:cut]}(?={word[cut:]})" for word in known for cut in range(1, len(word))})
    kept = f"(?<!{'|'.join(inside)})" if inside else ""
    return f"{BETWEEN}|(?<={HAN})(?={HAN}){kept}"


# What the theme's worker does to a Chinese query, and what it shall do instead.
MENDS = (
    # It cuts a second time, by what it finds in the index, and loses the last character of 自回归 once 自 and 回 stand
    # somewhere alone. The expression above has cut it already.
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
            raise PublishError(problem, "See publish/search.py.")
    cache.write(worker, text)
