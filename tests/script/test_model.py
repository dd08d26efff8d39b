"""The model does what the article says: shapes, pads without influence, one context, the same logits either way."""

import math

import lstm_encoder_decoder as s2s
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

E, H, V = 5, 7, 23


def ids(rows, width, seed=0):
    return torch.randint(4, V, (rows, width), generator=torch.Generator().manual_seed(seed))


def new_model(layers=1, seed=0, **options):
    torch.manual_seed(seed)
    return s2s.Seq2Seq(V, V, s2s.Config(embed_size=E, hidden_size=H, num_layers=layers, **options)).eval()


def test_the_promised_names_and_settings():
    encoder, decoder = s2s.LSTMEncoder(V, E, H, num_layers=2), s2s.LSTMDecoder(V, E, H, num_layers=2)
    for part in (encoder, decoder):
        assert part.embedding.padding_idx == s2s.PAD == 0
        assert part.embedding.weight.shape == (V, E)
        assert part.lstm.batch_first and part.lstm.num_layers == 2
        assert (part.lstm.input_size, part.lstm.hidden_size) == (E, H)
    assert encoder.lstm is not decoder.lstm and encoder.embedding.weight is not decoder.embedding.weight
    assert s2s.Config().embed_size == 64


@pytest.mark.parametrize("layers", [1, 3])
def test_shapes(layers):
    model = new_model(layers)
    source, lengths = ids(2, 6), torch.tensor([6, 4])
    context, (hidden, cell) = model.encoder(source, lengths)
    assert context.shape == (2, H) and hidden.shape == cell.shape == (layers, 2, H)
    logits, state = model.decoder(ids(2, 4), (hidden, cell))
    assert logits.shape == (2, 4, V) and state[0].shape == state[1].shape == (layers, 2, H)
    assert model(source, lengths, ids(2, 4)).shape == (2, 4, V)


@pytest.mark.parametrize("std", [1.0, 0.05])
def test_init_draws_scaled_normal_rows_and_leaves_the_pad_row_zero(std):
    torch.manual_seed(0)
    embedding = nn.Embedding(400, 100, padding_idx=s2s.PAD)
    s2s.init_embedding_weights(embedding, std)
    rows = embedding.weight.detach()
    assert rows[s2s.PAD].abs().max() == 0
    assert rows[1:].std().item() == pytest.approx(std, rel=0.02)
    assert rows[1:].mean().item() == pytest.approx(0, abs=0.02 * std)
    assert embedding.weight.requires_grad


def test_the_pad_row_is_zero_at_the_start_and_gets_no_gradient():
    model = new_model(layers=2).train()
    embeddings = model.encoder.embedding, model.decoder.embedding
    assert all(embedding.weight[s2s.PAD].abs().max() == 0 for embedding in embeddings)
    source, target = ids(3, 5), ids(3, 6)
    source[1, 3:] = source[2, 1:] = target[0, 2:] = s2s.PAD
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for _ in range(3):
        optimizer.zero_grad()
        loss, _ = s2s.sequence_loss(model(source, torch.tensor([5, 3, 1]), target[:, :-1]), target[:, 1:])
        loss.backward()
        for embedding, read in zip(embeddings, (source, target[:, :-1]), strict=True):
            assert embedding.weight.grad[s2s.PAD].abs().max() == 0
            rows = embedding.weight.grad.abs().sum(1).nonzero().flatten().tolist()
            assert rows and set(rows) <= set(read.flatten().tolist())
        optimizer.step()
    assert all(embedding.weight[s2s.PAD].abs().max() == 0 for embedding in embeddings)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(1, 3), st.integers(0, 99))
def test_a_sentence_has_the_same_state_alone_and_in_any_batch(sizes, layers, seed):
    encoder = new_model(layers, seed).encoder
    sentences = [ids(1, size, seed + i)[0].tolist() for i, size in enumerate(sizes)]
    with torch.no_grad():
        context, (hidden, cell) = encoder(*s2s.pad_batch(sentences))
        for row, sentence in enumerate(sentences):
            alone, state = encoder(*s2s.pad_batch([sentence]))
            torch.testing.assert_close(context[row], alone[0], atol=1e-5, rtol=1e-4)
            torch.testing.assert_close(
                (hidden[:, row], cell[:, row]), (state[0][:, 0], state[1][:, 0]), atol=1e-5, rtol=1e-4
            )


