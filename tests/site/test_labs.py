"""Labs' pages in the built site were rendered by mkdocs-jupyter, and keep nothing of it but their code's class."""

import re

import pytest

from publish.pages import gaps
from publish.run import notebooks
from tests import built

PAGES = [f"{language}labs/{name}.html" for language in ("", "en/") for name in notebooks.by_name()]


def test_every_lab_is_a_page():
    assert set(PAGES) == {path for path in built.pages() if re.search(r"labs/(?!index)", path)}


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_list_of_labs_has_a_picture_of_each_with_its_room_kept(language):
    items = built.soup(f"{language}labs/index.html").select("article li:has(> .lab)")
    assert [item.select_one(".lab")["href"] for item in items] == [f"{name}.html" for name in notebooks.by_name()]
    for item in items:
        names = {picture["src"].rpartition("/")[2].partition("-")[0] for picture in item.select(".lab-still img")}
        assert names == {item.select_one(".lab")["href"].removesuffix(".html")}
        assert all(picture["width"] and picture["height"] for picture in item.select("img"))


@pytest.mark.parametrize("language", ["", "en/"])
def test_no_section_of_the_navigation_begins_with_its_own_name(language):
    for section in built.soup(f"{language}labs/index.html").select(".md-sidebar--primary .md-nav__item--nested"):
        name = section.select_one("label.md-nav__link .md-ellipsis").get_text(strip=True)
        first = section.select_one(":scope > nav .md-nav__link .md-ellipsis").get_text(strip=True)
        assert first != name


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_tags_name_the_article_by_its_title(language):
    listed = {
        link["href"]: link.get_text(strip=True) for link in built.soup(f"{language}tags.html").select("article li a")
    }
    front = "posts/embedding-lstm-seq2seq/preface.html"
    assert listed[front] == built.soup(f"{language}{front}").h1.get_text().replace("¶", "").strip()


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
