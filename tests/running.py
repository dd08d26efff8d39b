"""How tests run a script in their own process: what is typed, what it says, and what of its complaints is none."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import torch

NUMBERS = {"一": "one", "二": "two", "三": "three", "四": "four", "五": "five", "六": "six"}

# How far a run is may be said at any time, and on a slow machine it is.
PROGRESS = re.compile(r"^(step|reading [^\n]*: (?:line|byte)) [\d,]+ of [\d,]+, \d+ s left\n", re.MULTILINE)


def complaints(text: str) -> str:
    """What a run says on standard error, but for how far it is."""
    return PROGRESS.sub("", text)


@contextmanager
def standard_input(content: bytes):
    """The process's own standard input, file descriptor 0, holds this."""
    kept = os.dup(0)
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        os.dup2(file.fileno(), 0)
        try:
            yield
        finally:
            os.dup2(kept, 0)
            os.close(kept)


@contextmanager
def one_thread():
    """Models this small gain nothing from a second thread, and on a busy machine threads wait for one another."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def run_main(main, capsys, *arguments, typed: bytes = b"") -> SimpleNamespace:
    """Run a script's command line in this process -> status, out, err."""
    capsys.readouterr()
    with standard_input(typed):
        try:
            main([str(argument) for argument in arguments])
            status = 0
        except SystemExit as end:
            status = end.code
    printed = capsys.readouterr()
    return SimpleNamespace(status=status, out=printed.out, err=complaints(printed.err))


def contents(folder: Path) -> dict[Path, bytes | None]:
    """All that lies in a folder: the bytes of files, None for folders."""
    return {path: path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}
