"""The script is as short as its readers were promised."""

import ast

from publish import paths, values


def test_the_script_has_at_most_276_lines_of_code():
    """As cloc counts them; it needs no cloc here (tests/publishing/test_texts.py holds the count to cloc's)."""
    assert values.cloc_lines(paths.SCRIPT.read_text("utf-8")) <= 276


def test_the_script_has_at_most_420_lines_in_all():
    assert values.count_lines(paths.SCRIPT.read_text("utf-8"))[1] <= 420


def test_tables_in_strings_are_data_and_no_hidden_code():
    """What cloc leaves out beside comments is the grammar's tables: no string of the script is run as a program."""
    tree = ast.parse(paths.SCRIPT.read_text("utf-8"))
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & {"exec", "eval", "compile", "__import__"}
