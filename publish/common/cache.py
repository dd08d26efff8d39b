"""Runs a step again only when its inputs changed, and never leaves a half-written file behind.

A step's digest covers the bytes of its input files, their names, and any plain values it depends on. The digest
is stored after the step has ended, together with the digests of what it wrote, so that an interrupted or
tampered build is redone.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from publish.common import paths


def digest(inputs: Iterable[object]) -> str:
    """SHA-256 over files (name and bytes), folders (every file below) and plain values, in the order given."""
    total = hashlib.sha256()
    for item in inputs:
        for name, content in _parts(item):
            total.update(f"{len(name)}:{name}:{len(content)}:".encode())
            total.update(content)
    return total.hexdigest()


def _parts(item: object) -> Iterable[tuple[str, bytes]]:
    if not isinstance(item, Path):
        yield "value", repr(item).encode()
    elif item.is_dir():
        for path in sorted(item.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("."):
                yield paths.shown(path), path.read_bytes()
    elif item.is_file():
        yield paths.shown(item), item.read_bytes()
    else:
        yield paths.shown(item), b"<missing>"


def write(path: Path, data: str | bytes) -> None:
    """Write through a temporary file in the same folder: readers see the old content or the new, nothing between."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data.encode("utf-8") if isinstance(data, str) else data)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_json(path: Path, value: object) -> None:
    write(path, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def fresh(name: str, inputs: str, outputs: Iterable[Path], folder: Path | None = None) -> bool:
    """Whether the step `name` has run for this digest of inputs and its outputs are still what it wrote."""
    record = (folder or paths.CACHE) / f"{name}.json"
    try:
        known = json.loads(record.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    outputs = list(outputs)
    return known == {"inputs": inputs, "outputs": digest(outputs)} and all(path.exists() for path in outputs)


def note(name: str, inputs: str, outputs: Iterable[Path], folder: Path | None = None) -> None:
    """Keep that the step `name` has run for this digest of inputs, and what it wrote."""
    write_json((folder or paths.CACHE) / f"{name}.json", {"inputs": inputs, "outputs": digest(outputs)})


def run(
    name: str, inputs: Iterable[object], outputs: Iterable[Path], work: Callable[[], None], folder: Path | None = None
) -> bool:
    """Do `work` unless it was done for the same inputs. Returns whether it ran."""
    key, outputs = digest(inputs), list(outputs)
    if fresh(name, key, outputs, folder):
        return False
    record = (folder or paths.CACHE) / f"{name}.json"
    record.unlink(missing_ok=True)
    work()
    missing = [paths.shown(path) for path in outputs if not path.exists()]
    if missing:
        raise RuntimeError(f"step {name} ended without writing {', '.join(missing)}")
    note(name, key, outputs, folder)
    return True
