"""The picture of the architecture shows the indices that the script's own vocabulary gives."""

import re

import lstm_encoder_decoder as s2s
import pytest

from publish.common import paths


@pytest.fixture(scope="module")
def vocabularies():
    corpus = s2s.make_corpus(s2s.Config().seed)
    return [s2s.Vocabulary(side) for side in zip(*corpus.train, strict=True)]


@pytest.mark.parametrize("drawing", sorted(paths.DIAGRAMS.glob("architecture.*.mmd")), ids=lambda path: path.name)
def test_indices_in_the_picture_are_the_vocabularies(drawing, vocabularies):
    nodes = re.findall(r'"([^"]+)"', drawing.read_text("utf-8"))
    numbers = [[int(n) for n in re.findall(r"\d+", node)] for node in nodes if re.search(r"\d+, \d+, \d+", node)]
    source = vocabularies[0].sentence_to_indices(s2s.tokenize("我 爱 NLP"))
    target = vocabularies[1].sentence_to_indices(s2s.tokenize("I love NLP"))
    assert numbers == [source, [*target, s2s.EOS]]
