"""On a phone nothing is cut off and the page scrolls in one direction only; on a desk the script's lines are whole."""

import pytest

from tests import built

PHONE = {"width": 360, "height": 740}
# Elements of the page's content that stick out to the right although no ancestor lets one scroll to them.
CUT_OFF = """() => {
    const scrolls = node => ['auto', 'scroll'].includes(getComputedStyle(node).overflowX);
    const hidden = node => node.closest('svg *, [hidden], .md-clipboard, .visually-hidden') !== null;
    return [...document.querySelectorAll('article *')].filter(node => {
        const box = node.getBoundingClientRect();
        if (box.width === 0 || box.height === 0 || box.right <= innerWidth + 1 || hidden(node)) return false;
        for (let up = node; up && up.tagName !== 'ARTICLE'; up = up.parentElement) if (scrolls(up)) return false;
        return getComputedStyle(node).visibility !== 'hidden';
    }).slice(0, 5).map(node => node.outerHTML.slice(0, 160));
}"""


# Boxes that scroll sideways but neither take the focus nor hold anything that does.
OUT_OF_REACH = """() => [...document.querySelectorAll('article *')].filter(node => {
    const style = getComputedStyle(node);
    if (!['auto', 'scroll'].includes(style.overflowX) || node.scrollWidth <= node.clientWidth + 1) return false;
    if (node.clientWidth === 0 || style.visibility === 'hidden') return false;
    return node.tabIndex < 0 && !node.querySelector('a[href], button, input, [tabindex="0"]');
}).slice(0, 5).map(node => node.outerHTML.slice(0, 160))"""


# Words of headings that stand in two lines. In a Chinese one, text nodes end where a line may: at <wbr>.
BROKEN = """() => [...document.querySelectorAll("article :is(h1, h2, h3)")].flatMap(heading => {
    const found = [], range = document.createRange();
    const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT,
        node => node.parentElement.closest("code, svg, math") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    while (texts.nextNode()) for (const word of texts.currentNode.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
        range.setStart(texts.currentNode, word.index);
        range.setEnd(texts.currentNode, word.index + word[0].length);
        if (new Set([...range.getClientRects()].map(line => Math.round(line.top / 8))).size > 1) found.push(word[0]);
    }
    return found;
})"""


@pytest.mark.parametrize("path", built.pages())
def test_nothing_is_wider_than_a_phone(new_page, address, path):
    """The page scrolls in one direction; what is wider than it scrolls in a box of its own, by finger and by key."""
    page = new_page(viewport=PHONE, is_mobile=True, has_touch=True, device_scale_factor=2)
    page.goto(address + path)
    page.evaluate("document.fonts.ready")
    width = page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
    assert width <= PHONE["width"], page.evaluate(CUT_OFF)
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(OUT_OF_REACH) == []
    page.set_viewport_size({"width": 320, "height": 740})
    assert page.evaluate(BROKEN) == []


@pytest.mark.parametrize("language", ["", "en/"], ids=["zh", "en"])
def test_no_line_of_code_is_cut_beside_its_explanation(new_page, address, language):
    page = new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}{language}demos/lstm_encoder_decoder.html")
    cut = "blocks => blocks.filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent.slice(0, 80))"
    assert page.locator(".walk-code pre > code").count() > 20
    assert page.locator(".walk-code pre > code").evaluate_all(cut) == []
