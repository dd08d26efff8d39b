"""Takes from the pages what crosses the wire and nobody gets to see. The article has to arrive on a slow phone.

`slim()` is called when a page's HTML is ready (on_post_page): the marks that Pygments puts around names, punctuation
and spaces, which the theme shows like any other code; the TeX that KaTeX repeats inside its MathML; the pieces into
which Mermaid cuts a line of text. `cut_styles()` is called when a language's site is written (on_post_build): the
style sheets of the theme and of KaTeX lose the rules for classes that no page and no script of this site names.
"""

from __future__ import annotations

import re
from pathlib import Path

import tinycss2

from publish import cache

PLAIN = re.compile(r'<span class="(?:n|nn|o|p|w)">([^<]*)</span>')
ANNOTATION = re.compile(r'<annotation encoding="application/x-tex">.*?</annotation>', re.DOTALL)
JOINT = re.compile(
    r'</tspan><tspan font-style="normal" class="text-inner-tspan" font-weight="normal">(?=[^<]*</tspan>)'
)
CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")


def slim(page: str) -> str:
    """A page that looks and reads the same, of fewer bytes."""
    return JOINT.sub("", ANNOTATION.sub("", PLAIN.sub(r"\1", page)))


def cut_styles(folder: Path) -> None:
    """The style sheets of others below `folder`, without the rules that nothing in the folder can ask for."""
    known = words(folder)
    for kind in ("stylesheets", "katex"):
        for file in sorted((folder / "assets" / kind).glob("*.css")):
            cache.write(file, cut(file.read_text("utf-8"), known))


def words(folder: Path) -> set[str]:
    """Every word that may be a class: those of the pages' attributes, and all in the scripts, which add some."""
    found: set[str] = set()
    for page in folder.rglob("*.html"):
        for value in re.findall(r'class="([^"]*)"', page.read_text("utf-8")):
            found.update(value.split())
    for script in folder.rglob("*.js"):
        found.update(re.findall(r"[A-Za-z_][\w-]*", script.read_text("utf-8")))
    return found


def cut(css: str, known: set[str]) -> str:
    """A style sheet without the selectors that name an unknown class, and the rules that are left with none."""
    kept = []
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = cut(tinycss2.serialize(rule.content), known)
            if inner:
                kept.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}")
        elif rule.type == "qualified-rule":
            selectors = [one for one in _selectors(rule.prelude) if _may_match(one, known)]
            if selectors:
                kept.append(f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}")
        else:
            kept.append(rule.serialize())
    return "".join(kept)


def _selectors(prelude: list) -> list[str]:
    """A rule's selectors, apart: commas inside of :is(…) are not theirs."""
    parts: list[list] = [[]]
    for token in prelude:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


def _may_match(selector: str, known: set[str]) -> bool:
    """Whether all classes that it asks for exist; what stands in :is(…) or :not(…) asks for nothing certain."""
    certain = re.sub(r":(?:is|not|where|has)\((?:[^()]|\([^()]*\))*\)", "", selector)
    return all(name.replace("\\", "") in known for name in CLASS.findall(certain))
