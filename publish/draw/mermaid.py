"""Diagrams: docs/diagrams/<name>.<lang>.mmd -> <name>.<lang>.svg beside it, kept in the repository.

`python -m publish diagrams` draws those whose source changed, with Mermaid, in one launch of Chromium. A build needs no
browser: publish/pages/diagrams.py checks that each drawing carries its source's digest, and puts it into pages. Colours
are CSS variables of the theme, so that a diagram follows light and dark; a node's role is told by a class: `class enc
q-source-embedding`. `accTitle` and `accDescr` in the source become the drawing's name and description, and its
caption.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from publish.common import cache, paths
from publish.common import svg as svg_ids
from publish.common.errors import PublishError
from publish.draw import browser

MERMAID = paths.NODE_MODULES / "mermaid" / "dist" / "mermaid.min.js"

# Mermaid computes with colours, so it gets stand-ins; each is replaced by a variable in what it draws.
STAND_INS = {
    "#fefefa": "var(--paper-2)",
    "#010102": "var(--ink)",
    "#030304": "var(--ink-2)",
    "#fdfdf9": "var(--paper-3)",
    "#050506": "var(--line-strong)",
    "#fcfcf8": "var(--paper)",
}
FILL, INK, LINE, CLUSTER, CLUSTER_LINE, PAPER = STAND_INS
FONTS = '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'
CONFIG = {
    "startOnLoad": False,
    "securityLevel": "strict",
    "theme": "base",
    "htmlLabels": False,
    "deterministicIds": True,
    "fontFamily": FONTS,
    "flowchart": {"htmlLabels": False, "useMaxWidth": True, "padding": 12, "nodeSpacing": 32, "rankSpacing": 40},
    "sequence": {"useMaxWidth": True},
    "themeVariables": {
        "darkMode": False, "fontSize": "15px", "background": PAPER, "primaryColor": FILL, "mainBkg": FILL,
        "primaryTextColor": INK, "textColor": INK, "nodeTextColor": INK, "titleColor": INK, "labelTextColor": INK,
        "primaryBorderColor": LINE, "nodeBorder": LINE, "lineColor": LINE, "defaultLinkColor": LINE,
        "arrowheadColor": LINE, "clusterBkg": CLUSTER, "clusterBorder": CLUSTER_LINE, "edgeLabelBackground": PAPER,
        "secondaryColor": FILL, "tertiaryColor": CLUSTER, "actorBkg": FILL, "actorBorder": LINE, "actorTextColor": INK,
        "actorLineColor": LINE, "signalColor": LINE, "signalTextColor": INK, "labelBoxBkgColor": FILL,
        "labelBoxBorderColor": LINE, "loopTextColor": INK, "noteBkgColor": CLUSTER, "noteBorderColor": CLUSTER_LINE,
        "noteTextColor": INK, "activationBkgColor": CLUSTER, "activationBorderColor": LINE,
    },
}  # fmt: skip

# The design's quantities: a class q-… in the source gives a node that quantity's colour, and its dashes
# for those who do not see the colour.
ROLES = {
    "source-embedding": "",
    "target-embedding": "6 3",
    "hidden": "",
    "cell": "2 2",
    "context": "8 3 2 3",
    "gradient": "4 2",
    "attention": "1 3",
}

# Mermaid marks each word of a line, and leaves the labels of edges that have none and boxes without a size.
PIECE = re.compile(r'<tspan font-style="normal" class="text-inner-tspan" font-weight="normal">([^<]*)</tspan>')
EMPTY = re.compile(r"<(rect|tspan|text|g)(?![^>]*width=)[^>]*></\1>")

# Runs in the page: draws, then drops the style rules that nothing in the drawing uses.
DRAW = """
async ({source, config, id}) => {
  mermaid.initialize(config);
  const {svg} = await mermaid.render(id, source);
  document.body.innerHTML = svg;
  const root = document.querySelector("svg"), style = root.querySelector("style");
  const kept = [...style.sheet.cssRules].filter(rule => {
    const selector = rule.selectorText;
    if (!selector) return false;
    try { return root.matches(selector) || root.parentNode.querySelector(selector); } catch { return false; }
  }).map(rule => rule.cssText);
  style.textContent = kept.join("\\n");
  return root.outerHTML;
}
"""


def sources(folder: Path | None = None) -> list[Path]:
    return sorted((folder or paths.DIAGRAMS).glob("*.mmd"))


def digest(source: Path) -> str:
    """What a drawing depends on: its source, and the settings here that change how it looks."""
    settings = json.dumps(
        [
            CONFIG,
            STAND_INS,
            ROLES,
            DRAW,
            PIECE.pattern,
            EMPTY.pattern,
            _style("", "".join(f"q-{role}" for role in ROLES)),
        ],
        sort_keys=True,
    )
    return hashlib.sha256(source.read_bytes() + settings.encode("utf-8")).hexdigest()


def is_drawn(source: Path) -> bool:
    drawing = source.with_suffix(".svg")
    return drawing.is_file() and f'data-digest="{digest(source)}"' in drawing.read_text("utf-8")


def step(everything: bool = False) -> list[str]:
    """Draw what changed. Returns the names of what was drawn."""
    stale = [source for source in sources() if everything or not is_drawn(source)]
    for source, svg in draw(stale).items():
        cache.write(source.with_suffix(".svg"), svg)
    return [source.name for source in stale]


def draw(files: list[Path]) -> dict[Path, str]:
    """The finished SVG of each source, from one browser."""
    if not files:
        return {}
    if not MERMAID.is_file():
        raise RuntimeError("node_modules/mermaid is missing. `make diagrams` installs it from package-lock.json.")
    drawn = {}
    with browser.launch() as chromium:
        page = chromium.new_page()
        for source in files:
            page.set_content("<!doctype html><html><body></body></html>")
            page.add_script_tag(path=str(MERMAID))
            text = source.read_text("utf-8")
            for name in ("accTitle", "accDescr"):
                if not re.search(rf"^\s*{name}\s*[:{{]", text, re.MULTILINE):
                    raise PublishError(
                        f"a diagram needs a line `{name}: …`.", "It names the drawing.", paths.shown(source)
                    )
            try:
                svg = page.evaluate(DRAW, {"source": text, "config": CONFIG, "id": prefix(source)})
            except Exception as error:
                raise PublishError(f"Mermaid refuses it: {error}", where=paths.shown(source)) from None
            drawn[source] = finish(svg, source)
    return drawn


def finish(svg: str, source: Path) -> str:
    """Mermaid's drawing with the theme's colours, ids of its own, and its source's digest."""
    for stand_in, variable in STAND_INS.items():
        value = int(stand_in[1:], 16)
        written = f"rgb({value >> 16}, {value >> 8 & 255}, {value & 255})"
        svg = svg.replace(stand_in, variable).replace(stand_in.upper(), variable).replace(written, variable)
    svg = re.sub(r"font-family: ?[^;}]*;", "font-family: inherit;", svg)
    svg = svg.replace("</style>", f"\n{_style('#' + prefix(source), source.read_text('utf-8'))}</style>", 1)
    svg = re.sub(r"<defs>\s*<filter.*?</defs>|<linearGradient.*?</linearGradient>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\srole="[^"]*"|\saria-roledescription="[^"]*"', "", svg, count=2)
    used = set(re.findall(r"url\(['\"]?#([^)'\"]+)", svg))
    svg = re.sub(
        r'<marker id="([^"]+)".*?</marker>', lambda match: match[0] if match[1] in used else "", svg, flags=re.DOTALL
    )
    svg = re.sub(r'\sdata-[\w-]+="[^"]*"|\sstyle=""|<g></g>', "", svg)
    svg = re.sub(r'class="([^"]*)"', lambda match: f'class="{" ".join(dict.fromkeys(match[1].split()))}"', svg)
    svg = svg_ids.unique_ids(svg, prefix(source))
    kept = {prefix(source), *used, *re.findall(r'aria-\w+="([^"]*)"', svg)}
    svg = re.sub(r'\sid="([^"]*)"', lambda match: match[0] if match[1] in kept else "", svg)
    svg = re.sub(r"\d+\.\d{2,}", lambda match: f"{float(match[0]):.1f}".removesuffix(".0"), svg)
    svg = _without_what_draws_nothing(svg)
    svg = svg.replace("<svg ", f'<svg role="img" data-digest="{digest(source)}" ', 1)
    return re.sub(r"\n\s*\n", "\n", svg).strip() + "\n"


def _without_what_draws_nothing(svg: str) -> str:
    """The drawing without marks and boxes that leave no trace, and straight lines with two points only."""
    svg = PIECE.sub(r"\1", svg).replace(' style=";"', "")
    while EMPTY.search(svg):
        svg = EMPTY.sub("", svg)
    return re.sub(r' d="(M[^"Zz]*)"', _straight, svg)


def _straight(path: re.Match) -> str:
    points = re.findall(r"(-?[\d.]+),(-?[\d.]+)", path[1])
    straight = any(len({point[axis] for point in points}) == 1 for axis in (0, 1))
    return f' d="M{",".join(points[0])}L{",".join(points[-1])}"' if straight else path[0]


def prefix(source: Path) -> str:
    """The drawing's own id, with which all ids inside it begin."""
    return f"diagram-{source.name.split('.')[0]}"


def _style(root: str, text: str) -> str:
    """Rules of our own, after Mermaid's: arrowheads and edge labels follow the scheme, roles have their colours."""
    line, paper = "var(--ink-2) !important", "var(--paper) !important"
    rules = [
        f"{root} .marker, {root} marker path {{ fill: {line}; stroke: {line}; }}",
        f"{root} .edgeLabel rect, {root} .labelBkg {{ fill: {paper}; opacity: 1 !important; }}",
    ]
    for role, dashes in ROLES.items():
        if f"q-{role}" in text:
            shapes = ", ".join(f"{root} .node.q-{role} {shape}" for shape in ("rect", "polygon", "circle", "path"))
            colours = f"fill: var(--q-{role}-soft) !important; stroke: var(--q-{role}) !important;"
            rules.append(f"{shapes} {{ {colours} stroke-width: 2px; stroke-dasharray: {dashes or 'none'}; }}")
    return "\n".join(rules) + "\n"
