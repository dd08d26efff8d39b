"""Notes and the lines that they explain are tied by what stands in the lines, and no character of the code changes."""

import html
import re

import pytest

from publish.common.errors import PublishError
from publish.pages import listing, macros, slices, walks

BLOCK = (
    '<div class="language-python highlight"><span class="filename"><a href="../x.html#L{first}">'
    "{file}.py · {first}–{last}</a></span><pre><span></span><code>{code}\n</code></pre></div>\n"
)


def box(words, *symbols):
    """A box of the page as Markdown leaves it, with slices of the first script."""
    blocks = ""
    for symbol in symbols:
        piece = slices.cut(symbol)
        code = html.escape(piece.text)
        blocks += BLOCK.format(file="lstm_encoder_decoder", first=piece.first, last=piece.last, code=code)
    return (
        f'<div class="walk">\n<div class="walk-text">\n{words}</div>\n<div class="walk-code">\n{blocks}</div>\n</div>'
    )


def note(names):
    return f'<div data-lines="{html.escape(names)}"></div>\n<p>Words.</p>\n'


def lit(content):
    """Note -> the numbers of its lines, by what stands in them."""
    found = {}
    for numbers, _, code in re.findall(
        r'<span class="lines" data-notes="([\d ]+)">((.*?)\n</span>)', content, re.DOTALL
    ):
        texts = [html.unescape(re.sub("<[^>]+>", "", row)).strip() for row in code.split("\n")]
        for number in numbers.split():
            found.setdefault(int(number), []).extend(texts)
    return found


def test_a_symbol_means_its_lines():
    content = walks.place(box(note("pad_batch"), "pad_batch"), "zh")
    assert lit(content)[1] == [row.strip() for row in slices.cut("pad_batch").text.split("\n")]
    piece = slices.cut("pad_batch")
    assert f'href="#lines-L{piece.first}" aria-label="第 {piece.first}–{piece.last} 行"' in content
    assert f'id="lines-L{piece.first}"' in content


def test_a_text_means_its_line_and_two_all_between():
    words = note("return h") + note("packed = … )\n".strip()) + note("init_embedding_weights; def forward")
    found = lit(walks.place(box(words, "LSTMEncoder"), "en"))
    assert found[1] == ["return h[-1], (h, c)"]
    assert found[2][0].startswith("packed = ") and found[2][-1] == ")" and len(found[2]) == 3
    assert [row.split("(")[0] for row in found[3]] == ["init_embedding_weights", "def forward"]


def test_lines_of_two_notes_are_lit_by_both():
    found = lit(walks.place(box(note("LSTMEncoder.forward") + note("return h"), "LSTMEncoder"), "en"))
    assert found[2] == [found[1][-1]]


def test_the_code_keeps_each_character():
    before = box(note("option … return field") + note("Config.__post_init__"), "option", "Config")
    after = walks.place(before, "zh")
    codes = [re.findall("<code>(.*?)</code>", one, re.DOTALL) for one in (before, after)]
    assert [re.sub("<[^>]+>", "", code) for code in codes[1]] == codes[0]
    assert all(code.count("<span") == code.count("</span>") for code in codes[1])


def test_no_element_with_an_id_stands_right_below_the_code():
    """The theme would take it for a numbered line, and lay all of the code out anew."""
    content = walks.place(box(note("pad_batch"), "pad_batch"), "zh")
    assert not re.search(r"(?:<code>|\n|</span>)<span id=", content.replace("\n</span>", "\n"))


def test_a_box_without_notes_stays_as_it_is():
    assert walks.place(box("<p>Words.</p>", "pad_batch"), "zh") == box("<p>Words.</p>", "pad_batch")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (note("return g"), r"0 lines of the code beside it have this\. Nearest: return h"),
        (note("self."), r"\d\d? lines of the code beside it have this"),
        (note("return h … def forward"), "below 'return h' no line has 'def forward'"),
        ('<div data-lines="return h"></div>\n<ul><li>Words.</li></ul>', "stands above no paragraph"),
        (note("return h") * (walks.MOST + 1), "beside one piece of code"),
    ],
)
def test_what_a_writer_has_to_mend_is_told(words, told):
    with pytest.raises(PublishError, match=told):
        walks.place(box(words, "LSTMEncoder"), "zh")


def test_a_note_names_lines_of_any_script_beside_it():
    assert walks.identity(walks.Row("attention_data", 3, "", "", [])) == "lines-attention_data-L3"
    assert set(listing.FILES) >= {"attention_data"}


def test_words_come_first_and_end_at_the_next_heading():
    text = "[[beside pad_batch]]\n\n[[lines return torch]]\n\nWords.\n\n## Next {#next}\n\nMore."
    made = macros.expand(text, macros.Page(uri="demos/a.md"))
    places = [
        made.index(part) for part in ("walk-text", "data-lines", "Words.", "walk-code", "def pad_batch", "## Next")
    ]
    assert places == sorted(places)
