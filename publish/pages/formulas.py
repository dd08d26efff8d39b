"""Formulas: TeX -> MathML, in one Node process for all pages, so that no page carries a math script.

Called once per build, after all pages have become HTML and before templates are filled (MkDocs' event on_env). KaTeX
translates; `polish` mends what browsers do not know of its MathML; fonts.py cuts a font to the characters that are
used. A browser without MathML (Chromium before 109) gets KaTeX's own drawing instead: theme/assets/js/site.js fetches
it then, and only then, from a script that lies beside the page. KaTeX's drawing in every page would be the heavier
half of the article.

Rendered formulas are kept in build/cache/formulas.json under the digest of KaTeX's version. Wrong TeX, and anything
KaTeX only warns about, stops the build and names the page and the line.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from publish.common import cache, node, paths
from publish.common.errors import PublishError
from publish.pages import fonts

KATEX = paths.NODE_MODULES / "katex"
STYLE = "assets/katex/katex.css"
PLACE = re.compile(
    r'<(span|div) class="arithmatex">(?:\\\((.*?)\\\)|\\\[(.*?)\\\])</\1>',
    re.DOTALL,
)
INLINE = r'<span class="math-inline"(?:(?!</math>).)*</math></span>'
HELD = re.compile(rf"[（「]{INLINE}[，。；：、！？）」]*|{INLINE}[，。；：、！？）」]+")
SCRIPT = r"""
const katex = require("katex");
const jobs = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.warn = message => { throw new Error(message); };
const options = {strict: strict, trust: false, throwOnError: true};
const results = jobs.map(({tex, display}) => {
  try {
    const as = output => katex.renderToString(tex, {...options, displayMode: display, output});
    return {mathml: as("mathml"), html: as("html")};
  } catch (error) { return {error: String(error.message)}; }
});
function strict(code, message) { return code === "newLineInDisplayMode" ? "ignore" : "error"; }
process.stdout.write(JSON.stringify(results));
"""


def found(content: str) -> list[tuple[str, bool]]:
    """All formulas of a page's HTML: (TeX, whether it stands on its own line)."""
    return [_formula(match) for match in PLACE.finditer(content)]


def _formula(match: re.Match) -> tuple[str, bool]:
    inline = match[2] is not None
    return html.unescape(match[2] if inline else match[3]).strip(), not inline


@dataclass(frozen=True)
class Formula:
    """A formula's MathML, which the page has, and KaTeX's own HTML, for browsers that do not know MathML."""

    mathml: str
    html: str


def render(wanted: list[tuple[str, bool]], stored: Path | None = None) -> dict[tuple[str, bool], Formula]:
    """Each formula's markup. Raises PublishError for the first that is wrong; `where` is left to the caller."""
    stored = stored or paths.CACHE / "formulas.json"
    known = _stored(stored)
    new = [item for item in dict.fromkeys(wanted) if _key(item) not in known]
    if new:
        jobs = [{"tex": tex, "display": display} for tex, display in new]
        for item, result in zip(new, json.loads(node.run(SCRIPT, json.dumps(jobs))), strict=True):
            if "error" in result:
                raise FormulaError(item[0], result["error"])
            known[_key(item)] = [polish(result["mathml"]), result["html"]]
        cache.write(stored, json.dumps({"katex": version(), "formulas": known}, ensure_ascii=False))
    return {item: Formula(*known[_key(item)]) for item in wanted}


LETTERS = {  # mathvariant="…", which browsers no longer read, and the letters that Unicode has for it
    "double-struck": ("MATHEMATICAL DOUBLE-STRUCK", "DOUBLE-STRUCK"),
    "script": ("MATHEMATICAL SCRIPT", "SCRIPT"),
    "bold": ("MATHEMATICAL BOLD", ""),
    "bold-italic": ("MATHEMATICAL BOLD ITALIC", ""),
    "fraktur": ("MATHEMATICAL FRAKTUR", "BLACK-LETTER"),
}


SCRIPTS = {"msub", "msup", "msubsup", "munder", "mover", "munderover"}
APPLIED = "\N{FUNCTION APPLICATION}"


def polish(markup: str) -> str:
    """KaTeX's MathML as browsers know it (MathML Core), spaced as TeX spaces: without its wrapping, the TeX in it, rows
    of one, and attributes that nobody reads; letters of other alphabets as Unicode's own; the columns of an alignment
    named by a class, since `columnalign` is not read any more; a thin space between ln and x; operators in an index
    close to what they join, and signs to what they change.
    """
    content = re.search(r"<semantics>(.*)<annotation", markup, re.DOTALL)[1]
    formula = ElementTree.fromstring(f"<math>{content}</math>")
    _polish_below(formula, in_script=False)
    formula[:] = list(formula[0]) if formula[0].tag == "mrow" else list(formula)
    if 'display="block"' in markup:
        formula.set("display", "block")
    return ElementTree.tostring(formula, encoding="unicode", short_empty_elements=False)


