"""The default run of the downloaded script: the whole process in an empty folder, seconds and peak memory."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from publish import paths

RUNS = 3


def measure() -> dict[str, tuple[float, str]]:
    runs = [run_once() for _ in range(RUNS)]
    seconds, megabytes = zip(*runs, strict=True)
    return {
        f"default run, whole process, median of {RUNS}": (statistics.median(seconds), "s"),
        "fastest": (min(seconds), "s"),
        "peak memory": (max(megabytes), "MB"),
    }


def run_once() -> tuple[float, float]:
    """Seconds and peak megabytes of one run. wait4 reports this child alone, whatever ran before."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        copy = shutil.copy(paths.SCRIPT, folder)
        start = time.perf_counter()
        process = subprocess.Popen([sys.executable, copy], cwd=folder, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"the default run ended with status {process.returncode}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return seconds, kilobytes * 1024 / 1e6
