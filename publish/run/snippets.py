"""Runs code/snippets/*.py and code/exercises/*.py, so that the pages show each with what it really prints.

The step `snippets` of `python -m publish`. Importing PyTorch takes longer than most of them, so that one worker
(publish/run/snippet_worker.py) imports it for all, and runs one on each core at once, four at most.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from publish.common import cache, paths
from publish.common.errors import PublishError
from publish.common.progress import Progress

WORKER = Path(__file__).with_name("snippet_worker.py")
MOST_AT_ONCE = 4  # each holds PyTorch's working memory


def sources() -> list[Path]:
    return [*sorted(paths.SNIPPETS.glob("*.py")), *sorted(paths.EXERCISES.glob("*.py"))]


def outputs(source: Path) -> list[Path]:
    folder = paths.BUILT_EXERCISES if source.parent == paths.EXERCISES else paths.BUILT_SNIPPETS
    return [folder / f"{source.stem}{suffix}" for suffix in (".txt", ".json")]


def record_of(source: Path) -> str:
    return f"{source.parent.name}-{source.stem}"


def step() -> list[str]:
    """Run the snippets whose inputs changed. Returns their names."""
    shared = cache.digest([paths.SCRIPT, paths.CHECKPOINT, Path(__file__), WORKER])
    stale = {}
    for source in sources():
        variants = paths.VARIANTS if "import attention_" in source.read_text("utf-8") else ()
        key = cache.digest([source, shared, *variants])
        if not cache.fresh(record_of(source), key, outputs(source)):
            stale[source] = key
    failures = []
    with Progress("snippets", len(stale)) as progress:
        for source, result in run(list(stale)):
            progress.advance(source.stem)
            if "error" in result:
                where = f"{paths.shown(source)}:{result['line']}"
                failures.append(PublishError(result["error"], "The article shows what this prints.", where))
                continue
            text, record = outputs(source)
            cache.write(text, result["stdout"])
            cache.write_json(record, {"values": result["values"]})
            cache.note(record_of(source), stale[source], outputs(source))
    if failures:
        raise PublishError("\n".join(map(str, failures)))
    return [source.stem for source in stale]


def run(files: list[Path]) -> Iterator[tuple[Path, dict]]:
    """Each file, as soon as it has ended, with its "stdout" and "values", or with its "error" and that one's "line"."""
    if not files:
        return
    # One thread: there is a file for each core; and a process that has no other threads can be forked safely.
    settings = {"OMP_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryDirectory(prefix="snippets-") as scratch, tempfile.TemporaryFile("w+") as complaints:
        process = subprocess.Popen(
            # -P: what lies beside the worker is not to be imported by name
            [sys.executable, "-P", WORKER, paths.CODE, paths.CHECKPOINT, str(min(MOST_AT_ONCE, os.cpu_count() or 1))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            encoding="utf-8",
            cwd=scratch,
            env={**os.environ, **settings},
        )
        with process:
            process.stdin.write("".join(f"{file}\n" for file in longest_first(files)))
            process.stdin.close()
            for line in process.stdout:
                result = json.loads(line)
                yield Path(result["file"]), result
        if process.returncode:
            complaints.seek(0)
            raise PublishError("the snippets' worker ended early:", complaints.read()[-2000:])


def longest_first(files: list[Path]) -> list[Path]:
    """Those that train a model go first, so that no long one begins when all others have ended. A guess by their text:
    it changes when each runs, never what it prints.
    """
    return sorted(files, key=lambda file: "s2s.train(" not in file.read_text("utf-8"))
