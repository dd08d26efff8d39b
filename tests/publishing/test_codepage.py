"""The code page's listing, its download and the file are one and the same text."""

import html
import re

import pytest

from publish.common import paths
from publish.pages import listing

SOURCE = 'x = """a\n\n<b> & c"""\n\ny = 1\n'


def text_of(markup):
    markup = re.sub(r"<button.*?</button>", "", markup, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


@pytest.mark.parametrize("source", [SOURCE, pytest.param(None, id="the script")])
def test_listing_copies_as_the_file(source):
    source = source or paths.SCRIPT.read_text("utf-8")
    assert text_of(listing.listing(source)) == source


def test_each_line_has_an_address():
    ids = re.findall(r'id="(L\d+)"', listing.listing(SOURCE))
    assert ids == ["L1", "L2", "L3", "L4", "L5"]


def test_markup_stays_whole_within_each_line():
    for line in listing.listing(SOURCE).split('<span class="code-line')[1:]:
        line = line.removesuffix("</code></pre></div>")
        assert line.count("<span") + 1 == line.count("</span>")


def test_slice_titles_lead_to_their_lines():
    content = '<span class="filename">lstm_encoder_decoder.py#L12-L34</span>'
    assert 'href="../demos/lstm_encoder_decoder.html#L12"' in listing.link_slices(content, "../")


def test_line_of_a_slice_shows_the_same_text_in_the_listing():
    from publish.pages import slices

    piece = slices.cut("Vocabulary")
    rows = listing.listing(paths.SCRIPT.read_text("utf-8")).split('<span class="code-line')
    assert text_of(f"<{rows[piece.first]}").strip() == piece.text.splitlines()[0]
