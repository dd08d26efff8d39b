"""The loss that is trained: smoothed labels, dropped words, pads that count nothing, half the bits."""

import attention_seq2seq as att
import pytest
import torch
from lstm_encoder_decoder import EOS, PAD, SOS, UNK, pad_batch

from tests.variants.conftest import SMALL, new_model

SOURCE, LENGTHS = pad_batch([[4, 5, 6], [7, 8]])
TARGET, _ = pad_batch([[SOS, 4, 5, EOS], [SOS, 6, EOS]])


def config(**options):
    return att.Config(**{**SMALL, "word_dropout": 0.0, **options})


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.5])
def test_labels_are_smoothed_as_by_hand(smoothing):
    """1 - s of the loss is that of the true word, s the mean over all words; a pad counts for nothing."""
    model = new_model()
    total, tokens = att.training_loss(model, SOURCE, LENGTHS, TARGET, config(smoothing=smoothing))
    log_probabilities = model(SOURCE, LENGTHS, TARGET[:, :-1]).log_softmax(-1)
    expected = 0.0
    for row, step, word in [(0, 0, 4), (0, 1, 5), (0, 2, EOS), (1, 0, 6), (1, 1, EOS)]:
        own = log_probabilities[row, step]
        expected -= (1 - smoothing) * own[word] + smoothing * own.mean()
    assert tokens == 5
    torch.testing.assert_close(total, expected)


def test_words_are_dropped_and_nothing_else():
    torch.manual_seed(0)
    ids = torch.tensor([[SOS, *range(4, 104), EOS, PAD]]).repeat(50, 1)
    dropped = att.drop_words(ids, 0.3)
    assert torch.equal(dropped[:, [0, -2, -1]], ids[:, [0, -2, -1]])
    changed = dropped != ids
    assert set(dropped[changed].tolist()) == {UNK}
    assert changed[:, 1:-2].float().mean().item() == pytest.approx(0.3, abs=0.03)
    assert torch.equal(att.drop_words(ids, 0.0), ids)


def test_the_source_and_the_words_before_are_read_with_gaps_but_the_truth_is_whole():
    seen, logits = {}, torch.arange(54.0).view(2, 3, 9).sin()  # each word has another loss

    def model(source, lengths, previous):
        seen.update(source=source, previous=previous)
        return logits

    torch.manual_seed(0)
    total, tokens = att.training_loss(model, SOURCE, LENGTHS, TARGET, config(word_dropout=0.99, smoothing=0.0))
    assert UNK in seen["source"] and UNK in seen["previous"]
    whole = torch.nn.functional.cross_entropy(logits.transpose(1, 2), TARGET[:, 1:], ignore_index=PAD, reduction="sum")
    assert tokens == 5 and total.item() == pytest.approx(whole.item())


def test_half_the_bits_are_asked_for_in_the_network_alone():
    """Whatever this processor can: the loss itself is computed in full."""
    asked = []

    def model(source, lengths, previous):
        asked.append(torch.is_autocast_enabled("cpu") and torch.get_autocast_dtype("cpu"))
        return torch.full((2, 3, 9), 0.1, dtype=torch.bfloat16 if asked[-1] else torch.float32)

    half, _ = att.training_loss(model, SOURCE, LENGTHS, TARGET, config(bf16=True))
    full, _ = att.training_loss(model, SOURCE, LENGTHS, TARGET, config())
    assert asked == [torch.bfloat16, False]
    assert half.dtype == full.dtype == torch.float32
    torch.testing.assert_close(half, full)
