"""Greedy search writes what one would choose by hand, word by word, and each row ends at its own <eos>."""

import lstm_encoder_decoder as s2s
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

E, H, V = 4, 6, 9


def new_decoder(seed, layers=1, eos=0.0):
    """A decoder with opinions: its projection is scaled up, and `eos` is added to the logit of the end."""
    torch.manual_seed(seed)
    decoder = s2s.LSTMDecoder(V, E, H, layers).eval()
    with torch.no_grad():
        decoder.projection.weight.mul_(6)
        decoder.projection.bias[s2s.EOS] += eos
    return decoder


def new_state(seed, rows, layers=1):
    generator = torch.Generator().manual_seed(seed)
    return tuple(torch.randn(layers, rows, H, generator=generator) for _ in range(2))


@torch.no_grad()
def by_hand(decoder, state, max_length):
    """The words of one row: the best word, fed back, until <eos> or the last word allowed."""
    words, word = [], s2s.SOS
    while len(words) < max_length and word != s2s.EOS:
        logits, state = decoder(torch.tensor([[word]]), state)
        word = max(range(V), key=logits[0, 0].tolist().__getitem__)
        words.append(word)
    return words


@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 9), st.integers(1, 3))
def test_each_row_is_written_as_by_hand_and_padded_after_its_end(seed, rows, max_length, layers):
    decoder, (hidden, cell) = new_decoder(seed, layers), new_state(seed, rows, layers)
    written = decoder._generate_sequence((hidden, cell), max_length)
    alone = [by_hand(decoder, (hidden[:, [row]], cell[:, [row]]), max_length) for row in range(rows)]
    longest = max(map(len, alone))
    assert written.tolist() == [words + [s2s.PAD] * (longest - len(words)) for words in alone]


def test_rows_of_one_batch_end_at_different_steps():
    """What the property above is about does occur in it."""
    lengths = set()
    for seed in range(20):
        for row in new_decoder(seed)._generate_sequence(new_state(seed, 6), 9).tolist():
            lengths.add(row.index(s2s.EOS) if s2s.EOS in row else None)
    assert {0, 1, 2, None} <= lengths


def test_nothing_is_written_once_every_row_has_ended():
    written = new_decoder(0, eos=1e4)._generate_sequence(new_state(0, 5), 50)
    assert written.tolist() == [[s2s.EOS]] * 5


@pytest.mark.parametrize("max_length", [1, 2, 17])
def test_a_row_without_an_end_stops_at_the_length_allowed(max_length):
    written = new_decoder(0, eos=-1e4)._generate_sequence(new_state(0, 3), max_length)
    assert written.shape == (3, max_length)
    assert s2s.EOS not in written


def test_no_gradient_is_recorded():
    decoder, state = new_decoder(0), new_state(0, 2)
    logits = decoder(torch.tensor([[s2s.SOS]] * 2), state)[0]
    assert logits.requires_grad and not decoder._generate_sequence(state, 3).requires_grad


def test_the_state_is_left_as_it_was():
    state = new_state(0, 2)
    new_decoder(0)._generate_sequence(state, 5)
    assert all(torch.equal(now, then) for now, then in zip(state, new_state(0, 2), strict=True))


def test_the_choice_is_the_best_word_of_teacher_forcing_on_what_was_written():
    """The same context in training and in use: with its own words given, the fused call picks the same words."""
    torch.manual_seed(1)
    model = s2s.Seq2Seq(V, V, s2s.Config(embed_size=E, hidden_size=H)).eval()
    source, lengths = s2s.pad_batch([[4, 5, 6], [7, 8]])
    written = model.generate(source, lengths, 6)
    previous = torch.cat([torch.full((2, 1), s2s.SOS), written[:, :-1]], 1)
    choices = model(source, lengths, previous).argmax(-1)
    assert torch.equal(choices[written != s2s.PAD], written[written != s2s.PAD])
