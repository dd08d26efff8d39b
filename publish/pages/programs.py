"""The small programs on the pages: folded under what they print, their first lines folded, and where to find each.

Macros give the block of a program an id (`identity()`), and the class `folded` where its output is the point. Whoever
shows an output alone leads to its program (`way()`): to the page that has it, or else to the page programs.md, which
has all that no other page shows (`unseen()`). `fold()` is called when a page's content is HTML (on_page_content).
"""

from __future__ import annotations

import ast
import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from publish.common import paths
from publish.pages import chapters

PAGE = "programs.md"
PREFIX = {"snippet": "program", "exercise": "solution"}
USE = re.compile(r"\s*\[\[(snippet|exercise) ([\w-]+)(?: (\w+))?\]\]\s*")
FOLDED = re.compile(r'<div id="([\w-]+)" class="language-python folded highlight">(.*?)</div>', re.DOTALL)
OPEN = re.compile(
    r'(<div id="program-[\w-]+" class="language-python highlight">)<pre><span></span><code>(.*?)</code></pre></div>',
    re.DOTALL,
)
WORDS = {"zh": "程序：{}（{} 行）", "en": "Program: {} ({} lines)"}
FIRST_LINES = {"zh": "导入，读取训练好的模型（{} 行）", "en": "Imports, and the trained model ({} lines)"}
LINK = {"zh": "程序：{}", "en": "Program: {}"}
MICROSCOPE = {"zh": "在翻译显微镜里看", "en": "In the translation microscope"}
MICROSCOPE_PAGE = "demos/translation-microscope.html"
# What the translation microscope can show of a program: a state, as explorables/translation-microscope/address.js
# writes it into the page's address.
STATES = {
    "lookup": {"text": "我 爱 自然 语言 处理", "way": "matrix", "show": "lookup"},
    "forward": {"text": "我 爱 NLP", "pads": "2", "show": "encoder"},
    "pads-unpacked": {"text": "我 爱 自然 语言 处理", "pads": "2", "packed": "0", "show": "encoder"},
    "gates": {"text": "我 爱 自然 语言 处理", "read": "5", "gate": "i", "show": "encoder"},
    "handing-over": {"text": "我 爱 自然 语言 处理", "drop": "c", "show": "context"},
    "beam_search": {"text": "我 爱 自然 语言 处理", "beam": "3", "alpha": "1", "show": "decoder"},
}
ORIGIN = {"zh": "输出在：", "en": "Its output: "}


@dataclass(frozen=True)
class Use:
    """One macro in a page's source. `page` is the address of the page that has its line, a chapter of an article;
    `heading` the section that it stands in.
    """

    kind: str
    name: str
    option: str
    source: str
    page: str
    heading: chapters.Heading

    @property
    def shows_program(self) -> bool:
        return self.option != "output"


def identity(kind: str, name: str) -> str:
    """The id of a program's block."""
    return f"{PREFIX[kind]}-{name}"


def ids(content: str) -> set[str]:
    """The ids of the programs in a page's HTML. MkDocs, which checks links, does not look into blocks of code."""
    return set(re.findall(r'<div id="((?:program|solution)-[\w-]+)"', content))


def uses(language: str) -> tuple[Use, ...]:
    """All programs and outputs on a language's pages, those of articles first, in the order of the text."""
    folder = paths.docs(language)
    files = sorted(folder.rglob("*.md"), key=lambda file: (file.parent.name != "posts", file))
    return _uses(folder, tuple((file, file.stat().st_mtime_ns) for file in files))


@lru_cache(maxsize=4)
def _uses(folder: Path, files: tuple[tuple[Path, int], ...]) -> tuple[Use, ...]:
    sources = [chapters.read(file, file.relative_to(folder).as_posix()) for file, _ in files]
    return tuple(use for source in sources for use in _uses_in(source))


