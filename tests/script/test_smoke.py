"""The downloaded file, alone in an empty folder, as its own process: it trains, saves, loads, translates and traces.

`make smoke` runs these alone, and nothing has to be built before them.
"""

import ast
import re
import sys

import lstm_encoder_decoder as s2s
import pytest

from publish.common import paths


@pytest.fixture(scope="module")
def learnt(start, tmp_path_factory):
    """(the folder in which the file was run with few steps, what it printed)."""
    folder = tmp_path_factory.mktemp("download")
    printed, complaints = (process := start(folder, "--steps", 30, "--batch-size", 32)).communicate()
    assert (process.returncode, complaints) == (0, "")
    return folder, printed


def ask(start, folder, *arguments, typed=""):
    printed, complaints = (process := start(folder, *arguments)).communicate(typed)
    assert (process.returncode, complaints) == (0, ""), complaints
    return printed


def test_it_trains_on_its_own_corpus_and_saves(learnt):
    folder, printed = learnt
    assert sorted(path.name for path in folder.iterdir()) == ["lstm_encoder_decoder.pt", "lstm_encoder_decoder.py"]
    assert re.search(r"^data        [\d,]+ pairs from the built-in grammar\n", printed)
    assert re.search(r"^test        1000 pairs:  loss ", printed, re.MULTILINE)
    assert re.search(r"^unseen      1000 pairs:  loss ", printed, re.MULTILINE)
    assert "\ncheckpoint  lstm_encoder_decoder.pt\ntest " in printed
    losses = [float(loss) for loss in re.findall(r"^step .*? validation ([\d.]+)", printed, re.MULTILINE)]
    assert len(losses) == 10 and losses[-1] < losses[0]


def test_it_translates_with_what_it_saved(start, learnt):
    printed = ask(start, learnt[0], "--translate", "-", typed="我 爱 自然 语言 处理\n我爱NLP\n")
    known = set(s2s.Translator.load(learnt[0] / "lstm_encoder_decoder.pt").target_vocabulary.words)
    assert len(printed.splitlines()) == 2
    assert set(printed.split()) <= known


def test_it_traces_with_what_it_saved(start, learnt):
    printed = ask(start, learnt[0], "--trace", "我 爱 自然 语言 处理")
    assert "['我', '爱', '自然', '语言', '处理']" in printed
    assert "[4, 5, 6, 7, 8]" in printed and "[1, 5, 64]" in printed
    assert "5 step 1          <sos> -> " in printed


def test_it_learns_a_readers_own_pairs(start, tmp_path, pairs_file):
    printed = ask(start, tmp_path, "--data", pairs_file.name, "--steps", 20, "--save", "mine.pt")
    assert "pairs from pairs.tsv\n" in printed
    assert ask(start, tmp_path, "--translate", "一 二", "--load", "mine.pt").endswith("\n")


def test_what_it_refuses_it_refuses_as_a_process_too(start, tmp_path):
    (tmp_path / "one.tsv").write_text("只 有 一 列\n", "utf-8")
    printed, complaints = (process := start(tmp_path, "--data", "one.tsv")).communicate()
    assert (process.returncode, printed) == (2, "")
    assert complaints.startswith("lstm_encoder_decoder.py: error: one.tsv, line 1: ") and complaints.count("\n") == 1


def test_it_needs_torch_and_nothing_else():
    imported = set()
    for node in ast.walk(ast.parse(paths.SCRIPT.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module.partition(".")[0])
    assert imported - set(sys.stdlib_module_names) == {"torch"}
