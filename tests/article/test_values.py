"""The values and shapes that the article speaks of are the ones that the script and its trained model give."""

import re

import lstm_encoder_decoder as s2s
import pytest
import torch

from publish.common import paths
from publish.run import script
from tests import built

ARTICLE = "posts/embedding-lstm-seq2seq.html"
NUMBERS = re.compile(r"\[\d+(?:, \d+)+\]")


@pytest.fixture(scope="module")
def translator():
    return s2s.Translator.load(paths.CHECKPOINT)


def spoken(path):
    """The article's own words: inline code and formulas, without blocks of code and output."""
    soup = built.fresh_soup(path).find("article")
    for block in soup(["pre", "svg"]):
        block.decompose()
    formulas = [node.get_text() for node in soup.find_all("annotation")]
    return "\n".join([*formulas, *(node.get_text() for node in soup.find_all("code"))])


def test_the_trace_on_the_page_is_what_the_script_prints_now(tmp_path):
    arguments = ["--trace", script.SENTENCE, "--load", str(paths.CHECKPOINT)]
    now = script.run(paths.SCRIPT, arguments, tmp_path).stdout.rstrip("\n")
    blocks = [block.find("code").get_text().rstrip("\n") for block in built.soup(ARTICLE).select("article .output")]
    assert now in blocks


def test_the_first_sentence_s_indices_are_the_vocabulary_s(translator):
    indices = translator.source_vocabulary.sentence_to_indices(script.SENTENCE.split())
    assert indices == [4, 5, 6, 7, 8]
    assert str(indices) in spoken(ARTICLE)


def test_the_shapes_of_the_data_flow_are_the_model_s(translator):
    ids, lengths = s2s.pad_batch([translator.source_vocabulary.sentence_to_indices(script.SENTENCE.split())])
    model = translator.model.eval()
    with torch.no_grad():
        embedded = model.encoder.embedding(ids)
        context, (hidden, cell) = model.encoder(ids, lengths)
    words = spoken(ARTICLE)
    assert list(embedded.shape) == [1, 5, 64]
    assert f"{list(embedded.shape)}" in words
    assert hidden.shape == cell.shape
    assert f"{list(hidden.shape)}" in words
    assert torch.equal(context, hidden[-1])


def test_every_list_of_numbers_in_the_text_was_printed_by_a_run():
    """A row of indices or a shape with numbers in it that the text mentions stands in some output on the same page."""
    output = "\n".join(block.get_text() for block in built.soup(ARTICLE).select("article .output"))
    mentioned = set(NUMBERS.findall(spoken(ARTICLE)))
    assert len(mentioned) >= 4
    assert {numbers for numbers in mentioned if numbers not in output} == set()


def test_the_indices_in_the_code_page_s_text_are_the_vocabulary_s(translator):
    indices = translator.source_vocabulary.sentence_to_indices(script.SENTENCE.split())
    for language in ("", "en/"):
        assert str(indices) in spoken(f"{language}demos/lstm_encoder_decoder.html")
