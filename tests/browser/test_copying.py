"""What a reader takes away is what the repository holds: copied slices, the whole file, the download."""

import hashlib

import pytest

from publish.common import paths
from publish.pages import slices
from tests import built

ARTICLE = "posts/embedding-lstm-seq2seq.html"
CODE_PAGE = "demos/lstm_encoder_decoder.html"
DOWNLOAD = "downloads/lstm_encoder_decoder.py"
OPACITY = "node => getComputedStyle(node).opacity"
# Code that still lies under its button once it is scrolled to its end. Only letters count, not a line's empty rest.
COVERED = """() => [...document.querySelectorAll('article pre:has(.md-code__nav)')].filter(pre => {
    const code = pre.querySelector('code'), nav = pre.querySelector('.md-code__nav').getBoundingClientRect();
    code.scrollLeft = code.scrollWidth;
    const text = document.createRange(), nodes = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
        text.selectNodeContents(nodes.currentNode);
        if ([...text.getClientRects()].some(box => box.width && box.top < nav.bottom && box.bottom > nav.top
            && box.right > nav.left && box.left < nav.right)) return true;
    }
    return false;
}).slice(0, 5).map(pre => pre.textContent.slice(0, 80))"""
OPEN = "document.querySelectorAll('details').forEach(one => { one.open = true; })"


@pytest.fixture
def reader(new_page):
    """A page that may use the clipboard."""
    return new_page(viewport={"width": 1280, "height": 800}, permissions=["clipboard-read", "clipboard-write"])


def clipboard(page):
    page.wait_for_function("navigator.clipboard.readText().then(text => text.length > 0)")
    return page.evaluate("navigator.clipboard.readText()")


def copy(page, block):
    """Press a code block's copy button and return what arrived in the clipboard."""
    page.evaluate("navigator.clipboard.writeText('')")
    block.scroll_into_view_if_needed()
    block.hover()
    block.locator("button[title], button.md-clipboard, .md-code__button[data-md-type=copy]").first.click()
    return clipboard(page)


def test_the_copied_slice_is_the_scripts_own_text(reader, address):
    reader.goto(address + ARTICLE)
    script = paths.SCRIPT.read_text(encoding="utf-8")
    blocks = reader.locator(".language-python.highlight, .highlight.language-python")
    shown = [block for block in blocks.all() if "class LSTMEncoder" in block.inner_text()]
    assert shown, "the article shows no slice with LSTMEncoder"
    copied = copy(reader, shown[0]).rstrip("\n")
    assert "class LSTMEncoder" in copied
    assert copied in script or copied == slices.cut("LSTMEncoder", docstring=False).text.rstrip("\n")


def test_every_copied_block_of_the_article_equals_its_text(reader, address):
    reader.goto(address + ARTICLE)
    reader.evaluate(OPEN)
    blocks = reader.locator("article .highlight:has(button)").all()
    assert len(blocks) > 5
    for block in blocks[:12]:
        text = "".join(block.locator("pre > code").all_text_contents())  # its first lines may be folded
        assert copy(reader, block).strip("\n") == text.strip("\n")


def test_the_button_leaves_the_code_free_until_it_is_wanted(reader, address):
    """A mouse over the block brings it up, or the keyboard."""
    reader.goto(address + ARTICLE)
    block, other = reader.locator("article .highlight:has(button)").all()[:2]
    nav = block.locator(".md-code__nav")
    assert nav.evaluate(OPACITY) == "0"
    block.hover()
    assert nav.evaluate(OPACITY) == "1"
    other.hover()
    assert nav.evaluate(OPACITY) == "0"
    other.locator("button").focus()
    reader.keyboard.press("Shift+Tab")
    reader.keyboard.press("Tab")
    reader.mouse.move(0, 0)
    assert other.locator(".md-code__nav").evaluate(OPACITY) == "1"


def test_on_a_phone_the_end_of_each_line_can_be_moved_clear_of_the_button(new_page, address):
    page = new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page.goto(address + ARTICLE)
    page.locator("article .highlight button").first.wait_for()
    assert page.locator(".md-code__nav").first.evaluate(OPACITY) == "1"
    page.evaluate(OPEN)
    assert page.evaluate(COVERED) == []


def test_the_download_is_the_script(reader, address):
    reader.goto(address + CODE_PAGE)
    link = reader.locator(f"article a[href$='{DOWNLOAD.split('/')[-1]}']").first
    with reader.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == paths.SCRIPT.name
    assert download.value.path().read_bytes() == paths.SCRIPT.read_bytes()
    assert (built.SITE / DOWNLOAD).read_bytes() == paths.SCRIPT.read_bytes()


def test_the_digest_on_the_page_is_the_downloads(reader, address):
    reader.goto(address + CODE_PAGE)
    digest = hashlib.sha256((built.SITE / DOWNLOAD).read_bytes()).hexdigest()
    assert digest in reader.locator("article").inner_text()


def test_one_click_copies_the_whole_file(reader, address):
    reader.goto(address + CODE_PAGE)
    reader.evaluate("navigator.clipboard.writeText('')")
    reader.get_by_role("button", name="复制整个文件").first.click()
    assert clipboard(reader) == paths.SCRIPT.read_text(encoding="utf-8")


def test_a_line_of_the_listing_can_be_linked_to(reader, address):
    reader.goto(address + CODE_PAGE)
    anchors = reader.locator("article a[href^='#__codelineno'], article a[href^='#L'], article a[href^='#line']")
    assert anchors.count() >= len(paths.SCRIPT.read_text(encoding="utf-8").splitlines())
