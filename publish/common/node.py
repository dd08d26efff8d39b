"""Finds Node and runs a script in it. Node comes from PyPI into the virtual environment; the machine's own serves
as well.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from publish.common import paths


def find() -> str:
    beside = Path(sys.executable).with_name("node")
    found = str(beside) if beside.exists() else shutil.which("node")
    if not found:
        raise RuntimeError("Node was not found. `make build` installs it into .venv from requirements.lock.")
    return found


def run(script: str, data: str) -> str:
    """Run a CommonJS script with `data` on its standard input, in the repository, and return its standard output."""
    result = subprocess.run(
        [find(), "-e", script],
        input=data,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=paths.ROOT,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"Node ended with status {result.returncode}: {result.stderr.strip()[-2000:]}")
    return result.stdout
