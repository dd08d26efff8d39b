"""A reader who types a term finds the pages that speak of it, served or from disk."""

import pytest

ARTICLE, CHAPTERS = "posts/embedding-lstm-seq2seq.html", "posts/embedding-lstm-seq2seq/"
WORDS = ["词嵌入", "上下文向量", "自回归", "padding_idx"]


def type_keys(page, text):
    """One real key event for each character: text that is merely inserted fires no keyup, which the theme waits for."""
    session = page.context.new_cdp_session(page)
    for character in text:
        for kind in ("keyDown", "keyUp"):
            event = {"type": kind, "key": character}
            session.send("Input.dispatchKeyEvent", event | ({"text": character} if kind == "keyDown" else {}))


def search(page, words):
    """Type letter by letter, and return the first results as (address, text without the marks between words)."""
    page.locator(".md-search__input").click()
    type_keys(page, words)
    page.locator(".md-search-result__meta").get_by_text(any_number()).wait_for()
    links = page.locator(".md-search-result__item > .md-search-result__link").all()[:10]
    return [(link.evaluate("link => link.href"), link.inner_text().replace("\u200b", "")) for link in links]


def best(found):
    """What the first result shows: the page's title, and below it the section that fits best."""
    return "\n".join(text for _, text in found[:2])


def any_number():
    import re

    return re.compile(r"\d|一")


@pytest.mark.parametrize("words", WORDS)
def test_search_finds(page, address, words):
    page.goto(address + "index.html")
    found = search(page, words)
    assert words in best(found)
    assert any(CHAPTERS in href for href, _ in found), [href for href, _ in found]
    assert not any(ARTICLE in href for href, _ in found), "the whole article would answer beside each chapter"


@pytest.mark.parametrize("words", WORDS)
def test_a_result_leads_to_the_words(page, address, words):
    page.goto(address + "index.html")
    search(page, words)
    page.locator(".md-search-result__link").filter(has=page.locator("mark")).first.click()
    page.wait_for_url("**?h=*")
    page.locator("article h1").wait_for()
    assert words in page.locator("article").inner_text()


@pytest.mark.parametrize("words", WORDS)
def test_search_works_from_disk(page, site, words):
    page.goto((site / "index.html").as_uri())
    assert words in best(search(page, words))


def test_english_search_finds(page, address):
    page.goto(address + "en/index.html")
    found = search(page, "padding_idx")
    assert "padding_idx" in best(found)
    assert all(href.startswith(address + "en/") for href, _ in found)


def test_nonsense_finds_nothing(page, address):
    page.goto(address + "index.html")
    page.locator(".md-search__input").click()
    type_keys(page, "qqzzxxyy")
    page.locator(".md-search-result__meta").get_by_text("没有找到").wait_for()
    assert page.locator(".md-search-result__item").count() == 0


def test_index_is_not_loaded_before_somebody_searches(page, address, watch):
    page.goto(address + ARTICLE)
    page.wait_for_load_state("networkidle")
    assert not [url for url in watch.urls() if "search_index" in url]
    search(page, "词嵌入")
    assert [url for url in watch.urls() if "search_index" in url]
