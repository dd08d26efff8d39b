"""Finds measured figures that somebody typed into a page, where they would go stale unseen.

Called by the tests, on pages and on the labs' Markdown cells. A figure is a decimal, a percentage, a number of
four or more digits, or a number with a unit of time, size, speed or quality. Free are: macros, code, formulas,
links' addresses, sentences that cite a paper, years and dates, versions of named software. A number that is a
definition, not a measurement, is allowed by name and reason in a comment anywhere before it in the page, which
readers do not get to see:

    <!-- number: 0.08 half the width of the interval that Sutskever et al. draw from -->
"""

from __future__ import annotations

import re

from publish.pages.macros import NOTE

CITED = re.compile(r"\[-?@[\w:-]+(?:\s*;\s*@[\w:-]+)*\]")
UNIT = (
    r"(?:毫秒|微秒|秒|分钟|小时|倍|行代码|个参数|参数|万|亿|%|％|‰|[KMGT]i?B\b|kB\b|ms\b|µs\b|s\b|sec\w*|min\w*|hours?\b"
    r"|MFLOPS|GFLOPS|tokens?/s|词/秒|句/秒|BLEU|chrF|times\b|parameters\b|lines of code|percent)"
)
NUMBER = r"(?<![\w.\-/#])[-−+]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?"
FIGURE = re.compile(rf"{NUMBER}(?:\s*(?:[–~-]|到|to)\s*\d+)?\s*({UNIT})?")
SOFTWARE = r"(?:Python|PyTorch|torch|Node|KaTeX|Mermaid|MkDocs|Material|CC BY|v|版本|version)"
FREE = re.compile(
    rf"{SOFTWARE}[ -]?\d+(?:\.\d+)*\+?"  # versions
    r"|\bCVE-\d{4}-\d+\b"  # entries in the list of known weaknesses
    r"|\b(?:19|20)\d\d(?:-\d\d-\d\d)?\b(?:\s*年)?"  # dates
    r"|(?:§|[Ss]ections? |[Cc]hapters? )\s*\d+(?:\.\d+)?(?:(?:, | and | to )\d+\.\d+)*"  # parts of the article
    r"|\d+(?:\.\d+)?(?:\s*[、和与到–]\s*\d+\.\d+)*\s*[节章]",
    re.IGNORECASE,
)


def figures(markdown: str) -> list[tuple[int, str]]:
    """(line, figure) for each one that is typed, cited nowhere and not allowed."""
    allowed = {match[1] for match in NOTE.finditer(markdown)}
    found, number = [], 0
    for number, line in enumerate(_blank(markdown).split("\n"), 1):
        for sentence in re.split(r"(?<=[。！？!?；])|(?<=\.)\s", line):
            if CITED.search(sentence):
                continue
            for match in FIGURE.finditer(FREE.sub(" ", sentence)):
                whole, decimals, unit = match[1], match[2] or "", match[3]
                if (decimals or unit or len(whole.replace(",", "")) >= 4) and whole + decimals not in allowed:
                    found.append((number, match[0].strip()))
    return found


def _blank(markdown: str) -> str:
    """The page's running text, everything else replaced so that line numbers stay."""

    def gap(match: re.Match) -> str:
        return " " + "\n" * match[0].count("\n")

    text = re.sub(r"\A---\n.*?\n---\n", gap, markdown, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->", gap, text, flags=re.DOTALL)
    text = re.sub(r"^(\s*)(`{3,}|~{3,}).*?^\s*\2[`~]*\s*$", gap, text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"\$\$.*?\$\$", gap, text, flags=re.DOTALL)
    text = re.sub(r"\$[^$\n]+\$", " ", text)
    text = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", " ", text)
    text = re.sub(r"\[\[[a-z]+(?: [^\[\]\n]*)?\]\]", " ", text)
    text = re.sub(r"<[^>\n]*>", " ", text)
    text = re.sub(r"\]\([^)\n]*\)", "]", text)
    text = re.sub(r"\{[#.:][^}\n]*\}", " ", text)
    text = re.sub(r"^(\s*)\d+\.(\s)", r"\1 \2", text, flags=re.MULTILINE)
    return re.sub(r"^(#+) [\d.]+", r"\1", text, flags=re.MULTILINE)
