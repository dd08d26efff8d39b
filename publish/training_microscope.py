"""The training microscope's share of the build: real runs of its JavaScript in Node.

`step()` (part of `python -m publish export`) trains the little model over several seeds and keeps the figures that
pages may quote (`training.*` in build/values.json) and the still pictures that stand in the page until, or instead
of, the script. `mount()` gives the markup of one panel.
"""

from __future__ import annotations

import json
from functools import lru_cache

from publish import bundles, cache, node, paths, predictions
from publish.errors import PublishError, nearest

NAME = "training-microscope"
FOLDER = paths.EXPLORABLES / NAME
BUILT = paths.STILLS / f"{NAME}.json"


def step() -> bool:
    still = bundles.for_node(f"{NAME}/still.js")
    return cache.run(NAME, [still, FOLDER / "strings.json"], [BUILT], lambda: draw(still))


def draw(still: str) -> None:
    result = node.run(still, (FOLDER / "strings.json").read_text("utf-8"))
    cache.write_json(BUILT, json.loads(result))
    built.cache_clear()


@lru_cache(maxsize=1)
def built() -> dict:
    if not BUILT.is_file():
        raise PublishError("the training microscope has not been drawn.", "Run `python -m publish export`.")
    return json.loads(BUILT.read_text("utf-8"))


def strings(language: str) -> dict:
    return json.loads((FOLDER / "strings.json").read_text("utf-8"))[language]


def figures() -> dict:
    """What pages may quote, `training.*`; nothing before the first run."""
    return built()["figures"] if BUILT.is_file() else {}


def mount(panel: str, language: str, base: str) -> str:
    """A panel's place in a page: `learn`, `chain`, … or `question-two`, with what is there without JavaScript."""
    kind, _, question = panel.partition("-")
    if kind == "question":
        answers = built()["answers"][language]
        if question not in answers:
            raise PublishError(f"the training microscope has no question {question!r}.", nearest(question, answers))
        return predictions.mount(NAME, question, strings(language), answers[question])
    stills = built()["stills"][language]
    if panel not in stills:
        raise PublishError(f"the training microscope has no panel {panel!r}.", nearest(panel, stills))
    words = strings(language)["stills"]
    caption = words[panel]
    if panel == "learn":  # once on a page is enough
        labs = f'<a href="{base}labs/index.html">{words["labs"]}</a>'
        caption += words["live"].replace("{labs}", labs)
    identity = NAME if panel == "learn" else f"{NAME}-{panel}"
    return (
        f'<div class="explorable" id="{identity}" data-explorable="{NAME}" data-panel="{panel}" data-no-terms>'
        f'<figure class="x-still">{stills[panel]}<figcaption>{caption}</figcaption></figure></div>'
    )
