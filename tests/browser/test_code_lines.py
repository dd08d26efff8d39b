"""Code is read on a phone without moving it sideways, and what is copied is the program as it was."""

import io

import pytest
from PIL import Image

from publish.common import paths
from publish.pages import macros
from tests import built

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
ENCODER = "posts/embedding-lstm-seq2seq/encoder.html"
GROUPS = {
    "article": ["posts/embedding-lstm-seq2seq.html"],
    "chapters": built.chapters(),
    "code page": ["demos/lstm_encoder_decoder.html", "en/demos/lstm_encoder_decoder.html"],
    "labs": [path for path in built.pages() if "labs/" in path],
    "others": ["faq.html", "en/faq.html", "exercises.html", "programs.html", "en/programs.html"],
}
OPEN = "document.querySelectorAll('details').forEach(one => { one.open = true; })"
# Each block of code: whether it scrolls, whether it is a table that a program printed, the size of its letters.
BLOCKS = """() => [...document.querySelectorAll('article pre > code')].map(code => ({
    scrolls: code.scrollWidth > code.clientWidth + 1,
    table: code.classList.contains('columns'),
    size: parseFloat(getComputedStyle(code).fontSize),
    text: code.textContent.slice(0, 80),
}))"""
# The left edges of a line's rows on the screen, from the first letter on, each once.
EDGES = """line => {
    const text = document.createRange(), nodes = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let first = nodes.nextNode();
    while (!first.data.trim()) first = nodes.nextNode();
    text.setStart(first, first.data.search(/\\S/));
    text.setEndAfter(line.lastChild);
    const rows = new Map();
    for (const box of text.getClientRects()) {
        const top = [...rows.keys()].find(other => Math.abs(other - box.top) < 8) ?? box.top;
        rows.set(top, Math.min(box.left, rows.get(top) ?? Infinity));
    }
    return [...rows.values()];
}"""
# Selects all of a block by hand, and gives what would be copied.
SELECTED = """code => {
    const all = document.createRange(), selection = getSelection();
    all.selectNodeContents(code);
    selection.removeAllRanges();
    selection.addRange(all);
    return selection.toString();
}"""


def opened(new_page, url, **options):
    page = new_page(**options)
    page.goto(url)
    page.evaluate(OPEN)
    return page


@pytest.fixture
def blocks(new_page, address):
    def all_of(group, options):
        return [
            block | {"path": path}
            for path in GROUPS[group]
            for block in opened(new_page, address + path, **options).evaluate(BLOCKS)
        ]

    return all_of


@pytest.mark.parametrize("group", GROUPS)
def test_on_a_phone_code_does_not_scroll_and_few_tables_do(blocks, group):
    """What a program printed in columns keeps them; all else folds. Letters stay legible."""
    found = blocks(group, PHONE)
    scrolling = [block for block in found if block["scrolls"]]
    assert len(found) > 10
    assert [block for block in scrolling if not block["table"]] == []
    assert len(scrolling) < len(found) / 6, [block["path"] + ": " + block["text"] for block in scrolling]
    assert min(block["size"] for block in found) >= 11.5


@pytest.mark.parametrize("group", GROUPS)
def test_on_a_desk_nothing_is_cut(blocks, group):
    assert [block for block in blocks(group, DESK) if block["scrolls"]] == []


@pytest.mark.parametrize("path", [ENCODER, "demos/lstm_encoder_decoder.html", "labs/04_optimisers.html"])
def test_what_does_not_fit_goes_on_further_in(new_page, address, path):
    page = opened(new_page, address + path, **PHONE)
    folded = 0
    for depth in (0, 4, 8):
        lines = page.locator(f"pre > code .at{depth}").filter(visible=True)
        assert lines.count() > 3
        for edges in [line.evaluate(EDGES) for line in lines.all()[:12]]:
            assert all(edge > edges[0] + 5 for edge in edges[1:]), edges
            folded += len(edges) > 1
    assert folded > 10


