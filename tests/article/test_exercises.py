"""Every worked solution runs, prints what the page shows, and does with other data what its exercise asks for."""

from __future__ import annotations

import contextlib
import io
import math
import random
import re
import runpy
from collections import Counter

import lstm_encoder_decoder as s2s
import pytest
import torch
from torch import nn

from publish.common import paths

FILES = sorted(paths.EXERCISES.glob("*.py"))
PAGE = paths.docs("zh") / "exercises.md"


def solve(name):
    """(the solution's names, what it printed), run as the page's build runs it."""
    random.seed(0)
    torch.manual_seed(0)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        names = runpy.run_path(str(paths.EXERCISES / f"{name}.py"), run_name="__main__")
    return names, printed.getvalue()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_solution_prints_what_the_page_shows(file):
    assert solve(file.stem)[1] == (paths.BUILT_EXERCISES / f"{file.stem}.txt").read_text("utf-8")


def test_every_solution_is_on_the_page_once_and_folded():
    text = PAGE.read_text("utf-8")
    assert sorted(re.findall(r"^    \[\[exercise (\w+)\]\]$", text, re.MULTILINE)) == [file.stem for file in FILES]
    assert len(re.findall(r"^### \d+\. ", text, re.MULTILINE)) == text.count('??? question "解答"') == len(FILES) >= 20


