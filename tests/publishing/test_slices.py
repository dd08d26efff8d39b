"""What a page shows as the script's code is the script's text, found by name."""

import ast
import os

import pytest

from publish.common import paths
from publish.common.errors import PublishError
from publish.pages import slices

SOURCE = '''#!/usr/bin/env python3
"""Module."""
# --------------------------------------------------------------- constants
PAD, SOS = range(2)
# Why it is four.
SIZE: int = 4


# Above the decorator.
@staticmethod
def helper(x):
    """Say what.

    More.
    """

    return x  # done


class Model:
    """A class."""

    rate = 0.5

    def forward(self, x):
        # inside
        return x
'''


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "module.py"
    path.write_text(SOURCE, "utf-8")
    return path


def test_function_comes_with_its_decorator_and_the_comment_above(file):
    text = slices.cut("helper", file=file).text
    assert text.startswith("# Above the decorator.\n@staticmethod\ndef helper(x):")
    assert text.endswith("return x  # done")


def test_nodoc_drops_the_docstring_and_nothing_else(file):
    text = slices.cut("helper", docstring=False, file=file).text
    assert text == "# Above the decorator.\n@staticmethod\ndef helper(x):\n    return x  # done"


def test_constant_that_is_added_to_is_cut_with_what_is_added(tmp_path):
    file = tmp_path / "module.py"
    file.write_text("# Both.\nTABLE = {1: 2}\nTABLE |= {3: 4}\nOTHER = 5\n", "utf-8")
    assert slices.cut("TABLE", file=file).text == "# Both.\nTABLE = {1: 2}\nTABLE |= {3: 4}"


def test_method_is_cut_without_its_class_indentation(file):
    assert slices.cut("Model.forward", file=file).text == "def forward(self, x):\n    # inside\n    return x"


@pytest.mark.parametrize(
    ("symbol", "text"),
    [
        ("PAD", "PAD, SOS = range(2)"),
        ("SOS", "PAD, SOS = range(2)"),
        ("SIZE", "# Why it is four.\nSIZE: int = 4"),
        ("Model.rate", "rate = 0.5"),
    ],
)
def test_constants_are_cut_without_the_rule_between_sections(file, symbol, text):
    assert slices.cut(symbol, file=file).text == text


def test_line_numbers_point_to_the_text_in_the_file(file):
    piece = slices.cut("Model", file=file)
    assert "\n".join(SOURCE.splitlines()[piece.first - 1 : piece.last]) == piece.text


def test_unknown_symbol_is_an_error_that_names_the_nearest(file):
    with pytest.raises(PublishError, match=r"no symbol 'Model\.foward'.*Model\.forward"):
        slices.cut("Model.foward", file=file)


@pytest.mark.parametrize(("size", "seconds"), [("44", 0), ("5", 1)], ids=["longer", "as long, and later"])
def test_changed_file_is_read_again(file, size, seconds):
    slices.cut("SIZE", file=file)
    time = file.stat().st_mtime_ns + seconds * 1_000_000_000
    file.write_text(SOURCE.replace("= 4", f"= {size}"), "utf-8")
    os.utime(file, ns=(time, time))
    assert slices.cut("SIZE", file=file).text.endswith(f"SIZE: int = {size}")


def test_every_slice_of_the_script_stands_in_it_and_parses():
    text = paths.SCRIPT.read_text("utf-8")
    for symbol in slices.symbols():
        piece = slices.cut(symbol)
        ast.parse(piece.text)
        assert all(line.strip() in text for line in piece.text.splitlines())


def test_nodoc_holds_for_the_methods_of_a_class_too(file):
    file.write_text(
        'class A:\n    """Doc."""\n\n    def f(self):\n        """Doc\n        again."""\n        return 1\n', "utf-8"
    )
    assert slices.cut("A", docstring=False, file=file).text == "class A:\n    def f(self):\n        return 1"