def _polish_below(parent: ElementTree.Element, in_script: bool) -> None:
    for place, child in enumerate(list(parent)):
        small = in_script or (parent.tag in SCRIPTS and place > 0)
        _polish_below(child, small)
        while child.tag == "mrow" and len(child) == 1:
            child = parent[place] = child[0]
        for unread in ("separator", "fence"):
            child.attrib.pop(unread, None)
        if child.tag == "mtable":
            child.attrib = {"class": _columns(set(child.get("columnalign", "").split()))}
        if child.get("mathvariant") in LETTERS:
            child.text = "".join(_letter(sign, *LETTERS[child.get("mathvariant")]) for sign in child.text)
            child.set("mathvariant", "normal")
        if child.tag == "mo" and small and parent.tag not in SCRIPTS:
            child.attrib |= {"lspace": "0em", "rspace": "0em"}
    for before, after in list(pairwise(parent)):
        if before.text == APPLIED and after.tag != "mspace" and after.text not in set("([{|∥"):
            parent.insert(list(parent).index(after), ElementTree.Element("mspace", width="0.1667em"))
        base = before[0] if before.tag in SCRIPTS else before
        if after.tag == base.tag == "mo" and after.text in set("+−±") and base.text not in set(")]}|∥"):
            after.set("form", "prefix")  # a sign, as in (−1 or = −1, and no difference


def _columns(sides: set[str]) -> str:
    """The class of a table by its columns' sides: those of an alignment, or one side for all."""
    return "aligned" if sides == {"right", "left"} else "".join(sides) if len(sides) == 1 else ""


def _letter(sign: str, alphabet: str, older: str) -> str:
    """A letter of an alphabet: most stand together in Unicode, some (ℝ, ℒ) had been there before."""
    case = "CAPITAL" if sign.isupper() else "SMALL"
    return _named(f"{alphabet} {case} {sign.upper()}") or _named(f"{older} {case} {sign.upper()}") or sign


def _named(name: str) -> str:
    """Unicode's character of that name, or nothing."""
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return ""


class FormulaError(PublishError):
    """A formula that KaTeX refuses."""

    def __init__(self, tex: str, reason: str, where: str = "") -> None:
        self.tex, self.reason = tex, reason
        super().__init__(
            f"formula {tex!r}: {reason}.", "Mend its TeX; KaTeX's list of functions says what it knows.", where
        )


def _stored(file: Path) -> dict[str, list[str]]:
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content["formulas"] if content.get("katex") == version() else {}


def version() -> str:
    """KaTeX's version and this module's digest: what a stored formula depends on."""
    package = KATEX / "package.json"
    if not package.is_file():
        raise RuntimeError("node_modules/katex is missing. `make build` installs it from package-lock.json.")
    own = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    return f"{json.loads(package.read_text('utf-8'))['version']} {own}"


def _key(item: tuple[str, bool]) -> str:
    return ("display:" if item[1] else "inline:") + item[0]


def place(content: str, rendered: dict[tuple[str, bool], Formula]) -> str:
    """A page's HTML with its formulas rendered. Those that stand alone have a box of their own, to scroll in."""

    def put(match: re.Match) -> str:
        item = _formula(match)
        if item[1]:
            return f'<div class="math-display" data-search-exclude="1">{rendered[item].mathml}</div>'
        return f'<span class="math-inline">{rendered[item].mathml}</span>'

    # A browser may break a line on either side of a formula; Chinese does not begin one with a comma.
    return HELD.sub(r'<span class="held">\g<0></span>', PLACE.sub(put, content))


def drawing(url: str) -> str:
    """Where the script with KaTeX's drawings of a page's formulas lies."""
    return f"assets/katex/pages/{_name(url)}.js"


def font(url: str) -> str:
    """Where a page's font for mathematics lies: each page has its own, since most need a dozen letters."""
    return f"assets/math/{_name(url)}.woff2"


def _name(url: str) -> str:
    return Path(url).with_suffix("").as_posix().replace("/", "-")


def head(url: str, base: str) -> str:
    """What a page with formulas has in its head: its font, and where KaTeX's drawings are."""
    return (
        f'\n<style>@font-face{{font-family:"STIX Two Math";src:url({base}{font(url)}) format("woff2");'
        f"font-display:swap}}</style>"
        f'\n<meta name="formulas" content="{base}{drawing(url)}" data-style="{base}{STYLE}">'
    )


def shown(content: str, rendered: dict[tuple[str, bool], Formula]) -> list[Formula]:
    """A page's formulas in their order."""
    return [rendered[formula] for formula in found(content)]


def in_text(text: str) -> str:
    """A title without the marks of formulas, for the table of contents and the search index."""

    def plain(formula: re.Match) -> str:
        tex = re.sub(r"\\sqrt\{([^{}]*)\}", r"√\1", formula[1])
        return re.sub(r"\\(?=[A-Za-z])|[{}]", "", tex)

    return re.sub(r"\\\((.*?)\\\)", plain, text)


def line_of(tex: str, source: str) -> int:
    """The line of a source on which a formula starts, or 1."""
    start = source.find(tex)
    if start < 0:
        start = source.find(tex.split("\n")[0].strip())
    return source.count("\n", 0, start) + 1 if start >= 0 else 1


def publish(pages: dict[str, list[Formula]], folder: Path) -> None:
    """Into `folder`, for each page's formulas in their order: its font and its drawings, and KaTeX's style and fonts
    for all of them.
    """
    for url, shown in pages.items():
        cache.write(folder / font(url), fonts.math_font("".join(one.mathml for one in shown)))
        drawn = json.dumps([one.html for one in shown], ensure_ascii=False)
        cache.write(folder / drawing(url), f"drawFormulas({drawn});\n")
    content = "".join(dict.fromkeys(one.html for shown in pages.values() for one in shown))
    css = (KATEX / "dist" / "katex-swap.min.css").read_text("utf-8")
    used = fonts.used_by(css, content)
    cache.write(folder / STYLE, fonts.with_fonts(css, used))
    letters = fonts.shown_letters(content)
    for name in used:
        source = KATEX / "dist" / "fonts" / f"{name}.ttf"
        cache.write((folder / STYLE).parent / "fonts" / f"{name}.woff", fonts.cut(source, letters, "woff"))
