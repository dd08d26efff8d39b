"""Every page introduces itself: to its reader, to a search engine, to a screen reader, to the bookmarks."""

import itertools
import os
import re

import pytest

from publish import hooks
from publish.common import paths
from tests import built

PAGES = [path for path in built.pages() if not path.endswith("404.html")]


def language_of(path):
    return "en" if path.startswith("en/") else "zh"


def description_of(path):
    tag = built.soup(path).find("meta", attrs={"name": "description"})
    return tag["content"].strip() if tag else ""


@pytest.mark.parametrize("path", built.pages())
def test_a_page_has_a_language_and_fits_a_phone(path):
    soup = built.soup(path)
    assert soup.html["lang"] == language_of(path)
    assert soup.find("meta", charset="utf-8")
    assert "width=device-width" in soup.find("meta", attrs={"name": "viewport"})["content"]


@pytest.mark.parametrize("path", built.pages())
def test_a_page_has_one_main_heading_with_words(path):
    (heading,) = built.soup(path).find_all("h1")
    assert heading.get_text().replace("¶", "").strip()
    assert heading.find_parent("article")


@pytest.mark.parametrize("path", built.pages())
def test_headings_skip_no_level(path):
    levels = [int(node.name[1]) for node in built.soup(path).find("article").find_all(re.compile(r"^h[1-6]$"))]
    assert levels[0] == 1
    assert [pair for pair in itertools.pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_no_two_pages_of_a_language_have_the_same_title():
    for language in paths.LANGUAGES:
        titles = [built.soup(path).title.get_text() for path in built.pages() if language_of(path) == language]
        assert all(title.strip() for title in titles)
        assert sorted({title for title in titles if titles.count(title) > 1}) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_describes_itself_in_its_own_words(path):
    """In the page's language, and unlike any other page of it."""
    text = description_of(path)
    assert len(text) >= (15 if language_of(path) == "zh" else 30)
    chinese, latin = len(re.findall(r"[\u4e00-\u9fff]", text)), len(re.findall(r"[A-Za-z]+", text))
    assert (chinese > latin) == (language_of(path) == "zh")
    assert [other for other in PAGES if other != path and description_of(other) == text] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_shared_link_has_a_title_and_a_description(path):
    soup = built.soup(path)
    card = {tag["property"]: tag["content"] for tag in soup.find_all("meta", property=re.compile("^og:"))}
    assert card["og:title"] and card["og:description"] == description_of(path)
    assert card["og:locale"] == {"zh": "zh_CN", "en": "en_US"}[language_of(path)]


@pytest.mark.parametrize("path", built.pages())
def test_a_page_has_the_site_s_icon(path):
    (icon,) = built.soup(path).find_all("link", rel="icon")
    assert icon["href"].endswith("assets/img/favicon.svg")
    assert (built.SITE / "assets/img/favicon.svg").is_file()


def test_a_missing_page_is_answered_in_both_languages():
    for path, language in (("404.html", "en"), ("en/404.html", "zh")):
        article = built.soup(path).find("article")
        assert "404" in article.get_text()
        links = [link["href"] for link in article.find_all("a", href=True)]
        assert any(link.endswith("index.html") for link in links)
        if path == "404.html":  # the one that is sent for every address
            assert article.find("a", hreflang=language), "a reader of the other language finds a way, too"


def test_the_sitemap_would_name_every_page():
    for language, prefix in (("zh", ""), ("en", "en/")):
        pages = {path.removeprefix(prefix) for path in PAGES if language_of(path) == language}
        assert set(hooks.urls(language)) == pages


def test_pages_name_their_address_where_the_site_knows_it():
    """Built with SITE_URL: canonical links, addresses for shared links, a sitemap. Without: none of these."""
    root = os.environ.get("SITE_URL", "").rstrip("/")
    for path in PAGES:
        canonical = built.soup(path).find("link", rel="canonical")
        shared = built.soup(path).find("meta", property="og:url")
        expected = f"{root}/{path}" if root else None
        assert (canonical and canonical["href"]) == (shared and shared["content"]) == expected
    sitemap = built.SITE / "sitemap.xml"
    addresses = set(re.findall(r"<loc>(.*?)</loc>", sitemap.read_text("utf-8"))) if sitemap.is_file() else set()
    assert addresses == ({f"{root}/{path}" for path in PAGES} if root else set())
