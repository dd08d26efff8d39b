"""The translation microscope's runs: still pictures from the real model, and what was measured on it.

`step()`, part of `python -m publish export` after the weights, draws the pictures that stand in the page until, or
instead of, the script, and measures on held-out sentences what pages quote as `microscope.*`.
"""

from __future__ import annotations

import json

from publish.common import bundles, cache, node, paths
from publish.run import exported, loading, weights

NAME = "translation-microscope"
FOLDER = paths.EXPLORABLES / NAME
BUILT = paths.STILLS / f"{NAME}.json"
MEASURED = paths.STILLS / f"{NAME}-measured.json"
SENTENCES = 200  # of each test set, to measure on


def step() -> bool:
    measuring, still = (bundles.for_node(f"explorables/{NAME}/{name}.js") for name in ("measure", "still"))
    measured = cache.run(
        f"{NAME}-measured", [measuring, weights.EXACT, paths.SCRIPT], [MEASURED], lambda: measure(measuring)
    )
    drawn = cache.run(NAME, [still, FOLDER / "strings.json", weights.EXACT], [BUILT], lambda: draw(still))
    return measured or drawn


def run(script: str, **data) -> dict:
    return json.loads(node.run(script, json.dumps({"weights": str(weights.EXACT), **data})))


def measure(script: str) -> None:
    translator, s2s = loading.trained()
    corpus = s2s.make_corpus(translator.config.seed)
    held_out = {
        name: [[" ".join(source), " ".join(target)] for source, target in getattr(corpus, name)[:SENTENCES]]
        for name in ("test", "unseen")
    }
    cache.write_json(MEASURED, run(script, corpus=held_out))


def draw(script: str) -> None:
    languages = json.loads((FOLDER / "strings.json").read_text("utf-8"))
    cache.write_json(BUILT, run(script, languages=languages))


def built() -> dict:
    """{"stills": by language and panel, "figures", "answers": by question}"""
    problem = "the translation microscope has not been drawn."
    stills, measured = exported.read(BUILT, problem), exported.read(MEASURED, problem)
    return {"stills": stills, **measured}


def figures() -> dict:
    """What pages may quote, `microscope.*`; nothing before the first run."""
    if not all(file.is_file() for file in (BUILT, MEASURED, weights.INDEX)):
        return {}
    return {**built()["figures"], "weights_kb": json.loads(weights.INDEX.read_text("utf-8"))["script_bytes"] / 1000}
