"""A writer's macro is expanded where it may be, left alone where it must be, and a wrong one says where and what
to do.
"""

import re
import subprocess
import sys

import pytest

from publish.common import paths
from publish.common.errors import PublishError
from publish.pages import macros


@pytest.fixture
def page(tmp_path):
    source = tmp_path / "page.md"
    figures = {"run": {"seconds": 27.41, "exact": 0.9876}, "lab": {"01-a": {"shape": [2, 5]}}, "script": {"lines": 270}}
    return macros.Page(language="zh", uri="posts/page.md", source=source, first_line=5, figures=figures)


@pytest.fixture
def outputs(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "RUN", tmp_path)
    (tmp_path / "default.txt").write_text("one\ntwo\nthree\nfour\n", "utf-8")


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("用时 [[value run.seconds .0f]] 秒", "用时 27 秒"),
        ("[[value run.exact .1%]]", "98.8%"),
        ("[[value run.exact .1%]] 和 [[value run.seconds .0f]]", "98.8% 和 27"),
        ("`[[value script.lines]]` 行", "`270` 行"),
        ("$\\ln [[value script.lines]]$", "$\\ln 270$"),
        ("[[value lab.01-a.shape]]", "[2, 5]"),
        ("[[value lab.01-a.shape.1]]", "5"),
        ("`x[[i]]` 与 `x[[0, 1]]`", "`x[[i]]` 与 `x[[0, 1]]`"),
        ("\\[[value run.seconds]]", "[[value run.seconds]]"),
        ("[链接](a.md)[^1]", "[链接](a.md)[^1]"),
    ],
)
def test_inline_macros(page, text, expanded):
    assert macros.expand(text, page) == expanded


def test_fenced_code_is_left_alone(page):
    text = "~~~ python\n[[value nothing]]\n```\n[[code Nothing]]\n~~~\n[[value script.lines]]"
    assert macros.expand(text, page) == text.replace("[[value script.lines]]", "270")


def test_code_slice_keeps_the_indentation_of_its_place(page):
    text = macros.expand('!!! note "注"\n\n    [[code Vocabulary.__len__]]\n', page)
    rows = [row for row in text.split("\n")[2:] if row]
    assert all(row.startswith("    ") for row in rows)
    assert any("def __len__" in row for row in rows)


def test_code_is_named_after_its_lines(page):
    text = macros.expand("[[code Vocabulary.__len__]]", page)
    first, last = map(int, re.search(r'title="lstm_encoder_decoder\.py#L(\d+)-L(\d+)"', text).groups())
    lines = paths.SCRIPT.read_text("utf-8").splitlines()[first - 1 : last]
    assert [line.strip() for line in lines] == [line.strip() for line in text.splitlines()[1:-1]]


@pytest.mark.parametrize(
    ("lines", "shown"), [("1:2", "one\ntwo"), ("3:", "three\nfour"), ("-2:", "three\nfour"), ("-3:3", "two\nthree")]
)
def test_output_can_be_cut_to_lines(page, outputs, lines, shown):
    assert macros.expand(f"[[output default lines={lines}]]", page) == f"``` {{ .text .output }}\n{shown}\n```"


def test_output_can_leave_out_how_fast_the_machine_was(page, outputs):
    (paths.RUN / "default.txt").write_text(
        "step   100  loss 1.6  22,833 tokens/s  19 s left\ntest  1 s left\n", "utf-8"
    )
    shown = "step   100  loss 1.6\ntest  1 s left"
    assert macros.expand("[[output default untimed]]", page) == f"``` {{ .text .output }}\n{shown}\n```"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[value run.second]]", r"page\.md:5: no value 'run\.second' .*run\.seconds"),
        ("\n[[value run]]", r"page\.md:6: this key names a group of values"),
        ("[[value run.seconds d]]", r"page\.md:5: the format 'd' does not fit"),
        ("[[valeu run.seconds]]", r"page\.md:5: unknown macro \[\[valeu\]\]\. Nearest: value"),
        ("[[code LSTMEncodr]]", r"page\.md:5: .*LSTMEncodr.* Nearest: LSTMEncoder"),
        ("[[code LSTMEncoder nodocs]]", r"page\.md:5: unknown option 'nodocs'\. Nearest: nodoc"),
        ("见 [[code LSTMEncoder]]", r"page\.md:5: \[\[code …\]\] must stand alone"),
        ("[[snippet no-such]]", r"page\.md:5: no snippet code/snippets/no-such\.py"),
        ("[[snippet no-such output]]", r"page\.md:5: no snippet code/snippets/no-such\.py"),
        ("[[snippet lookup fold]]", r"page\.md:5: unknown option 'fold'\. Nearest: folded"),
        ("[[diagram no-such]]", r"page\.md:5: no diagram .*no-such\.zh\.mmd"),
        ("[[lab no-such]]", r"page\.md:5: no lab labs/no-such\.py"),
        ("见 [@nobody1900]", r"page\.md:5: no reference 'nobody1900'"),
        ("某人[-@nobody1900]说", r"page\.md:5: no reference 'nobody1900'"),
        ("[[output default lines=3:9]]", r"page\.md:5: lines=3:9 lies outside"),
        ("[[output default lines=x]]", r"page\.md:5: lines=x is not a range"),
        ("[[output defualt]]", r"page\.md:5: no output .* Nearest: default"),
    ],
)
def test_wrong_macro_names_file_line_and_remedy(page, outputs, text, complaint):
    with pytest.raises(PublishError, match=complaint):
        macros.expand(text, page)


