"""What all drawings need that share a page, whoever drew them."""

from __future__ import annotations

import re


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
