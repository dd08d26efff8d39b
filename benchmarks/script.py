"""The default run of the downloaded script: the whole process in an empty folder, seconds and peak memory."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path

from publish import paths, training

RUNS = 3


def measure() -> dict[str, tuple[float, str]]:
    runs = [run_once() for _ in range(RUNS)]
    return {
        f"default run, whole process, median of {RUNS}": (statistics.median(run.seconds for run in runs), "s"),
        "fastest": (min(run.seconds for run in runs), "s"),
        "peak memory": (max(run.peak_mb for run in runs), "MB"),
    }


def run_once() -> training.Run:
    """One run, measured as the build measures the one that its pages quote."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return training.run(Path(shutil.copy(paths.SCRIPT, folder)), [], Path(folder))
