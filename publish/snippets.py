"""Runs code/snippets/*.py and code/exercises/*.py, so that the pages show each with what it really prints.

The step `snippets` of `python -m publish`. All run in one worker process, since importing torch takes longer
than any of them; each in a clean namespace, with the seed set, in a scratch folder that holds the trained
checkpoint.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from publish import cache, paths
from publish.errors import PublishError

WORKER = """
import contextlib, io, json, random, runpy, sys, traceback
import torch
sys.path[:0] = [sys.argv[1]]
torch.set_num_threads(1)
for line in sys.stdin:
    file = line.rstrip("\\n")
    random.seed(0); torch.manual_seed(0)
    stdout, result = io.StringIO(), {"file": file}
    try:
        with contextlib.redirect_stdout(stdout):
            result["values"] = runpy.run_path(file, run_name="__main__").get("VALUES", {})
        json.dumps(result["values"])
    except BaseException as error:
        trace = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
        result.update(values={}, error=f"{type(error).__name__}: {error}", line=trace[-1].lineno if trace else 1)
    result["stdout"] = stdout.getvalue()
    print(json.dumps(result, ensure_ascii=False), flush=True)
"""


def sources() -> list[Path]:
    return [*sorted(paths.SNIPPETS.glob("*.py")), *sorted(paths.EXERCISES.glob("*.py"))]


def outputs(source: Path) -> list[Path]:
    folder = paths.BUILT_EXERCISES if source.parent == paths.EXERCISES else paths.BUILT_SNIPPETS
    return [folder / f"{source.stem}{suffix}" for suffix in (".txt", ".json")]


def step() -> list[str]:
    """Run the snippets whose inputs changed. Returns their names."""
    shared = cache.digest([*sorted(paths.CODE.glob("*.py")), paths.CHECKPOINT, Path(__file__)])
    stale = {}
    for source in sources():
        key = cache.digest([source, shared])
        if not cache.fresh(f"{source.parent.name}-{source.stem}", key, outputs(source)):
            stale[source] = key
    for source, result in run(list(stale)).items():
        text, record = outputs(source)
        cache.write(text, result["stdout"])
        cache.write_json(record, {"values": result["values"]})
        name = f"{source.parent.name}-{source.stem}.json"
        cache.write_json(paths.CACHE / name, {"inputs": stale[source], "outputs": cache.digest(outputs(source))})
    return [source.stem for source in stale]


def run(files: list[Path]) -> dict[Path, dict]:
    """What each file printed, and its VALUES. The first that fails is an error with file and line."""
    if not files:
        return {}
    with tempfile.TemporaryDirectory(prefix="snippets-") as scratch:
        if paths.CHECKPOINT.is_file():
            shutil.copy(paths.CHECKPOINT, scratch)
        result = subprocess.run(
            [sys.executable, "-c", WORKER, str(paths.CODE)],
            input="".join(f"{file}\n" for file in files),
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=scratch,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    if result.returncode:
        raise PublishError("the snippets' worker ended early:", result.stderr[-2000:])
    results = {Path(item["file"]): item for item in map(json.loads, result.stdout.splitlines())}
    for file, item in results.items():
        if "error" in item:
            raise PublishError(
                item["error"], "The article shows what this prints.", f"{paths.shown(file)}:{item['line']}"
            )
    return results
