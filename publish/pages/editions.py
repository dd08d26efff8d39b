"""Keeps the two languages' pages in line: what both have to share, and which sections only one of them has renewed.

A section is what stands below a heading with an id, up to the next; a lab's cells in one language are a page, too. Both
editions have the same sections, and in each the same code, figures, citations, formulas, links, boxes and tables: words
differ, and so does their order within a sentence, so figures, citations and links are compared as multisets, blocks in
their order.

docs/editions.toml holds, for each section, a digest of both texts as they were when somebody last found them to say the
same. Where one has changed since, the other is behind.

    python -m publish.pages.editions                          lists what differs and what is behind
    python -m publish.pages.editions done PAGE[#ID] …         notes that these say the same now
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from collections import Counter

from publish.common import cache, paths
from publish.common.errors import PublishError, nearest
from publish.pages import chapters
from publish.pages.macros import CITATION, MACRO, keys
from publish.run import notebooks

LEDGER = paths.DOCS / "editions.toml"
FENCED = re.compile(r"^[ ]*(`{3,})([\w-]*)[^\n]*\n(.*?)^[ ]*\1[ ]*$", re.DOTALL | re.MULTILINE)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
LINK = re.compile(r'\]\(([^()\s]+)(?: "[^"]*")?\)')
BOX = re.compile(r"^\s*(\?\?\?\+?|!!!) *([\w-]*)")
DISPLAYED = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
ONE_LANGUAGE = {"gloss", "chinese"}  # a macro and a box that explain Chinese to those who do not read it
HEAD = """\
# For each section of each page: digests of its Chinese and its English text, as they were when somebody last found them
# to say the same. `make editions` lists where one has changed since; `make editions DONE="page.md#id …"` notes that
# both say the same again.
"""


def texts() -> dict[str, dict[str, str]]:
    """Page -> language -> its Markdown. A page is named by its path below docs/<language>/, a lab by its own."""
    found: dict[str, dict[str, str]] = {}
    for language in paths.LANGUAGES:
        for file in sorted(paths.docs(language).rglob("*.md")):
            name = file.relative_to(paths.docs(language)).as_posix()
            found.setdefault(name, {})[language] = file.read_text("utf-8-sig")
        for file in notebooks.by_name().values():
            cells = [cell for cell in notebooks.read(file).cells if language in notebooks.tags(cell)]
            found.setdefault(paths.shown(file), {})[language] = "\n\n".join(cell.source for cell in cells)
    return found


def sections(markdown: str) -> dict[str, str]:
    """id of a heading -> the section, its heading first. What stands above all headings has the id ""."""
    found, name = {"": ""}, ""
    lines = re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.DOTALL).split("\n")
    for line, is_code in chapters.with_code(lines):
        heading = None if is_code else chapters.HEADING.fullmatch(line)
        if heading and heading[3]:
            name = heading[3]
            found[name] = ""
        found[name] += line + "\n"
    return {name: text for name, text in found.items() if text.strip()}


def shared(section: str) -> dict[str, object]:
    """What a section has to have in common with its counterpart, by kinds."""
    text = COMMENT.sub("", section)
    programs = FENCED.findall(text)
    text = FENCED.sub("", text)
    lines = text.split("\n")
    is_block = [MACRO.fullmatch(line.strip()) for line in lines]
    alone = [match for match in is_block if match and match[1] not in ONE_LANGUAGE]
    inline = [match for line, block in zip(lines, is_block, strict=True) if not block for match in MACRO.finditer(line)]
    cited = [key for match in CITATION.finditer(text) for key in keys(match[2])]
    return {
        "the heading's level": len(re.match("#*", section)[0]),
        "blocks": [_named(match) for match in alone],
        "figures and names": Counter(map(_named, inline)),
        "citations": Counter(cited),
        "links": Counter(re.sub(r"^(?:\.\./)+", "", match[1]) for match in LINK.finditer(text)),
        "displayed formulas": [_formula(formula) for formula in DISPLAYED.findall(text)],
        "boxes": [match.groups() for match in map(BOX.match, lines) if match and match[2] not in ONE_LANGUAGE],
        "rows of tables": sum(line.lstrip().startswith("|") for line in lines),
        "programs": [(language, _code(code)) for _, language, code in programs],
    }


def differences(chinese: str, english: str) -> list[str]:
    """What one edition of a page has and the other lacks: a line for each section and kind."""
    ours, theirs = sections(chinese), sections(english)
    found = [f"#{name}: only in Chinese" for name in ours if name not in theirs]
    found += [f"#{name}: only in English" for name in theirs if name not in ours]
    if not found and list(ours) != list(theirs):
        found.append("the sections are in another order")
    for name in [name for name in ours if name in theirs]:
        one, other = shared(ours[name]), shared(theirs[name])
        found += [f"#{name}: {kind}: {_apart(one[kind], other[kind])}" for kind in one if one[kind] != other[kind]]
    return found


def behind(noted: dict[str, str] | None = None) -> dict[str, str]:
    """Sections, as PAGE#ID, that are not as they were when both said the same -> what has changed since."""
    noted = ledger() if noted is None else noted
    here, found = current(), {}
    for name, digests in here.items():
        was, now = noted.get(name, "").split(), digests.split()
        changed = [language for language, old, new in zip(paths.LANGUAGES, was, now, strict=False) if old != new]
        if not was:
            found[name] = "never compared"
        elif changed:
            found[name] = f"changed in {' and '.join(changed)}"
    found |= {name: "gone from the pages" for name in noted if name not in here}
    return found


