"""The build: every step in a copy of the working tree that has nothing built, then all of them again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from publish import steps
from publish.common import paths


def measure() -> dict[str, tuple[float, str]]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        tree = Path(folder) / "tree"
        copy_tree(tree)
        cold = {f"cold, {step.name}": (publish(tree, step.name), "s") for step in steps.STEPS}
        total = sum(seconds for seconds, _ in cold.values())
        return {**cold, "cold, everything": (total, "s"), "warm, nothing changed": (publish(tree, "all"), "s")}


def copy_tree(target: Path) -> None:
    """The files that git knows or would take, and a link to the Node packages."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=paths.ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, names.split("\0")):
        if (paths.ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(paths.ROOT / name, target / name)
    (target / "node_modules").symlink_to(paths.NODE_MODULES)


def publish(tree: Path, step: str) -> float:
    start = time.perf_counter()
    result = subprocess.run(
        [sys.executable, "-m", "publish", step],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise SystemExit(f"`python -m publish {step}` failed:\n{result.stdout[-1000:]}{result.stderr[-2000:]}")
    return time.perf_counter() - start