def test_what_the_pad_row_holds_does_not_matter():
    encoder = new_model().encoder
    source, lengths = s2s.pad_batch([[4, 5, 6, 7], [8, 9]])
    with torch.no_grad():
        before = encoder(source, lengths)
        encoder.embedding.weight[s2s.PAD] = 100.0
        torch.testing.assert_close(encoder(source, lengths), before)


@pytest.mark.parametrize("layers", [1, 2])
def test_the_state_is_that_of_the_last_valid_step(layers):
    encoder = new_model(layers).encoder
    source, lengths = s2s.pad_batch([[4, 5, 6, 7, 8], [9, 10], [11, 12, 13]])
    with torch.no_grad():
        context, (hidden, _) = encoder(source, lengths)
        outputs, _ = encoder.lstm(encoder.embedding(source))  # unpacked: the pads are run over as well
    last = outputs[torch.arange(3), lengths - 1]
    torch.testing.assert_close(context, last)
    torch.testing.assert_close(context, hidden[-1])
    assert not torch.allclose(context[1], outputs[1, -1], atol=1e-3), "the pads moved nothing: this test shows nothing"


@given(st.integers(1, 3), st.integers(1, 8), st.integers(0, 99))
def test_logits_step_by_step_are_those_of_the_fused_call(layers, T, seed):
    model = new_model(layers, seed)
    source, lengths = s2s.pad_batch([[4, 5, 6], [7], [8, 9]])
    previous = ids(3, T, seed)
    with torch.no_grad():
        forced = model(source, lengths, previous)
        state = model.encoder(source, lengths)[1]
        for step in range(T):
            logits, state = model.decoder(previous[:, step : step + 1], state)
            torch.testing.assert_close(logits, forced[:, step : step + 1], atol=1e-5, rtol=1e-4)


def test_a_word_sees_no_word_after_it():
    model = new_model()
    source, lengths, previous = ids(2, 4), torch.tensor([4, 4]), ids(2, 6)
    changed = previous.clone()
    changed[:, 3:] = ids(2, 3, seed=9)
    with torch.no_grad():
        before, after = model(source, lengths, previous), model(source, lengths, changed)
    torch.testing.assert_close(before[:, :3], after[:, :3])
    assert not torch.allclose(before[:, 3:], after[:, 3:])


def test_the_decoder_hears_of_the_source_through_the_state():
    model = new_model()
    previous = ids(1, 4)
    with torch.no_grad():
        one, other = (model(*s2s.pad_batch([words]), previous) for words in ([4, 5, 6], [4, 5, 7]))
    assert not torch.allclose(one, other)


@pytest.mark.parametrize("part", ["encoder", "decoder"])
def test_dropout_acts_on_the_embeddings_of_both_sides(part):
    model = new_model(dropout=0.5)
    state = torch.zeros(1, 2, H), torch.zeros(1, 2, H)
    call = {"encoder": lambda: model.encoder(ids(2, 4), torch.tensor([4, 2]))[0]}
    call["decoder"] = lambda: model.decoder(ids(2, 4), state)[0]
    torch.testing.assert_close(call[part](), call[part]())
    model.train()
    assert not torch.allclose(call[part](), call[part]())


def test_dropout_acts_in_training_alone():
    model, without = new_model(dropout=0.5), new_model()
    batch = ids(2, 4), torch.tensor([4, 2]), ids(2, 3)
    with torch.no_grad():
        torch.testing.assert_close(model(*batch), model(*batch))
        torch.testing.assert_close(model(*batch), without(*batch))
        model.train()
        assert not torch.allclose(model(*batch), model(*batch))


def test_the_first_loss_is_about_ln_v():
    vocabulary, config = 500, s2s.Config()
    torch.manual_seed(0)
    model = s2s.Seq2Seq(vocabulary, vocabulary, config)
    target = torch.randint(4, vocabulary, (32, 12))
    loss, tokens = s2s.sequence_loss(model(target, torch.full((32,), 12), target[:, :-1]), target[:, 1:])
    assert loss.item() / tokens == pytest.approx(math.log(vocabulary), abs=0.1)
