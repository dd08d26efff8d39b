"""Expands the page macros, before Markdown sees the text: `[[code LSTMEncoder]]`, `[[value run.seconds .1f]]`,
`[@key]`, `[-@key]` …

Called at MkDocs' event on_page_markdown, for every page. Macros that stand alone on a line become blocks and
keep the line's indentation, so that they work in admonitions and tabs. Fenced code is left alone; in inline
code only known macros are expanded, so that `x[[0, 1]]` stays what it is. `\\[[` is a literal. An unknown name
stops the build with file, line and remedy; in a draft it is shown in the page as ⟦…⟧.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from publish.common import paths
from publish.common.errors import PublishError, nearest
from publish.pages import chinese, diagrams, gaps, glossary, labs, listing, plots, programs, references, slices, walks
from publish.run import notebooks

MACRO = re.compile(r"(?<!\\)\[\[([a-z]+)(?: ([^\[\]\n]*))?\]\]")
# [@a; @b], or [-@a] where the sentence has just said the names: the year alone. In Chinese no space stands before it,
# since its brackets are wide.
CITATION = re.compile(r"(?<!\\)(?:(?<!\w)\[|\[(-))@([\w:-]+(?:\s*;\s*@[\w:-]+)*)\]")
# Allows a figure that somebody typed, with its reason (tests/typed.py); readers do not get to see it.
NOTE = re.compile(r"[ \t]*<!--\s*number:\s*(\S+)\s+(\S.*?)-->[ \t]*\n?", re.DOTALL)
SPEED = re.compile(r"  [\d,]+ tokens/s  \d+ s left$")  # how fast the machine was that built the site
FENCE = re.compile(r"^(\s*)(`{3,}|~{3,})(.*)$")
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")


@dataclass
class Page:
    """What a macro may know of the page it stands in. `used` collects the names of the macros that were expanded."""

    language: str = "zh"
    uri: str = "index.md"
    source: Path | None = None
    first_line: int = 1
    figures: dict = field(default_factory=dict)
    draft: bool = False
    used: set[str] = field(default_factory=set)

    @property
    def base(self) -> str:
        """The way from the page to the root of its language."""
        return "../" * self.uri.count("/")


def expand(markdown: str, page: Page) -> str:
    """The page's Markdown with all macros replaced."""
    lines, fence = [], None
    for number, line in enumerate(markdown.split("\n"), page.first_line):
        mark = FENCE.match(line)
        if fence:
            if mark and mark[2].startswith(fence) and not mark[3].strip():
                fence = None
            lines.append(line)
        elif mark and not (mark[2][0] == "`" and "`" in mark[3]):
            fence = mark[2]
            lines.append(line)
        else:
            lines.append(_line(line, number, page))
    return walks.arrange("\n".join(lines))


def without_notes(markdown: str) -> str:
    """The page without its notes on allowed numbers."""
    return NOTE.sub("", markdown)


def unwrap(content: str) -> str:
    """A page's HTML with the blocks' places outside of paragraphs: a `<` in a formula above makes Markdown wrap one."""
    alone = r'<p>(<div data-[a-z]+="[^"]*"></div>|<figure class="(?:gloss|plot)".*?</figure>)</p>'
    return re.sub(alone, r"\1", content)


def _line(line: str, number: int, page: Page) -> str:
    where = f"{paths.shown(page.source)}:{number}" if page.source else page.uri
    block = re.fullmatch(r"(\s*)\[\[([a-z]+)(?: ([^\[\]\n]*))?\]\]\s*", line)
    if block and block[2] in BLOCKS:
        text = _apply(BLOCKS[block[2]], block[2], block[3], page, where)
        return "\n".join(block[1] + row if row else row for row in text.split("\n"))

    def spans() -> list[str]:
        parts, end = [], 0
        for code in CODE_SPAN.finditer(line):
            parts += [_inline(line[end : code.start()], False, page, where), _inline(code[0], True, page, where)]
            end = code.end()
        return [*parts, _inline(line[end:], False, page, where)]

    return "".join(spans()).replace("\\[[", "[[").replace("\\[@", "[@").replace("\\[-@", "[-@")


def _inline(text: str, is_code: bool, page: Page, where: str) -> str:
    def macro(match: re.Match) -> str:
        name = match[1]
        if name in INLINE:
            return _apply(INLINE[name], name, match[2], page, where)
        if is_code:
            return match[0]
        if name in BLOCKS:
            raise PublishError(f"[[{name} …]] must stand alone on its line.", where=where)
        known = [*INLINE, *BLOCKS]
        raise PublishError(f"unknown macro [[{name}]].", f"{nearest(name, known)} For a literal [[ write \\[[.", where)

    text = MACRO.sub(macro, text)
    if is_code:
        return text
    return CITATION.sub(lambda match: _apply(_year if match[1] else _citation, "cite", match[2], page, where), text)


