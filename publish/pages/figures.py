"""Makes an SVG drawn by Matplotlib fit to stand in a page: no prolog, unique ids, the page's colours and fonts, a
name.

Called when a lab's outputs are placed into its page. Matplotlib's black becomes `currentColor`, and the light
scheme's colours become the variables they stand for, so that a plot follows light and dark; any other colour is
left as it was drawn.
"""

from __future__ import annotations

import html
import re

from publish.common import palette
from publish.common import svg as drawings


def inline(svg: str, prefix: str, alt: str) -> str:
    """The figure's `<svg>` element alone. Empty `alt` hides it from assistive technology."""
    svg = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", "", svg, flags=re.DOTALL).strip()
    svg = drawings.unique_ids(svg, prefix)
    svg = re.sub(r"(fill|stroke): ?(#000000|#000|black)\b", r"\1: currentColor", svg)
    svg = re.sub(r'(fill|stroke)="(#000000|#000|black)"', r'\1="currentColor"', svg)
    svg = palette.follow_scheme(svg)
    name = f'role="img" aria-label="{html.escape(alt, quote=True)}"' if alt else 'aria-hidden="true"'
    width = re.search(r'<svg[^>]*?\swidth="([\d.]+)pt"', svg)
    style = f' style="max-width:{float(width[1]) * 4 / 3:.0f}px"' if width else ""

    def opening(match: re.Match) -> str:
        kept = re.sub(r'\s(width|height|version|xmlns:xlink)="[^"]*"', "", match[1])
        return f"<svg {name}{style}{kept}>"

    return re.sub(r"<svg([^>]*)>", opening, svg, count=1).replace("xlink:href", "href")
