"""Reads what the step `export` left for pages: each file once, and anew when it has changed."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from publish.common.errors import PublishError


def read(file: Path, problem: str) -> dict:
    """The JSON in a file. PublishError, with the `problem` and its remedy, where there is none."""
    if not file.is_file():
        raise PublishError(problem, "Run `python -m publish export`.")
    return _read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _read(file: Path, stamp: int) -> dict:
    return json.loads(file.read_text("utf-8"))
