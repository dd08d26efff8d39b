"""Diagrams that we draw ourselves, for a phone's width: `[[diagram packing]]` with docs/diagrams/packing.toml.

A diagram is made while the pages are built, from one function for both languages, whose words the table has. It is 320
pixels wide, so that a narrow screen shows all of it; a wide one shows it larger. Its classes get their colours, those
of quantities, pads and lines, from theme/assets/css/site/figures.css.
"""

from __future__ import annotations

import html
from collections.abc import Callable

from publish.common import paths, tables
from publish.common.svg import unique_ids

WIDTH = 320
SENTENCES = (("我", "爱", "自然", "语言", "处理"), ("我", "爱", "NLP"))
ROW = 34
HEAD = '<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
HEAD += '<path class="head" d="M0,0.5L7.5,4L0,7.5z"/></marker>'


def draw(name: str, language: str) -> str:
    """A drawing as SVG, with its name and description."""
    words = tables.load(paths.DIAGRAMS / f"{name}.toml")[language]
    body, height, counts = DRAWINGS[name](words)
    title, description = (html.escape(words[key].format(**counts)) for key in ("title", "description"))
    svg = (
        f'<svg class="drawn" role="img" viewBox="0 0 {WIDTH} {height}" aria-labelledby="title" aria-describedby="desc">'
        f'<title id="title">{title}</title><desc id="desc">{description}</desc><defs>{HEAD}</defs>{body}</svg>'
    )
    return unique_ids(svg, f"diagram-{name}")


def packing(words: dict) -> tuple[str, int, dict]:
    """A batch as a grid, a row for each sentence, with its pads and without them."""
    left, cell = 12, 60
    steps = max(map(len, SENTENCES))
    sizes = [sum(len(sentence) > step for sentence in SENTENCES) for step in range(steps)]
    counts = {"slots": steps * len(SENTENCES), "kept": sum(sizes)}

    def grid(top: float, is_packed: bool) -> str:
        drawn = ""
        for row, sentence in enumerate(SENTENCES):
            for step in range(steps):
                is_pad, is_last = step >= len(sentence), is_packed and step == len(sentence) - 1
                place = left + step * cell, top + row * (ROW + 6), cell - 6, ROW
                role = "gone" if is_pad and is_packed else "pad" if is_pad else WORD
                text = "" if role == "gone" else "pad" if is_pad else sentence[step]
                drawn += box(*place, text, "q-context" if is_last else role)
        return drawn

    first, second = 36, 174
    body = label(left, 20, words["padded"].format(**counts)) + grid(first, False)
    middle = left + (steps * cell - 6) / 2
    body += arrow(middle, first + 2 * ROW + 14, middle, second - 32)
    body += label(left, second - 14, words["packed"].format(**counts)) + grid(second, True)
    below = second + 2 * ROW + 28
    for step, size in enumerate(sizes):
        body += label(left + step * cell + (cell - 6) / 2, below, str(size), "middle")
    body += label(left, below + 22, words["sizes"] + " = " + ", ".join(map(str, sizes)))
    body += box(left, below + 38, 22, 16, "", "q-context") + label(left + 32, below + 51, words["last"])
    return body, below + 66, counts


def attention(words: dict) -> tuple[str, int, dict]:
    """Three words on their way to the states that a step of the decoder looks at."""
    sentence, wide, gap, left = SENTENCES[1], 84, 22, 12
    columns = [left + number * (wide + gap) for number in range(len(sentence))]
    tops = 8, 68, 128  # of words, embeddings, states
    right, band, below, last = columns[-1] + wide, 196, 272, 340
    body = ""
    for number, (x, word) in enumerate(zip(columns, sentence, strict=True), 1):
        middle = x + wide / 2
        body += box(x, tops[0], wide, ROW, word, "plain")
        body += box(x, tops[1], wide, ROW, f"E[{word}]", WORD)
        body += box(x, tops[2], wide, ROW, f"h{SUBSCRIPTS[number]}", "q-hidden")
        ends = [*tops, band]
        body += "".join(arrow(middle, ends[i] + ROW, middle, ends[i + 1]) for i in range(3))
    for x in columns[1:]:
        body += arrow(x - gap, tops[2] + ROW / 2, x, tops[2] + ROW / 2)
    split = columns[1] + wide / 2  # between the context, at the left, and the query
    query = split + gap
    body += box(left, band, right - left, ROW, words["weights"], "q-attention")
    body += box(left, below, split - left, ROW, words["context"], "q-context")
    body += box(query, below, right - query, ROW, words["query"], "q-hidden")
    body += box(left, last, right - left, ROW, words["output"], "plain")
    of_context, of_query = (left + split) / 2, (query + right) / 2
    body += arrow(of_context, band + ROW, of_context, below) + arrow(of_query, below, of_query, band + ROW)
    body += label(of_query + 8, (band + ROW + below) / 2 + 5, words["asks"])
    body += arrow(of_context, below + ROW, of_context, last) + arrow(of_query, below + ROW, of_query, last)
    return body, last + ROW + 8, {}


WORD = "q-source-embedding"
SUBSCRIPTS = "₀₁₂₃"
DRAWINGS: dict[str, Callable[[dict], tuple[str, int, dict]]] = {"packing": packing, "attention": attention}


def box(x: float, y: float, width: float, height: float, text: str, role: str) -> str:
    """A box with its text in the middle."""
    inside = label(x + width / 2, y + height / 2 + 5, text, "middle") if text else ""
    return f'<g class="{role}"><rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="3"/>{inside}</g>'


def label(x: float, y: float, text: str, anchor: str = "") -> str:
    where = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:g}" y="{y:g}"{where}>{html.escape(text)}</text>'


def arrow(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path class="arrow" marker-end="url(#head)" d="M{x1:g},{y1:g}L{x2:g},{y2:g}"/>'
