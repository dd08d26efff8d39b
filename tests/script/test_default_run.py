"""What the build's own run of the unchanged file reached, and the checkpoint that it left."""

import json
import re
from dataclasses import asdict

import lstm_encoder_decoder as s2s
import pytest

from publish.common import paths


def test_the_default_run_keeps_its_promise():
    """98 % of the test sentences exactly."""
    result = json.loads((paths.RUN / "run.json").read_text("utf-8"))
    run, parts = result["run"], result["corpus"]
    assert run["config"] == asdict(s2s.Config())
    assert run["test"]["exact_match"] >= 0.98
    assert 0 < run["unseen"]["exact_match"] <= run["test"]["exact_match"]
    assert (parts["test_pairs"], parts["unseen_pairs"]) == (1000, 1000)
    assert parts["train_pairs"] >= 20_000


def test_the_trained_model_translates_the_articles_sentences(trained):
    translator = s2s.Translator.load(trained)
    assert translator.translate("我 爱 自然 语言 处理") == "I love natural language processing"
    assert translator.translate("我 爱 NLP") == "I love NLP"
    assert translator.translate("她 昨天 在 图书馆 读 了 一 本 书") == "she read a book in the library yesterday"


def test_the_printed_scores_are_those_of_the_checkpoint(trained, corpus):
    printed = (paths.RUN / "default.txt").read_text("utf-8")
    line = next(line for line in printed.splitlines() if line.startswith("test "))
    scores = {name: float(value) for name, value in re.findall(r"([a-z_]+) ([\d.]+)", line.partition(":")[2])}
    again = s2s.Translator.load(trained).evaluate(corpus.test)
    # Another number of threads adds up in another order, which may tip a sentence or two.
    assert again == {name: pytest.approx(value, rel=1e-2, abs=2e-3) for name, value in scores.items()}
