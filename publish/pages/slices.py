"""Cuts a piece out of a Python file by the name of what it defines, so that a page shows the tested text itself.

Called while a page's Markdown is read. Symbols are found with `ast`: a function or class (`train`,
`LSTMEncoder`), a method (`LSTMEncoder.forward`), a module constant (`PAD`). Decorators and the comment lines
directly above belong to the slice.
"""

from __future__ import annotations

import ast
import textwrap
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from publish.common import paths
from publish.common.errors import PublishError, nearest


@dataclass(frozen=True)
class Slice:
    """A piece of source: its text without common indentation, and its first and last line in the file (from 1)."""

    symbol: str
    text: str
    first: int
    last: int


@dataclass(frozen=True)
class _Span:
    first: int
    last: int
    body: int  # the first line of a class's first method
    documented: frozenset[int]  # the lines of all docstrings inside


def cut(symbol: str, docstring: bool = True, head: bool = False, file: Path | None = None) -> Slice:
    """The slice that defines `symbol`, with or without all docstrings inside; of a class, with `head`, what stands
    before its first method. Raises PublishError naming the nearest symbols when there is none."""
    file = file or paths.SCRIPT
    spans = symbols(file)
    if symbol not in spans:
        raise PublishError(f"{paths.shown(file)} has no symbol {symbol!r}.", nearest(symbol, spans))
    span = spans[symbol]
    dropped = set() if docstring else span.documented
    lines = _text(file, _stamp(file)).splitlines()
    last = span.body - 1 if head else span.last
    kept = [lines[number - 1] for number in range(span.first, last + 1) if number not in dropped]
    text = textwrap.dedent("\n".join(kept)).rstrip()
    return Slice(symbol, text, span.first, last)


def symbols(file: Path | None = None) -> dict[str, _Span]:
    """Every symbol that can be cut out of a file, by name."""
    file = file or paths.SCRIPT
    if not file.is_file():
        raise PublishError(f"{paths.shown(file)} does not exist.", "Slices are cut from it.")
    return _symbols(file, _stamp(file))


def _stamp(file: Path) -> tuple[int, int]:
    status = file.stat()
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=32)
def _text(file: Path, stamp: tuple[int, int]) -> str:
    return file.read_text("utf-8")


@lru_cache(maxsize=32)
def _symbols(file: Path, stamp: tuple[int, int]) -> dict[str, _Span]:
    text = _text(file, stamp)
    lines, found = text.splitlines(), {}
    for node in ast.parse(text).body:
        for name in names(node):
            found[name] = _span(node, lines)
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id in found:
            found[node.target.id] = replace(found[node.target.id], last=node.end_lineno)  # X = …, X |= …: one symbol
        if isinstance(node, ast.ClassDef):
            for member in node.body:
                for name in names(member):
                    found[f"{node.name}.{name}"] = _span(member, lines)
    return found


def names(node: ast.stmt) -> list[str]:
    """What a statement defines: a function, a class, or the names it assigns."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [leaf.id for target in targets for leaf in ast.walk(target) if isinstance(leaf, ast.Name)]


def _is_comment(line: str) -> bool:
    """Whether a line is a comment about what follows it: not a `#!` line, and not a rule between sections (`#
    ----`).
    """
    text = line.strip()
    return text.startswith("#") and not text.startswith(("#!", "# ---", "# ===", "# %%"))


def _span(node: ast.stmt, lines: list[str]) -> _Span:
    first = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", []))])
    while first > 1 and _is_comment(lines[first - 2]):
        first -= 1
    documented = set()
    for inner in ast.walk(node):
        is_definition = isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if is_definition and ast.get_docstring(inner) is not None:
            start, end = inner.body[0].lineno, inner.body[0].end_lineno
            while end < node.end_lineno and not lines[end].strip():
                end += 1
            documented.update(range(start, end + 1))
    methods = [item for item in getattr(node, "body", []) if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
    starts = [min([item.lineno, *(mark.lineno for mark in item.decorator_list)]) for item in methods]
    return _Span(first, node.end_lineno, min(starts, default=node.end_lineno + 1), frozenset(documented))
