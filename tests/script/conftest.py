"""What the script's tests share: its corpus, a file of pairs, small translators, and two ways to run it."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import lstm_encoder_decoder as s2s
import pytest
from hypothesis import settings

from publish.common import paths
from tests import running
from tests.running import NUMBERS, complaints, contents

# The same examples on every machine and in every run; how long one takes says nothing about the script.
settings.register_profile("script", deadline=None, derandomize=True, database=None, max_examples=40)
settings.load_profile("script")


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    with running.one_thread():
        yield


@pytest.fixture(scope="session")
def corpus():
    """The built-in corpus as the default run draws it."""
    return s2s.make_corpus()


@pytest.fixture(scope="session")
def pairs():
    """120 pairs of two or three numerals, 二 五 = two five: a language that a very small model learns at once."""
    every = [*itertools.product(NUMBERS, repeat=2), *itertools.product(NUMBERS, repeat=3)]
    return [(list(zh), [NUMBERS[word] for word in zh]) for zh in random.Random(0).sample(every, 120)]


@pytest.fixture
def pairs_file(tmp_path, pairs):
    file = tmp_path / "pairs.tsv"
    file.write_text("".join(f"{' '.join(zh)}\t{' '.join(en)}\n" for zh, en in pairs), "utf-8")
    return file


@pytest.fixture
def new_translator(pairs):
    """Makes an untrained translator of numerals; settings are Config's."""

    def make(**options):
        config = s2s.Config(**{"embed_size": 8, "hidden_size": 16, "max_length": 6, "batch_size": 16, **options})
        return s2s.Translator(*(s2s.Vocabulary(side) for side in zip(*pairs, strict=True)), config)

    return make


@pytest.fixture
def checkpoint(tmp_path, new_translator):
    """A checkpoint of an untrained translator of numerals."""
    file = tmp_path / "numerals.pt"
    new_translator().save(file)
    return file


@pytest.fixture(scope="session")
def trained():
    """The checkpoint of the default run, which the build makes before any test."""
    if not paths.CHECKPOINT.is_file():
        raise RuntimeError("build/run/ has no checkpoint; run `python -m publish train` (or `make test`)")
    return paths.CHECKPOINT


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs the command line in this process, in an empty folder: `run("--trace", "我")` -> status, out, err."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [paths.SCRIPT.name])  # argparse puts it before an error

    return partial(running.run_main, s2s.main, capsys)


@pytest.fixture
def refuse(run, tmp_path, recwarn):
    """Runs what has to be refused: one line on standard error, status 2, and no file made, changed or lost."""

    def call(*arguments, **options):
        before = contents(tmp_path)
        result = run(*arguments, **options)
        assert result.status == 2
        assert result.err.startswith(f"{paths.SCRIPT.name}: error: ")
        assert result.err.endswith("\n") and result.err.count("\n") == 1, result.err
        assert not recwarn.list, f"a warning would be a second line: {[str(w.message) for w in recwarn.list]}"
        assert contents(tmp_path) == before
        return result.err.partition("error: ")[2]

    return call


class Process(subprocess.Popen):
    """A process whose progress on standard error is no complaint."""

    def communicate(self, *arguments, **options):
        printed, said = super().communicate(*arguments, **options)
        return printed, complaints(said)


@pytest.fixture(scope="session")
def start():
    """Starts a copy of the script as a process of its own, as a reader would, with pipes to talk to it."""

    def call(folder: Path, *arguments):
        script = folder / paths.SCRIPT.name
        if not script.exists():
            shutil.copy(paths.SCRIPT, script)
        outside = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONIOENCODING")}
        return Process(
            [sys.executable, script.name, *map(str, arguments)],
            cwd=folder,
            env={**outside, "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            # A shell makes what it starts in the background deaf to Ctrl-C, and so all that this starts in its turn.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    return call
