"""A run: it learns, stops in time, keeps its best, and goes on with the same bytes; many processes are as one."""

import functools
import json
import math

import attention_seq2seq as att
import attention_training as training
import pytest
import torch

from tests.variants.conftest import SMALL, flags

RUN = {"steps": 24, "every": 8, "lr": 0.02, "metric": "loss"}


@pytest.fixture
def new_run(corpus_of, tmp_path):
    """A run of few steps; settings are Config's."""

    def make(**options):
        options = {**RUN, **options}
        corpus, config = corpus_of(**options), att.Config(**{**SMALL, **options})
        translator = att.Translator(corpus.sides, config)
        loss_of = functools.partial(att.training_loss, config=config)
        return training.Run(translator, corpus, loss_of, tmp_path / "run.pt", tmp_path / "run.log")

    return make


def rows_of(log):
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def losses(log):
    """What a log says but for the time that it took."""
    return [{name: value for name, value in row.items() if name != "seconds"} for row in rows_of(log)]


@pytest.mark.parametrize(
    "options",
    [{}, {"attention": "additive"}, {"attention": "dot", "num_layers": 2}, {"tie": False, "bidirectional": False}],
)
def test_it_learns_numerals(new_run, options):
    run = new_run(**{"steps": 200, "every": 100, "embed_size": 16, "hidden_size": 32, "dropout": 0.1, **options})
    before = run.translator.scores(run.corpus.valid)["loss"]
    run.train()
    first, last = run.history
    assert last["loss"] < first["loss"] < before
    assert last["loss"] < before / 3


def test_the_rate_rises_and_falls(new_run):
    run = new_run(steps=100, warmup=10, lr=0.5)
    rates = []
    for step in range(100):
        run.at["step"] = step
        rates.append(run.rate())
    assert rates[0] == pytest.approx(0.05)
    assert rates.index(max(rates)) == 9 and max(rates) == pytest.approx(0.5, rel=0.03)
    assert rates[9:] == sorted(rates[9:], reverse=True)
    assert rates[50] == pytest.approx(0.25) and 0 < rates[-1] < 0.001


def test_a_step_is_taken_at_the_rate(new_run):
    """Adam's first step moves each weight that has a gradient by the rate."""
    run = new_run(steps=100, warmup=10, lr=0.5)
    before = run.network.decoder.projection.bias.detach().clone()
    run.network.decoder.projection.bias.sum().backward()
    run.update()
    moved = before - run.network.decoder.projection.bias
    torch.testing.assert_close(moved, torch.full_like(moved, run.rate()), rtol=1e-3, atol=0)


def test_the_translator_has_the_mean_of_the_weights(new_run):
    run = new_run(average=0.5)
    (averaged, mean) = (run.translator.model.decoder.combine.weight, None)
    weight = run.network.decoder.combine.weight
    for step in range(12):
        weight.data = torch.full_like(weight, float(step))
        run.average.update_parameters(run.network)
        keep = min(0.5, (1 + step) / (10 + step))
        mean = step if mean is None else keep * mean + (1 - keep) * step
        assert averaged[0, 0].item() == pytest.approx(mean)
    tables = run.translator.model.decoder
    assert tables.projection.weight is tables.embedding.weight is not run.network.decoder.embedding.weight


def test_no_mean_is_the_last_weights(new_run):
    run = new_run(average=0.0)
    run.train()
    for ours, theirs in zip(run.translator.model.parameters(), run.network.parameters(), strict=True):
        assert torch.equal(ours, theirs)


