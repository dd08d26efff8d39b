"""What stands in a page for what a lab has yet to tell: a marked gap, while `make serve` runs the labs.

Macros and labs' notebooks leave the mark as text, wherever it may stand, in code and formulas, too. Once Markdown has
become HTML, `place` gives it its look. A build that waits for the labs has no gaps (publish/run/notebooks.py, WAITING).
"""

from __future__ import annotations

import re

from publish.run import values

TEXT = {"zh": "⟦实验进行中⟧", "en": "⟦lab running⟧"}
ELEMENT = '<span class="lab-gap">{}</span>'
FORMULA = re.compile(r'(<(span|div) class="arithmatex">.*?</\2>)', re.DOTALL)
TAG = re.compile(r"(<[^>]*>)")


def value(figures: dict, argument: str, language: str) -> str:
    """What `[[value …]]` gives: a figure by its key and format, or a gap."""
    key, _, spec = argument.partition(" ")
    found = values.find(figures, key)
    return TEXT[language] if found is values.WAITING else values.show(found, spec.strip())


def place(content: str, language: str) -> str:
    """A page's HTML with its gaps marked; a mean with its range in brackets is one gap."""
    text = TEXT[language]
    if text not in content:
        return content
    content = re.sub(rf"{text}\s*[（(]{text}\s*[–-]\s*{text}[）)]", text, content)
    pieces = FORMULA.split(content)  # HTML, a formula, its element's name, HTML, …
    pieces[::3] = [_marked(html, text) for html in pieces[::3]]
    tex = rf"[\text{{{text.strip('⟦⟧')}}}]"  # such brackets are no text to TeX
    pieces[1::3] = [formula.replace(text, tex) for formula in pieces[1::3]]
    del pieces[2::3]
    return "".join(pieces)


def _marked(html: str, text: str) -> str:
    pieces = TAG.split(html)
    pieces[::2] = [piece.replace(text, ELEMENT.format(text)) for piece in pieces[::2]]
    return "".join(pieces)
