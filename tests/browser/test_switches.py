"""The language switch stays on the page; the colour scheme follows the system, can be changed, and is remembered."""

import re

import pytest

from tests import built
from tests.keyboard import tab_into
from tests.scrolling import top_of

CHINESE = [path for path in built.pages() if not path.startswith("en/") and path != "404.html"]


def scheme(page):
    return page.evaluate("document.body.getAttribute('data-md-color-scheme')")


@pytest.mark.parametrize("path", CHINESE)
def test_the_language_switch_stays_on_the_page(page, address, path):
    page.goto(address + path)
    assert page.locator("html").get_attribute("lang").startswith("zh")
    there = page.locator("a.md-select__link[hreflang=en]").first
    assert there.evaluate("link => link.href") == address + "en/" + path
    page.goto(address + "en/" + path)
    assert page.locator("html").get_attribute("lang") == "en"
    back = page.locator("a.md-select__link[hreflang=zh]").first
    assert back.evaluate("link => link.href") == address + path


def test_a_reader_can_switch_and_switch_back(page, address):
    path = "posts/embedding-lstm-seq2seq.html"
    page.goto(address + path)
    page.locator(".md-header .md-select button, .md-header .md-select__button").first.hover()
    page.locator("a.md-select__link[hreflang=en]").first.click()
    page.wait_for_url(address + "en/" + path)
    page.locator(".md-header .md-select button, .md-header .md-select__button").first.hover()
    page.locator("a.md-select__link[hreflang=zh]").first.click()
    page.wait_for_url(address + path)


def test_the_switch_leads_to_the_section_before_the_reader_s_eyes(page, address):
    chapter = "posts/embedding-lstm-seq2seq/training.html"
    page.goto(f"{address}{chapter}#clipping")
    assert top_of(page, "clipping") < 200
    switch_to(page, "en")
    page.wait_for_url(f"{address}en/{chapter}#clipping")
    assert top_of(page, "clipping") < 200
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    switch_to(page, "zh")
    page.wait_for_url(re.compile(rf"{re.escape(address + chapter)}#?$"))


def switch_to(page, language):
    page.locator(f"a.md-select__link[hreflang={language}]").first.evaluate("link => link.click()")


@pytest.mark.parametrize(("locale", "home"), [("en-GB", ""), ("zh-CN", "en/index.html")])
def test_a_first_visit_is_offered_the_browser_s_language_and_led_nowhere(new_page, address, locale, home):
    page = new_page(locale=locale)
    page.goto(address + home)
    offer = page.locator(".home-offer")
    assert offer.is_visible()
    assert page.url == address + home
    offer.locator("a").click()
    page.wait_for_url(address + ("index.html" if home else "en/index.html"))
    assert page.locator(".home-offer").is_hidden()


@pytest.mark.parametrize(("locale", "home"), [("zh-TW", ""), ("de", "en/index.html")])
def test_whoever_reads_the_language_of_the_page_is_offered_nothing(new_page, address, locale, home):
    page = new_page(locale=locale)
    page.goto(address + home)
    assert page.locator(".home-offer").is_hidden()


def test_a_choice_is_remembered_at_the_root_and_nowhere_else(new_page, address):
    page = new_page(locale="zh-CN")
    page.goto(address + "faq.html")
    switch_to(page, "en")
    page.wait_for_url(address + "en/faq.html")
    for deep in ("faq.html", "index.html#doors"):
        page.goto("about:blank")
        page.goto(address + deep)
        assert page.locator("html").get_attribute("lang") == "zh"
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_url(address + "en/index.html")
    switch_to(page, "zh")
    page.wait_for_url(re.compile(re.escape(address + "index.html")))
    assert page.context.cookies() == []


@pytest.mark.parametrize(("system", "expected"), [("light", "default"), ("dark", "slate")])
def test_the_colours_follow_the_system(new_page, address, system, expected):
    page = new_page(color_scheme=system)
    page.goto(address)
    assert scheme(page) == expected
    window = "getComputedStyle(document.documentElement).colorScheme"  # of its scroll bars
    assert (page.evaluate(window) == "dark") == (expected == "slate")


@pytest.mark.parametrize(("system", "expected"), [("light", "slate"), ("dark", "default")])
def test_the_colour_switch_works_and_is_remembered(new_page, address, system, expected):
    page = new_page(color_scheme=system, viewport={"width": 1280, "height": 800})
    page.goto(address)
    background = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(background)
    page.locator("form[data-md-component=palette] label:visible").click()
    assert scheme(page) == expected
    assert page.evaluate(background) != before
    page.goto(address + "posts/embedding-lstm-seq2seq.html")
    assert scheme(page) == expected
    page.reload()
    assert scheme(page) == expected


def test_the_colour_switch_can_be_reached_by_keyboard(page, address):
    page.goto(address)
    label = page.locator("form[data-md-component=palette] label:visible")
    target = label.get_attribute("for")
    assert target
    tab_into(page, "form[data-md-component=palette]", 30)
    for key in ("Space", "Enter", "Space"):
        before = scheme(page)
        page.keyboard.press(key)
        assert scheme(page) != before, key


def test_without_a_choice_the_colours_follow_the_system_as_it_changes(new_page, address):
    page = new_page(color_scheme="light", viewport={"width": 1280, "height": 800})
    page.goto(address)
    for system, expected in (("dark", "slate"), ("light", "default")):
        page.emulate_media(color_scheme=system)
        page.wait_for_function("expected => document.body.dataset.mdColorScheme === expected", arg=expected)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.endsWith('__palette'))") == []
    page.emulate_media(color_scheme="dark")
    page.goto(address + "en/index.html")
    assert scheme(page) == "slate"


def test_a_chosen_scheme_holds_in_both_languages_whatever_the_system_does(new_page, address):
    page = new_page(color_scheme="light", viewport={"width": 1280, "height": 800})
    page.goto(address + "en/index.html")
    page.locator("form[data-md-component=palette] label:visible").click()
    assert scheme(page) == "slate"
    page.goto(address + "glossary.html")
    assert scheme(page) == "slate"
    for system in ("dark", "light"):
        page.emulate_media(color_scheme=system)
        page.wait_for_timeout(50)
        assert scheme(page) == "slate"