def _apply(work: Callable[[str, Page], str], name: str, argument: str | None, page: Page, where: str) -> str:
    try:
        text = work((argument or "").strip(), page)
    except PublishError as error:
        if page.draft:
            return f"⟦{name} {argument or ''}⟧"
        raise error.at(where) from None
    page.used.add(name)
    return text


# The macros. Each takes the text after its name, and the page.


def _code(argument: str, page: Page) -> str:
    name, *options = argument.split()
    _check_options(options, {"nodoc", "head"})
    module, _, symbol = name.rpartition(":")
    file = listing.file_of(module)
    piece = slices.cut(symbol, docstring="nodoc" not in options, head="head" in options, file=file)
    title = f"{file.name}#L{piece.first}-L{piece.last}"
    return fence(piece.text, "python", title=title)


def _beside(argument: str, page: Page) -> str:
    return walks.beside([_code(symbol.strip(), page) for symbol in argument.split(";")])


def _lines(argument: str, page: Page) -> str:
    return walks.lines(argument)


def _snippet(argument: str, page: Page) -> str:
    return _run("snippet", argument, page)


def _exercise(argument: str, page: Page) -> str:
    return _run("exercise", argument, page)


def _run(kind: str, argument: str, page: Page) -> str:
    """A small program and what it printed: one under the other, the output first and the program folded, or one of
    the two; an output alone leads to its program.
    """
    name, _, option = argument.partition(" ")
    _check_options([option] if option else [], {"code", "output", "folded"})
    code, built = program(kind, name), paths.BUILT_SNIPPETS if kind == "snippet" else paths.BUILT_EXERCISES
    printed = "" if option == "code" else _captured(built / f"{name}.txt", "python -m publish snippets")
    look = programs.microscope_link(name, page.base, page.language) if kind == "snippet" else ""
    if option == "output":
        return f"{printed}\n\n{programs.link(kind, name, page.uri, page.language)} {look}"
    source = fence(code, "python", f"{'.folded ' * (option == 'folded')}#{programs.identity(kind, name)}")
    blocks = [printed, source] if option == "folded" else [source, printed]
    return "\n\n".join(block for block in [*blocks, look] if block)


def program(kind: str, name: str) -> str:
    """What a page shows of a snippet or of an exercise's solution."""
    folder = paths.SNIPPETS if kind == "snippet" else paths.EXERCISES
    source = folder / f"{name}.py"
    if not source.is_file():
        known = [file.stem for file in folder.glob("*.py")]
        raise PublishError(f"no {kind} code/{folder.name}/{name}.py.", nearest(name, known))
    return snippet_text(source.read_text("utf-8"))


def snippet_text(source: str) -> str:
    """What a page shows of a snippet: all but its docstring and the figures it hands to the pages."""
    import ast

    lines, hidden, tree = source.splitlines(), set(), ast.parse(source)
    first = tree.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    for node in [*([first] if is_docstring else []), *filter(_hands_over, ast.walk(tree))]:
        hidden.update(range(node.lineno, node.end_lineno + 1))
    kept = "\n".join(line for number, line in enumerate(lines, 1) if number not in hidden)
    return re.sub(r"\n{3,}", "\n\n\n", kept).strip("\n")


def _hands_over(node) -> bool:
    """Whether a statement fills VALUES, or checks what is in it: of use to the build alone."""
    import ast

    if not isinstance(node, ast.Assign | ast.AugAssign | ast.Assert):
        return False
    parts = [node.test] if isinstance(node, ast.Assert) else getattr(node, "targets", None) or [node.target]
    return any(isinstance(leaf, ast.Name) and leaf.id == "VALUES" for part in parts for leaf in ast.walk(part))


def _output(argument: str, page: Page) -> str:
    name, *options = argument.split()
    lines = next((option.removeprefix("lines=") for option in options if option.startswith("lines=")), "")
    _check_options([option for option in options if not option.startswith("lines=")], {"untimed"})
    file = paths.RUN / f"{name}.txt"
    return _captured(file, "python -m publish train", lines, "untimed" in options)


def _captured(file: Path, step: str, lines: str = "", untimed: bool = False) -> str:
    if not file.is_file():
        known = [other.stem for other in file.parent.glob("*.txt")]
        raise PublishError(f"no output {paths.shown(file)}.", f"{nearest(file.stem, known)} Made by `{step}`.")
    rows = file.read_text("utf-8").rstrip("\n").split("\n")
    if lines:
        rows = _pick(rows, lines)
    if untimed:
        rows = [SPEED.sub("", row) for row in rows]
    return fence("\n".join(rows), "text", ".output") if any(rows) else ""


