"""The code pages' listings: a whole script, highlighted, each line with an address (#L12), and the bytes to download.

A listing is made after Markdown, where `[[listing]]` left its place. Copying it gives the file: line numbers are drawn
by CSS and are no text. The second script's page lists several files, whose lines have the file's name in their address
(#attention_data-L12); it is downloaded as an archive of all that it needs.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from publish.common import archives, paths
from publish.common.errors import PublishError, nearest
from publish.pages import code_lines

STYLE = "assets/css/code-page.css"
DOWNLOAD = "downloads/lstm_encoder_decoder.py"
ARCHIVE = "downloads/attention_seq2seq.zip"
PLACE = re.compile(r'<div data-(listing|actions)="(\w+)"></div>')
FILES = {file.stem: file for file in (paths.SCRIPT, *paths.VARIANTS)}
WORDS = {"zh": "第 {} 行", "en": "Line {}"}
ACTIONS = {"zh": ("下载 {}", "复制整个文件"), "en": ("Download {}", "Copy the whole file")}


def file_of(module: str) -> Path:
    """One of the scripts by its module's name; the first one without a name."""
    if module and module not in FILES:
        raise PublishError(f"no script code/{module}.py.", nearest(module, FILES))
    return FILES[module or paths.SCRIPT.stem]


def address(file: Path) -> tuple[str, str]:
    """Where a script is listed: the page, and what comes before "L12" in the id of a line."""
    if file == paths.SCRIPT:
        return "demos/lstm_encoder_decoder.html", ""
    return "demos/attention_seq2seq.html", f"{file.stem}-"


def listing(text: str, language: str = "zh", prefix: str = "") -> str:
    """A numbered, linkable listing. Its text content is exactly `text`; `prefix` begins the lines' ids."""
    marked = highlight(text, PythonLexer(stripnl=False, ensurenl=True), HtmlFormatter(nowrap=True))
    rows = marked.split("\n")
    if rows and not rows[-1]:
        rows.pop()
    word = WORDS[language]
    lines = [
        f'<span class="{f"code-line {code_lines.class_of(line)}".strip()}" id="{prefix}L{number}">'
        f'<a href="#{prefix}L{number}" tabindex="-1" data-line="{number}" '
        f'aria-label="{html.escape(word.format(number))}"></a>{row}</span>\n'
        for number, (row, line) in enumerate(zip(rows, text.split("\n"), strict=False), 1)
    ]
    return (  # the theme's script would give the code its class, and all lines would be styled anew
        '<div class="language-python highlight listing" data-search-exclude="1">'
        f'<pre id="{prefix}listing"><code class="md-code__content" tabindex="0">{"".join(lines)}</code></pre></div>'
    )


def actions(file: Path, language: str) -> str:
    """Download: the first script, with one click that copies the whole of it to the byte, which without JavaScript is
    not there; the second as an archive.
    """
    download, copy = ACTIONS[language]
    target = DOWNLOAD if file == paths.SCRIPT else ARCHIVE
    words = download.format(Path(target).name)
    made = f'<a class="md-button md-button--primary" href="../{target}" download>{words}</a>'
    if file == paths.SCRIPT:
        whole = html.escape(file.read_text("utf-8"), quote=True).replace("\n", "&#10;")
        made += f'<button type="button" class="md-button copy-file" data-clipboard-text="{whole}">{copy}</button>'
    return f'<div class="file-actions">{made}</div>'


def archive() -> bytes:
    """The second script with the files that it needs, and what to do with them; the same bytes at each build."""
    files = (paths.CODE / "README.md", *FILES.values())
    return archives.pack(Path(ARCHIVE).stem, {file.name: file.read_bytes() for file in files})


def place(content: str, language: str) -> str:
    """A page's HTML with listings and downloads where `[[listing]]` and `[[actions]]` left their places."""

    def made(found: re.Match) -> str:
        file = FILES[found[2]]
        if found[1] == "actions":
            return actions(file, language)
        return listing(file.read_text("utf-8"), language, address(file)[1])

    return PLACE.sub(made, content)


def link_slices(content: str, base: str) -> str:
    """A page's HTML with each slice's title linked to its lines in the listing."""

    def link(match: re.Match) -> str:
        name, first, last = match.groups()
        page, prefix = address(FILES[name])
        lines = first if first == last else f"{first}–{last}"
        return f'<span class="filename"><a href="{base}{page}#{prefix}L{first}">{name}.py · {lines}</a></span>'

    names = "|".join(FILES)
    return re.sub(rf'<span class="filename">({names})\.py#L(\d+)-L(\d+)</span>', link, content)
