"""Our own drawings fit a phone as they are, and every word its box."""

import pytest

PAGES = [
    ("posts/embedding-lstm-seq2seq/encoder.html", "packing"),
    ("posts/embedding-lstm-seq2seq/towards-attention.html", "attention"),
]
# Words that leave their box or the drawing, or come near a border.
OUTSIDE = """drawing => [...drawing.querySelectorAll('text')].filter(text => {
    const rect = text.parentElement.querySelector(':scope > rect');
    const [own, box] = [text, rect || drawing].map(one => one.getBoundingClientRect());
    return own.left < box.left + 3 || own.right > box.right - 3 || own.top < box.top || own.bottom > box.bottom;
}).map(text => text.textContent)"""
# Words outside of boxes that touch one.
TOUCHING = """drawing => [...drawing.querySelectorAll(':scope > text')].filter(text => {
    const own = text.getBoundingClientRect();
    return [...drawing.querySelectorAll('rect')].some(rect => {
        const box = rect.getBoundingClientRect();
        return own.left < box.right && own.right > box.left && own.top < box.bottom && own.bottom > box.top;
    });
}).map(text => text.textContent)"""


@pytest.mark.parametrize("language", ["", "en/"], ids=["zh", "en"])
@pytest.mark.parametrize(("path", "name"), PAGES, ids=[name for _, name in PAGES])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_all_of_a_drawing_is_seen_and_its_words_fit(new_page, address, width, path, name, language):
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(f"{address}{language}{path}")
    drawing = page.locator(f"#figure-{name} svg")
    box = drawing.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    assert page.locator(f"#figure-{name}").evaluate("figure => figure.scrollWidth <= figure.clientWidth")
    assert drawing.evaluate(OUTSIDE) == drawing.evaluate(TOUCHING) == []
    size = 14 * box["width"] / 320
    assert size >= 12
