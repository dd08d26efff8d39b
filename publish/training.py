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

from publish import cache, paths
from publish.errors import PublishError

THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS")  # with neither, the script takes its own number
SENTENCE = "我 爱 自然 语言 处理"
OUTPUTS = ("default.txt", "trace.txt", "help.txt", "run.json", paths.CHECKPOINT.name)

# Asked of the script's own module, in a process of its own: what the pages quote of the run's corpus and model.
INSPECT = """
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("lstm_encoder_decoder", sys.argv[1])
s2s = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = s2s
spec.loader.exec_module(s2s)
loaded = s2s.Translator.load(sys.argv[2])
model = loaded.model
def plain(value):
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (int, float, str, bool, type(None))):
        return value
    return value.item() if hasattr(value, "item") else str(value)
config = {name: plain(value) for name, value in vars(loaded.config).items()}
corpus = s2s.make_corpus(config["seed"])
parts = {name: getattr(corpus, name) for name in ("train", "valid", "test", "unseen")}
count = lambda module: sum(parameter.numel() for parameter in module.parameters())
parts_of = lambda module, *names: {"total": count(module), **{n: count(getattr(module, n)) for n in names}}
print(json.dumps({
    "config": config,
    "metrics": {name: loaded.evaluate(parts[name]) for name in ("test", "unseen")},
    "history": plain(loaded.history),
    "corpus": {
        **{f"{name}_pairs": len(pairs) for name, pairs in parts.items()},
        "pairs": sum(len(pairs) for pairs in parts.values()),
        "source_vocabulary": len(loaded.source_vocabulary),
        "target_vocabulary": len(loaded.target_vocabulary),
        "longest_source": max(len(source) for pairs in parts.values() for source, _ in pairs),
        "longest_target": max(len(target) for pairs in parts.values() for _, target in pairs),
    },
    "params": {
        "total": count(model),
        "embeddings": count(model.encoder.embedding) + count(model.decoder.embedding),
        "encoder": parts_of(model.encoder, "embedding", "lstm"),
        "decoder": parts_of(model.decoder, "embedding", "lstm", "projection"),
    },
}))
"""


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
        facts = inspect(script, checkpoint, scratch)
        cache.write(paths.CHECKPOINT, checkpoint.read_bytes())
    for name, text in (("default", default.stdout), ("trace", trace.stdout), ("help", usage.stdout)):
        cache.write(paths.RUN / f"{name}.txt", text)
    metrics = facts.pop("metrics") or {}
    cache.write_json(
        paths.RUN / "run.json",
        {
            "run": {
                "seconds": default.seconds,
                "peak_rss_mb": default.peak_mb,
                "checkpoint_bytes": paths.CHECKPOINT.stat().st_size,
                **(metrics if isinstance(metrics, dict) else {}),
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


def inspect(script: Path, checkpoint: Path, folder: Path) -> dict:
    """What the checkpoint and the script's corpus say of themselves."""
    result = subprocess.run(
        [sys.executable, "-c", INSPECT, str(script), str(checkpoint)],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
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
