"""Formulas: TeX -> KaTeX's HTML and MathML, in one Node process for all pages, so that no page carries a math
script.

Called once per build, after all pages have become HTML and before templates are filled (MkDocs' event on_env).
Rendered formulas are kept in build/cache/formulas.json under the digest of KaTeX's version. Wrong TeX, and
anything KaTeX only warns about, stops the build and names the page and the line.
"""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
from pathlib import Path

from publish import cache, node, paths
from publish.errors import PublishError

KATEX = paths.NODE_MODULES / "katex"
STYLE = "assets/katex/katex.css"
PLACE = re.compile(
    r'<(span|div) class="arithmatex">(?:\\\((.*?)\\\)|\\\[(.*?)\\\])</\1>',
    re.DOTALL,
)
SCRIPT = r"""
const katex = require("katex");
const jobs = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.warn = message => { throw new Error(message); };
const options = {output: "htmlAndMathml", strict: strict, trust: false, throwOnError: true};
const results = jobs.map(({tex, display}) => {
  try {
    return {html: katex.renderToString(tex, {...options, displayMode: display})};
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


def render(wanted: list[tuple[str, bool]], stored: Path | None = None) -> dict[tuple[str, bool], str]:
    """KaTeX's markup for each formula. Raises PublishError for the first that is wrong; `where` is left to the
    caller.
    """
    stored = stored or paths.CACHE / "formulas.json"
    known = _stored(stored)
    new = [item for item in dict.fromkeys(wanted) if _key(item) not in known]
    if new:
        jobs = [{"tex": tex, "display": display} for tex, display in new]
        for item, result in zip(new, json.loads(node.run(SCRIPT, json.dumps(jobs))), strict=True):
            if "error" in result:
                raise FormulaError(item[0], result["error"])
            known[_key(item)] = result["html"]
        cache.write(stored, json.dumps({"katex": version(), "formulas": known}, ensure_ascii=False))
    return {item: known[_key(item)] for item in wanted}


class FormulaError(PublishError):
    """A formula that KaTeX refuses."""

    def __init__(self, tex: str, reason: str, where: str = "") -> None:
        self.tex, self.reason = tex, reason
        super().__init__(
            f"formula {tex!r}: {reason}.", "Mend its TeX; KaTeX's list of functions says what it knows.", where
        )


def _stored(file: Path) -> dict[str, str]:
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


def place(content: str, rendered: dict[tuple[str, bool], str]) -> str:
    """A page's HTML with its formulas rendered. Those that stand alone have a box of their own, to scroll in."""

    def put(match: re.Match) -> str:
        item = _formula(match)
        if item[1]:
            return f'<div class="math-display" data-search-exclude="1">{rendered[item]}</div>'
        return f'<span class="math-inline" data-search-exclude="1">{rendered[item]}</span>'

    return PLACE.sub(put, content)


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


def publish_style(content: str, folder: Path) -> None:
    """KaTeX's style sheet, and of its fonts the letters that these pages' formulas show, into `folder`/assets/katex.

    Whole, the usual four fonts weigh more than an article; cut to their letters, a tenth. They are compressed as woff,
    since woff2 would need one more package to save another tenth.
    """
    css = (KATEX / "dist" / "katex-swap.min.css").read_text("utf-8")
    used = fonts_used(css, content)
    css = re.sub(r"@font-face\{[^}]*\}", lambda match: _font_face(match[0], used), css)
    cache.write(folder / STYLE, css)
    letters = shown_letters(content)
    for name in used:
        cache.write((folder / STYLE).parent / "fonts" / f"{name}.woff", cut_font(name, letters))


def shown_letters(content: str) -> str:
    """Every character that is drawn with a font of KaTeX's: all text but the part for screen readers."""
    drawn = re.sub(r'<span class="katex-mathml">.*?</math></span>', "", content, flags=re.DOTALL)
    return "".join(sorted(set(html.unescape(re.sub(r"<[^>]*>", "", drawn)))))


def cut_font(name: str, letters: str) -> bytes:
    """One of KaTeX's fonts with nothing but these letters."""
    from fontTools import subset, ttLib

    font = ttLib.TTFont(KATEX / "dist" / "fonts" / f"{name}.ttf", recalcTimestamp=False)
    cutter = subset.Subsetter(subset.Options(hinting=False, layout_features=["*"], notdef_outline=True))
    cutter.populate(text=letters)
    cutter.subset(font)
    font.flavor = "woff"
    output = io.BytesIO()
    font.save(output)
    return output.getvalue()


def _font_face(rule: str, used: set[str]) -> str:
    """A font's rule with its one file, or nothing for a font that no formula uses."""
    name = re.search(r"fonts/([\w-]+)\.woff2", rule)[1]
    return re.sub(r"src:[^;}]*", f'src:url(fonts/{name}.woff) format("woff")', rule) if name in used else ""


def fonts_used(css: str, content: str) -> set[str]:
    """The names of the fonts that some selector asks for, all of whose classes appear in the markup."""
    classes = {name for match in re.findall(r'class="([^"]*)"', content) for name in match.split()}
    faces = {}
    for rule in re.findall(r"@font-face\{([^}]*)\}", css):
        family = re.search(r"font-family:\"?([\w-]+)", rule)[1]
        bold = bool(re.search(r"font-weight:(700|bold)", rule))
        faces[(family, bold, "font-style:italic" in rule)] = re.search(r"fonts/([\w-]+)\.woff2", rule)[1]
    wanted = {faces[("KaTeX_Main", False, False)]}
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        needed = any(set(re.findall(r"\.([\w-]+)", one)) <= classes for one in selector.split(","))
        if not needed or "@font-face" in selector:
            continue
        family = re.search(r"font(?:-family)?:[^;]*?(KaTeX_\w+)", body)
        bold, italic = bool(re.search(r"font-weight:(700|bold)", body)), "font-style:italic" in body
        for name in [family[1]] if family else (["KaTeX_Main"] if bold or italic else []):
            wanted.update(file for key, file in faces.items() if key == (name, bold, italic))
    return wanted
