"""Tables in TOML that writers keep (terms, papers, old addresses), each read once for as long as it stays as it is."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from publish.common import paths
from publish.common.errors import PublishError


def load(file: Path, noun: str = "", lacking: Callable[[dict], list[str]] = lambda entry: []) -> dict[str, dict]:
    """All entries by key; none where there is no file. Raises PublishError for an entry in which something is
    `lacking`; `noun` is what it is called.
    """
    return _load(file, file.stat().st_mtime_ns, noun, lacking) if file.is_file() else {}


@lru_cache(maxsize=8)
def _load(file: Path, stamp: int, noun: str, lacking: Callable[[dict], list[str]]) -> dict[str, dict]:
    entries = tomllib.loads(file.read_text("utf-8"))
    for key, entry in entries.items():
        if missing := lacking(entry):
            raise PublishError(f"{noun} [{key}] lacks {', '.join(missing)}.", where=paths.shown(file))
    return entries