def test_exercises_are_numbered_in_order_and_graded():
    text = PAGE.read_text("utf-8")
    numbers = [int(number) for number in re.findall(r"^### (\d+)\. ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(FILES) + 1))
    assert re.findall(r"^## (.*)", text, re.MULTILINE) == [
        "基础 {#basics}",
        "进阶 {#intermediate}",
        "挑战 {#challenges}",
    ]


def test_vocabulary_maps_unknown_words_to_unk():
    printed = solve("vocabulary")[1]
    assert printed.splitlines()[0] == str([4, 5, 7, s2s.UNK])


def test_look_up_equals_product_on_other_ids():
    both_ways = solve("one_hot")[0]["both_ways"]
    looked_up, multiplied, gradient, other = both_ways(torch.randn(9, 5), torch.tensor([[0, 8], [8, 8]]))
    torch.testing.assert_close(looked_up, multiplied)
    torch.testing.assert_close(gradient, other)


@pytest.mark.parametrize(("E", "H", "L"), [(5, 7, 1), (9, 4, 2), (3, 6, 4)])
def test_formula_counts_the_parameters_of_other_models(E, H, L):
    model = s2s.Seq2Seq(11, 13, s2s.Config(embed_size=E, hidden_size=H, num_layers=L))
    assert solve("count_parameters")[0]["count"](11, 13, E, H, L) == sum(p.numel() for p in model.parameters())


def test_last_valid_picks_each_rows_own_step():
    output = torch.arange(24.0).view(3, 4, 2)
    picked = solve("last_valid_step")[0]["last_valid"](output, torch.tensor([1, 4, 2]))
    assert picked.tolist() == [[0, 1], [14, 15], [18, 19]]


def test_first_loss_prints_ln_v_twice():
    losses = [float(line.split()[-1]) for line in solve("first_loss")[1].splitlines()]
    assert losses[0] == losses[1] == pytest.approx(math.log(245), abs=1e-4)
    assert losses[2] < 1e-3 < 4 < losses[3]


def test_shift_aligns_each_word_with_the_next():
    reads, says = solve("shift")[0]["shift"](torch.tensor([[1, 5, 6, 2]]))
    assert (reads.tolist(), says.tolist()) == ([[1, 5, 6]], [[5, 6, 2]])


def test_perplexity_does_not_depend_on_the_batches():
    perplexity = solve("token_mean")[0]["perplexity"]
    assert perplexity([(10.0, 5), (2.0, 7)]) == pytest.approx(perplexity([(12.0, 12)])) == pytest.approx(math.e)


def test_unknown_share_counts_tokens():
    share = solve("count_unknown")[0]["unknown_share"]
    assert share([["a", "a", "b"]], [["a", "b", "c", "a"]], 1) == 0.5


def test_table_gradient_sums_repeats_and_spares_the_pad():
    gradient = solve("embedding_gradient")[0]["table_gradient"](torch.tensor([[1, 1, 0]]), torch.ones(1, 3, 2), 3, 0)
    assert gradient.tolist() == [[0, 0], [2, 2], [0, 0]]


@pytest.mark.parametrize("layers", [1, 3])
def test_bridge_fits_a_decoder_of_the_same_depth(layers):
    bridge = solve("bidirectional")[0]["Bridge"](6)
    state = torch.randn(2 * layers, 2, 6), torch.randn(2 * layers, 2, 6)
    hidden, cell = bridge(state)
    assert hidden.shape == cell.shape == (layers, 2, 6)
    torch.testing.assert_close(hidden[0], bridge.hidden(torch.cat([state[0][0], state[0][1]], -1)))


def test_padding_share():
    padding = solve("bucketing")[0]["padding"]
    assert padding([2, 4, 4, 2], 2) == pytest.approx(1 - 12 / 16)
    assert padding([2, 2, 4, 4], 2) == 0


def test_stepwise_logits_differ_when_the_state_is_lost():
    gap = solve("parity")[0]["gap"]
    torch.manual_seed(3)
    model = s2s.Seq2Seq(12, 12, s2s.Config(hidden_size=16)).eval()
    source, lengths = s2s.pad_batch([[4, 5, 6], [7]])
    previous = torch.randint(4, 12, (2, 5))
    assert gap(model, source, lengths, previous) < 1e-5
    forward = model.decoder.forward
    model.decoder.forward = lambda words, state: (forward(words, state)[0], state)  # forgets what it read
    assert gap(model, source, lengths, previous) > 1e-3


def test_forgotten_words_spare_the_specials():
    forget = solve("word_dropout")[0]["forget_words"]
    ids = torch.tensor([[s2s.SOS, 4, 5, s2s.EOS, s2s.PAD]])
    assert forget(ids, 1.0).tolist() == [[s2s.SOS, s2s.UNK, s2s.UNK, s2s.EOS, s2s.PAD]]
    assert torch.equal(forget(ids, 0.0), ids)


def test_frozen_rows_stay_and_others_learn():
    embedding = nn.Embedding(5, 2)
    solve("freeze_rows")[0]["freeze"](embedding, [0, 3])
    embedding(torch.arange(5)).sum().backward()
    assert embedding.weight.grad.abs().sum(1).gt(0).tolist() == [False, True, True, False, True]


def test_tied_gradient_is_the_sum():
    look_up, projection, tied = solve("tied_gradient")[0]["gradients"](
        torch.randn(5, 3), torch.tensor([1]), torch.randn(1, 3), torch.tensor([4])
    )
    torch.testing.assert_close(look_up + projection, tied)
    assert look_up.abs().sum(1).nonzero().flatten().tolist() == [1]


@pytest.mark.parametrize("limit", [0.5, 1e6])
def test_clip_is_torchs_clip(limit):
    clip = solve("clipping")[0]["clip"]
    mine, theirs = nn.Linear(2, 3), nn.Linear(2, 3)
    theirs.load_state_dict(mine.state_dict())
    for model in (mine, theirs):
        model(torch.full((4, 2), 3.0)).pow(2).sum().backward()
    before = clip(mine.parameters(), limit), nn.utils.clip_grad_norm_(theirs.parameters(), limit)
    torch.testing.assert_close(*before)
    torch.testing.assert_close(mine.weight.grad, theirs.weight.grad)


def test_adam_moves_absent_rows_and_sparse_adam_does_not():
    moves = solve("adam_rows")[0]["absent_row_moves"]
    assert all(distance > 0 for distance in moves(False))
    assert moves(True)[1:] == [0, 0, 0]


def test_variational_dropout_keeps_the_expected_value():
    dropout = solve("variational_dropout")[0]["VariationalDropout"](0.3)
    torch.manual_seed(1)
    dropped = dropout(torch.ones(200, 3, 50))
    assert dropped.mean().item() == pytest.approx(1, abs=0.03)
    assert dropped.unique().tolist() == [0.0, pytest.approx(1 / 0.7)]


def test_reversed_source_reversed_again_is_itself():
    reverse = solve("reverse_source")[0]["reverse"]
    source, lengths = s2s.pad_batch([[4, 5, 6, 7], [8], [9, 10, 11]])
    once = reverse(source, lengths)
    assert once.tolist() == [[7, 6, 5, 4], [8, 0, 0, 0], [11, 10, 9, 0]]
    assert torch.equal(reverse(once, lengths), source)


def test_lstm_by_hand_equals_torch_on_other_sizes():
    theirs, embedded = nn.LSTM(3, 5, batch_first=True), torch.randn(4, 7, 3)
    ours = solve("lstm_by_hand")[0]["lstm"](embedded, *(p.detach() for p in theirs.parameters()))
    torch.testing.assert_close(ours, theirs(embedded)[0].detach(), atol=1e-6, rtol=1e-5)


def test_beam_of_one_is_greedy_and_ends_at_eos():
    beam_search = solve("beam_search")[0]["beam_search"]
    for seed in range(5):
        torch.manual_seed(seed)
        decoder = s2s.LSTMDecoder(7, 4, 8).eval()
        with torch.no_grad():
            decoder.projection.weight.mul_(4)
        state = torch.randn(1, 1, 8), torch.randn(1, 1, 8)
        greedy = decoder._generate_sequence(state, 12)[0].tolist()
        assert beam_search(decoder, state, width=1, max_length=12)[0][1] == greedy
        for _, words in beam_search(decoder, state, width=3, max_length=12):
            assert s2s.EOS not in words[:-1]


def test_byte_pairs_put_together_give_the_word_back():
    names = solve("byte_pairs")[0]
    merges = names["learn"](Counter({"abab": 3, "abc": 2}), 10)
    assert merges[0] == ("a", "b")
    for word in ("ababc", "cab", "xyz", ""):
        assert "".join(names["cut"](word, merges)) == word
    assert names["cut"]("xyz", merges) == ["x", "y", "z"]


def test_bleu_by_hand_equals_sacrebleu_on_other_sentences():
    import sacrebleu

    ours = ["the cat sat on the mat today", "she reads three new books at home"]
    references = ["the cat sat on a mat today", "she reads two new books at home now"]
    expected = sacrebleu.corpus_bleu(ours, [references], tokenize="none").score
    mine = solve("bleu_by_hand")[0]["bleu"]([x.split() for x in ours], [x.split() for x in references])
    assert mine == pytest.approx(expected, abs=1e-6)


def test_attention_looks_at_no_pad():
    names = solve("attention_decoder")[0]
    decoder = names["AttentionDecoder"](20, 4, 8).eval()
    mask = torch.tensor([[True, True, False]])
    state = torch.zeros(1, 1, 8), torch.zeros(1, 1, 8)
    with torch.no_grad():
        weights = decoder(torch.tensor([[4, 5]]), state, torch.randn(1, 3, 8), mask)[2]
    assert weights[..., 2].abs().max() == 0
    torch.testing.assert_close(weights.sum(-1), torch.ones(1, 2))


def test_scheduled_sampling_without_chance_is_teacher_forcing():
    sampled = solve("scheduled_sampling")[0]["sampled_logits"]
    torch.manual_seed(5)
    model = s2s.Seq2Seq(15, 15, s2s.Config(num_layers=2)).eval()
    source, lengths = s2s.pad_batch([[4, 5], [6, 7]])
    previous = torch.randint(4, 15, (2, 6))
    with torch.no_grad():
        forced = model(source, lengths, previous)
        torch.testing.assert_close(sampled(model, source, lengths, previous, 0), forced, atol=1e-5, rtol=1e-4)
        assert not torch.allclose(sampled(model, source, lengths, previous, 1), forced, atol=1e-3)


def test_positions_turn():
    names = solve("positions")[0]
    table = names["positions"](30, 8)
    torch.testing.assert_close(names["rotate"](table[:20], 3), table[3:23])
