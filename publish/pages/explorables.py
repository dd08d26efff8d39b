"""Puts explorables into pages: `[[explore training-learn]]` -> the panel `learn` of the training microscope.

Called after Markdown. What stands in the page is a static picture with its caption and a link, which the explorable's
script replaces; without JavaScript it stays. `assets()` gives the scripts and styles, one of each for an explorable and
language: <name>.min.js, which pages load, and beside it <name>.js, its modules as they were written, to which pages
lead whoever wants to read them. Where an explorable has something `late`, the page gets late.min.js alone, which brings
all that when a panel comes into view.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from publish.common import bundles, paths
from publish.common.errors import PublishError, nearest
from publish.pages import panels
from publish.run import (
    attention_microscope,
    live_cover,
    timelapse,
    training_microscope,
    translation_microscope,
    weights,
)

FOLDER = "assets/explorables"  # below a language's root
FETCHER = "late"  # the script of all that come late


@dataclass(frozen=True)
class Explorable:
    """A folder below explorables/, which begins with its index.js, and the markup of its panels."""

    folder: str
    mount: Callable[[str, str, str], str]  # panel ("" if none is named), language, way to the language's root
    built: tuple[str, ...] = ("stills",)  # of its strings, those that the page has already; its script does without
    late: Path | None = None  # its script, and these data, come when a panel comes into view


# The first word after `explore` in a macro; what follows the hyphen names a panel.
EXPLORABLES: dict[str, Explorable] = {
    "training": Explorable(training_microscope.NAME, panels.training),
    "translation": Explorable(translation_microscope.NAME, panels.translation, built=("stills", "questions")),
    "cover": Explorable(
        live_cover.NAME,
        panels.cover,
        built=("name", "hint", "source", "target", "heads", "begin", "input", "translate", "examples", "more", "still"),
    ),
    "attention": Explorable(attention_microscope.NAME, panels.attention, built=("stills", "questions", "foot")),
    "timelapse": Explorable(timelapse.NAME, panels.lapse, late=timelapse.DATA),
}


def place(content: str, language: str, base: str) -> str:
    """A page's HTML with explorables where `[[explore …]]` left their places."""
    loaded: set[str] = set()

    def mount(match: re.Match) -> str:
        name, _, panel = match[1].partition("-")
        if name not in EXPLORABLES:
            raise PublishError(f"no explorable {name!r}.", nearest(name, EXPLORABLES))
        explorable = EXPLORABLES[name]
        head = ""
        if name not in loaded:
            loaded.add(name)
            script = FETCHER if explorable.late else explorable.folder
            head = f'<link rel="stylesheet" href="{base}{FOLDER}/{explorable.folder}.css">'
            head += f'<script async src="{base}{FOLDER}/{script}.min.js"></script>'
        return head + explorable.mount(panel, language, base)

    return re.sub(r'<div data-explore="([\w-]+)"></div>', mount, content)


def assets(language: str) -> dict[str, str]:
    """Address below the language's root -> content, for all explorables."""
    (fetcher,) = bundles.for_page(language, f"explorables/kit/{FETCHER}.js")
    files = {**weights_in_parts(language), f"{FOLDER}/{FETCHER}.min.js": fetcher.text}
    for explorable in EXPLORABLES.values():
        name = explorable.folder
        entries = (f"explorables/{name}/index.js", f"explorables/{name}/{name}.css")
        script, style = bundles.for_page(language, *entries, without=explorable.built)
        address = f"{FOLDER}/{name}"
        files[f"{address}.min.js"] = script.text + (_built(explorable.late) if explorable.late else "")
        files[f"{address}.js"] = script.as_written()
        files[f"{address}.css"] = style.text
    return files


def weights_in_parts(language: str) -> dict[str, str]:
    """The microscopes', by address below a language's root. What is large stands in the site once."""
    found = {panels.WEIGHTS: (weights.INDEX, weights.FOLDER)}
    if language == "zh":  # at the site's root
        found[panels.ATTENTION_WEIGHTS] = (attention_microscope.INDEX, attention_microscope.PARTS)
    for index, _ in found.values():
        _built(index)
    return {
        f"{address}/{file.name}": _built(file)
        for address, (_, folder) in found.items()
        for file in sorted(folder.glob("*.js"))
    }


def _built(file: Path) -> str:
    if not file.is_file():
        raise PublishError(f"{paths.shown(file)} is missing.", "Run `python -m publish export`.")
    return file.read_text("utf-8")
