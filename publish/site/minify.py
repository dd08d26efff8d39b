"""Takes from the pages what crosses the wire and nobody gets to see. The article has to arrive on a slow phone.

`slim()` is called when a page's HTML is ready (on_post_page): the marks that Pygments puts around names, punctuation
and spaces, which the theme shows like any other code; indentation and empty lines between tags.
`cut_styles()` and `shorten_scripts()` are called when a language's site is written (on_post_build): style sheets lose
comments and line ends, those of the theme and of KaTeX also the rules that nothing on this site can ask for, and the
theme's the values that nothing reads; scripts go through esbuild. Explorables come bundled and short.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import tinycss2

from publish.common import cache, node, paths

PLAIN = re.compile(r'<span class="(?:n|nn|o|p|w)">([^<]*)</span>')
AS_WRITTEN = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL)
COLOUR = re.compile(r"data-md-color-(?:primary|accent)=[\w-]+")  # the theme has twenty, the site one
CLASS = re.compile(r"\.((?:[A-Za-z_-]|\\.)(?:[\w-]|\\.)*)")
ESBUILD = """
const { transformSync } = require("esbuild");
const scripts = JSON.parse(require("fs").readFileSync(0, "utf8"));
const shorter = (script) => transformSync(script, { minify: true, target: "es2020", charset: "utf8" }).code;
process.stdout.write(JSON.stringify(scripts.map(shorter)));
"""
# The theme's script sets classes, md-… all of them but these two; the parts of a page below are switched off here.
STATES = {"focus-visible", "js"}
ABSENT = ("md-annotation", "md-source", "md-status", "md-version")


def slim(page: str) -> str:
    """A page that looks and reads the same, of fewer bytes."""
    pieces = AS_WRITTEN.split(PLAIN.sub(r"\1", page))  # text, an element, its name, text, …
    pieces[::3] = [re.sub(r"\s*\n\s*", "\n", text) for text in pieces[::3]]
    del pieces[2::3]
    return "".join(pieces)


def cut_styles(folder: Path) -> None:
    """The style sheets below `folder`, shorter; those of explorables are so already."""
    known = {"stylesheets": classes_of_theme(folder), "katex": classes_of_drawings(folder)}
    sheets = [file for file in sorted((folder / "assets").rglob("*.css")) if file.parent.name != "explorables"]
    files = {file: known.get(file.parent.name) for file in sheets}
    for file, classes in files.items():
        css = file.read_text("utf-8")
        cache.write(file, shorten(css) if classes is None else cut(css, classes))
    values = values_read(folder)  # by the rules that are left
    for file, classes in files.items():
        if classes is not None:
            cache.write(file, without_unread(file.read_text("utf-8"), values))


def values_read(folder: Path) -> set[str]:
    """The custom properties (--name) that some style reads; a script may read any that it names."""
    found: set[str] = set()
    for kind, pattern in (("css", r"var\(\s*(--[\w-]+)"), ("html", r"var\(\s*(--[\w-]+)"), ("js", r"--[\w-]+")):
        for file in folder.rglob(f"*.{kind}"):
            found.update(re.findall(pattern, file.read_text("utf-8")))
    return found


def classes_of_theme(folder: Path) -> set[str]:
    """The classes that pages have, and those that the theme's own script may set."""
    found = set(STATES)
    for page in folder.rglob("*.html"):
        text = page.read_text("utf-8")
        found |= _classes(text) | set(COLOUR.findall(text.replace('"', "")))
    for script in (folder / "assets" / "javascripts").glob("*.js"):
        found.update(re.findall(r"\bmd-[\w-]+", script.read_text("utf-8")))
    return {name for name in found if not name.startswith(ABSENT)}


def classes_of_drawings(folder: Path) -> set[str]:
    """The classes in KaTeX's drawings, which a page fetches only where the browser has no MathML."""
    found: set[str] = set()
    for script in (folder / "assets" / "katex").rglob("*.js"):
        found |= _classes(script.read_text("utf-8").replace('\\"', '"'))
    return found


def _classes(markup: str) -> set[str]:
    return {name for value in re.findall(r'class="([^"]*)"', markup) for name in value.split()}


def cut(css: str, known: set[str]) -> str:
    """A style sheet without the selectors that name an unknown class or ask for a page that runs from right to left
    or for another of the theme's colours, and the rules that are left with none.
    """

    def asked_for(rule) -> str:
        selectors = [one for one in _selectors(rule.prelude) if _may_match(one, known)]
        return f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}" if selectors else ""

    return _each_rule(css, asked_for)


def without_unread(css: str, values: set[str]) -> str:
    """A style sheet without the custom properties that are not among `values`, and the rules that are left empty."""

    def read(rule) -> str:
        declared = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        kept = [one for one in declared if not one.name.startswith("--") or one.name in values]
        if len(kept) == len(declared):
            return rule.serialize()
        texts = [f"{one.name}:{tinycss2.serialize(one.value).strip()}{'!important' * one.important}" for one in kept]
        return f"{tinycss2.serialize(rule.prelude)}{{{';'.join(texts)}}}" if kept else ""

    return _each_rule(css, read)


def _each_rule(css: str, changed) -> str:
    """A style sheet whose rules, those within @media and @supports too, are what `changed` makes of each."""
    kept = []
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = _each_rule(tinycss2.serialize(rule.content), changed)
            kept.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}" if inner else "")
        else:
            kept.append(changed(rule) if rule.type == "qualified-rule" else rule.serialize())
    return "".join(kept)


def shorten(css: str) -> str:
    """A style sheet without comments and line ends."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(re.sub(r"\s*\n\s*", " ", rule.serialize().strip()) for rule in rules)


def shorten_scripts(folder: Path, stored: Path | None = None) -> None:
    """Our own scripts below `folder`, and the theme's: the same, without comments and with short names inside. What
    esbuild made of a script is kept in build/cache.
    """
    stored = stored or paths.CACHE / "scripts"
    kinds = ("js/*.js", "javascripts/bundle*.js")
    files = [file for kind in kinds for file in sorted((folder / "assets").glob(kind))]
    package = (paths.NODE_MODULES / "esbuild" / "package.json").read_bytes()
    how = package + ESBUILD.encode()
    kept = {file: stored / f"{hashlib.sha256(how + file.read_bytes()).hexdigest()[:16]}.js" for file in files}
    new = [file for file in files if not kept[file].is_file()]
    if new:
        made = json.loads(node.run(ESBUILD, json.dumps([file.read_text("utf-8") for file in new])))
        for file, script in zip(new, made, strict=True):
            cache.write(kept[file], script)
    for file in files:
        cache.write(file, kept[file].read_text("utf-8"))


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
    if re.match(r"\[dir=[\"']?rtl", selector) or set(COLOUR.findall(selector)) - known:
        return False
    certain = re.sub(r":(?:is|not|where|has)\((?:[^()]|\([^()]*\))*\)", "", selector)
    return all(name.replace("\\", "") in known for name in CLASS.findall(certain))
