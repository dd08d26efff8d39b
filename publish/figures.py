"""Makes an SVG drawn by Matplotlib fit to stand in a page: no prolog, unique ids, the page's colours and fonts, a
name.

Called when a lab's outputs are placed into its page. Matplotlib's black becomes `currentColor`, and the light
scheme's colours become the variables they stand for, so that a plot follows light and dark; any other colour is
left as it was drawn.
"""

from __future__ import annotations

import html
import re

from publish import palette


def inline(svg: str, prefix: str, alt: str) -> str:
    """The figure's `<svg>` element alone. Empty `alt` hides it from assistive technology."""
    svg = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>|<!--.*?-->|<metadata>.*?</metadata>", "", svg, flags=re.DOTALL).strip()
    svg = unique_ids(svg, prefix)
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


def unique_ids(svg: str, prefix: str) -> str:
    """Every id, and every reference to one, carries the prefix: several figures share a page."""
    names = {name for name in re.findall(r'(?<![\w-])id="([^"]+)"', svg) if not name.startswith(prefix)}
    if not names:
        return svg

    def renamed(name: str) -> str:
        return f"{prefix}-{name}" if name in names else name

    svg = re.sub(r'(?<![\w-])id="([^"]+)"', lambda match: f'id="{renamed(match[1])}"', svg)
    svg = re.sub(r'(href="#|url\([\'"]?#)([^)\'"]+)', lambda match: match[1] + renamed(match[2]), svg)
    for attribute in ("aria-labelledby", "aria-describedby"):
        svg = re.sub(
            rf'({attribute}=")([^"]+)"',
            lambda match: match[1] + " ".join(map(renamed, match[2].split())) + '"',
            svg,
        )
    return svg
