"""On the code pages a note and its lines light each other, and a shape tells its axes: by pointer, finger and key."""

import pytest
from playwright.sync_api import expect

from tests.keyboard import tab_into

PAGE = "demos/lstm_encoder_decoder.html"
ENCODER = "posts/embedding-lstm-seq2seq/encoder.html"
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
# The texts of the lines that are lit, and of the notes.
LIT = """() => {
    const plain = getComputedStyle(document.querySelector('.walk-code pre > code > [class^=at]')).backgroundColor;
    const lines = [...document.querySelectorAll('.lines > *')];
    return lines.filter(line => getComputedStyle(line).backgroundColor !== plain).map(line => line.textContent.trim());
}"""
NOTES = """() => [...document.querySelectorAll('[data-note]')]
    .filter(note => getComputedStyle(note).boxShadow !== 'none').map(note => note.querySelector('a').textContent)"""


def encoder(page):
    """The box with the encoder's class."""
    return page.locator(".walk", has=page.locator(".nc", has_text="LSTMEncoder"))


@pytest.mark.parametrize("scripted", [True, False], ids=["with a script", "without"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_note_lights_its_lines_and_a_line_its_note(new_page, address, colours, scripted):
    page = new_page(color_scheme=colours, java_script_enabled=scripted, **DESK)
    page.goto(address + PAGE)
    box = encoder(page)
    assert page.evaluate(LIT) == page.evaluate(NOTES) == []
    box.locator("[data-note='2']").hover()
    assert page.evaluate(LIT) == ["return h[-1], (h, c)"]
    box.locator(".lines > *", has_text="packed = ").hover()
    assert page.evaluate(NOTES) == [box.locator(".note-lines").first.text_content()]
    assert len(page.evaluate(LIT)) == 6


def test_a_note_s_link_lights_and_shows_its_lines_on_a_phone(new_page, address):
    page = new_page(java_script_enabled=False, **PHONE)
    page.goto(address + PAGE)
    link = encoder(page).locator(".note-lines").first
    link.tap()
    first = page.locator(link.get_attribute("href"))
    page.wait_for_url(f"**{link.get_attribute('href')}")
    assert first.text_content().startswith("        embedded = ")
    assert first.text_content().strip() in page.evaluate(LIT)
    expect(first).to_be_in_viewport()  # asked from outside: a page without scripts cannot wait for itself


@pytest.mark.parametrize("width", [1280, 1440, 1920])
def test_the_code_has_two_thirds_of_the_width(new_page, address, width):
    page = new_page(viewport={"width": width, "height": 900})
    page.goto(address + PAGE)
    box, code = (encoder(page).locator(part).bounding_box() for part in ("xpath=.", ".walk-code"))
    assert 0.62 < code["width"] / box["width"] < 0.75


@pytest.mark.parametrize("path", [PAGE, "en/demos/attention_seq2seq.html"])
def test_words_stay_in_sight_to_their_end_while_their_code_goes_by(new_page, address, path):
    page = new_page(**DESK)
    page.goto(address + path)
    words = page.locator(".walk-text")
    heights = words.evaluate_all("all => all.map(words => words.offsetHeight)")
    assert max(heights) > 700, "none of them is longer than the screen"
    ends = words.evaluate_all("all => all.map(words => parseFloat(getComputedStyle(words).top) + words.offsetHeight)")
    assert max(ends) <= 800
    assert set(words.evaluate_all("all => all.map(words => getComputedStyle(words).position)")) == {"sticky"}


def test_a_block_of_code_is_one_stop_and_arrows_lead_from_shape_to_shape(new_page, address):
    page = new_page(**DESK)
    page.goto(address + PAGE)
    shapes = encoder(page).locator(".shape")
    assert shapes.count() > 3
    encoder(page).locator(".note-lines").last.focus()
    tab_into(page, ".shape", 4)
    focused = page.locator(":focus")
    assert focused.get_attribute("role") == "button"
    assert focused.text_content() == shapes.first.text_content() == "[B, S]"
    tip = page.get_by_role("tooltip")
    assert "48" in tip.text_content() and tip.is_visible()
    assert focused.get_attribute("aria-describedby") == tip.get_attribute("id")
    page.keyboard.press("ArrowRight")
    assert page.locator(":focus").text_content() == "[B]"
    page.keyboard.press("End")
    assert page.locator(":focus").text_content() == "[B, S, E]"
    assert "64" in tip.text_content()
    assert len(page.evaluate(LIT)) == 6, "the focus in a line lights its note's lines"
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.keyboard.press("Enter")
    assert tip.is_visible()
    page.keyboard.press("Tab")
    assert encoder(page).locator(".shape:focus").count() == 0, "the next stop is outside of the block"
    page.keyboard.press("Shift+Tab")
    assert page.locator(":focus").text_content() == "[B, S, E]", "a block remembers where the reader was"


@pytest.mark.parametrize("path", [PAGE, ENCODER])
def test_a_finger_asks_for_a_shape(new_page, address, path):
    page = new_page(**PHONE)
    page.goto(address + path)
    shape = page.locator("article .shape").filter(has_text="[B, S, E]").first
    shape.scroll_into_view_if_needed()
    shape.tap()
    tip = page.get_by_role("tooltip")
    assert tip.is_visible() and "64" in tip.text_content()
    box = tip.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360


def test_without_a_script_a_shape_has_a_title(new_page, address):
    page = new_page(java_script_enabled=False, **DESK)
    page.goto(address + PAGE)
    shape = encoder(page).locator(".shape").first
    assert "48" in shape.get_attribute("title")
    assert shape.get_attribute("role") is shape.get_attribute("tabindex") is None
