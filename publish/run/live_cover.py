"""The cover that runs on the home page: its sentences to begin with, and its still picture, from the real model.

`step()`, part of `python -m publish export` after the weights, draws what stands in the page before the first touch.
"""

from __future__ import annotations

import json
from pathlib import Path

from publish.common import bundles, cache, node, paths
from publish.run import exported, loading, recording, weights

NAME = "live-cover"
FOLDER = paths.EXPLORABLES / NAME
BUILT = paths.STILLS / f"{NAME}.json"
# A word is exchanged for one of its kind. These have none: a function word makes the sentence what it is, and so does
# one that asks.
NO_PARTNERS = "other"
ASKING = ("谁", "什么", "哪里", "时候")


def step() -> bool:
    still = bundles.for_node(f"explorables/{NAME}/still.js")
    inputs = [
        still,
        FOLDER / "strings.json",
        weights.EXACT,
        weights.INDEX,
        paths.SCRIPT,
        Path(recording.__file__),
        Path(__file__),
    ]
    return cache.run(NAME, inputs, [BUILT], lambda: draw(still))


def draw(still: str) -> None:
    translator, s2s = loading.trained()
    corpus = [[" ".join(source), " ".join(target)] for source, target in s2s.make_corpus(translator.config.seed).test]
    kinds = letters(translator.source_vocabulary.words, len(s2s.SPECIALS))
    languages = json.loads((FOLDER / "strings.json").read_text("utf-8"))
    size = json.loads(weights.INDEX.read_text("utf-8"))["bytes"]
    data = {"weights": str(weights.EXACT), "bytes": size, "languages": languages, "kinds": kinds, "corpus": corpus}
    cache.write_json(BUILT, {"kinds": kinds, **json.loads(node.run(still, json.dumps(data)))})


def letters(words: list[str], specials: int) -> str:
    """A letter for each row of the source table: words that share one are of a kind; "-" has no partners."""
    names = {kind: chr(ord("a") + number) for number, kind in enumerate(recording.KINDS)} | {NO_PARTNERS: "-"}
    return "-" * specials + "".join(
        "-" if word in ASKING else names[recording.kind_of(word)] for word in words[specials:]
    )


def built() -> dict:
    """{"kinds", "text": the sentence drawn, "stills": by language}"""
    return exported.read(BUILT, "the cover has not been drawn.")
