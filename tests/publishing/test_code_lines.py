"""Marks on lines of code change how lines fold, and not a character of them."""

import html
import re

import pytest

from publish.common import paths
from publish.pages import code_lines, listing

LONG = "x" * (code_lines.NARROW + 1)
CODE = '<div class="language-python highlight"><pre><span></span><code>{}</code></pre></div>'
OUTPUT = '<div class="language-text output highlight"><pre><span></span><code>{}</code></pre></div>'
ROWS = "a    b      c\n1   22    333\n"


def text_of(markup):
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def test_a_line_that_may_not_fit_tells_its_indentation_and_its_end_stays_outside():
    marked = code_lines.mark(CODE.format(f"if x:\n    {LONG}\n"))
    assert marked == CODE.format(f'if x:\n<span class="at4">    {LONG}</span>\n')


@pytest.mark.parametrize(
    ("indentation", "name"), [(0, "at0"), (1, "at0"), (3, "at4"), (8, "at8"), (13, "at12"), (40, "at24")]
)
def test_classes_are_few(indentation, name):
    assert code_lines.class_of(" " * indentation + LONG) == name
    style = (paths.ROOT / "theme/assets/css/site/code.css").read_text("utf-8")
    assert name == "at0" or f".{name} {{" in style


def test_a_line_that_fits_every_screen_is_left_alone():
    content = CODE.format("x = 1\n" + LONG[1:] + "\n\n")
    assert code_lines.mark(content) == content


def test_a_chinese_character_takes_two_columns():
    half = code_lines.NARROW // 2
    assert [bool(code_lines.class_of("词" * count)) for count in (half, half + 1)] == [False, True]


def test_entities_and_marks_do_not_count_as_text():
    row = '<span class="k">if</span> a &lt; b: ' + "y" * 20
    assert code_lines.mark(CODE.format(row)) == CODE.format(row)


def test_a_printed_table_keeps_its_rows_and_what_else_was_printed_folds():
    marked = code_lines.mark(OUTPUT.format(ROWS + LONG + "\n"))
    rows = f'{ROWS}<span class="at0">{LONG}</span>\n'
    assert marked == OUTPUT.format(rows).replace("<code>", '<code class="columns">')


@pytest.mark.parametrize(
    "text", ["one label:   one value\nanother:     another\n", "a    b      c\n", "no  two  gaps here\nnor  here\n"]
)
def test_other_output_is_no_table(text):
    assert code_lines.mark(OUTPUT.format(text)) == OUTPUT.format(text)


def test_code_is_no_table_whatever_its_spaces():
    assert "columns" not in code_lines.mark(CODE.format(ROWS))


def test_code_with_a_look_of_its_own_is_left_alone():
    content = f'<pre class="x-code"><code>{LONG}\n</code></pre>'
    assert code_lines.mark(content) == content


def test_a_mark_that_goes_on_in_the_next_line_is_not_torn():
    content = OUTPUT.format(f'<span class="ansi-red">{LONG}\n{LONG}</span>\n')
    assert code_lines.mark(content) == content


def test_the_listing_s_lines_tell_their_indentation_too():
    markup = listing.listing(f"if x:\n    {LONG} = 1\n")
    assert re.findall(r'class="(code-line[^"]*)"', markup) == ["code-line", "code-line at4"]
    assert text_of(markup) == f"if x:\n    {LONG} = 1\n"
