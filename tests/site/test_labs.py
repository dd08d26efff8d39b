"""Labs' pages in the built site were rendered by mkdocs-jupyter, and keep nothing of it but their code's class."""

import re

import pytest

from publish.pages import gaps
from publish.run import notebooks
from tests import built

PAGES = [f"{language}labs/{name}.html" for language in ("", "en/") for name in notebooks.by_name()]


def test_every_lab_is_a_page():
    assert set(PAGES) == {path for path in built.pages() if re.search(r"labs/(?!index)", path)}


@pytest.mark.parametrize("path", PAGES)
def test_a_lab_was_rendered_by_the_plugin(path):
    blocks = built.soup(path).select("article .language-python")
    assert blocks and all("highlight-ipynb" in block["class"] for block in blocks)


@pytest.mark.parametrize("path", PAGES)
def test_what_the_plugin_inlines_is_taken_out(path):
    article = built.soup(path).article
    assert not article.select("script, link, style:not(svg style), clipboard-copy, [class*='jp-'], .anchor-link")
    assert "$" not in "".join(node.get_text() for node in article.select("p, li, td, th, h1, h2, h3, figcaption"))


@pytest.mark.parametrize("path", built.pages())
def test_no_page_waits_for_a_lab(path):
    text = (built.SITE / path).read_text("utf-8")
    assert not [gap for gap in ("lab-gap", *gaps.TEXT.values()) if gap in text]
