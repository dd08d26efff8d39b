"""The colours of the quantities, read from the theme's own stylesheet, for whatever draws outside of a browser.

`LIGHT["hidden"]` is what a plot or the cover draws with; `follow_scheme` turns those very colours in a finished SVG
into the stylesheet's variables, so that a plot drawn once follows the light and the dark scheme.
"""

from __future__ import annotations

import re
from pathlib import Path

from publish.common import paths

STYLESHEET = paths.THEME / "assets" / "css" / "colours.css"
QUANTITIES = ("source-embedding", "target-embedding", "hidden", "cell", "context", "gradient", "attention")
NEUTRALS = ("paper", "paper-2", "paper-3", "ink", "ink-2", "line", "line-strong", "accent", "good", "bad")
# Greys that plots may use for secondary text and for grids.
GREYS = {"#5f6368": "--ink-2", "#c9c6bf": "--line"}


def schemes(stylesheet: Path = STYLESHEET) -> tuple[dict[str, str], dict[str, str]]:
    """(light, dark): every custom property of the stylesheet that is a plain colour, by its name without the dashes."""
    css = stylesheet.read_text("utf-8")
    light, dark = (
        re.search(start + r"\s*\{(.*?)\}", css, re.DOTALL)[1]
        for start in (r":root", r'\[data-md-color-scheme="slate"\]')
    )
    return _colours(light), _colours(dark)


def _colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block))


def _quantities(scheme: dict[str, str]) -> dict[str, str]:
    return {name.removeprefix("q-"): colour for name, colour in scheme.items()}


LIGHT, DARK = (_quantities(scheme) for scheme in schemes())


def follow_scheme(svg: str) -> str:
    """The SVG with each of the light scheme's colours, wherever it stands in a style, replaced by its variable."""
    light, _ = schemes()
    variables = GREYS | {light[name]: f"--{name}" for name in NEUTRALS}
    variables |= {light[name]: f"--{name}" for name in light if name.startswith("q-")}
    known = "|".join(variables)
    return re.sub(
        rf"((?:fill|stroke|color|stop-color):\s*)({known})\b",
        lambda match: f"{match[1]}var({variables[match[2].lower()]}, {match[2]})",
        svg,
        flags=re.IGNORECASE,
    )
