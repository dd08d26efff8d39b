"""The network: what attention computes, by loops; pads that change nothing; one table for two uses."""

import math

import attention_seq2seq as att
import pytest
import torch
from lstm_encoder_decoder import EOS, PAD, SOS, pad_batch

from tests.variants.conftest import new_model

KINDS = ("dot", "general", "additive")
SOURCES = [[4, 5, 6, 7], [8, 4], [9]]
TARGETS = [[SOS, 4, 5, 6, EOS], [SOS, 7, EOS], [SOS, 8, 4, EOS]]


def score(attention, query, memory):
    """The score of a query [H] and a memory [H], as the papers write it."""
    if attention.kind == "dot":
        return query @ memory
    key = attention.key.weight @ memory
    if attention.kind == "general":
        return query @ key
    return attention.score.weight[0] @ torch.tanh(attention.query.weight @ query + key)


@pytest.mark.parametrize("kind", KINDS)
def test_attention_is_what_loops_compute(kind):
    torch.manual_seed(1)
    attention = att.Attention(kind, 6)
    query, memory = torch.randn(2, 3, 6), torch.randn(2, 4, 6)
    mask = torch.tensor([[True, True, True, True], [True, True, False, False]])
    context, weights = attention(query, memory, mask)
    assert (context.shape, weights.shape) == ((2, 3, 6), (2, 3, 4))
    for b in range(2):
        for t in range(3):
            length = int(mask[b].sum())
            scores = [score(attention, query[b, t], memory[b, s]).exp().item() for s in range(length)]
            expected = torch.tensor([value / sum(scores) for value in scores])
            torch.testing.assert_close(weights[b, t, :length], expected)
            assert weights[b, t, length:].tolist() == [0.0] * (4 - length)
            mean = sum(w * memory[b, s] for s, w in enumerate(expected))
            torch.testing.assert_close(context[b, t], mean)


def test_the_memory_is_what_each_direction_reads_by_itself():
    """And the decoder starts from the last state of both: of the way there at the end, of the way back at the start."""
    model = new_model(num_layers=2, dropout=0.0)
    lstm = model.encoder.lstm
    source, lengths = pad_batch(SOURCES)
    last, (h, c, memory, mask) = model.encoder(source, lengths)
    assert (h.shape, c.shape, memory.shape, last.shape) == ((2, 3, 16), (2, 3, 16), (3, 4, 16), (3, 16))
    assert mask.tolist() == [[True] * 4, [True, True, False, False], [True, False, False, False]]
    for row, sentence in enumerate(SOURCES):
        words = model.encoder.embedding(torch.tensor([sentence]))
        for layer in range(2):
            halves = []
            for suffix, read in (("", words), ("_reverse", words.flip(1))):
                one = torch.nn.LSTM(words.size(-1), 8, batch_first=True)
                names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
                one.load_state_dict({f"{n}_l0": getattr(lstm, f"{n}_l{layer}{suffix}") for n in names})
                output, (h_one, c_one) = one(read)
                halves.append(output.flip(1) if suffix else output)
                part = slice(8, 16) if suffix else slice(0, 8)
                torch.testing.assert_close(h[layer, row, part], h_one[0, 0])
                torch.testing.assert_close(c[layer, row, part], c_one[0, 0])
            words = torch.cat(halves, dim=-1)
        torch.testing.assert_close(memory[row, : len(sentence)], words[0])
    assert torch.equal(last, h[-1])


@pytest.mark.parametrize("options", [{"attention": kind} for kind in (*KINDS, "none")] + [{"bidirectional": False}])
def test_pads_change_nothing(options):
    model = new_model(**options)
    source, lengths = pad_batch(SOURCES)
    target, _ = pad_batch(TARGETS)
    together = model(source, lengths, target[:, :-1])  # [B, T, V]
    for row, (sentence, words) in enumerate(zip(SOURCES, TARGETS, strict=True)):
        alone = model(*pad_batch([sentence]), torch.tensor([words[:-1]]))
        torch.testing.assert_close(together[row, : len(words) - 1], alone[0])


