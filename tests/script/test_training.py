"""Training lowers the loss, keeps the best weights, repeats itself, and says why when it has to stop."""

import math
import re
import signal

import lstm_encoder_decoder as s2s
import pytest
import torch

OLD = b"PK\3\4 archive/data.pkl: an older checkpoint"


def watching(translator, look):
    """A watch that calls look(step, loss) after each step."""
    watch = s2s.Watch(translator.config.steps)
    watch.trained = lambda step, loss, tokens: look(step, loss)
    watch.validated = lambda step, loss, valid_loss: None
    return watch


def weights(translator):
    """The weights' bytes."""
    return {name: value.numpy().tobytes() for name, value in translator.model.state_dict().items()}


def test_a_short_run_learns_numerals(new_translator, pairs):
    translator = new_translator(steps=250, lr=0.02, hidden_size=32, embed_size=16)
    before = translator.evaluate(pairs)
    s2s.train(translator, pairs[:-20], pairs[-20:])
    after = translator.evaluate(pairs)
    assert after["loss"] < before["loss"] / 10
    assert after["exact_match"] > 0.8 > before["exact_match"]


@pytest.mark.parametrize("options", [{"num_layers": 2}, {"dropout": 0.3}, {"batch_size": 1000}, {"batch_size": 1}])
def test_each_setting_trains(new_translator, pairs, options):
    losses = []
    translator = new_translator(steps=60, lr=0.02, **options)
    s2s.train(translator, pairs, pairs[:5], watching(translator, lambda step, loss: losses.append(loss)))
    assert sum(losses[-10:]) < sum(losses[:10])


def test_the_history_has_a_row_for_each_tenth(new_translator, pairs, capsys):
    translator = new_translator(steps=25)
    losses = {}
    watch = s2s.Watch(25)
    trained = watch.trained
    watch.trained = lambda step, loss, tokens: (losses.update({step: loss}), trained(step, loss, tokens))
    s2s.train(translator, pairs, pairs[:9], watch)
    assert list(losses) == list(range(1, 26))
    assert [row["step"] for row in translator.history] == [3, 6, 9, 12, 15, 18, 21, 24, 25]
    for row in translator.history:
        assert row.keys() == {"step", "train_loss", "loss", "perplexity", "token_accuracy", "exact_match"}
        assert row["train_loss"] == losses[row["step"]]
        assert row["perplexity"] == pytest.approx(math.exp(row["loss"]))
        assert 0 <= row["token_accuracy"] <= 1 and 0 <= row["exact_match"] <= 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(translator.history)
    for line, row in zip(lines, translator.history, strict=True):
        pattern = r"step +(\d+)  loss ([\d.]+)  validation ([\d.]+)  [\d,]+ tokens/s  \d+ s left"
        step, loss, valid = re.fullmatch(pattern, line).groups()
        assert (int(step), loss, valid) == (row["step"], f"{row['train_loss']:.3f}", f"{row['loss']:.3f}")


def test_the_best_weights_are_kept(new_translator, pairs, monkeypatch):
    translator = new_translator(steps=10)
    scores, seen = iter([5.0, 3.0, 1.0, 2.0, math.nan, 1.5, 4.0, 1.0, 9.0, math.inf]), []

    def evaluate(valid):
        seen.append(weights(translator))
        return {"loss": next(scores)}

    monkeypatch.setattr(translator, "evaluate", evaluate)
    s2s.train(translator, pairs, pairs[:5])
    assert len(seen) == 10
    assert weights(translator) == seen[2] != seen[-1]


def test_the_last_weights_count_too(new_translator, pairs, monkeypatch):
    translator = new_translator(steps=5)
    scores, seen = iter([5.0, 4.0, 3.0, 2.0, 1.0]), []

    def evaluate(valid):
        seen.append(weights(translator))
        return {"loss": next(scores)}

    monkeypatch.setattr(translator, "evaluate", evaluate)
    s2s.train(translator, pairs, pairs[:5])
    assert weights(translator) == seen[-1]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(new_translator, pairs):
    def learnt(seed):
        translator = new_translator(steps=12, seed=seed, dropout=0.2, num_layers=2)
        s2s.train(translator, pairs[20:], pairs[:20])
        return weights(translator), translator.history

    first = learnt(3)
    torch.rand(7)  # whatever else was drawn meanwhile
    assert learnt(3) == first
    assert learnt(4)[0] != first[0]


