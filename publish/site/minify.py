"""Takes from the pages what crosses the wire and nobody gets to see. The article has to arrive on a slow phone.

`slim()` is called when a page's HTML is ready (on_post_page): the marks that Pygments puts around names, punctuation
and spaces, which the theme shows like any other code (13 kB of the article); indentation and empty lines between tags
(1 kB of each page). `shorten()` and `purge()` are called when a language's site is written (on_post_build): our own
styles and scripts go through esbuild (3 kB), the theme's styles through PurgeCSS, which drops rules and values that
nothing on this site asks for (11 kB). Explorables come bundled and short.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from publish.common import cache, node

PLAIN = re.compile(r'<span class="(?:n|nn|o|p|w)">([^<]*)</span>')
AS_WRITTEN = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL)
ESBUILD = """
const { transformSync } = require("esbuild");
const shorter = ([loader, text]) => transformSync(text, { loader, minify: true, charset: "utf8" }).code;
const files = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(files.map(shorter)));
"""
PURGECSS = """
const { PurgeCSS } = require("purgecss");
const { css, content, values, absent } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const blocklist = absent.map((name) => new RegExp(name));
const purge = (options) => new PurgeCSS().purge({ content, blocklist, ...options });
(async () => {
  const rules = (await purge({ css })).map(({ css }) => css);
  const read = rules.join().matchAll(/var\\(\\s*(--[\\w-]+)/g); // by the rules that are left
  const safelist = { variables: [...values, ...Array.from(read, ([, name]) => name)] };
  const done = await purge({ css: rules.map((raw) => ({ raw })), variables: true, safelist });
  process.stdout.write(JSON.stringify(done.map(({ css }) => css)));
})();
"""
# Parts of the theme that are switched off here, though its script names them; and pages that run from right to left.
ABSENT = ("md-annotation", "md-source", "md-status", "md-version", "^rtl$")


def slim(page: str) -> str:
    """A page that looks and reads the same, of fewer bytes."""
    pieces = AS_WRITTEN.split(PLAIN.sub(r"\1", page))  # text, an element, its name, text, …
    pieces[::3] = [re.sub(r"\s*\n\s*", "\n", text) for text in pieces[::3]]
    del pieces[2::3]
    return "".join(pieces)


def shorten(folder: Path) -> None:
    """Our own style sheets and scripts below `folder`: the same, without comments and with short names inside."""
    files = [file for kind in ("css", "js") for file in sorted((folder / "assets" / kind).glob(f"*.{kind}"))]
    texts = [(file.suffix[1:], file.read_text("utf-8")) for file in files]
    for file, text in zip(files, json.loads(node.run(ESBUILD, json.dumps(texts))), strict=True):
        cache.write(file, text)


def purge(folder: Path) -> None:
    """The theme's style sheets below `folder`, with the rules whose words stand in a page or in the theme's script and
    the custom properties (--name) that these rules read, or any other file names.
    """
    sheets = sorted((folder / "assets" / "stylesheets").glob("*.css"))
    content = [*folder.rglob("*.html"), *(folder / "assets" / "javascripts").glob("*.js")]
    others = {*content, *folder.rglob("*.js"), *folder.rglob("*.css")} - set(sheets)
    values = {name for file in others for name in re.findall(r"--[\w-]+", file.read_text("utf-8"))}
    job = {
        "css": list(map(str, sheets)),
        "content": list(map(str, content)),
        "values": sorted(values),
        "absent": ABSENT,
    }
    for file, text in zip(sheets, json.loads(node.run(PURGECSS, json.dumps(job))), strict=True):
        cache.write(file, text)