def current() -> dict[str, str]:
    """PAGE#ID -> the digests of its Chinese and its English text, for sections that both editions have."""
    found = {}
    for page, languages in texts().items():
        each = [sections(languages.get(language, "")) for language in paths.LANGUAGES]
        for name in each[0]:
            if name in each[1]:
                found[f"{page}#{name}"] = " ".join(_digest(edition[name]) for edition in each)
    return found


def ledger() -> dict[str, str]:
    return tomllib.loads(LEDGER.read_text("utf-8")) if LEDGER.is_file() else {}


def done(names: list[str]) -> int:
    """Note that these sections, or all of these pages, say the same in both languages. Returns how many were noted."""
    now, noted = current(), ledger()
    chosen = set()
    for name in names:
        found = {one for one in now if name in (one, one.partition("#")[0])}
        if not found:
            pages = {one.partition("#")[0] for one in now}
            raise PublishError(f"no section {name}.", nearest(name, now if "#" in name else pages))
        chosen |= found
    kept = {one: now[one] if one in chosen else noted[one] for one in now if one in chosen or one in noted}
    rows = (f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(digests)}" for name, digests in kept.items())
    cache.write(LEDGER, HEAD + "\n" + "\n".join(rows) + "\n")
    return sum(noted.get(one) != now[one] for one in chosen)


def main(arguments: list[str]) -> int:
    try:
        if arguments[:1] == ["done"] and arguments[1:]:
            print(f"{done(arguments[1:])} sections noted in {paths.shown(LEDGER)}")
            return 0
        if arguments:
            raise PublishError(f"cannot do {' '.join(arguments)!r}.", "Say nothing, or: done PAGE[#ID] …")
    except PublishError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    pages = {page: [both.get(language, "") for language in paths.LANGUAGES] for page, both in texts().items()}
    apart = [f"{page}{line}" for page, both in pages.items() for line in differences(*both)]
    late = [f"{name}: {what}" for name, what in behind().items()]
    print("\n".join([*apart, *late]) or "both editions are in line")
    return 1 if apart or late else 0


def _named(match: re.Match) -> str:
    return re.sub(r"_(?:zh|en)\b", "", f"{match[1]} {match[2] or ''}".strip())


def _formula(formula: str) -> str:
    """A formula without spaces, and without the words in it."""
    return re.sub(r"\s+", "", re.sub(r"\\(?:text|mathrm)\{[^{}]*\}", r"\\text{}", formula))


def _code(code: str) -> str:
    """A program without its comments, which are words."""
    return "\n".join(re.sub(r"\s*#.*$", "", line).strip() for line in code.split("\n")).strip()


def _digest(text: str) -> str:
    return hashlib.sha256(text.strip().encode()).hexdigest()[:8]


def _apart(one: object, other: object) -> str:
    if isinstance(one, Counter):
        sides = {"Chinese": one - other, "English": other - one}
        return "; ".join(f"only in {name}: {', '.join(side.elements())}" for name, side in sides.items() if side)
    return f"{one} in Chinese, {other} in English"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
