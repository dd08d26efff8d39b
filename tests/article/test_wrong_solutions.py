"""A reader's wrong solution gives itself away: run in the place of the right one, it fails or prints something else."""

from __future__ import annotations

import pytest

from publish.common import paths
from publish.run import snippets

# (exercise, what a solution has, what a wrong one has instead)
MUTANTS = (
    ("adam_rows", "if sparse else torch.optim.Adam", "if sparse else torch.optim.SGD"),
    ("adam_rows", "sparse=sparse)", "sparse=True)"),
    ("attention_decoder", "context = weights @ memory", "context = torch.zeros_like(output)"),
    (
        "attention_decoder",
        "context = weights @ memory",
        "context = (mask[:, None] / mask.sum(1)[:, None, None]) @ memory",
    ),
    ("attention_decoder", "scores.masked_fill(~mask[:, None], -math.inf).softmax(-1)", "scores.softmax(-1)"),
    (
        "attention_decoder",
        "scores.masked_fill(~mask[:, None], -math.inf).softmax(-1)",
        "scores.softmax(-1).masked_fill(~mask[:, None], 0)",
    ),
    ("attention_decoder", "scores.masked_fill(~mask", "scores.masked_fill(mask"),
    ("attention_decoder", "torch.cat([output, context], -1)", "torch.cat([output, output], -1)"),
    ("beam_search", "(score + c, [*words, i], after)", "(c, [*words, i], after)"),
    ("beam_search", "(score + c, [*words, i], after)", "(score + c, [*words, i], state)"),
    ("beam_search", "if words[-1] == s2s.EOS", "if words[-1] == s2s.SOS"),
    ("beam_search", "candidates[:width]", "candidates[:1]"),
    ("beam_search", "candidates[:width]", "candidates"),
    ("beam_search", "key=lambda beam: -beam[0]", "key=lambda beam: beam[0]"),
    ("beam_search", "torch.tensor([words[-1:]])", "torch.tensor([words[:1]])"),
    ("bidirectional", "torch.cat([tensor[0::2], tensor[1::2]], -1)", "tensor.view(L, B, 2 * H)"),
    ("bidirectional", "torch.cat([tensor[0::2], tensor[1::2]], -1)", "torch.cat(tensor.chunk(2), -1)"),
    ("bidirectional", "torch.cat([tensor[0::2], tensor[1::2]], -1)", "torch.cat([tensor[0::2], tensor[0::2]], -1)"),
    ("bleu_by_hand", "(mine & right).values()", "[count for gram, count in mine.items() if gram in right]"),
    ("bleu_by_hand", "min(0.0, 1 - wanted / length)", "1 - wanted / length"),
    ("bleu_by_hand", "min(0.0, 1 - wanted / length)", "0.0"),
    ("bucketing", "max(batch) * len(batch)", "max(lengths) * len(batch)"),
    ("bucketing", "padding(sorted(lengths), 64)", "padding(lengths, 64)"),
    ("byte_pairs", "pairs[pair] += count", "pairs[pair] += 1"),
    ("byte_pairs", "{word: merged(parts, found[-1])", "{word: parts"),
    ("clipping", ".clamp(max=1)", ""),
    ("clipping", "gradient.mul_(scale)", "gradient.mul_((max_norm / gradient.norm()).clamp(max=1))"),
    ("clipping", "return norm", "return norm * scale"),
    ("count_parameters", "4 * H * (E + H + 2)", "4 * H * (E + H + 1)"),
    ("count_parameters", "(L - 1) * above", "(L - 1) * first"),
    ("count_parameters", "(H + 1) * target_words", "H * target_words"),
    ("count_unknown", "for sentence in train for word", "for sentence in test for word"),
    ("count_unknown", "tokens = [word for sentence in test", "tokens = [word for sentence in train"),
    ("embedding_gradient", "index_add", "index_copy"),
    ("embedding_gradient", "total[padding_idx] = 0", "pass"),
    ("first_loss", "perfect.softmax(-1)", "perfect"),
    ("first_loss", "50 * torch.eye", "torch.eye"),
    ("freeze_rows", "gradient * mask", "gradient"),
    ("freeze_rows", "mask[rows] = 0", "mask[rows] = 1"),
    ("freeze_rows", "torch.optim.Adam(", "torch.optim.AdamW("),
    ("last_valid_step", "(lengths - 1)", "(0 * lengths + output.shape[1] - 1)"),
    ("last_valid_step", "(lengths - 1)", "(0 * lengths)"),
    ("lstm_by_hand", "i, f, g, o =", "i, f, o, g ="),
    ("lstm_by_hand", "g.tanh()", "g.sigmoid()"),
    ("one_hot", "F.one_hot(ids, len(w))", "F.one_hot(ids.flip(0), len(w))"),
    ("one_hot", "lambda w: w[ids]", "lambda w: w[ids].detach() + 0 * w[ids]"),
    ("padding_row", "    embedding.weight[0].zero_()", "    pass"),
    ("padding_row", "padding_idx=0)", "padding_idx=1)"),
    ("parity", "logits, state = model.decoder", "logits, _ = model.decoder"),
    ("parity", ".eval()", ""),
    ("parity", "(fused - torch.cat(steps, 1))", "(fused - fused)"),
    ("positions", "cosine * angle.cos() - sine", "cosine * angle.cos() + sine"),
    ("positions", "rates = 10000", "rates = 1000"),
    ("positions", "[angles.sin(), angles.cos()]", "[angles.sin(), angles.sin()]"),
    ("reverse_source", "torch.where(from_end >= 0, from_end, steps)", "from_end.clamp(min=0)"),
    ("reverse_source", "torch.where(from_end >= 0, from_end, steps)", "from_end.abs()"),
    (
        "scheduled_sampling",
        "torch.rand(len(source), 1, generator=generator) <",
        "torch.arange(len(source))[:, None] / 64 <",
    ),
    ("scheduled_sampling", "generator=generator) < share", "generator=generator) > share"),
    ("scheduled_sampling", "generator=generator) < share", "generator=generator) < 1"),
    ("scheduled_sampling", "generator=generator) < share", "generator=generator) < (share == 1)"),
    ("scheduled_sampling", "logits.argmax(-1), previous[:, t + 1", "logits.argmin(-1), previous[:, t + 1"),
    ("scheduled_sampling", "previous[:, t + 1 : t + 2]", "previous[:, t : t + 1]"),
    ("scheduled_sampling", "logits, state = model.decoder", "logits, _ = model.decoder"),
    ("shift", "target[:, 1:]", "target[:, :-1]"),
    ("shift", "target[:, :-1],", "target[:, 1:],"),
    ("tied_gradient", "F.embedding(ids, read) + states", "states"),
    ("tied_gradient", 'weight if keep != "projection" else table', "weight"),
    ("token_mean", "sum(losses) / sum(tokens)", "sum(a / b for a, b in batches) / len(batches)"),
    ("token_mean", "math.exp(sum(losses)", "(sum(losses)"),
    ("variational_dropout", "embedded.shape[0], 1, embedded", "embedded.shape[0], embedded.shape[1], embedded"),
    ("variational_dropout", "embedded.shape[0], 1, embedded", "1, 1, embedded"),
    ("variational_dropout", "embedded.shape[2], device", "1, device"),
    ("variational_dropout", " / (1 - self.share)", ""),
    ("variational_dropout", " / (1 - self.share)", " / self.share"),
    ("variational_dropout", ">= self.share", "< self.share"),
    ("variational_dropout", "not self.training or ", ""),
    ("vocabulary", '"处理"]]', '"处理", "学"]]'),
    ("vocabulary", '[["我", "爱"', '[["爱", "我"'),
    ("word_dropout", "chosen & (ids >= len(s2s.SPECIALS))", "chosen"),
    ("word_dropout", "s2s.UNK)\n", "s2s.PAD)\n"),
    ("word_dropout", "< share", "> share"),
)


def right(exercise):
    return (paths.EXERCISES / f"{exercise}.py").read_text("utf-8")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What became of each mutant, in the order of the table: what it printed, or None where it failed."""
    folder, files = tmp_path_factory.mktemp("mutants"), []
    for number, (exercise, old, new) in enumerate(MUTANTS):
        files.append(folder / f"{number}-{exercise}.py")
        files[-1].write_text(right(exercise).replace(old, new), "utf-8")
    results = dict(snippets.run(files))
    return [results[file].get("stdout") for file in files]


def test_every_exercise_has_a_wrong_solution():
    assert {exercise for exercise, _, _ in MUTANTS} == {file.stem for file in paths.EXERCISES.glob("*.py")}


@pytest.mark.parametrize("number", range(len(MUTANTS)), ids=lambda number: f"{MUTANTS[number][0]}-{number}")
def test_wrong_solution_fails_or_prints_something_else(told, number):
    exercise, old, new = MUTANTS[number]
    assert right(exercise).count(old) == 1, f"{old!r} is not there once"
    assert told[number] != (paths.BUILT_EXERCISES / f"{exercise}.txt").read_text("utf-8"), f"{old!r} → {new!r}"
