"""Puts explorables into pages: `[[explore training-learn]]` -> the panel `learn` of the training microscope.

Called after Markdown. What stands in the page is a static picture with its caption and a link, which the explorable's
script replaces; without JavaScript it stays. `assets()` gives the script and the style, one of each for an explorable
and language: shared/*.js, the strings of that language, the explorable's own files, one after the other and
unchanged, so that what a reader finds in the page is the code as it was written. Where an explorable has something
`late`, the page gets shared/late.js alone, which brings all that when a panel comes into view.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from publish import paths, timelapse, training_microscope, translation_microscope
from publish.errors import PublishError, nearest

SHARED = ("random", "product", "svg", "hold", "ui")
FETCHER = ("hold", "late")  # of one that comes late


@dataclass(frozen=True)
class Explorable:
    """A folder below explorables/, its scripts in the order in which they load, and the markup of its panels."""

    folder: str
    scripts: tuple[str, ...]
    mount: Callable[[str, str, str], str]  # panel ("" if none is named), language, way to the language's root
    late: Callable[[], str] | None = None  # its script, and what this returns, come when a panel comes into view


# The first word after `explore` in a macro; what follows the hyphen names a panel.
EXPLORABLES: dict[str, Explorable] = {
    "training": Explorable(training_microscope.NAME, training_microscope.SCRIPTS, training_microscope.mount),
    "translation": Explorable(
        translation_microscope.NAME, translation_microscope.SCRIPTS, translation_microscope.mount
    ),
    "timelapse": Explorable(timelapse.NAME, timelapse.SCRIPTS, timelapse.mount, timelapse.late),
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
            asset = f"{base}assets/explorables/{explorable.folder}"
            head = f'<link rel="stylesheet" href="{asset}.css"><script async src="{asset}.js"></script>'
        return head + explorable.mount(panel, language, base)

    return re.sub(r'<div data-explore="([\w-]+)"></div>', mount, content)


def script(explorable: Explorable, language: str) -> str:
    """One classic script: no module, no request, so that it runs from disk too."""
    folder = paths.EXPLORABLES / explorable.folder
    strings = json.loads((folder / "strings.json").read_text("utf-8"))[language]
    words = json.dumps(strings, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    parts = [shared(name) for name in SHARED]
    parts.append(f'Explorables.define("{explorable.folder}", {words});\n')
    parts += [(folder / f"{name}.js").read_text("utf-8") for name in explorable.scripts]
    return "\n".join(parts)


def shared(name: str) -> str:
    return (paths.EXPLORABLES / "shared" / f"{name}.js").read_text("utf-8")


def style(explorable: Explorable) -> str:
    own = paths.EXPLORABLES / explorable.folder / f"{explorable.folder}.css"
    return "\n".join(file.read_text("utf-8") for file in (paths.EXPLORABLES / "shared" / "explorable.css", own))


def assets(language: str) -> dict[str, str]:
    """Address below the language's root -> content, for all explorables."""
    files = translation_microscope.assets()
    for explorable in EXPLORABLES.values():
        address = f"assets/explorables/{explorable.folder}"
        files[f"{address}.js"] = script(explorable, language)
        if explorable.late:
            files[f"{address}-late.js"] = files[f"{address}.js"] + explorable.late()
            files[f"{address}.js"] = "\n".join(map(shared, FETCHER))
        files[f"assets/explorables/{explorable.folder}.css"] = style(explorable)
    return files