@pytest.mark.parametrize("broken", [math.nan, math.inf])
def test_a_loss_that_is_no_number_stops_with_an_explanation(new_translator, pairs, broken):
    translator = new_translator(steps=10, lr=0.5)

    def spoil(step, loss):
        if step == 4:
            translator.model.decoder.projection.bias.data[4:] = broken

    with pytest.raises(ValueError, match=r"loss is nan at step 5: try a lower --lr"):
        s2s.train(translator, pairs, pairs[:5], watching(translator, spoil))


def test_a_loss_that_is_no_number_spares_the_old_checkpoint(refuse, tmp_path, pairs_file, monkeypatch):
    (tmp_path / "old.pt").write_bytes(OLD)
    monkeypatch.setattr(s2s, "sequence_loss", lambda logits, truth: (logits.sum() * math.nan, 1))
    message = refuse("--data", pairs_file, "--steps", 50, "--save", "old.pt", "--hidden-size", 16)
    assert message == "the loss is nan at step 1: try a lower --lr\n"


def test_each_step_trains_and_each_validation_only_looks(new_translator, pairs):
    translator, modes = new_translator(steps=10, batch_size=40), []
    translator.model.encoder.register_forward_hook(
        lambda module, *_: modes.append((module.training, torch.is_grad_enabled()))
    )
    s2s.train(translator, pairs, pairs[:1])
    looks = [(False, False)] * 2  # teacher forcing, then a free translation
    assert modes == [(True, True), *looks] * 10


def test_each_step_follows_the_gradient_of_its_own_batch(new_translator, pairs, monkeypatch):
    """Words of the batches before get no gradient any more."""
    translator, read, step = new_translator(steps=6, batch_size=1), [], torch.optim.Adam.step
    translator.model.encoder.register_forward_pre_hook(lambda module, inputs: read.append(set(inputs[0][0].tolist())))
    moved = []

    def watched(self, *arguments, **options):
        rows = translator.model.encoder.embedding.weight.grad.abs().sum(1).nonzero().flatten()
        moved.append((set(rows.tolist()), read[-1]))
        return step(self, *arguments, **options)

    monkeypatch.setattr(torch.optim.Adam, "step", watched)
    s2s.train(translator, pairs, pairs[:1])
    assert len(moved) == 6 and len({frozenset(words) for _, words in moved}) > 1
    assert all(rows == words for rows, words in moved)


def test_a_step_s_loss_and_its_gradient_are_the_mean_over_its_words(new_translator, pairs):
    translator, gradients = new_translator(steps=1), []
    table = translator.model.encoder.embedding.weight
    batch = list(translator.batches(pairs))[-1]
    total, words = s2s.teacher_forced(translator.model, *batch)
    (mean,) = torch.autograd.grad(total / words, table)
    steps = s2s.training_steps(
        translator.model, [batch], translator.config, update=lambda: gradients.append(table.grad.clone())
    )
    assert list(steps) == [(1, pytest.approx(total.item() / words), words)]
    assert words > len(batch[0])
    torch.testing.assert_close(gradients, [mean])


def test_gradients_are_clipped(new_translator, pairs, monkeypatch):
    """A step's gradient has norm 1 at most when Adam reads it."""
    norms, step = [], torch.optim.Adam.step

    def watched(self, *arguments, **options):
        grads = [p.grad.flatten() for group in self.param_groups for p in group["params"]]
        norms.append(torch.cat(grads).norm().item())
        return step(self, *arguments, **options)

    translator = new_translator(steps=8)
    with torch.no_grad():
        translator.model.decoder.projection.weight.mul_(40)
    monkeypatch.setattr(torch.optim.Adam, "step", watched)
    s2s.train(translator, pairs, pairs[:5])
    assert len(norms) == 8 and max(norms) == pytest.approx(1, abs=1e-3)


