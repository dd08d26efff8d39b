"""Diagrams in pages: `[[diagram architecture]]` -> docs/diagrams/architecture.<lang>.svg, as publish/draw/mermaid.py
left it, or what publish/draw/drawings.py draws.

Called when a page's content is HTML (on_page_content). A drawing that is older than its source stops the build.
"""

from __future__ import annotations

import html
import re

from publish.common import paths
from publish.common.errors import PublishError
from publish.draw import drawings, mermaid


def inline(name: str, language: str) -> str:
    """A drawing as it stands in a page, with its caption. Mermaid's are in a box that scrolls on narrow screens."""
    if name in drawings.DRAWINGS:
        svg = drawings.draw(name, language)
        return f'<figure class="diagram" id="figure-{name}" data-search-exclude="1">{svg}{_caption(svg)}</figure>'
    source = paths.DIAGRAMS / f"{name}.{language}.mmd"
    if not mermaid.is_drawn(source):
        raise PublishError(
            "this diagram's drawing is older than its source.", "Run `make diagrams`.", paths.shown(source)
        )
    svg = re.sub(r' data-digest="\w*"', "", source.with_suffix(".svg").read_text("utf-8").strip())
    title = re.search(r"<title[^>]*>(.*?)</title>", svg, re.DOTALL)[1].strip()
    label = html.escape(html.unescape(title), quote=True)
    width = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+)', svg)
    natural = f' style="--natural-width: {float(width[1]):.0f}px"' if width else ""
    return (
        f'<figure class="diagram" id="figure-{name}" data-search-exclude="1">'
        f'<div class="diagram-scroll" tabindex="0" role="group" aria-label="{label}"{natural}>{svg}</div>'
        f"{_caption(svg)}</figure>"
    )


def _caption(svg: str) -> str:
    """A drawing's name, for those who see it."""
    return f"<figcaption>{re.search(r'<title[^>]*>(.*?)</title>', svg, re.DOTALL)[1].strip()}</figcaption>"


def names(language: str) -> set[str]:
    """Of all diagrams that a language's pages can show."""
    return {file.name.split(".")[0] for file in paths.DIAGRAMS.glob(f"*.{language}.mmd")} | set(drawings.DRAWINGS)


STYLE = re.compile(r"(?<=</desc>)<style>(.*?)</style>", re.DOTALL)


def place(content: str, language: str) -> str:
    """A page's HTML with drawings where `[[diagram …]]` left their places. What their styles say, which is nearly the
    same in all of them, stands in the first.
    """
    content = re.sub(r'<div data-diagram="([\w-]+)"></div>', lambda match: inline(match[1], language), content)
    said = "\n".join(re.sub(r"#diagram-[\w-]+", "figure.diagram svg", own) for own in STYLE.findall(content))
    rules = dict.fromkeys(rule.strip() for rule in re.findall(r"[^{}]+\{[^{}]*\}", said))
    styles = iter([f"<style>{''.join(rules)}</style>"])
    return STYLE.sub(lambda _: next(styles, ""), content)
