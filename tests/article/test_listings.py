"""No code and no output on a page is typed: listings are the script's own lines or whole files that a build has run,
and every block of output is what some run has printed.
"""

import ast
import json
import re
import textwrap
from functools import cache
from itertools import groupby

import pytest

from publish.common import paths
from publish.pages import listing, macros
from publish.run import notebooks
from tests import built

SOURCES = sorted(path for language in paths.LANGUAGES for path in paths.docs(language).rglob("*.md"))
# What a page may hold in a fence of its own: commands to type, an entry to cite, lines of a reader's own data, settings
# of a server: none of them is a program or what one printed.
TYPED = {"bash", "bibtex", "tsv", "nginx"}
CODE_PAGES = ("lstm_encoder_decoder", "attention_seq2seq")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(paths.DOCS).as_posix())
def test_no_program_and_no_output_is_typed_into_a_page(source):
    opened = re.findall(r"^\s*(?:`{3,}|~{3,})[ \t]*([^\s`]+)", source.read_text("utf-8"), re.MULTILINE)
    assert set(opened) <= TYPED
    fences = re.findall(r"^\s*(?:`{3,}|~{3,})", source.read_text("utf-8"), re.MULTILINE)
    assert len(fences) == 2 * len(opened), "a fence that does not say what it holds"


def text_of(block) -> str:
    """All of its code; the first lines may be folded, in an element of their own."""
    return "".join(code.get_text() for code in block.select("pre > code")).rstrip("\n")


@cache
def documentation(file) -> frozenset[int]:
    """The lines of a script's docstrings."""
    lines = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            lines.update(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return frozenset(lines)


def slices_of(path):
    """(script, first line, last line, text) of every block whose title names lines of a script."""
    for title in built.soup(path).select("article .filename"):
        named = re.search(r"(\w+)\.py · (\d+)(?:–(\d+))?$", title.get_text())
        assert named, title.get_text()
        yield listing.file_of(named[1]), int(named[2]), int(named[3] or named[2]), text_of(title.parent)


def code_of_script(file, first, last):
    """The named lines without docstrings and blank lines, which a page may leave out."""
    rows = file.read_text("utf-8").splitlines()
    kept = [rows[n - 1] for n in range(first, last + 1) if n not in documentation(file)]
    return code(textwrap.dedent("\n".join(kept)))


def code(text):
    return [row for row in text.split("\n") if row.strip()]


@pytest.mark.parametrize("path", built.pages())
def test_a_block_named_after_the_script_is_the_lines_that_it_names(path):
    for file, first, last, text in slices_of(path):
        whole = textwrap.dedent("\n".join(file.read_text("utf-8").split("\n")[first - 1 : last])).rstrip()
        same = text == whole or code(text) == code_of_script(file, first, last)
        assert same, f"{path}: lines {first}–{last} of {file.name} are something else"


@pytest.mark.parametrize("page", ["posts/embedding-lstm-seq2seq.html", *map("demos/{}.html".format, CODE_PAGES)])
def test_article_and_code_pages_show_the_scripts(page):
    assert len(list(slices_of(page))) >= 8


def test_the_second_script_s_listings_are_its_files():
    for file in paths.VARIANTS:
        block = built.soup("demos/attention_seq2seq.html").select_one(f"#{file.stem}-listing")
        assert block.get_text() == file.read_text("utf-8")


@cache
def programs() -> dict[str, str]:
    """What a page may show as a whole program: text -> its file."""
    files = [*paths.SNIPPETS.glob("*.py"), *paths.EXERCISES.glob("*.py")]
    shown = {macros.snippet_text(file.read_text("utf-8")).rstrip(): paths.shown(file) for file in files}
    for file in notebooks.by_name().values():
        shown |= {cell.source.rstrip(): file.name for cell in notebooks.read(file).cells if cell.cell_type == "code"}
    return shown


@pytest.mark.parametrize("path", built.pages())
def test_every_other_program_is_a_file_that_the_build_has_run(path):
    strangers = [
        text_of(block).splitlines()[:2]
        for block in built.soup(path).select("article .language-python.highlight")
        if block.select_one(".filename") is None and "listing" not in block["class"]
        if text_of(block).rstrip() not in programs()
    ]
    assert strangers == []


def test_every_snippet_is_used_by_a_page():
    """Shown, or at least quoted by one of its values: a snippet that no page needs is not tested by anybody's eye."""
    text = "\n".join(source.read_text("utf-8") for source in SOURCES)
    used = set(re.findall(r"\[\[snippet ([\w-]+)", text)) | set(re.findall(r"\[\[value snippet\.([\w-]+)", text))
    assert {file.stem for file in paths.SNIPPETS.glob("*.py")} == used


def test_every_exercise_is_used_by_a_page():
    text = "\n".join(source.read_text("utf-8") for source in SOURCES)
    used = set(re.findall(r"\[\[exercise ([\w-]+)", text))
    assert {file.stem for file in paths.EXERCISES.glob("*.py")} == used


@cache
def printed() -> list[str]:
    """Everything that a run has printed: the script's, the snippets', the exercises' and the labs' cells."""
    folders = (paths.RUN, paths.BUILT_SNIPPETS, paths.BUILT_EXERCISES)
    texts = [file.read_text("utf-8") for folder in folders for file in sorted(folder.glob("*.txt"))]
    for file in paths.BUILT_LABS.glob("*.ipynb"):
        for cell in json.loads(file.read_text("utf-8"))["cells"]:
            kinds = groupby(
                cell.get("outputs", []), key=lambda item: item.get("name")
            )  # what follows one another is one
            for _, items in kinds:
                parts = [item.get("text") or item.get("data", {}).get("text/plain") or "" for item in items]
                texts.append("".join("".join(part) for part in parts))
    return ["\n" + normal(text) + "\n" for text in texts]


def normal(text: str) -> str:
    return "\n".join(row.rstrip() for row in text.strip("\n").split("\n"))


@pytest.mark.parametrize("path", built.pages())
def test_every_block_of_output_was_printed_by_a_run(path):
    """Whole lines of one run, in one piece; on the home page without the columns that tell of the machine's speed."""
    untimed = ("\n".join(macros.SPEED.sub("", row) for row in whole.split("\n")) for whole in printed())
    runs = [*printed(), *untimed]
    invented = []
    for block in built.soup(path).select("article .output"):
        text = f"\n{normal(text_of(block))}\n"
        if not any(text in whole for whole in runs):
            invented.append(text.splitlines()[1:3])
    assert invented == []


def test_there_is_output_to_look_at():
    assert len(built.soup("posts/embedding-lstm-seq2seq.html").select("article .output")) > 15
