"""The script can be read in one sitting: a core that follows the article, in the 276 lines of code that the outline
promised, and appendices behind it; no line is cut on the code page, and no function is longer than a screen.
"""

import ast
import re

import pytest

from publish.common import paths
from publish.pages.code_lines import width
from publish.run import values

CORE, WHOLE = 276, 770
COLUMNS, FUNCTION = 88, 40
HEADINGS = [
    "Core: configuration",
    "Core: vocabulary and cutting",
    "Core: batches",
    "Core: encoder",
    "Core: decoder",
    "Core: loss",
    "Core: training",
    "Core: translator",
    "Appendix A: your own data",
    "Appendix B: what the default run learns",
    "Appendix C: command line",
]


@pytest.fixture(scope="module")
def text():
    return paths.SCRIPT.read_text("utf-8")


def test_the_core_is_as_short_as_the_outline_promised(text):
    core, _, whole, _ = values.count_lines(text)
    assert core <= CORE
    assert whole <= WHOLE


def test_its_parts_come_in_the_order_of_the_article(text):
    assert re.findall(r"^# =+ (.+)$", text, re.MULTILINE) == HEADINGS


def test_no_line_is_too_wide_for_the_code_page(text):
    assert [line for line in text.splitlines() if width(line) > COLUMNS] == []


def test_no_function_is_longer_than_a_screen(text):
    """With its docstring."""
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    assert [node.name for node in functions if node.end_lineno - node.lineno + 1 > FUNCTION] == []


def test_tables_in_strings_are_data_and_no_hidden_code(text):
    """They count, so nothing would be gained; and no string of the script is run as a program."""
    called = {
        node.func.id
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"exec", "eval", "compile", "__import__"}


@pytest.mark.parametrize("language", paths.LANGUAGES)
def test_the_code_page_gives_all_counts(language):
    page = (paths.docs(language) / "demos" / "lstm_encoder_decoder.md").read_text("utf-8")
    for name in ("core_lines", "appendix_lines", "code_lines", "total_lines"):
        assert f"[[value script.{name}]]" in page
