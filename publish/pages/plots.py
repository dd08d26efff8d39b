"""A lab's figure in another page: `[[plot 05_meaning 1]]` -> the first picture, its caption, and the way to the lab.
`still()` is the first one small, for the list of labs.

Pictures are files, which a reader's browser fetches when it comes near them: drawn into the page, as they are in a
lab's own, they would make a chapter heavy before anybody has read a word. Each comes in the colours of both schemes.
"""

from __future__ import annotations

import html
import re

from publish.common import palette
from publish.common.errors import PublishError, nearest
from publish.pages import gaps, labs
from publish.run import notebooks

FOLDER = "assets/plots"
FONT = re.compile(r"var\(--font-text, ([^()]*)\)")
COLOUR = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)
SOURCE = {"zh": "实验「{}」", "en": "Lab “{}”"}


def block(argument: str, language: str, base: str) -> str:
    """The figure that stands for the macro. `base` is the way from the page to the root of its language."""
    name, _, number = argument.partition(" ")
    known = notebooks.by_name()
    if name not in known:
        raise PublishError(f"no lab labs/{name}.py.", nearest(name, known))
    lab = f'<a href="{base}labs/{name}.html">{html.escape(labs.title(known[name], language))}</a>'
    if name in notebooks.waiting():
        caption = SOURCE[language].format(lab)
        return f'<figure class="plot"><p>{gaps.TEXT[language]}</p><figcaption>{caption}</figcaption></figure>'
    items = {str(place): item for place, item in enumerate(notebooks.figures(name, language), 1)}
    if number not in items:
        raise PublishError(f"no figure {number or '?'} in lab {name}.", f"It has {len(items)}: [[plot {name} 1]].")
    item = items[number]
    images = _images(name, number, item, base, html.escape(item.metadata["alt"], quote=True))
    caption = f"{html.escape(item.metadata['caption'])} {SOURCE[language].format(lab)}"
    return f'<figure class="plot" data-search-exclude="1">{images}<figcaption>{caption}</figcaption></figure>'


def still(name: str, language: str, base: str) -> str:
    """A lab's first figure as a small picture beside its name, which says more than an alternative could. Nothing where
    the lab has drawn none, or is still to run.
    """
    drawn = [] if name in notebooks.waiting() else notebooks.figures(name, language)
    return f'<span class="lab-still">{_images(name, 1, drawn[0], base, "")}</span>' if drawn else ""


def _images(name: str, number: int | str, item, base: str, alternative: str) -> str:
    width, height = _size(item.data["image/svg+xml"])
    return "".join(
        f'<img class="{scheme}-only" src="{base}{FOLDER}/{name}-{number}.{scheme}.svg" alt="{alternative}" '
        f'width="{width}" height="{height}" loading="lazy" decoding="async">'
        for scheme in ("light", "dark")
    )


def assets(language: str) -> dict[str, str]:
    """Address below the language's root -> picture, of all labs that have run."""
    ran = [name for name in notebooks.by_name() if name not in notebooks.waiting()]
    return {
        f"{FOLDER}/{name}-{number}.{scheme}.svg": drawing
        for name in ran
        for number, item in enumerate(notebooks.figures(name, language), 1)
        for scheme, drawing in zip(("light", "dark"), _drawings(item.data["image/svg+xml"]), strict=True)
    }


def _size(svg: str) -> tuple[int, int]:
    """In CSS's pixels, from Matplotlib's points."""
    opening = re.search(r"<svg[^>]*>", svg)[0]
    points = (re.search(rf'\s{side}="([\d.]+)pt"', opening)[1] for side in ("width", "height"))
    return tuple(round(float(number) * 4 / 3) for number in points)


def _drawings(svg: str) -> tuple[str, str]:
    """(light, dark). A file of its own knows neither the page's variables nor its fonts."""
    light, dark = palette.schemes()
    other = {light[name]: dark[name] for name in light if name in dark}
    other |= {grey: dark[name.removeprefix("--")] for grey, name in palette.GREYS.items()} | {"#000000": dark["ink"]}
    svg = FONT.sub(r"\1", re.sub(r"<!--.*?-->|<metadata>.*?</metadata>", "", svg, flags=re.DOTALL))
    opening = re.search(r"<svg[^>]*>", svg)[0]
    drawn = svg.replace(opening, f"{opening}<style>text{{fill:{light['ink']}}}</style>", 1)
    return drawn, COLOUR.sub(lambda match: other.get(match[0].lower(), match[0]), drawn)
