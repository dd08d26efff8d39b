"""Chinese in English pages: said to be Chinese, so that it is read aloud and drawn as such, and explained word by word.

`[[gloss 我:I 爱:love 读_书:read | I love reading.]]` (an underscore is a space in a gloss) becomes the sentence with a
gloss under each word, its translation, and its pinyin for those who ask.
"""

from __future__ import annotations

import html
import re

from publish.common.errors import PublishError
from publish.pages.running_text import pieces

RUN = re.compile(r"[\u3400-\u9fff](?:[\u3400-\u9fff，。？！、；：「」（）…· ]*[\u3400-\u9fff。？！」])?")
SKIPPED = ("pre", "svg", "math", "script", "style")
MARKS = ('lang="zh"', 'class="explorable')  # explorables write their text anew, and say of it what is Chinese
REMEDY = "Write [[gloss 我:I 爱:love 你:you | I love you.]], a gloss for each word, `_` for a space in it."


def mark(content: str) -> str:
    """An English page's HTML with its Chinese in elements that say so."""
    said = r'<span lang="zh">\g<0></span>'
    return "".join(RUN.sub(said, piece) if running else piece for running, piece in pieces(content, SKIPPED, MARKS))


def gloss(argument: str) -> str:
    """The block of a glossed sentence, in HTML on one line."""
    words, bar, translation = argument.partition("|")
    pairs = [word.rpartition(":") for word in words.split()]
    if not bar or not translation.strip() or not pairs or not all(word and meaning for word, _, meaning in pairs):
        raise PublishError(f"{argument!r} is no glossed sentence.", REMEDY)
    columns = " ".join(
        f'<span class="gloss__word"><span lang="zh">{html.escape(word)}</span> '
        f"<small>{html.escape(meaning.replace('_', ' '))}</small></span>"
        for word, _, meaning in pairs
    )
    return (
        f'<figure class="gloss"><p>{columns}</p><figcaption>“{html.escape(translation.strip())}”'
        f'<details><summary>Pinyin</summary><span lang="zh-Latn">{pinyin([word for word, _, _ in pairs])}</span>'
        "</details></figcaption></figure>"
    )


def pinyin(words: list[str]) -> str:
    """How a sentence is said, word by word. What is not Chinese stays."""
    from pypinyin import Style, lazy_pinyin  # it reads its dictionaries, which takes a second

    return " ".join("".join(lazy_pinyin(word, style=Style.TONE)) for word in words)