def test_draft_shows_what_is_missing_instead_of_stopping(page):
    page.draft = True
    assert macros.expand("[[value no.such]]，[@nobody1900]", page) == "⟦value no.such⟧，⟦cite nobody1900⟧"


@pytest.fixture
def bibliography(tmp_path, monkeypatch):
    file = tmp_path / "references.toml"
    file.write_text(
        '[a2015]\nauthors = ["D. Bahdanau", "K. Cho", "Y. Bengio"]\nyear = 2015\ntitle = "T"\n'
        'venue = "ICLR"\narxiv = "1409.0473"\n[b2017]\nauthors = ["Ofir Press", "Lior Wolf"]\n'
        'year = 2017\ntitle = "U"\nvenue = "EACL"\ndoi = "10.1/2"\n',
        "utf-8",
    )
    monkeypatch.setattr(paths, "REFERENCES", file)


def test_citations_lead_to_the_references_page(page, bibliography):
    assert macros.expand("见 [@a2015; @b2017]。", page) == (
        "见 [Bahdanau et al. (2015)](../references.md#a2015){.citation}; "
        "[Press & Wolf (2017)](../references.md#b2017){.citation}。"
    )


def test_after_the_names_a_citation_is_the_year_alone_in_the_brackets_of_the_language(page, bibliography):
    year = "[2017](../references.md#b2017){.citation}"
    assert macros.expand("Press 与 Wolf[-@b2017]提出", page) == f"Press 与 Wolf（{year}）提出"
    page.language = "en"
    assert macros.expand("Press and Wolf [-@b2017] say", page) == f"Press and Wolf ({year}) say"
    both = "([2015](../references.md#a2015){.citation}; [2017](../references.md#b2017){.citation})"
    assert macros.expand("They [-@a2015; @b2017] say", page) == f"They {both} say"
    assert macros.expand("\\[-@b2017] 与 \\[@b2017]", page) == "[-@b2017] 与 [@b2017]"


def test_snippet_is_shown_without_its_docstring_and_its_figures():
    source = '"""Says what it is for."""\n\nimport torch\n\nx = 1\nprint(x)\n\nVALUES = {\n    "x": x,\n}\n'
    assert macros.snippet_text(source) == "import torch\n\nx = 1\nprint(x)"


def test_figures_handed_over_inside_a_loop_are_hidden_as_well():
    source = "VALUES = {}\nfor x in (1, 2):\n    print(x)\n    VALUES[x] = x\nVALUES |= {3: 3}\nassert VALUES[1] < 2\n"
    assert macros.snippet_text(source) == "for x in (1, 2):\n    print(x)"


def test_a_shown_program_is_whole():
    """Copied from the page, it has every name that it uses: nothing that was left out is missed."""
    pages = "".join(file.read_text("utf-8") for file in paths.docs("zh").rglob("*.md"))
    shown = re.findall(r"\[\[(snippet|exercise) ([\w-]+)( \w+)?\]\]", pages)
    assert len(shown) > 50
    for kind, name, _ in shown:
        file = (paths.SNIPPETS if kind == "snippet" else paths.EXERCISES) / f"{name}.py"
        checked = subprocess.run(
            [sys.executable, "-m", "ruff", "check", "--isolated", "--quiet", "--select", "F821", "-"],
            input=macros.snippet_text(file.read_text("utf-8")),
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert checked.returncode == 0, f"{file.name}:\n{checked.stdout}"


def test_fence_is_longer_than_any_inside():
    assert macros.fence("```\nx\n```", "text").startswith("```` {")


def test_a_block_s_place_is_no_part_of_a_paragraph():
    content = '<p><div data-diagram="a"></div></p>\n<p>x</p>\n<div data-listing="listing"></div>'
    assert macros.unwrap(content) == '<div data-diagram="a"></div>\n<p>x</p>\n<div data-listing="listing"></div>'