def test_the_rate_rises_for_a_tenth_of_the_steps_and_falls_to_almost_nothing(new_translator, monkeypatch):
    rates, step = [], torch.optim.Adam.step

    def watched(self, *arguments, **options):
        rates.append(self.param_groups[0]["lr"])
        return step(self, *arguments, **options)

    monkeypatch.setattr(torch.optim.Adam, "step", watched)
    translator = new_translator(steps=100, lr=0.01)
    update = s2s.adam(translator.model, translator.config)
    for _ in range(100):
        update()
    peak = rates.index(max(rates))
    assert len(rates) == 100 and 8 <= peak <= 10
    assert rates[peak] == pytest.approx(0.01, rel=0.02)
    assert rates[: peak + 1] == sorted(rates[: peak + 1]) and rates[0] < 0.001
    assert rates[peak:] == sorted(rates[peak:], reverse=True) and 0 < rates[-1] < 0.0001


def test_the_best_weights_are_handed_out_as_soon_as_they_are_found(new_translator, pairs, monkeypatch):
    """So that they are on the disk whatever happens next: an interruption, a crash, a power cut."""
    translator, kept = new_translator(steps=10), []
    scores = iter([5.0, 3.0, 4.0, math.nan, 2.0, 2.5, math.inf, 1.0, 9.0, 1.0])
    monkeypatch.setattr(translator, "evaluate", lambda valid: {"loss": next(scores)})
    keep = lambda: kept.append((weights(translator), translator.history[-1]["step"]))  # noqa: E731
    s2s.train(translator, pairs, pairs[:5], s2s.Watch(10, improved=keep))
    assert [step for _, step in kept] == [1, 2, 5, 8]
    assert kept[-1][0] == weights(translator) != kept[0][0]


def test_an_interruption_keeps_the_best_weights_so_far(run, tmp_path, pairs_file, monkeypatch):
    asked, evaluate = [], s2s.Translator.evaluate

    def interrupt_the_fourth(model, valid):
        asked.append(weights(model))
        if len(asked) == 4:
            raise KeyboardInterrupt
        return evaluate(model, valid)

    monkeypatch.setattr(s2s.Translator, "evaluate", interrupt_the_fourth)
    result = run("--data", pairs_file, "--save", "mine.pt", "--steps", 20, "--hidden-size", 8)
    assert result.status == 2 and "interrupted" in result.err
    loaded = s2s.Translator.load(tmp_path / "mine.pt")
    losses = [row["loss"] for row in loaded.history]
    assert [row["step"] for row in loaded.history] == [2, 4, 6] and losses[-1] == min(losses)
    assert weights(loaded) == asked[2]


def test_an_interruption_before_anything_is_learnt_spares_the_old_checkpoint(run, tmp_path, pairs_file, monkeypatch):
    def interrupt(model, batch):
        raise KeyboardInterrupt

    (tmp_path / "old.pt").write_bytes(OLD)
    monkeypatch.setattr(s2s, "sequence_loss", interrupt)
    result = run("--data", pairs_file, "--save", "old.pt", "--steps", 50)
    assert result.status == 2 and "interrupted" in result.err
    assert (tmp_path / "old.pt").read_bytes() == OLD


def test_ctrl_c_ends_in_order_with_a_checkpoint_that_translates(start, tmp_path, pairs_file):
    process = start(
        tmp_path, "--data", pairs_file.name, "--steps", 4000, "--hidden-size", 8, "--embed-size", 8, "--device", "cpu"
    )
    printed = []
    for line in process.stdout:
        printed.append(line)
        if line.startswith("step "):
            process.send_signal(signal.SIGINT)
            break
    _, complaints = process.communicate()
    assert process.returncode == 2 and complaints.count("\n") == 1
    assert "interrupted (training keeps the best weights of its validations)" in complaints
    kept = s2s.Translator.load(tmp_path / "pairs.pt")
    assert 1 <= len(kept.history) < 10
    assert kept.translate("一 二")
    assert not list(tmp_path.glob("*.part"))