@pytest.mark.parametrize("options", [{}, {"num_layers": 2}, {"tie": False}, {"attention": "additive"}])
def test_a_sentence_at_once_and_word_by_word_are_the_same(options):
    """In training one call does all T steps, in use each call does one."""
    model = new_model(**options)
    source, lengths = pad_batch(SOURCES)
    target, _ = pad_batch(TARGETS)
    logits, _, weights = model.decoder.attend(target, model.encoder(source, lengths)[1])
    assert (logits.shape, weights.shape) == ((3, 5, 9), (3, 5, 4))
    torch.testing.assert_close(weights.sum(-1), torch.ones(3, 5))
    _, state = model.encoder(source, lengths)
    for step in range(5):
        one, state, at = model.decoder.attend(target[:, step : step + 1], state)
        torch.testing.assert_close(one[:, 0], logits[:, step])
        torch.testing.assert_close(at[:, 0], weights[:, step])


def test_without_attention_the_state_is_all_that_the_decoder_has():
    model = new_model(attention="none")
    target, _ = pad_batch(TARGETS)
    _, (h, c, memory, mask) = model.encoder(*pad_batch(SOURCES))
    logits, _, weights = model.decoder.attend(target, (h, c, memory, mask))
    assert weights is None
    other, _, _ = model.decoder.attend(target, (h, c, torch.randn_like(memory), mask))
    assert torch.equal(logits, other)
    for state in ((torch.zeros_like(h), c), (h, torch.zeros_like(c))):
        assert not torch.allclose(model.decoder(target, (*state, memory, mask))[0], logits)


def test_tied_weights_are_one_table_with_both_gradients():
    """What an untied copy gets in its two tables, the tied one gets as a sum."""
    tied, untied = new_model(), new_model()
    assert tied.decoder.projection.weight is tied.decoder.embedding.weight
    table = untied.decoder.embedding.weight.detach().clone()
    untied.decoder.projection.weight = torch.nn.Parameter(table)
    source, lengths = pad_batch(SOURCES)
    target, _ = pad_batch(TARGETS)
    for model in (tied, untied):
        att.base.teacher_forced(model, source, lengths, target)[0].backward()
    read, written = untied.decoder.embedding.weight.grad, untied.decoder.projection.weight.grad
    assert read.abs().sum() > 0 and written.abs().sum() > 0
    torch.testing.assert_close(tied.decoder.embedding.weight.grad, read + written)


@pytest.mark.parametrize("tie", [True, False])
def test_what_the_decoder_reads_has_size_one_with_and_without_tying(tie):
    """Small rows do for a projection; as input the same rows are made larger."""
    decoder, read = new_model(target_size=1000, embed_size=64, hidden_size=64, tie=tie).eval().decoder, []
    decoder.lstm.register_forward_pre_hook(lambda module, inputs: read.append(inputs[0]))
    nothing = torch.zeros(1, 1, 64)
    decoder(torch.arange(4, 1000).unsqueeze(0), (nothing, nothing, nothing, torch.ones(1, 1, dtype=torch.bool)))
    assert read[0].std().item() == pytest.approx(1, abs=0.05)


def test_without_tying_the_projection_is_as_wide_as_the_state():
    model = new_model(tie=False)
    assert model.decoder.projection.weight.shape == (9, 16)
    assert model.decoder.embedding.weight.shape == (9, 8)


def test_the_first_loss_is_near_that_of_a_fair_guess():
    """Of a tied table drawn from N(0, 1) it would be far above ln V."""
    model = new_model(target_size=1000, embed_size=64, hidden_size=64)
    source, lengths = pad_batch(SOURCES)
    target, _ = pad_batch(TARGETS)
    total, tokens = att.base.teacher_forced(model, source, lengths, target)
    assert total.item() / tokens == pytest.approx(math.log(1000), abs=0.5)


def test_pad_rows_are_zero():
    model = new_model()
    assert not model.encoder.embedding.weight[PAD].any() and not model.decoder.embedding.weight[PAD].any()
