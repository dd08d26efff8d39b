"""How Chinese is cut into words for the search: at every character, but not inside a known word.

Called when MkDocs' configuration is ready, before the search plugin reads it (on_config). The same expression
cuts the index and the reader's query, in the browser. Cutting at every character alone finds everything and
ranks badly: 上下文向量 would match any page with 上, 下, 文, 向 or 量. Known words (docs/search-words.txt, which jieba
gets too) keep their characters together; they are short ones, so that 词嵌入 (词 + 嵌入) is found by 嵌入 and the other
way round.
"""

from __future__ import annotations

from pathlib import Path

from publish.common import paths

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
