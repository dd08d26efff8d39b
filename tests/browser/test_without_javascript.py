"""Without JavaScript everything can still be read: text, code, formulas, diagrams."""

import pytest

from tests import built


@pytest.mark.parametrize("path", built.pages())
def test_a_page_is_readable_without_javascript(new_page, address, path):
    page = new_page(java_script_enabled=False)
    page.goto(address + path)
    article = page.locator("article").inner_text()
    assert len(article.strip()) > 20
    assert page.locator("h1").count() == 1
    for leftover in ("\\(", "\\[", "[[", "```", "undefined"):
        shown = article if leftover != "[[" else _without_code(page)
        assert leftover not in shown, leftover


def _without_code(page):
    """The article's text outside code, where brackets mean something else."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page.content(), "html.parser").find("article")
    for node in soup(["pre", "code", "script", "style"]):
        node.decompose()
    return soup.get_text()


def test_formulas_and_diagrams_need_no_script(new_page, address):
    page = new_page(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page.goto(address + "posts/embedding-lstm-seq2seq.html")
    assert page.locator("article math").count() > 5
    assert page.locator("article figure svg").first.is_visible()
    assert page.locator("article .mermaid").count() == 0


def test_wide_tables_scroll_in_boxes_and_no_button_stands_idle(new_page, address):
    page = new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(address + "posts/embedding-lstm-seq2seq.html")
    boxes = page.locator("article .md-typeset__scrollwrap:has(table)").all()
    assert len(boxes) > 3
    assert any(box.evaluate("box => box.scrollWidth > box.clientWidth") for box in boxes)
    assert page.locator(".md-code__nav").count() > 20
    assert not page.locator(".md-code__nav").first.is_visible()
