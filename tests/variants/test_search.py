"""Beam search: against greedy search, against all sentences there are, and whatever else is in the batch."""

import itertools
import math

import attention_seq2seq as att
import pytest
import torch
from lstm_encoder_decoder import EOS, PAD, SOS, UNK, pad_batch

from tests.variants.conftest import new_model

SOURCES = [[4, 5, 6, 7], [8, 4], [9], [10, 9, 8], [5, 5], [6, 10, 4]]


def model_that_ends(**options):
    """Untrained, with large weights: what it writes differs in length; PAD, SOS and UNK it never does."""
    model = new_model(**options)
    torch.manual_seed(6)
    for weight in model.parameters():
        torch.nn.init.normal_(weight)
    model.decoder.projection.bias.data[[PAD, SOS, UNK]] = -50.0
    model.decoder.projection.bias.data[EOS] = 0.0
    return model


def search(model, sources, beam, penalty=0.6, max_length=7):
    return att.beam_search(model, *pad_batch(sources), max_length, beam, penalty)


def log_probability(model, source, ids):
    """Of a whole sentence, teacher forced; PAD and SOS share in the softmax, as in the search."""
    logits = model(*pad_batch([source]), torch.tensor([[SOS, *ids[:-1]]]))[0].log_softmax(-1)
    return sum(logits[step, word].item() for step, word in enumerate(ids))


def test_a_beam_of_one_is_greedy_search():
    model = model_that_ends()
    greedy = model.generate(*pad_batch(SOURCES), 7)
    lengths = set()
    for row, ((_, ids), *none) in zip(greedy.tolist(), search(model, SOURCES, beam=1), strict=True):
        assert not none
        assert ids == [word for word in row if word != PAD]
        lengths.add(len(ids))
    assert len(lengths) > 3, "sentences of one length would be too easy"


@pytest.mark.parametrize("beam", [1, 3, 5])
def test_the_rest_of_the_batch_changes_nothing(beam):
    model = model_that_ends()
    for source, together in zip(SOURCES, search(model, SOURCES, beam), strict=True):
        (alone,) = search(model, [source], beam)
        assert [ids for _, ids in together] == [ids for _, ids in alone]
        assert [score for score, _ in together] == pytest.approx([score for score, _ in alone], rel=1e-4)


@pytest.mark.parametrize("penalty", [0.0, 0.6, 2.0])
def test_a_wide_beam_finds_the_best_of_all_sentences(penalty):
    """Of four words and three steps: 1 + 4 + 16 sentences can end in time."""
    model = model_that_ends(target_size=7)
    model.decoder.projection.bias.data[UNK] = 0.0
    every = [[*body, EOS] for size in range(3) for body in itertools.product([UNK, 4, 5, 6], repeat=size)]
    for source in SOURCES:
        scored = [(log_probability(model, source, ids) / ((5 + len(ids)) / 6) ** penalty, ids) for ids in every]
        (found,) = search(model, [source], beam=100, penalty=penalty, max_length=3)
        ended = [(score, ids) for score, ids in found if ids[-1] == EOS]
        expected = sorted(scored, reverse=True)
        assert [ids for _, ids in ended] == [ids for _, ids in expected]
        assert [score for score, _ in ended] == pytest.approx([score for score, _ in expected], rel=1e-4)


def test_scores_fall_and_no_sentence_comes_twice():
    for found in search(model_that_ends(), SOURCES, beam=4):
        ended = [score for score, ids in found if ids[-1] == EOS]
        assert len(found) == 4 and len(ended) > 0 and ended == sorted(ended, reverse=True)
        assert len({tuple(ids) for _, ids in found}) == 4


def test_a_penalty_favours_long_sentences():
    short, long = (-1.0, [4, EOS]), (-1.2, [4, 5, 6, 7, EOS])
    assert [ids for _, ids in att.ranked([short, long], 2, 0.0)] == [short[1], long[1]]
    assert [ids for _, ids in att.ranked([short, long], 2, 1.0)] == [long[1], short[1]]
    assert att.ranked([short], 2, 1.0) == [(pytest.approx(-1.0 / (7 / 6)), short[1])]


def test_what_the_limit_cut_off_comes_behind_what_has_ended():
    model = model_that_ends()
    model.decoder.projection.bias.data[EOS] = -50.0
    for found in search(model, SOURCES, beam=3):
        assert [len(ids) for _, ids in found] == [7, 7, 7]
    assert att.ranked([(-0.1, [4, 5]), (-3.0, [4, EOS])], 2, 0.0)[0][1] == [4, EOS]


def test_specials_are_never_written():
    model = new_model()
    model.decoder.projection.bias.data[[PAD, SOS]] = 50.0
    for found in search(model, SOURCES, beam=3):
        assert found and all({PAD, SOS}.isdisjoint(ids) for _, ids in found)
        assert all(math.isfinite(score) for score, _ in found)
