"""The loss is a mean over words: pads are no words, and batches of other sizes weigh what they hold."""

import math

import lstm_encoder_decoder as s2s
import pytest
import torch


def by_hand(logits, target):
    """-log of the softmax's value at the wanted word, one for each word that is no pad."""
    return [
        math.log(sum(math.exp(value) for value in row)) - row[word]
        for rows, words in zip(logits.tolist(), target.tolist(), strict=True)
        for row, word in zip(rows, words, strict=True)
        if word != s2s.PAD
    ]


@pytest.fixture
def batch():
    torch.manual_seed(0)
    target = torch.randint(2, 9, (3, 5))
    target[0, 2:] = target[2, 4:] = s2s.PAD
    return torch.randn(3, 5, 9), target


def test_the_sum_and_the_count_give_the_mean_over_words(batch):
    total, count = s2s.sequence_loss(*batch)
    expected = by_hand(*batch)
    assert count == len(expected) == 11
    assert total.item() == pytest.approx(sum(expected), rel=1e-5)


def test_logits_at_pads_change_nothing(batch):
    logits, target = batch
    total, _ = s2s.sequence_loss(logits, target)
    logits = torch.where((target == s2s.PAD).unsqueeze(-1), torch.randn(3, 5, 9) * 50, logits).requires_grad_()
    again, _ = s2s.sequence_loss(logits, target)
    torch.testing.assert_close(again, total)
    again.backward()
    assert logits.grad[target == s2s.PAD].abs().max() == 0
    assert logits.grad[target != s2s.PAD].abs().sum(-1).min() > 0


def test_a_batch_of_pads_is_zero_and_not_nan():
    logits = torch.randn(2, 3, 9, requires_grad=True)
    total, count = s2s.sequence_loss(logits, torch.zeros(2, 3, dtype=torch.long))
    total.backward()
    assert (total.item(), count, logits.grad.abs().max().item()) == (0, 0, 0)


def test_equal_logits_give_ln_v():
    total, count = s2s.sequence_loss(torch.zeros(2, 3, 50), torch.full((2, 3), 4))
    assert total.item() / count == pytest.approx(math.log(50), rel=1e-6)


@pytest.mark.parametrize("batch_size", [1, 7, 1000])
def test_evaluation_does_not_depend_on_the_batches(new_translator, pairs, batch_size):
    scores = new_translator(batch_size=batch_size).evaluate(pairs)
    translator, losses, hits, exact = new_translator(), [], [], []
    translator.model.eval()
    words = translator.target_vocabulary.indices_to_sentence
    for pair in pairs:
        source, lengths, target = next(iter(translator.batches([pair])))
        with torch.no_grad():
            logits = translator.model(source, lengths, target[:, :-1])
        losses += by_hand(logits, target[:, 1:])
        hits += (logits.argmax(-1) == target[:, 1:])[0].tolist()
        written = translator.model.generate(source, lengths, 6)
        exact.append(words(written[0].tolist()) == pair[1])
    mean = sum(losses) / len(losses)
    assert scores == {
        "loss": pytest.approx(mean, rel=1e-4),
        "perplexity": pytest.approx(math.exp(mean), rel=1e-4),
        "token_accuracy": pytest.approx(sum(hits) / len(hits)),
        "exact_match": pytest.approx(sum(exact) / len(exact)),
    }


def test_evaluation_and_translation_are_without_dropout(new_translator, pairs):
    translator = new_translator(dropout=0.9)

    for measure in (
        lambda: translator.evaluate(pairs[:20]),
        lambda: translator.translate("一 二"),
        lambda: list(s2s.trace(translator, "一 二")),
    ):
        translator.model.train()
        first = measure()
        translator.model.train()
        assert measure() == first


def teach(translator, pairs):
    """Puts stand-ins for encoder and decoder that know the answers. Returns what they know: source's ids -> target."""
    answers = {tuple(translator.source_vocabulary.sentence_to_indices(source)): target for source, target in pairs}

    class Sentence(torch.nn.Module):
        def forward(self, source, lengths):
            return None, (source, lengths)

    class Oracle(torch.nn.Module):
        def forward(self, previous, state):
            following = torch.cat([previous[:, 1:], torch.zeros_like(previous[:, :1])], 1)
            ends = (following == s2s.PAD) & (previous != s2s.PAD) & (previous != s2s.EOS)
            return torch.nn.functional.one_hot(following.masked_fill(ends, s2s.EOS), 10) * 30.0, state

        def _generate_sequence(self, encoder_hidden, max_length):
            source, lengths = encoder_hidden
            rows = [
                translator.target_vocabulary.sentence_to_indices(answers[tuple(row[:length])])
                for row, length in zip(source.tolist(), lengths.tolist(), strict=True)
            ]
            return s2s.pad_batch([[*row, s2s.EOS] for row in rows])[0]

    translator.model.encoder, translator.model.decoder = Sentence(), Oracle()
    return answers


def test_a_perfect_model_scores_one(new_translator, pairs):
    """Accuracy and exact match count what it says."""
    translator = new_translator()
    answers = teach(translator, pairs)
    scores = translator.evaluate(pairs)
    assert scores == {
        "loss": pytest.approx(0, abs=1e-6),
        "perplexity": pytest.approx(1),
        "token_accuracy": 1,
        "exact_match": 1,
    }
    answers |= {row: [*target, "one"] for row, target in list(answers.items())[:30]}
    assert translator.evaluate(pairs)["exact_match"] == 0.75


def test_an_unknown_word_of_a_reference_is_never_a_hit(new_translator):
    """Though the model writes <unk> in the very place: nobody can read that."""
    translator = new_translator()
    pairs = [(["一", "二"], ["one", "zwei"]), (["三", "四"], ["three", "four"])]
    teach(translator, pairs)
    scores = translator.evaluate(pairs)
    assert scores["token_accuracy"] == pytest.approx(5 / 6)  # with each sentence's end
    assert scores["exact_match"] == 0.5
