"""Batches: like lengths together, every pair once, short rows filled with pads, <sos> and <eos> in their places."""

import random

import lstm_encoder_decoder as s2s
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

SENTENCES = st.lists(st.lists(st.integers(1, 50), min_size=1, max_size=9), min_size=1, max_size=12)


@given(SENTENCES)
def test_short_rows_are_filled_with_pads(sentences):
    ids, lengths = s2s.pad_batch(sentences)
    assert ids.shape == (len(sentences), max(map(len, sentences))) and ids.dtype == torch.long
    for row, length, sentence in zip(ids.tolist(), lengths.tolist(), sentences, strict=True):
        assert length == len(sentence)
        assert row == sentence + [s2s.PAD] * (len(row) - length)


@pytest.fixture
def translator(new_translator):
    return new_translator(batch_size=7)


def unpacked(translator, batches):
    """The pairs of words that batches were made of."""
    for source, lengths, target in batches:
        for row, length, wanted in zip(source.tolist(), lengths.tolist(), target.tolist(), strict=True):
            assert wanted[0] == s2s.SOS and wanted.count(s2s.EOS) == 1
            end = wanted.index(s2s.EOS)
            assert set(row[length:]) | set(wanted[end + 1 :]) <= {s2s.PAD}
            words = translator.source_vocabulary.indices_to_sentence(row[:length])
            yield words, translator.target_vocabulary.indices_to_sentence(wanted[1:])


@pytest.mark.parametrize("rng", [None, random.Random(1)], ids=["in order", "shuffled"])
def test_every_pair_is_in_one_batch_whole(translator, pairs, rng):
    assert sorted(unpacked(translator, translator.batches(pairs, rng))) == sorted(pairs)


@pytest.mark.parametrize("rng", [None, random.Random(1)], ids=["in order", "shuffled"])
def test_a_batch_holds_at_most_batch_size_rows_of_like_lengths(translator, pairs, rng):
    batches = list(translator.batches(pairs, rng))
    assert sorted(len(lengths) for _, lengths, _ in batches) == [len(pairs) % 7 or 7] + [7] * (len(batches) - 1)
    assert sum(len(set(lengths.tolist())) > 1 for _, lengths, _ in batches) <= 1  # where twos meet threes


def test_source_and_target_of_a_row_belong_together(translator):
    (source, lengths, target), *none = translator.batches([(["一", "二"], ["one", "two"]), (["三"], ["three"])])
    assert not none
    index, wanted = translator.source_vocabulary.index, translator.target_vocabulary.index
    assert source.tolist() == [[index["三"], s2s.PAD], [index["一"], index["二"]]]
    assert lengths.tolist() == [1, 2]
    assert target.tolist() == [
        [s2s.SOS, wanted["three"], s2s.EOS, s2s.PAD],
        [s2s.SOS, wanted["one"], wanted["two"], s2s.EOS],
    ]


def test_a_mark_that_the_vocabulary_lacks_is_not_read_in_training_or_in_use(new_translator):
    translator = new_translator()
    kept = translator.source_indices(["三", "一"])
    assert s2s.UNK not in kept
    assert translator.source_indices(["三", "，", "一", "。"]) == kept
    ((source, lengths, _),) = translator.batches([(["三", "，", "一", "。"], ["three", "one"])])
    assert (source.tolist(), lengths.tolist()) == ([kept], [2])
    assert translator.source_indices(["。"]) == [s2s.UNK], "there is nothing else"
    assert translator.source_indices(["三", "龘"]) == [kept[0], s2s.UNK], "a word is no mark"


def test_lengths_are_on_the_cpu_wherever_the_model_is(translator, pairs):
    """Packing wants them there. "meta" stands in for an accelerator: it is a device that is not the CPU."""
    translator.device = "meta"
    source, lengths, target = next(iter(translator.batches(pairs)))
    assert (source.device.type, lengths.device.type, target.device.type) == ("meta", "cpu", "meta")


def test_the_generator_decides_the_order(translator, pairs):
    def order(rng):
        return list(unpacked(translator, translator.batches(pairs, rng)))

    assert order(random.Random(5)) == order(random.Random(5))
    assert order(random.Random(5)) != order(random.Random(6))
    rng = random.Random(5)
    assert order(rng) != order(rng), "the second epoch has to differ from the first"
    assert order(None) == order(None)


def test_long_and_short_sentences_come_in_turn_where_batches_are_shuffled(translator, pairs):
    """Or each epoch would end with the longest ones."""
    widths = [source.size(1) for source, _, _ in translator.batches(pairs, random.Random(2))]
    assert sorted(widths) != widths != sorted(widths, reverse=True)


def test_shuffling_leaves_the_callers_list_alone(translator, pairs):
    before = list(pairs)
    list(translator.batches(pairs, random.Random(0)))
    assert pairs == before
