"""Runs Python files, several at a time, each as if it were the only one; snippets.py starts this as a program.

    snippet_worker.py CODE CHECKPOINT AT_ONCE < names of files, one a line

What takes long to import is imported here, once, and the corpus that many ask for is drawn once. Then each file gets a
process forked from this one, with seeds of its own and a folder of its own that holds the checkpoint: nothing that
another file did, before it or beside it, is there to be seen. Prints a line of JSON a file, in the order in which they
end: what it printed, its VALUES, or its error.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import random
import runpy
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path


def main(code: str, checkpoint: str, at_once: str) -> None:
    waiting = sys.stdin.read().splitlines()
    prepare(code, any("make_corpus" in Path(file).read_text("utf-8") for file in waiting))
    running: dict[int, tuple[str, Path]] = {}
    while waiting or running:
        while waiting and len(running) < int(at_once):
            file, folder = waiting.pop(0), Path(tempfile.mkdtemp(dir="."))
            if os.path.isfile(checkpoint):
                shutil.copy(checkpoint, folder)
            process = os.fork()
            if not process:
                child(file, folder)
            running[process] = file, folder
        process, status = os.wait()
        file, folder = running.pop(process)
        if status:
            told = failure(file, f"its process ended with status {os.waitstatus_to_exitcode(status)}", 1)
        else:
            told = json.loads(result_of(folder).read_text("utf-8"))
        print(json.dumps(told, ensure_ascii=False), flush=True)


def prepare(code: str, corpus: bool = False) -> None:
    import torch._dynamo  # noqa: F401  the first optimiser of a process would import it, for seconds

    sys.path[:0] = [code]
    import lstm_encoder_decoder as s2s

    if corpus:
        s2s.make_corpus = drawn_once(s2s.make_corpus)


def drawn_once(make_corpus: Callable) -> Callable:
    """`make_corpus`, which takes seconds, with the default corpus at hand. A process has a copy to itself, since it is
    forked, and its second call draws anew: whoever changes what the first returned changes no other's.
    """
    at_hand = [make_corpus()]

    @functools.wraps(make_corpus)
    def draw(seed: int = 0, *size, **more):
        return at_hand.pop() if at_hand and (seed, size, more) == (0, (), {}) else make_corpus(seed, *size, **more)

    return draw


def child(file: str, folder: Path) -> None:
    """The life of a forked process: it ends here, whatever happens, and without what its parent would do at its end."""
    status = 1
    try:
        target = result_of(folder.resolve())
        os.chdir(folder)
        target.write_text(json.dumps(run(file)), "utf-8")
        status = 0
    finally:
        os._exit(status)


def result_of(folder: Path) -> Path:
    return folder.with_suffix(".json")


def run(file: str) -> dict:
    import torch

    random.seed(0)
    torch.manual_seed(0)
    stdout = io.StringIO()
    try:
        with contextlib.redirect_stdout(stdout):
            values = runpy.run_path(file, run_name="__main__").get("VALUES", {})
        json.dumps(values)
    except BaseException as error:
        trace = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
        return failure(file, f"{type(error).__name__}: {error}", trace[-1].lineno if trace else 1)
    return {"file": file, "stdout": stdout.getvalue(), "values": values}


def failure(file: str, error: str, line: int) -> dict:
    return {"file": file, "error": error, "line": line}


if __name__ == "__main__":
    main(*sys.argv[1:])
