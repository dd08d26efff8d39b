"""What the second script's tests share: numerals to learn, models of a few weights, and two ways to run it."""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import attention_data as data
import attention_seq2seq as att
import pytest
import torch

from publish.common import paths
from tests import running
from tests.running import NUMBERS, complaints, contents

SMALL = {"embed_size": 8, "hidden_size": 16, "max_length": 8, "batch_tokens": 60, "warmup": 5}


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    with running.one_thread():
        yield


@pytest.fixture(scope="session")
def texts():
    """200 pairs of two to four numerals, "二 五" and "two five": a language that a very small model learns at once."""
    every = [numerals for size in (2, 3, 4) for numerals in itertools.product(NUMBERS, repeat=size)]
    return [(" ".join(zh), " ".join(NUMBERS[word] for word in zh)) for zh in random.Random(0).sample(every, 200)]


def write_pairs(file: Path, texts) -> Path:
    file.write_text("".join(f"{source}\t{target}\n" for source, target in texts), "utf-8")
    return file


@pytest.fixture
def pairs_file(tmp_path, texts):
    return write_pairs(tmp_path / "pairs.tsv", texts)


@pytest.fixture
def corpus_of(pairs_file):
    """The corpus of numerals as it is with these settings: `corpus_of(lower=True)`."""

    def make(**options):
        return data.read_corpus(att.Config(**{**SMALL, **options}), pairs_file)

    return make


@pytest.fixture
def new_translator(corpus_of):
    """Makes an untrained translator of numerals; settings are Config's."""

    def make(**options):
        return att.Translator(corpus_of(**options).sides, att.Config(**{**SMALL, **options}))

    return make


def new_model(source_size=11, target_size=9, **options):
    """An untrained network in evaluation mode."""
    torch.manual_seed(0)
    return att.AttentionSeq2Seq(source_size, target_size, att.Config(**{**SMALL, **options})).eval()


def flags(**options):
    """Settings as arguments: batch_tokens=60 -> --batch-tokens 60."""
    arguments = []
    for name, value in {**SMALL, **options}.items():
        arguments += [f"--{name.replace('_', '-')}", str(value)]
    return arguments


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs the command line in this process, in an empty folder -> status, out, err."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["attention_seq2seq.py"])  # argparse puts it before an error

    return partial(running.run_main, att.main, capsys)


@pytest.fixture
def refuse(run, tmp_path):
    """Runs what has to be refused: one line on standard error, status 2, and no file made, changed or lost."""

    def call(*arguments, **options):
        before = contents(tmp_path)
        result = run(*arguments, **options)
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith("attention_seq2seq.py: error: ") and result.err.count("\n") == 1, result.err
        assert contents(tmp_path) == before
        return result.err.partition("error: ")[2]

    return call


# A process that kills itself where it is about to update or to save, as a machine that fails would.
DYING = """
import os, signal, sys
import attention_seq2seq, attention_training

before, step, rank = sys.argv.pop(1), int(sys.argv.pop(1)), sys.argv.pop(1)
method = getattr(attention_training.Run, before)

def die_at(run):
    first_try = os.environ.get("TORCHELASTIC_RESTART_COUNT", "0") == "0"
    if run.at["step"] == step and first_try and os.environ.get("RANK", "0") == rank:
        os.kill(os.getpid(), signal.SIGKILL)
    method(run)

setattr(attention_training.Run, before, die_at)
attention_seq2seq.main()
"""


@pytest.fixture
def process(tmp_path):
    """Runs the script as a process of its own, or `world` of them by torchrun; `dies` is (before, after step, rank)."""

    def call(*arguments, world=0, restarts=0, dies=None):
        command = [sys.executable]
        if world:
            command += ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={world}"]
            command += [f"--max-restarts={restarts}"]
        if dies:
            (tmp_path / "dying.py").write_text(DYING, "utf-8")
            command += ["dying.py", *map(str, dies)]
        else:
            command.append(str(paths.CODE / "attention_seq2seq.py"))
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1", "PYTHONPATH": str(paths.CODE)}
        result = subprocess.run(
            [*command, *map(str, arguments)], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        return SimpleNamespace(status=result.returncode, out=result.stdout, err=complaints(result.stderr))

    return call
