"""The code page's listing, its download and the file are one and the same text."""

import html
import io
import re
import zipfile

import pytest

from publish.common import paths
from publish.common.errors import PublishError
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


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("lstm_encoder_decoder.py#L12-L34", "../demos/lstm_encoder_decoder.html#L12"),
        ("attention_data.py#L12-L34", "../demos/attention_seq2seq.html#attention_data-L12"),
    ],
)
def test_slice_titles_lead_to_their_lines(title, address):
    content = f'<span class="filename">{title}</span>'
    assert f'href="{address}"' in listing.link_slices(content, "../")


@pytest.mark.parametrize(("title", "shown"), [("#L12-L34", "12–34"), ("#L7-L7", "7")])
def test_slice_titles_name_their_lines(title, shown):
    content = f'<span class="filename">lstm_encoder_decoder.py{title}</span>'
    assert f">lstm_encoder_decoder.py · {shown}</a>" in listing.link_slices(content, "")


def test_the_archive_holds_the_files_and_is_the_same_each_time():
    packed = zipfile.ZipFile(io.BytesIO(listing.archive()))
    names = ["README.md", paths.SCRIPT.name, *(file.name for file in paths.VARIANTS)]
    assert packed.namelist() == [f"attention_seq2seq/{name}" for name in names]
    for name in names:
        assert packed.read(f"attention_seq2seq/{name}") == (paths.CODE / name).read_bytes()
    assert listing.archive() == listing.archive()


def test_a_script_that_is_not_there_is_named_with_its_nearest():
    with pytest.raises(PublishError, match=r"no script code/attention_dat\.py\. Nearest: attention_data"):
        listing.file_of("attention_dat")


def test_line_of_a_slice_shows_the_same_text_in_the_listing():
    from publish.pages import slices

    piece = slices.cut("Vocabulary")
    rows = listing.listing(paths.SCRIPT.read_text("utf-8")).split('<span class="code-line')
    assert text_of(f"<{rows[piece.first]}").strip() == piece.text.splitlines()[0]
