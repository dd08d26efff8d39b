"""The script stays short enough to be read in one sitting, and says how long it is: the outline promised at most 276
lines of code, and 420 in all.
"""

import ast

from publish import paths, values

LINES_OF_CODE, LINES = 276, 420


def test_the_script_does_not_outgrow_its_reader():
    """As cloc counts them; it needs no cloc here (tests/publishing/test_texts.py holds the count to cloc's)."""
    text = paths.SCRIPT.read_text("utf-8")
    assert values.cloc_lines(text) <= LINES_OF_CODE
    assert values.count_lines(text)[1] <= LINES


def test_pages_give_the_larger_count():
    """The grammar's tables are strings, which cloc takes for comments; a reader who scrolls past them would not."""
    text = paths.SCRIPT.read_text("utf-8")
    assert values.count_lines(text)[0] > values.cloc_lines(text)
    assert "[[value script.code_lines]]" in (paths.docs("zh") / "demos" / "lstm_encoder_decoder.md").read_text("utf-8")


def test_tables_in_strings_are_data_and_no_hidden_code():
    """What cloc leaves out beside comments is the grammar's tables: no string of the script is run as a program."""
    tree = ast.parse(paths.SCRIPT.read_text("utf-8"))
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & {"exec", "eval", "compile", "__import__"}
