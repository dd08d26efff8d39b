"""Every figure that a page may quote, in one file: build/values.json, assembled from runs and counts.

The step `values` of `python -m publish`, after the script, the snippets and the labs have run. Pages read it
while their Markdown is expanded, and never carry a measured figure of their own.
"""

from __future__ import annotations

import ast
import hashlib
import io
import json
import re
import tokenize
from pathlib import Path

from publish.common import cache, paths
from publish.common.errors import PublishError, nearest
from publish.run import attention_microscope, notebooks, timelapse, training_microscope, translation_microscope

APPENDICES = re.compile(r"^# =+ Appendix A\b", re.MULTILINE)
WAITING = object()  # stands for the figures of a lab that has yet to run
LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def code_lines(text: str) -> set[int]:
    """The numbers of the lines that hold code: any token but a comment, a line's end, an indentation or a docstring.

    A string that documents nothing, a table for instance, is code on each line that it fills; a blank one is none.
    """
    rows = text.splitlines()
    documentation = set()
    for node in ast.walk(ast.parse(text)):
        documented = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if documented and ast.get_docstring(node, clean=False) is not None:
            documentation.add((node.body[0].lineno, node.body[0].col_offset))
    lines = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        is_docstring = token.type == tokenize.STRING and token.start in documentation
        if token.type not in LAYOUT and not is_docstring:
            lines.update(number for number in range(token.start[0], token.end[0] + 1) if rows[number - 1].strip())
    return lines


def count_lines(text: str) -> tuple[int, int, int, int]:
    """(the core's lines of code, the appendices', the whole file's, all its lines). The core ends where the heading
    of Appendix A stands; a file without one is all core.
    """
    lines = code_lines(text)
    total = len(text.splitlines())
    heading = APPENDICES.search(text)
    core_ends = text.count("\n", 0, heading.start()) if heading else total
    core = sum(number <= core_ends for number in lines)
    return core, len(lines) - core, len(lines), total


def script(file: Path | None = None) -> dict[str, object]:
    """Size, lines and digest of the script, from its bytes."""
    data = (file or paths.SCRIPT).read_bytes()
    text = data.decode("utf-8")
    core, appendices, whole, total = count_lines(text)
    return {
        "core_lines": core,
        "appendix_lines": appendices,
        "code_lines": whole,
        "total_lines": total,
        "bytes": len(data),
        "kilobytes": len(data) / 1000,
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def assemble() -> dict[str, object]:
    """All namespaces together. A lab or snippet without VALUES adds an empty one."""
    run = _read(paths.RUN / "run.json")
    values: dict[str, object] = {"script": script(), "snippet": {}, "lab": {}}
    values["variants"] = {file.stem: script(file) for file in paths.VARIANTS}
    for name in ("run", "corpus", "params", "versions"):
        values[name] = run.get(name, {})
    values["training"] = training_microscope.figures()
    values["microscope"] = translation_microscope.figures()
    values["attention_microscope"] = attention_microscope.figures()
    values["timelapse"] = timelapse.figures()
    for kind, folder in (("snippet", paths.BUILT_SNIPPETS), ("lab", paths.BUILT_LABS)):
        for file in sorted(folder.glob("*.json")):
            values[kind][file.stem] = _read(file).get("values", {})
    return values


def _read(file: Path) -> dict:
    return json.loads(file.read_text("utf-8")) if file.is_file() else {}


def save() -> bool:
    """The step itself: write build/values.json, only when it would change. Returns whether it did."""
    text = json.dumps(assemble(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if paths.VALUES.is_file() and paths.VALUES.read_text("utf-8") == text:
        return False
    cache.write(paths.VALUES, text)
    return True


def load(file: Path | None = None) -> dict:
    """The figures of the last run of the step, or nothing before the first one. All those of a lab that the build does
    without are `WAITING`, whatever an earlier run left.
    """
    values = _read(file or paths.VALUES)
    if waiting := notebooks.waiting():
        values["lab"] = values.get("lab", {}) | dict.fromkeys(waiting, WAITING)
    return values


def find(values: dict, key: str) -> object:
    """The value at a dotted key. Raises PublishError with the nearest keys of the deepest level that exists."""
    here: object = values
    done: list[str] = []
    for part in key.split("."):
        if here is WAITING:
            return WAITING
        if isinstance(here, list) and part.lstrip("-").isdigit() and -len(here) <= int(part) < len(here):
            here = here[int(part)]
        elif isinstance(here, dict) and part in here:
            here = here[part]
        else:
            known = [".".join([*done, name]) for name in here] if isinstance(here, dict) else []
            raise PublishError(f"no value {key!r} in build/values.json.", nearest(key, known))
        done.append(part)
    return here


def show(value: object, spec: str = "") -> str:
    """A value as text, by a Python format spec. Raises PublishError for a spec that does not fit, and for a dict."""
    if isinstance(value, dict):
        raise PublishError("this key names a group of values.", f"It holds: {', '.join(sorted(value)[:12])}.")
    if isinstance(value, list) and not spec:
        return json.dumps(value, ensure_ascii=False)
    try:
        return format(value, spec)
    except (ValueError, TypeError) as error:
        raise PublishError(f"the format {spec!r} does not fit the value {value!r}: {error}.") from None
