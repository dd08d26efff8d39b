"""The translation microscope's share of the build: still pictures from the real model, and its places in pages.

`step()` (part of `python -m publish export`, after the weights) draws the pictures that stand in the page until, or
instead of, the script; `mount()` gives the markup of one panel; `assets()` the parts of the weights.
"""

from __future__ import annotations

import json
from functools import lru_cache

from publish import cache, node, paths, weights
from publish.errors import PublishError, nearest

NAME = "translation-microscope"
FOLDER = paths.EXPLORABLES / NAME
SCRIPTS = ("weights", "translator", "session", "python", "views", "microscope")
SHARED = ("random", "svg", "ui")
BUILT = paths.STILLS / f"{NAME}.json"
WEIGHTS = f"assets/explorables/{NAME}"  # the folder of the parts, below each language's root


def step() -> bool:
    inputs = [*(FOLDER / f"{name}.js" for name in (*SCRIPTS[:-1], "still")), FOLDER / "strings.json", weights.EXACT]
    inputs += [paths.EXPLORABLES / "shared" / f"{name}.js" for name in SHARED]
    return cache.run(NAME, inputs, [BUILT], draw)


def draw() -> None:
    """Run still.js after the files it draws with."""
    files = [paths.EXPLORABLES / "shared" / f"{name}.js" for name in SHARED]
    files += [FOLDER / f"{name}.js" for name in (*SCRIPTS[:-1], "still")]
    languages = json.loads((FOLDER / "strings.json").read_text("utf-8"))
    result = node.run(
        "\n".join(file.read_text("utf-8") for file in files),
        json.dumps({"languages": languages, "weights": str(weights.EXACT)}),
    )
    cache.write_json(BUILT, json.loads(result))
    built.cache_clear()


@lru_cache(maxsize=1)
def built() -> dict:
    if not BUILT.is_file():
        raise PublishError("the translation microscope has not been drawn.", "Run `python -m publish export`.")
    return json.loads(BUILT.read_text("utf-8"))


def strings(language: str) -> dict:
    return json.loads((FOLDER / "strings.json").read_text("utf-8"))[language]


def figures() -> dict:
    """What pages may quote, `microscope.*`; nothing before the first run."""
    return built()["figures"] if BUILT.is_file() else {}


def mount(panel: str, language: str, base: str) -> str:
    """A panel's place in a page: `sentence` (also if none is named), `lookup`, `encoder`, …"""
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


def labs_link(words: str, base: str) -> str:
    return f'<a href="{base}labs/index.html">{words}</a>'


def assets() -> dict[str, str]:
    """The parts of the weights, by address below a language's root."""
    if not weights.INDEX.is_file():
        raise PublishError("the page's weights are missing.", "Run `python -m publish export`.")
    return {f"{WEIGHTS}/{file.name}": file.read_text("utf-8") for file in sorted(weights.FOLDER.glob("*.js"))}