@pytest.mark.parametrize("metric", ["loss", "bleu"])
def test_the_best_is_kept_and_training_stops_in_time(new_run, monkeypatch, metric):
    run = new_run(steps=100, every=2, patience=3, metric=metric)
    best_first = [(1.0, 5.0), (2.0, 4.0), (2.0, 3.5), (1.9, 3.6), (2.0, 3.5), (1.0, 9.0)]  # BLEU and loss
    answers, saved = iter(best_first), []

    def scores(part):
        bleu, loss = next(answers)
        return {"loss": loss, **({"bleu": bleu} if metric == "bleu" else {})}

    monkeypatch.setattr(run.translator, "scores", scores)
    monkeypatch.setattr(run.translator, "save", lambda path: saved.append(run.at["step"]))
    run.train()
    assert saved == [2, 4, 6], "of equal BLEU the lower loss is better"
    assert run.at["step"] == 12
    run.train()
    assert run.at["step"] == 12, "it has ended"


def test_the_log_has_a_line_for_each_validation_and_for_the_test(run, tmp_path, pairs_file):
    result = run("--data", pairs_file, *flags(**{**RUN, "metric": "bleu"}), "--save", "a.pt", "--history", "a.log")
    assert result.status == 0, result.err
    *validations, test = rows_of(tmp_path / "a.log")
    assert [row["step"] for row in validations] == [8, 16, 24]
    for row in validations:
        assert {"seconds", "tokens", "train_loss", "loss", "perplexity", "exact_match", "bleu", "chrf"} < row.keys()
        assert row["perplexity"] == pytest.approx(math.exp(row["loss"]))
        assert "tok:13a" in row["bleu_signature"] and "nc:6" in row["chrf_signature"]
    assert test["test"] == 10 and {"bleu", "chrf", "bleu_signature"} < test.keys()
    tokens = [row["tokens"] for row in validations]
    assert tokens == sorted(tokens) and tokens[0] > 8 * 4


@pytest.mark.parametrize(
    ("before", "step", "files"),
    [("save", 8, ["killed.pt"]), ("update", 21, ["killed.pt", "killed.run.pt"])],
    ids=["between the two files of the first checkpoint", "between two checkpoints"],
)
def test_a_killed_run_goes_on_and_ends_with_the_same_bytes(run, process, tmp_path, pairs_file, before, step, files):
    arguments = ["--data", pairs_file, *flags(**RUN, num_layers=2), "--history", "run.log"]
    assert process(*arguments, "--save", "killed.pt", dies=(before, step, 0)).status == -9
    assert sorted(path.name for path in tmp_path.glob("*.pt")) == files
    assert run(*arguments, "--save", "killed.pt", "--resume").status == 0
    resumed = losses(tmp_path / "run.log")
    assert run(*arguments, "--save", "whole.pt").status == 0
    assert (tmp_path / "killed.pt").read_bytes() == (tmp_path / "whole.pt").read_bytes()
    assert resumed == losses(tmp_path / "run.log")
    killed, whole = (training.read_checkpoint(tmp_path / f"{name}.run.pt") for name in ("killed", "whole"))
    assert killed["run"]["at"] == whole["run"]["at"]
    for name, value in whole["run"]["network"].items():
        assert torch.equal(value, killed["run"]["network"][name]), name


@pytest.mark.parametrize("options", [{"target_pieces": 20}, {"lower": "on"}])
def test_sides_come_from_the_file_and_not_from_the_data_again(run, monkeypatch, tmp_path, pairs_file, options):
    arguments = ["--data", pairs_file, *flags(**{**RUN, "steps": 8, **options})]
    arguments = [a for a in arguments if a != "on"]
    assert run(*arguments, "--save", "a.pt").status == 0
    monkeypatch.setattr(att.data, "learn_sides", None)
    arguments[arguments.index("--steps") + 1] = "16"
    result = run(*arguments, "--save", "a.pt", "--resume")
    assert result.status == 0 and "going on    after step 8\n" in result.out
    assert training.read_checkpoint(tmp_path / "a.run.pt")["run"]["at"]["step"] == 16


def test_an_ended_run_is_tested_again(run, pairs_file):
    arguments = ["--data", pairs_file, *flags(**{**RUN, "steps": 8}), "--save", "a.pt"]
    first = run(*arguments).out.partition("checkpoint")[2]
    assert first and run(*arguments, "--resume").out.partition("checkpoint")[2] == first


