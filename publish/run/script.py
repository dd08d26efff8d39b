"""Runs the script as a reader would: as its own process, in an empty folder, with its defaults; then --trace and
--help.

The step `train` of `python -m publish`. What it prints, how long it takes, how much memory it needs and the
checkpoint it leaves go to build/run/; pages, snippets, labs, figures and the page's weights all come from this
one run.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from publish.common import cache, paths
from publish.common.errors import PublishError

THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS")  # with neither, the script takes its own number
SENTENCE = "我 爱 自然 语言 处理"
OUTPUTS = ("default.txt", "trace.txt", "help.txt", "run.json", paths.CHECKPOINT.name)

# Starts a command, and writes to a file how many seconds it took and its peak memory as the system counts it. A process
# of its own, since a child's peak is at least what the process that started it held, and ours may hold PyTorch.
MEASURE = """
import json, os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
with open(sys.argv[1], "w") as file:
    json.dump({"seconds": time.perf_counter() - start, "peak": usage.ru_maxrss}, file)
os._exit(os.waitstatus_to_exitcode(status) & 255)
"""


@dataclass(frozen=True)
class Run:
    """One run of the script: what it printed on standard output, seconds of the whole process, peak memory in MB."""

    stdout: str
    seconds: float
    peak_mb: float


def step() -> bool:
    """The step itself. Returns whether the script was run."""
    inputs = [paths.SCRIPT, versions(), sys.version, Path(__file__)]
    return cache.run("train", inputs, [paths.RUN / name for name in OUTPUTS], train)


def train() -> None:
    with tempfile.TemporaryDirectory(prefix="run-") as folder:
        scratch = Path(folder)
        script = Path(shutil.copy(paths.SCRIPT, scratch))
        default = run(script, [], scratch, echo=True)
        checkpoint = scratch / paths.CHECKPOINT.name
        if not checkpoint.is_file():
            raise PublishError(
                f"the default run left no {checkpoint.name}.", "Everything after it needs the checkpoint."
            )
        trace = run(script, ["--trace", SENTENCE], scratch)
        usage = run(script, ["--help"], scratch)
        facts = inspect(script, checkpoint)
        cache.write(paths.CHECKPOINT, checkpoint.read_bytes())
    for name, text in (("default", default.stdout), ("trace", trace.stdout), ("help", usage.stdout)):
        cache.write(paths.RUN / f"{name}.txt", text)
    cache.write_json(
        paths.RUN / "run.json",
        {
            "run": {
                "seconds": default.seconds,
                "peak_rss_mb": default.peak_mb,
                "checkpoint_bytes": paths.CHECKPOINT.stat().st_size,
                **facts["metrics"],
                "config": facts["config"],
            },
            "history": facts["history"],
            "corpus": facts["corpus"],
            "params": facts["params"],
            "versions": versions(),
        },
    )


def run(script: Path, arguments: list[str], folder: Path, echo: bool = False) -> Run:
    """Run the script and wait for it; `echo` passes its lines on as they come. A status other than 0 is an error."""
    environment = {
        **{name: value for name, value in os.environ.items() if name not in THREADS},
        "CUDA_VISIBLE_DEVICES": "",  # what pages say of the run is said of a processor
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    complaints: list[str] = []
    lines = []
    with tempfile.NamedTemporaryFile("r", prefix="run-") as notes:
        process = subprocess.Popen(
            [sys.executable, "-S", "-c", MEASURE, notes.name, sys.executable, str(script), *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        listener = threading.Thread(target=lambda: complaints.extend(process.stderr))
        listener.start()
        for line in process.stdout:
            lines.append(line)
            if echo:
                print(f"  {line}", end="", flush=True)
        listener.join()
        process.wait()
        measured = json.loads(notes.read() or "{}")
    if process.returncode:
        raise PublishError(
            f"{script.name} {' '.join(arguments)} ended with status {process.returncode}:", "".join(complaints)[-2000:]
        )
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes on macOS, kibibytes elsewhere
    return Run("".join(lines), measured["seconds"], measured["peak"] * unit / 1e6)


def inspect(script: Path, checkpoint: Path) -> dict:
    """What the checkpoint and the script's corpus say of themselves."""
    command = [sys.executable, "-m", "publish.run.facts", str(script), str(checkpoint)]
    result = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if result.returncode:
        raise PublishError("the checkpoint could not be inspected:", result.stderr[-2000:])
    return json.loads(result.stdout)


def versions() -> dict[str, str]:
    """What the run was made with."""
    return {
        "python": platform.python_version(),
        "torch": importlib.metadata.version("torch"),
        "system": platform.system(),
        "machine": platform.machine(),
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
    }
