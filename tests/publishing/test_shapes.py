"""A shape in the scripts' comments says what its axes count, with the sizes of the default run."""

import html
import re

import pytest

from publish.common import paths
from publish.common.errors import PublishError
from publish.pages import listing, shapes

FIGURES = {"run": {"config": {"batch_size": 7, "embed_size": 9}}, "corpus": {"longest_source": 5}}
BLOCK = (
    '<div class="language-python highlight"><span class="filename"><a href="#L1">{}.py · 1–2</a></span>'
    '<pre><span></span><code>x[B]  <span class="c1"># [B, S, E], but [b] and [1] alone</span>\n</code></pre></div>'
)


def titles(content):
    return [html.unescape(title) for title in re.findall('<span class="shape" title="([^"]*)">', content)]


def test_a_shape_tells_its_axes_with_the_sizes_of_the_default_run():
    batch, length, size = titles(shapes.mark(BLOCK.format("lstm_encoder_decoder"), "zh", FIGURES))[0].split("\n")
    assert batch.startswith("B：") and "默认 7 句" in batch
    assert length.startswith("S：") and "至多 5 个词" in length
    assert size.startswith("E：") and "默认 9" in size


def test_another_script_s_sizes_are_others():
    shown = titles(shapes.mark(BLOCK.format("attention_seq2seq"), "en", FIGURES))[0]
    assert shown.startswith("B: ") and not re.search(r"\d", shown)


def test_an_axis_is_told_once():
    assert shapes.told("[B, B]", "en", {}).count("\n") == 0


def test_code_and_other_brackets_are_left_alone():
    marked = shapes.mark(BLOCK.format("lstm_encoder_decoder"), "zh", FIGURES)
    assert re.findall('<span class="shape"[^>]*>([^<]*)<', marked) == ["[B, S, E]", "[1]"]
    assert re.sub("<[^>]+>", "", marked) == re.sub("<[^>]+>", "", BLOCK.format("lstm_encoder_decoder"))


@pytest.mark.parametrize("language", paths.LANGUAGES)
@pytest.mark.parametrize("file", listing.FILES.values(), ids=lambda file: file.stem)
def test_every_shape_of_the_scripts_has_words(file, language):
    text = file.read_text("utf-8")
    remarks = "\n".join(re.findall(r'#.*|"""(?:.|\n)*?"""', text))
    for shape in shapes.SHAPE.findall(remarks):
        assert shapes.told(shape, language, {})


def test_an_axis_without_words_is_told():
    with pytest.raises(PublishError, match=r"no axis \[Q\] in docs/axes\.toml, for \[B, Q\]\."):
        shapes.told("[B, Q]", "zh", {})