def test_another_run_is_not_gone_on_with(run, refuse_after_data, tmp_path, pairs_file, texts):
    arguments = ["--data", pairs_file, *flags(**{**RUN, "steps": 8}), "--save", "a.pt", "--resume"]
    assert run(*arguments).status == 0
    assert refuse_after_data(*arguments, "--dropout", 0.2, "--lr", 0.1) == (
        "a.run.pt was trained with another --dropout, --lr\n"
    )
    with open(pairs_file, "a", encoding="utf-8") as file:
        file.write("一 一\tone one\n" * 3)
    assert refuse_after_data(*arguments).startswith("a.run.pt was trained on 180 pairs, here are 18")
    (tmp_path / "a.run.pt").write_bytes(b"PK\3\4 archive/data.pkl but damaged")
    assert refuse_after_data(*arguments).startswith("a.run.pt is no checkpoint of this script, train first: ")


@pytest.fixture
def refuse_after_data(run):
    """As `refuse`, of what shows only when the data have been read."""

    def call(*arguments):
        result = run(*arguments)
        assert result.status == 2 and result.err.count("\n") == 1, result.err
        return result.err.partition("error: ")[2]

    return call


def test_torch_compile_trains_the_same_network(new_run, monkeypatch):
    """Compiled by its first half alone: the second would ask for a C++ compiler, and for a minute."""
    plain, compiled = new_run(steps=3), new_run(steps=3, compile=True)
    monkeypatch.setattr(torch, "compile", functools.partial(torch.compile, backend="eager"))
    plain.train()
    compiled.train()
    assert compiled.history[-1]["loss"] == pytest.approx(plain.history[-1]["loss"], rel=1e-4)


def test_a_processor_without_bfloat16_is_told_before_the_work(refuse, monkeypatch, pairs_file):
    def cannot(*_):
        raise RuntimeError("could not create a primitive descriptor")

    monkeypatch.setattr(torch.nn.LSTM, "forward", cannot)
    assert refuse("--data", pairs_file, *flags(**RUN), "--bf16") == "--bf16: this processor cannot, leave it out\n"


def test_the_gradient_of_a_part_counts_once_for_each_process(monkeypatch):
    """DDP divides it by their number. Adam hardly minds a gradient's size, so that no result of a training tells."""
    monkeypatch.setattr(training, "rank_and_world", lambda: (0, 2))
    monkeypatch.setattr(training.dist, "all_reduce", lambda both: both.add_(torch.tensor([5.0, 3.0])))
    weight = torch.tensor(2.0, requires_grad=True)
    total, tokens = training.loss_of_all(lambda *batch: (3 * weight, 4))(None, None, None, None)
    total.backward()
    assert (total.item(), tokens) == (11.0, 7)
    assert weight.grad.item() == 6.0


def test_two_processes_learn_as_one_does_and_a_killed_one_is_replaced(run, process, tmp_path, pairs_file):
    """Without words dropped at random, which each process does by itself."""
    arguments = ["--data", pairs_file, *flags(**RUN, dropout=0, word_dropout=0), "--resume"]
    two = process(*arguments, "--save", "two.pt", "--history", "two.log", world=2, restarts=1, dies=("update", 21, 1))
    assert two.status == 0, two.err
    assert "going on    after step 16\n" in two.out
    assert two.out.count("\ncheckpoint  two.pt") == 1, "one process speaks for all"
    assert run(*arguments, "--save", "one.pt", "--history", "one.log").status == 0
    one, both = losses(tmp_path / "one.log"), losses(tmp_path / "two.log")
    assert [row["step"] for row in one[:-1]] == [8, 16, 24]
    for ours, theirs in zip(one, both, strict=True):
        assert ours == {name: pytest.approx(value, rel=1e-4) for name, value in theirs.items()}