@pytest.mark.parametrize("options", [PHONE, DESK], ids=["phone", "desk"])
def test_what_is_selected_by_hand_is_the_program(new_page, address, options):
    """Folded lines add no line ends, and lines that are folded away leave no trace."""
    page = opened(new_page, address + ENCODER, **options)
    codes = page.locator("article pre > code").all()
    assert len(codes) > 20
    for code in codes:
        assert code.evaluate(SELECTED).rstrip("\n") == code.evaluate("code => code.textContent").rstrip("\n")


@pytest.mark.parametrize("options", [PHONE, DESK], ids=["phone", "desk"])
def test_a_program_whose_first_lines_are_folded_is_copied_whole(new_page, address, options):
    page = new_page(**options, permissions=["clipboard-read", "clipboard-write"])
    page.goto(address + ENCODER)
    block = page.locator("#program-gates")
    assert not block.locator("pre").first.is_visible()
    page.evaluate("navigator.clipboard.writeText('')")
    block.locator("pre").last.hover()
    block.locator(".md-code__button").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.length > 0)")
    source = (paths.SNIPPETS / "gates.py").read_text("utf-8")
    assert page.evaluate("navigator.clipboard.readText()") == macros.snippet_text(source)


def test_a_folded_program_opens_by_key_and_without_javascript(new_page, address):
    page = new_page(java_script_enabled=False, **DESK)
    page.goto(address + ENCODER)
    program = page.locator("#program-saturation")
    assert not program.locator("pre").is_visible()
    program.locator("summary").focus()
    page.keyboard.press("Enter")
    assert program.locator("pre").is_visible()


def test_a_link_to_a_folded_program_opens_it(page, address):
    page.goto(f"{address}faq.html")
    page.locator("a.program-link[href*='program-overfit-one-batch']").click()
    page.wait_for_url("**/practice.html#program-overfit-one-batch")
    assert page.locator("#program-overfit-one-batch pre").is_visible()


def test_programs_are_open_and_whole_on_paper(page, address):
    page.goto(address + ENCODER)
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    codes = page.locator("article pre > code").all()
    assert all(code.is_visible() for code in codes)
    assert not any(code.evaluate("code => code.scrollWidth > code.clientWidth + 1") for code in codes)


@pytest.mark.parametrize("options", [PHONE, DESK], ids=["phone", "desk"])
def test_a_line_s_address_leads_to_it(new_page, address, options):
    page = new_page(**options)
    page.goto(f"{address}demos/lstm_encoder_decoder.html#L194")
    line = page.locator("#L194")
    page.wait_for_function("Math.abs(document.getElementById('L194').getBoundingClientRect().top - 200) < 200")
    number = line.locator("a").bounding_box()
    assert number["width"] >= 24 and number["height"] >= 24


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("path", [ENCODER, "posts/embedding-lstm-seq2seq/training.html", "labs/04_optimisers.html"])
def test_a_shadow_lies_on_the_edge_behind_which_code_goes_on(new_page, address, path, colours):
    """At the right before it is moved, at the left once it has been moved to its end."""
    page = opened(new_page, address + path, color_scheme=colours, **PHONE)
    wide = [code for code in page.locator("code.columns").all() if code.evaluate("e => e.scrollWidth > e.clientWidth")]
    assert wide
    for code in wide:
        left, right = shades(code)
        assert differ(left, right), "no shadow at the right"
        code.evaluate("code => { code.scrollLeft = code.scrollWidth; }")
        moved_left, moved_right = shades(code)
        assert differ(moved_left, moved_right), "no shadow at the left"
        assert differ(right, moved_right) and differ(left, moved_left)


def shades(code):
    """The colours just inside of a block's left and right edge, in the row of its label, where there is no text."""
    picture = Image.open(io.BytesIO(code.screenshot())).convert("RGB")
    return picture.getpixel((5, 5)), picture.getpixel((picture.width - 3, 5))


def differ(one, other):
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) > 6
