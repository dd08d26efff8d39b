"""An executed lab -> one notebook a language, in build/lab-pages/, for the plugin mkdocs-jupyter to render.

Called while MkDocs collects its files (on_files). The plugin leaves out the other language's cells and hidden input, by
their tags, as mkdocs.yml tells it; what it does not know is done here: macros, links to pages, displays of one
language, download links. Places are kept for figures, which lab_pages.py fills: the plugin's exporter reads all HTML
and writes it anew, and SVG suffers.

A display whose metadata say `{"lang": "zh"}` is left out of the other language's page; `{"alt": …}` (or `alt_zh`,
`alt_en`) is a figure's text alternative and `caption_zh`, `caption_en` its caption.
"""

from __future__ import annotations

import ast
import itertools
import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from publish.common import cache, paths
from publish.common.errors import PublishError
from publish.pages import chapters, gaps, lab_downloads, listing, macros
from publish.run import notebooks

WORDS = {
    "zh": ("下载 {} · {}", "运行时，同一个文件夹里还要有 {}"),
    "en": ("Download {} · {}", "To run it, put beside it {}"),
}
RAN = {
    "zh": "本页的输出来自构建时的一次真实运行",
    "en": "The output on this page is from a real run, made when the site was built",
}
RUNNING = {
    "zh": "这个实验还没有跑完；跑完之后，本页的输出、图和数字会自动出现",
    "en": "This lab is still to finish; then output, figures and values appear in this page by themselves",
}
LINK = re.compile(r"\[([^\]\n]+)\]\(([^()\s#]+\.(?:md|ipynb))(#[^()\s]+)?\)(?:\{\.([\w-]+)\})?")
PLACE = '<div data-figure="{}"></div>'


def folder(language: str) -> Path:
    """What stands for docs/ where labs' pages are concerned."""
    return paths.LAB_PAGES / language


def write(name: str, page: macros.Page) -> None:
    """The notebook of a lab's page. `page` says where and for whom its macros are expanded."""
    import nbformat

    notebook, source = notebooks.executed(name), paths.LABS / f"{name}.py"
    lines = notebooks.cell_lines(source)[: len(notebook.cells)]
    numbers = itertools.count()
    for cell, line in itertools.zip_longest(notebook.cells, lines, fillvalue=1):
        if not notebooks.spoken(cell, page.language):
            continue
        if cell.cell_type == "markdown":
            cell.source = _expanded(cell.source, replace(page, source=source, first_line=line + 1))
        else:
            shown = _gaps(cell.source, page.language) if name in notebooks.waiting() else cell.outputs
            cell.outputs = list(_outputs(shown, page.language, numbers))
    _offer_downloads(notebook, name, page.language)
    notebook.metadata["kernelspec"] = notebooks.KERNEL
    cache.write(folder(page.language) / page.uri, nbformat.writes(notebook) + "\n")


def _expanded(markdown: str, page: macros.Page) -> str:
    """A cell's text as the plugin's Markdown understands it, which knows no other pages, and no classes of links."""

    where = paths.shown(page.source)

    def link(match: re.Match) -> str:
        text, target, fragment, kind = match.groups(default="")
        address = posixpath.normpath(posixpath.join("labs", target))
        pages = chapters.by_uri(page.language)
        if target.endswith(".md") and address not in pages and not (paths.docs(page.language) / address).is_file():
            raise PublishError(f"a link leads to {target}, which is no page.", where=where)
        attributes = f' class="{kind}"' if kind else ""
        return f'<a{attributes} href="{Path(target).with_suffix(".html").as_posix()}{fragment}">{text}</a>'

    used: set[str] = set()
    text = macros.expand(macros.without_notes(markdown), replace(page, used=used))
    if blocks := used & set(macros.BLOCKS):
        raise PublishError(f"[[{min(blocks)} …]] cannot stand in a lab.", "A lab shows code by running it.", where)
    return LINK.sub(link, chapters.redirect(text, page.uri, page.language))


def _outputs(outputs: list, language: str, numbers: Iterator[int]) -> Iterator:
    """What a cell shows in a language: what it printed, in one piece, and its displays."""
    printed = None
    for item in outputs:
        if item.output_type == "stream":
            if item.name != "stdout" or not item.text.strip():
                continue
            if printed:
                printed.text += item.text
                continue
            printed = item
        elif not notebooks.belongs(item, language):
            continue
        else:
            printed = None
        if notebooks.is_figure(item):
            item.data = {"text/html": PLACE.format(next(numbers))}
        yield item


def _gaps(source: str, language: str) -> list:
    """The outputs of a cell that has yet to run: a gap where it will show something, which a call does whose result
    nothing takes.
    """
    import nbformat

    shows = any(isinstance(node.value, ast.Call) for node in _expressions(ast.parse(source)))
    gap = {"text/html": f"<p>{gaps.TEXT[language]}</p>"}
    return [nbformat.v4.new_output("display_data", data=gap)] if shows else []


def _expressions(node: ast.AST) -> Iterator[ast.Expr]:
    """The statements below a node that are an expression alone, and not in a function's or a class's body."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr):
            yield child
        elif not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _expressions(child)


def _offer_downloads(notebook, name: str, language: str) -> None:
    """Puts download links after the title."""
    get, beside = WORDS[language]
    lab = [_download(f"{lab_downloads.FOLDER}/{name}.{ending}") for ending in ("ipynb", "py")]
    helpers = [f"{lab_downloads.FOLDER}/{file.name}" for file in notebooks.helpers()]
    companions = [_download(address) for address in (listing.DOWNLOAD, *helpers)]
    lines = [get.format(*lab), beside.format(" · ".join(companions))]
    lines.append((RUNNING if name in notebooks.waiting() else RAN)[language])
    links = "<br>\n".join(lines)
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and notebooks.spoken(cell, language) and cell.source.startswith("# "):
            title, _, rest = cell.source.partition("\n")
            cell.source = f'{title}\n\n<p class="lab-downloads" data-search-exclude="1">{links}</p>\n{rest}'
            return


def _download(address: str) -> str:
    return f'<a href="../{address}" download>{address.rpartition("/")[2]}</a>'
