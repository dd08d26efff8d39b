"""The translation microscope's share of the build: still pictures from the real model, what was measured on it, and its
places in pages.

`step()`, part of `python -m publish export` after the weights, draws the pictures that stand in the page until, or
instead of, the script, and measures on held-out sentences what pages quote as `microscope.*`. `mount()` gives the
markup of one panel or prediction, `assets()` the parts of the weights.
"""

from __future__ import annotations

import html
import json
from functools import lru_cache

from publish import bundles, cache, node, paths, predictions, weights
from publish.errors import PublishError, nearest

NAME = "translation-microscope"
FOLDER = paths.EXPLORABLES / NAME
BUILT = paths.STILLS / f"{NAME}.json"
MEASURED = paths.STILLS / f"{NAME}-measured.json"
SENTENCES = 200  # of each test set, to measure on
WEIGHTS = f"assets/explorables/{NAME}"  # the folder of the parts, below each language's root


def step() -> bool:
    measuring, still = (bundles.for_node(f"{NAME}/{name}.js") for name in ("measure", "still"))
    measured = cache.run(
        f"{NAME}-measured", [measuring, weights.EXACT, paths.SCRIPT], [MEASURED], lambda: measure(measuring)
    )
    drawn = cache.run(NAME, [still, FOLDER / "strings.json", weights.EXACT], [BUILT], lambda: draw(still))
    return measured or drawn


def run(script: str, **data) -> dict:
    return json.loads(node.run(script, json.dumps({"weights": str(weights.EXACT), **data})))


def measure(script: str) -> None:
    translator, s2s = weights.load()
    corpus = s2s.make_corpus(translator.config.seed)
    held_out = {
        name: [[" ".join(source), " ".join(target)] for source, target in getattr(corpus, name)[:SENTENCES]]
        for name in ("test", "unseen")
    }
    cache.write_json(MEASURED, run(script, corpus=held_out))
    built.cache_clear()


def draw(script: str) -> None:
    languages = json.loads((FOLDER / "strings.json").read_text("utf-8"))
    cache.write_json(BUILT, run(script, languages=languages))
    built.cache_clear()


@lru_cache(maxsize=1)
def built() -> dict:
    """{"stills": by language and panel, "figures", "answers": by question}"""
    if not (BUILT.is_file() and MEASURED.is_file()):
        raise PublishError("the translation microscope has not been drawn.", "Run `python -m publish export`.")
    return {"stills": json.loads(BUILT.read_text("utf-8")), **json.loads(MEASURED.read_text("utf-8"))}


def strings(language: str) -> dict:
    return json.loads((FOLDER / "strings.json").read_text("utf-8"))[language]


def figures() -> dict:
    """What pages may quote, `microscope.*`; nothing before the first run."""
    if not all(file.is_file() for file in (BUILT, MEASURED, weights.INDEX)):
        return {}
    return {**built()["figures"], "weights_kb": json.loads(weights.INDEX.read_text("utf-8"))["script_bytes"] / 1000}


def mount(panel: str, language: str, base: str) -> str:
    """A place in a page: panel `sentence` (also if none is named), `lookup`, `encoder`, … or `question-drop`."""
    kind, _, question = panel.partition("-")
    if kind == "question":
        return _question(question, language)
    panel = panel or "sentence"
    stills = built()["stills"][language]
    if panel not in stills:
        raise PublishError(f"the translation microscope has no panel {panel!r}.", nearest(panel, stills))
    picture, caption = stills[panel]
    words = strings(language)
    if panel == "sentence":  # once on a page is enough
        caption += " " + words["stills"]["live"].replace("{labs}", labs_link(words["stills"]["labs"], base))
    index = json.loads(weights.INDEX.read_text("utf-8"))
    where = f'data-base="{base}{WEIGHTS}/" data-digest="{index["digest"]}" data-parts="{index["parts"]}"'
    download = f"{base}downloads/lstm_encoder_decoder.py"
    return (
        f'<div class="explorable" id="{NAME}-{panel}" data-explorable="{NAME}" data-panel="{panel}" {where}'
        f' data-download="{download}" data-no-terms>'
        f'<figure class="x-still">{picture}<figcaption>{caption}</figcaption></figure></div>'
    )


def _question(name: str, language: str) -> str:
    """A prediction. Its figures come from the build, so that it can be answered before the weights have come."""
    answers = built()["answers"]
    if name not in answers:
        raise PublishError(f"the translation microscope has no question {name!r}.", nearest(name, answers))
    attributes = f' data-set="{html.escape(answers[name]["set"])}"'
    return predictions.mount(NAME, name, strings(language), answers[name]["values"], attributes)


def labs_link(words: str, base: str) -> str:
    return f'<a href="{base}labs/index.html">{words}</a>'


def assets() -> dict[str, str]:
    """The parts of the weights, by address below a language's root."""
    if not weights.INDEX.is_file():
        raise PublishError("the page's weights are missing.", "Run `python -m publish export`.")
    return {f"{WEIGHTS}/{file.name}": file.read_text("utf-8") for file in sorted(weights.FOLDER.glob("*.js"))}
