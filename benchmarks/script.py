"""The default run of the downloaded script: the whole process in an empty folder, seconds and peak memory, with the
machine to itself and beside busy processes; and reading a large file.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from publish.common import paths
from publish.run import loading, script

RUNS = 3
PAIRS = 300_000
# What a busy machine is busy with: arithmetic that waits for nobody, as a build or a video call does.
BUSY = "while True: sum(range(100_000))"
READ = """
import sys, time
sys.path.insert(0, sys.argv[1])
import lstm_encoder_decoder as s2s
start = time.perf_counter()
s2s.read_corpus(sys.argv[2], s2s.Config())
print(time.perf_counter() - start)
"""


def measure() -> dict[str, tuple[float, str]]:
    runs = [run_once() for _ in range(RUNS)]
    alone = statistics.median(run.seconds for run in runs)
    with busy(1):
        beside_one = run_once().seconds
    with busy(os.cpu_count() or 1):
        beside_all = run_once().seconds
    return {
        f"default run, whole process, median of {RUNS}": (alone, "s"),
        "fastest": (min(run.seconds for run in runs), "s"),
        "beside a busy process": (beside_one, "s"),
        "beside a busy process on every core": (beside_all, "s"),
        "that, as a multiple of the run alone": (beside_all / alone, "times"),
        "peak memory": (max(run.peak_mb for run in runs), "MB"),
        f"reading {PAIRS:,} pairs": (reading(), "s"),
    }


def run_once() -> script.Run:
    """One run, measured as the build measures the one that its pages quote."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return script.run(Path(shutil.copy(paths.SCRIPT, folder)), [], Path(folder))


@contextmanager
def busy(processes: int):
    """So many processes that use a core each, for as long as the block lasts."""
    others = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(processes)]
    time.sleep(1)
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def reading() -> float:
    """Seconds that a file of 300,000 lines takes, Chinese without spaces and English, all lines different."""
    pairs = loading.script().make_corpus(0, 12_000).train
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "pairs.tsv"
        with open(file, "w", encoding="utf-8") as lines:
            for number in range(PAIRS):
                source, target = pairs[number % len(pairs)]
                lines.write(f"{''.join(source)}{number}。\t{' '.join(target)} {number}.\n")
        command = [sys.executable, "-c", READ, str(paths.CODE), str(file)]
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    return float(result.stdout.splitlines()[-1])
