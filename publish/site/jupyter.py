"""What the plugin mkdocs-jupyter made of a lab's notebook -> the page's content, like that of the other pages.

Called when the plugin has rendered a page (on_page_content). What it brings along and this site has of its own is taken
out here, and nowhere else: styles, scripts and addresses of other hosts (over half a megabyte a page), its buttons to
copy, its boxes around each cell. Code and output get the markup of this site's other blocks, TeX and headings that of
other pages, and figures come to the places that lab_notebooks.py kept. Code keeps the plugin's class,
`highlight-ipynb`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from markdown.extensions.toc import nest_toc_tokens, strip_tags, unique

from publish.common.errors import PublishError
from publish.pages import figures, lab_notebooks
from publish.run import notebooks

NOTEBOOK = re.compile(r'<div class="jp-Notebook"[^>]*>(.*)</div> <!-- jp-Notebook -->', re.DOTALL)
DIV = re.compile(r"(<div\b[^>]*>|</div>)")
DROPPED = {"celltoolbar", "zeroclipboard-container", "clipboard-copy-txt"}
UNWRAPPED = re.compile(r"jp-|CodeMirror")
CODE = re.compile(r'<div class="highlight-ipynb hl-python[^"]*"><pre><span></span>(.*?)</pre></div>', re.DOTALL)
PRINTED = re.compile(r'<div class="jp-RenderedText[^>]*>\s*<pre>(.*?)</pre>\s*</div>', re.DOTALL)
BLOCK = '<div class="{} highlight"><pre><span></span><code>{}</code></pre></div>'
VERBATIM = re.compile(r"(<(pre|code)\b.*?</\2>)", re.DOTALL)
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
DISPLAYED = re.compile(r'<p>(<div class="arithmatex">.*?</div>)</p>', re.DOTALL)
HEADING = re.compile(r'<h([1-6]) id="[^"]*">(.*?)<a class="anchor-link".*?</a></h\1>', re.DOTALL)


def content(rendered: str, name: str) -> str:
    """The cells of a page, in this site's markup. Raises PublishError where the plugin has made nothing."""
    notebook = NOTEBOOK.search(rendered)
    if notebook is None:
        raise PublishError(
            f"lab {name} was not rendered by mkdocs-jupyter.", "Does the plugin's include in mkdocs.yml name it?"
        )
    cells = CODE.sub(lambda code: BLOCK.format("language-python highlight-ipynb", code[1]), notebook[1])
    cells = PRINTED.sub(lambda text: BLOCK.format("language-text output", text[1]), cells)
    return _with_formulas(_without_boxes(cells)).strip()


def _without_boxes(cells: str) -> str:
    """What stands in the cells, without the plugin's boxes around it and its tools."""
    kept: list[str] = []
    boxes: list[str] = []  # those around the token: "drop", "unwrap" or "keep"
    for token in DIV.split(cells):
        if token.startswith("<div"):
            boxes.append(_fate(token))
        if "drop" not in boxes and not (DIV.fullmatch(token) and boxes[-1] == "unwrap"):
            kept.append(token)
        if token == "</div>":
            boxes.pop()
    return "".join(kept)


def _fate(div: str) -> str:
    """What becomes of a box."""
    classes = re.search(r'class="([^"]*)"', div)
    names = classes[1].split() if classes else []
    return "drop" if DROPPED & set(names) else "unwrap" if any(map(UNWRAPPED.match, names)) else "keep"


def _with_formulas(cells: str) -> str:
    """TeX, which the plugin leaves between dollars, as formulas.py looks for it."""

    def marked(formula: re.Match) -> str:
        display, inline = formula.groups()
        if display:
            return f'<div class="arithmatex">\\[{display}\\]</div>'
        return f'<span class="arithmatex">\\({inline}\\)</span>'

    pieces = VERBATIM.split(cells)  # text, an element, its name, text, …
    pieces[::3] = [FORMULA.sub(marked, text) for text in pieces[::3]]
    del pieces[2::3]
    return DISPLAYED.sub(r"\1", "".join(pieces))


def with_headings(content: str, slugify: Callable, permalink: str, depth: int) -> tuple[str, list[dict], set[str]]:
    """A page's content whose headings have ids and links as in other pages, since the plugin's ids know no Chinese;
    the entries of its table of contents down to a level, nested as Python-Markdown's are; and the ids.
    """
    ids: set[str] = set()
    entries = []

    def mended(heading: re.Match) -> str:
        level, text = int(heading[1]), re.sub(r"&#(\d+);", lambda code: chr(int(code[1])), heading[2])
        text, _, named = text.partition(" {#")
        name = strip_tags(text)
        identifier = unique(named.rstrip("} ") or slugify(html.unescape(name), "-"), ids)
        if level <= depth:
            entries.append({"level": level, "id": identifier, "name": name})
        link = f'<a class="headerlink" href="#{identifier}" title="{permalink}">&para;</a>'
        return f'<h{level} id="{identifier}">{text}{link}</h{level}>\n'

    content = HEADING.sub(mended, content)
    return content, nest_toc_tokens(entries), ids


def with_figures(content: str, name: str, language: str) -> str:
    """A page's content with its figures."""
    for number, item in enumerate(notebooks.figures(name, language)):
        place = lab_notebooks.PLACE.format(number)
        content = content.replace(place, _figure(item, f"fig-{name}-{number}", language))
    return content


def _figure(item, prefix: str, language: str) -> str:
    notes = item.metadata
    alternative, caption = (notes.get(f"{key}_{language}") or notes.get(key) or "" for key in ("alt", "caption"))
    svg = figures.inline(item.data["image/svg+xml"], prefix, alternative)
    caption = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    return f'<figure class="plot" data-search-exclude="1">{svg}{caption}</figure>'
