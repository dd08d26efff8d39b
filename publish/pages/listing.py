"""The code page's listing: the whole script, highlighted, each line with an address (#L12), and the bytes to download.

The listing is made after Markdown, where `[[listing]]` left its place. Copying the listing gives the file: line numbers
are drawn by CSS and are no text.
"""

from __future__ import annotations

import html
import re

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from publish.common import paths
from publish.pages import code_lines

STYLE = "assets/css/code-page.css"
DOWNLOAD = "downloads/lstm_encoder_decoder.py"
WORDS = {"zh": "第 {} 行", "en": "Line {}"}
ACTIONS = {
    "zh": ("下载 lstm_encoder_decoder.py", "复制整个文件"),
    "en": ("Download lstm_encoder_decoder.py", "Copy the whole file"),
}


OPEN, TEXT = "\x02", "\x03"
FENCE = re.compile(r"^\s*(`{3,}|~{3,})")


def beside(blocks: list[str]) -> str:
    """Marks code whose explanation follows, up to the next heading, the next `[[beside …]]` or the page's end."""
    return "\n".join([OPEN, *"\n\n".join(blocks).split("\n"), TEXT])


def arrange(markdown: str) -> str:
    """A page's Markdown with marked code and its explanation in one box: the words first, the code beside them."""
    if OPEN not in markdown:
        return markdown
    result: list[str] = []
    for part in re.split(rf"^{OPEN}$", markdown, flags=re.MULTILINE):
        if TEXT not in part:
            result.append(part)
            continue
        code, rest = part.split(TEXT, 1)
        words, after = _until_heading(rest)
        box = [
            '<div class="walk" markdown>\n<div class="walk-text" markdown>',
            words.strip(),
            '</div>\n<div class="walk-code" markdown>',
            code.strip(),
            "</div>\n</div>",
            after,
        ]
        result.append("\n\n".join(box))
    return "\n".join(result)


def _until_heading(text: str) -> tuple[str, str]:
    """What stands before the first heading, and the rest."""
    fence, lines = None, text.split("\n")
    for number, line in enumerate(lines):
        mark = FENCE.match(line)
        if mark and (fence is None or mark[1].startswith(fence)):
            fence = None if fence else mark[1]
        elif fence is None and re.match(r"#{1,6} ", line):
            return "\n".join(lines[:number]), "\n".join(lines[number:])
    return text, ""


def listing(text: str, language: str = "zh") -> str:
    """A numbered, linkable listing. Its text content is exactly `text`."""
    marked = highlight(text, PythonLexer(stripnl=False, ensurenl=True), HtmlFormatter(nowrap=True))
    rows = marked.split("\n")
    if rows and not rows[-1]:
        rows.pop()
    word = WORDS[language]
    lines = [
        f'<span class="{f"code-line {code_lines.class_of(line)}".strip()}" id="L{number}">'
        f'<a href="#L{number}" tabindex="-1" data-line="{number}" aria-label="{html.escape(word.format(number))}"></a>'
        f"{row}</span>\n"
        for number, (row, line) in enumerate(zip(rows, text.split("\n"), strict=False), 1)
    ]
    return (  # the theme's script would give the code its class, and all lines would be styled anew
        '<div class="language-python highlight listing" data-search-exclude="1">'
        f'<pre id="listing"><code class="md-code__content" tabindex="0">{"".join(lines)}</code></pre></div>'
    )


def actions(text: str, language: str, base: str = "../") -> str:
    """Download, and one click that copies the whole file to the byte. Without JavaScript there is no such button."""
    whole = html.escape(text, quote=True).replace("\n", "&#10;")
    download, copy = ACTIONS[language]
    link = f'<a class="md-button md-button--primary" href="{base}{DOWNLOAD}" download>{download}</a>'
    button = f'<button type="button" class="md-button copy-file" data-clipboard-text="{whole}">{copy}</button>'
    return f'<div class="file-actions">{link}{button}</div>'


def place(content: str, language: str) -> str:
    """A page's HTML with the listing where `[[listing]]` left its place."""
    for name, work in (("listing", listing), ("actions", actions)):
        place_holder = f'<div data-listing="{name}"></div>'
        if place_holder in content:
            content = content.replace(place_holder, work(paths.SCRIPT.read_text("utf-8"), language))
    return content


def link_slices(content: str, base: str) -> str:
    """A page's HTML with each slice's title linked to its lines in the listing."""

    def link(match: re.Match) -> str:
        first, last = int(match[1]), int(match[2])
        return (
            f'<span class="filename"><a href="{base}demos/lstm_encoder_decoder.html#L{first}">'
            f"{paths.SCRIPT.name} · {first}–{last}</a></span>"
        )

    name = re.escape(paths.SCRIPT.name)
    return re.sub(rf'<span class="filename">{name}#L(\d+)-L(\d+)</span>', link, content)
