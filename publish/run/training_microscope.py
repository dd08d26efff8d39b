"""The training microscope's runs: its JavaScript in Node.

`step()` (part of `python -m publish export`) trains the little model over several seeds and keeps the figures that
pages may quote (`training.*` in build/values.json) and the still pictures that stand in the page until, or instead
of, the script.
"""

from __future__ import annotations

import json

from publish.common import bundles, cache, node, paths
from publish.run import exported

NAME = "training-microscope"
FOLDER = paths.EXPLORABLES / NAME
BUILT = paths.STILLS / f"{NAME}.json"


def step() -> bool:
    still = bundles.for_node(f"explorables/{NAME}/still.js")
    return cache.run(NAME, [still, FOLDER / "strings.json"], [BUILT], lambda: draw(still))


def draw(still: str) -> None:
    result = node.run(still, (FOLDER / "strings.json").read_text("utf-8"))
    cache.write_json(BUILT, json.loads(result))


def built() -> dict:
    return exported.read(BUILT, "the training microscope has not been drawn.")


def figures() -> dict:
    """What pages may quote, `training.*`; nothing before the first run."""
    return built()["figures"] if BUILT.is_file() else {}
