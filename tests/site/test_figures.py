"""No page carries a measured figure that no run produced: figures come from macros, papers' figures stand with a
citation.
"""

import pytest

from publish.common import paths
from publish.pages import macros
from publish.run import notebooks
from tests import typed

PAGES = sorted(path for language in paths.LANGUAGES for path in paths.docs(language).rglob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(paths.DOCS).as_posix())
def test_page_types_no_measured_figure(page):
    found = typed.figures(page.read_text("utf-8"))
    assert not found, f"{paths.shown(page)}: use [[value …]], a citation, or a note <!-- number: … -->: {found}"


def test_labs_type_no_measured_figure():
    found = {}
    for name, file in notebooks.by_name().items():
        cells = [cell.source for cell in notebooks.read(file).cells if cell.cell_type == "markdown"]
        found[name] = [figure for source in cells for _, figure in typed.figures(source)]
    assert {name: figures for name, figures in found.items() if figures} == {}


@pytest.mark.parametrize(
    "text",
    [
        "准确率 98.8%，",
        "用时 27 秒。",
        "约 0.31 的差距",
        "共 384,000 个",
        "共 20000 对",
        "快 3 倍",
        "It takes 12 s.",
        "a vocabulary of 2,000 words",
        "见 [@a2015]。我们得到 34.81。",
        "1. 第一项 7 ms",
        "[约 2.5 MB](x.md)",
        "3–5 分钟",
    ],
)
def test_measured_figure_is_found(text):
    assert typed.figures(text)


@pytest.mark.parametrize(
    "text",
    [
        "准确率 [[value run.exact .1%]]，",
        "句子 `[4, 5, 6]` 与 `0.08`",
        "$\\sigma = 0.08$ 与\n\n$$\n1.5\n$$\n",
        "``` python\nx = 0.25\n```",
        "他们报告 34.81 BLEU [@sutskever2014]。",
        "2015 年，2025-01-29，Python 3.10，PyTorch 2.13.0",
        "## 2.3 前向传播",
        "1. 第一项\n2. 第二项",
        "[链接](https://arxiv.org/abs/1409.3215)",
        '<img width="0.5">',
        "见 1.2 节与 Section 2.3",
        "（7.2、7.3 节）sections 4.1 and 4.2",
        "<!-- number: 1.0 the usual threshold -->\n裁剪到 1.0。",
        "5 个词，2 层",
        "[CVE-2025-32434](https://example.org) 由 PyTorch 2.6.0 修好",
    ],
)
def test_what_is_not_measured_is_free(text):
    assert typed.figures(text) == []


def test_line_of_a_figure_is_its_line_in_the_page():
    assert typed.figures("---\ntitle: x\n---\n\n``` text\n1.5\n```\n\n共 1.5 倍\n") == [(9, "1.5 倍")]


def test_notes_on_numbers_do_not_reach_the_reader():
    text = "甲\n<!-- number: 1.0 why -->\n乙\n"
    assert macros.without_notes(text) == "甲\n乙\n"