def _pick(rows: list[str], lines: str) -> list[str]:
    """`a:b` counts from 1 and takes both ends; a negative a counts from the end."""
    match = re.fullmatch(r"(-?\d+)?:(\d+)?", lines)
    if not match:
        raise PublishError(f"lines={lines} is not a range.", "Write lines=1:8, lines=12: or lines=-6:.")
    first, last = int(match[1] or 1), int(match[2] or len(rows))
    first = len(rows) + first + 1 if first < 0 else first
    if not 1 <= first <= last <= len(rows):
        raise PublishError(f"lines={lines} lies outside of the output, which has {len(rows)} lines.")
    return rows[first - 1 : last]


def _value(argument: str, page: Page) -> str:
    return gaps.value(page.figures, argument, page.language)


def _diagram(argument: str, page: Page) -> str:
    known = diagrams.names(page.language)
    if argument not in known:
        source = paths.DIAGRAMS / f"{argument}.{page.language}.mmd"
        raise PublishError(f"no diagram {paths.shown(source)}.", nearest(argument, known))
    return f'<div data-diagram="{argument}"></div>'


def _explore(argument: str, page: Page) -> str:
    return f'<div data-explore="{argument}"></div>'


def _gloss(argument: str, page: Page) -> str:
    return chinese.gloss(argument)


def _plot(argument: str, page: Page) -> str:
    return plots.block(argument, page.language, page.base)


def _lab(argument: str, page: Page) -> str:
    known = notebooks.by_name()
    if argument not in known:
        raise PublishError(f"no lab labs/{argument}.py.", nearest(argument, known))
    return f"[{labs.title(known[argument], page.language)}]({page.base}labs/{argument}.ipynb)"


def _citation(argument: str, page: Page) -> str:
    return references.cite(keys(argument), page.base)


def _year(argument: str, page: Page) -> str:
    return references.cite_year(keys(argument), page.base, page.language)


def keys(argument: str) -> list[str]:
    """The papers that a citation names."""
    return [key.strip().removeprefix("@") for key in argument.split(";")]


def _references(argument: str, page: Page) -> str:
    return references.listing(page.language)


def _glossary(argument: str, page: Page) -> str:
    return glossary.listing(page.language)


def _labs(argument: str, page: Page) -> str:
    stills = {name: plots.still(name, page.language, page.base) for name in notebooks.by_name()}
    return labs.index(page.language, page.base, stills)


def _programs(argument: str, page: Page) -> str:
    """The programs that no other page shows, each with the way to its output."""
    parts = []
    for (kind, name), places in programs.unseen(page.language).items():
        parts.append(f"## {name}.py {{#{programs.identity(kind, name)}}}")
        parts.append(programs.origin(places, page.base, page.language))
        parts.append(fence(program(kind, name), "python"))
    return "\n\n".join(parts)


def _listing(argument: str, page: Page) -> str:
    return f'<div data-listing="{listing.file_of(argument).stem}"></div>'


def _actions(argument: str, page: Page) -> str:
    return f'<div data-actions="{listing.file_of(argument).stem}"></div>'


def _check_options(options: list[str], known: set[str]) -> None:
    for option in options:
        if option not in known:
            raise PublishError(f"unknown option {option!r}.", nearest(option, known))


def fence(text: str, language: str, classes: str = "", title: str = "") -> str:
    """A fenced block, longer-fenced than anything inside it."""
    inner = max((len(run) for run in re.findall(r"^\s*(`{3,})", text, re.MULTILINE)), default=2)
    ticks = "`" * max(3, inner + 1)
    attributes = " ".join(part for part in (f".{language}", classes, f'title="{title}"' if title else "") if part)
    return f"{ticks} {{ {attributes} }}\n{text}\n{ticks}"


BLOCKS: dict[str, Callable[[str, Page], str]] = {
    "code": _code,
    "beside": _beside,
    "lines": _lines,
    "snippet": _snippet,
    "exercise": _exercise,
    "output": _output,
    "diagram": _diagram,
    "explore": _explore,
    "gloss": _gloss,
    "plot": _plot,
    "references": _references,
    "glossary": _glossary,
    "labs": _labs,
    "programs": _programs,
    "listing": _listing,
    "actions": _actions,
}
INLINE: dict[str, Callable[[str, Page], str]] = {"value": _value, "lab": _lab}