def _uses_in(source: chapters.Article) -> Iterator[Use]:
    heading = chapters.Heading(1, source.meta.get("title", source.uri), "", 0)  # before the first
    for number, line in enumerate(source.lines, 1):
        heading = next((one for one in source.headings if one.line == number), heading)
        if match := USE.fullmatch(line):
            page = next((one.uri for one in reversed(source.chapters) if one.first_line <= number), source.uri)
            yield Use(match[1], match[2], match[3] or "", source.uri, page, heading)


def unseen(language: str) -> dict[tuple[str, str], list[Use]]:
    """The programs of which pages show the output alone, (kind, name) -> where."""
    alone: dict[tuple[str, str], list[Use]] = {}
    seen = set()
    for use in uses(language):
        if use.shows_program:
            seen.add((use.kind, use.name))
        else:
            alone.setdefault((use.kind, use.name), []).append(use)
    return {program: places for program, places in alone.items() if program not in seen}


def way(kind: str, name: str, uri: str, language: str) -> str:
    """The address of a program, from a page: on this page, if it is here."""
    places = [use for use in uses(language) if (use.kind, use.name) == (kind, name) and use.shows_program]
    if any(uri in (use.source, use.page) for use in places):
        target = ""
    else:
        target = posixpath.relpath(places[0].page if places else PAGE, posixpath.dirname(uri) or ".")
    return f"{target}#{identity(kind, name)}"


def link(kind: str, name: str, uri: str, language: str) -> str:
    """The line under an output that leads to its program, in Markdown."""
    text = LINK[language].format(f"{name}.py")
    return f"[{text}]({way(kind, name, uri, language)}){{ .program-link data-search-exclude=1 }}"


def microscope_link(name: str, base: str, language: str) -> str:
    """What leads from a snippet to the state that the translation microscope can show of it, as HTML; else nothing."""
    if name not in STATES:
        return ""
    state = "&amp;".join(f"{key}={quote(value)}" for key, value in STATES[name].items())
    href = f"{base}{MICROSCOPE_PAGE}#{state}"
    return f'<a class="microscope-link" data-search-exclude="1" href="{href}">{MICROSCOPE[language]}</a>'


def origin(places: list[Use], base: str, language: str) -> str:
    """The line that leads from a program to the sections with its output, in Markdown."""
    ways = [f"{base}{use.source}#{use.heading.id}".removesuffix("#") for use in places]
    sections = [f"[{use.heading.title}]({way})" for use, way in zip(places, ways, strict=True)]
    return ORIGIN[language] + "; ".join(dict.fromkeys(sections))


def fold(content: str, language: str) -> str:
    """A page's HTML with the programs folded whose output is the point, and of the others the lines that only import
    and load the trained model. What is folded is whole: it is read, searched, copied and printed like any other code.
    """

    def whole(block: re.Match) -> str:
        name = block[1].partition("-")[2]
        summary = WORDS[language].format(f"{name}.py", block[2].count("\n"))
        return (
            f'<details class="program" id="{block[1]}"><summary data-search-exclude="1">{summary}</summary>'
            f'<div class="language-python highlight">{block[2]}</div></details>'
        )

    def first_lines(block: re.Match) -> str:
        rows = block[2].split("\n")
        count = preamble(html.unescape(re.sub(r"<[^>]+>", "", block[2])))
        if not count:
            return block[0]
        start, rest = "\n".join(rows[:count]), "\n".join(rows[count:])
        summary = FIRST_LINES[language].format(count)
        return (
            f'{block[1]}<details class="first-lines"><summary data-search-exclude="1">{summary}</summary>'
            f'<pre class="first"><code>{start}\n</code></pre></details>'
            f"<pre><span></span><code>{rest}</code></pre></div>"
        )

    return OPEN.sub(first_lines, FOLDED.sub(whole, content))


def preamble(program: str) -> int:
    """How many lines at a program's start only import, and load the trained model; 0 where it does not load it."""
    for statement in ast.parse(program).body:
        if not isinstance(statement, ast.Import | ast.ImportFrom):
            loads = isinstance(statement, ast.Assign) and "Translator.load(" in ast.unparse(statement.value)
            return statement.end_lineno if loads else 0
    return 0
