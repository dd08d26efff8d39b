"""The glossary's field leaves the terms that are asked for and says how many; without JavaScript the list is whole."""

import pytest

from publish.pages import glossary
from tests import built

TERMS = len(glossary.load())


@pytest.fixture
def page(new_page):
    """A page that jumps where others glide: where it has come to rest can be asked at once."""
    return new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")


@pytest.fixture
def field(page):
    return page.get_by_label("按名字找")


@pytest.mark.parametrize(
    ("typed", "found"),
    [("教师", "teacher-forcing"), ("TEACHER f", "teacher-forcing"), ("jiaoshiqiang", "teacher-forcing")],
)
def test_a_term_is_found_by_either_name_and_by_its_pinyin(page, field, address, typed, found):
    page.goto(address + "glossary.html")
    field.fill(typed)
    assert page.locator("dt:visible").count() == 1 == page.locator("dd:visible").count()
    assert page.locator(f"dt:visible #{found}").count() == 1
    assert page.locator(".initial:visible").all_inner_texts() == ["J"]
    assert page.locator(".glossary-initials a:visible").all_inner_texts() == ["J"]
    assert page.locator(".glossary-filter [role=status]").inner_text() == f"共 {TERMS} 条，找到 1 条"


def test_escape_and_a_link_to_a_term_bring_all_back(page, field, address):
    page.goto(address + "glossary.html")
    field.fill("没有这样的词")
    assert page.locator("dt:visible, .initial:visible").count() == 0
    field.press("Escape")
    assert page.locator("dt:visible").count() == TERMS
    assert page.locator(".glossary-filter [role=status]").inner_text() == ""
    field.fill("掩码")
    page.evaluate("location.hash = 'teacher-forcing'")
    page.wait_for_function("count => document.querySelectorAll('dt:not([hidden])').length === count", arg=TERMS)
    assert page.locator("#teacher-forcing").evaluate("one => one.getBoundingClientRect().top < innerHeight")


def test_it_works_from_disk(page, field):
    page.goto((built.SITE / "glossary.html").as_uri())
    field.fill("掩码")
    assert 0 < page.locator("dt:visible").count() < TERMS


@pytest.mark.parametrize("path", ["glossary.html", "en/glossary.html"])
def test_without_javascript_the_list_is_whole_and_has_its_initials(new_page, address, path):
    page = new_page(java_script_enabled=False, reduced_motion="reduce")
    page.goto(address + path)
    assert page.locator("dt:visible").count() == TERMS
    assert not page.locator(".glossary-filter").is_visible()
    page.locator(".glossary-initials a").last.click()
    assert page.locator(".initial").last.evaluate("one => one.getBoundingClientRect().top < innerHeight")
