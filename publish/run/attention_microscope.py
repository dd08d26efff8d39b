"""The attention microscope's model, as a page gets it, and what pages say of it.

The model comes trained, out of models/ in the repository: benchmarks/compact.py makes it, by hand. `step()`, part of
`python -m publish export`, cuts its file into script files, as that of the translation microscope is, and draws the
picture that stands in the page until, or instead of, the script.

build/web/attention-weights/<n>.js   the parts, published
build/web/attention-weights.json     how many, of what size, of which digest
"""

from __future__ import annotations

import json
from pathlib import Path

from publish.common import bundles, cache, node, paths
from publish.run import exported, weights

NAME = "attention-microscope"
FOLDER = paths.EXPLORABLES / NAME
MODEL, POINTER = paths.MODELS / "tatoeba.safetensors", paths.MODELS / "tatoeba.json"
PARTS, INDEX = paths.WEB / "attention-weights", paths.WEB / "attention-weights.json"
BUILT = paths.STILLS / f"{NAME}.json"
COUNT = 12  # parts: each is a step of the bar that tells a reader how far they are
# Of a kind that the model was not trained on. Here and not among the strings: a question asks what becomes of it.
OUTSIDE = "光在真空里走得最快。"
SCORES = ("bleu", "chrf", "perplexity")


def step() -> bool:
    still = bundles.for_node(f"explorables/{NAME}/still.js")
    cut = cache.run(f"{NAME}-weights", [MODEL, Path(weights.__file__), COUNT], [PARTS, INDEX], split)
    drawn = cache.run(NAME, [still, FOLDER / "strings.json", MODEL, OUTSIDE], [BUILT], lambda: draw(still))
    return cut or drawn


def split() -> None:
    weights.in_parts(MODEL.read_bytes(), COUNT, PARTS, INDEX)


def draw(still: str) -> None:
    languages = json.loads((FOLDER / "strings.json").read_text("utf-8"))
    data = {"weights": str(MODEL), "languages": languages, "outside": OUTSIDE}
    cache.write_json(BUILT, json.loads(node.run(still, json.dumps(data))))


def built() -> dict:
    """{"stills": by language [picture, caption], "answers": by question}"""
    return exported.read(BUILT, "the attention microscope has not been drawn.")


def pointer() -> dict:
    """What models/ says of the model: how it was made, from what, and how good it is."""
    return json.loads(POINTER.read_text("utf-8"))


def figures() -> dict:
    """What pages may quote, `attention_microscope.*`; nothing before the first run."""
    if not INDEX.is_file():
        return {}
    made = pointer()
    return {
        "parameters": made["parameters"],
        "source_rows": made["vocabulary"]["source"],
        "target_rows": made["vocabulary"]["target"],
        "training": {"pairs": (made["training_data"] or {}).get("pairs")},
        "test": {"pairs": made["test_data"]["pairs"]},
        "date": made["date"],
        "trained_by": made["trained_by"],
        "weights_mb": json.loads(INDEX.read_text("utf-8"))["script_bytes"] / 1e6,
        **{state: {name: made["scores"][state][name] for name in SCORES} for state in ("trained", "stored")},
    }
