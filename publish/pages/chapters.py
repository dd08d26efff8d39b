"""An article's chapters, each a page of its own, made from the article's one source.

An article is a page in docs/<language>/posts/ with numbered level-two headings: `## 1 Architecture {#architecture}`
begins the page posts/<article>/architecture.html. What stands before the first is the front page, under the id of its
own first level-two heading; what follows the last numbered chapter stays with it. The article keeps its page, whole.

`of()` is asked when navigation and files are collected (on_config, on_files): the chapters' Markdown then goes the way
of any other page's. Line n of a chapter is line `first_line` + n - 1 of the article, so that messages name the place
that a writer has to mend. `redirect()` is the one place that knows in which chapter an id lies: in every page but the
article's own, links to the article and its sections lead to the chapters.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import yaml

from publish.common import paths
from publish.common.errors import PublishError

SHARED = ("author", "image", "search")  # what an article's front matter says of each of its chapters
LONG_ENOUGH = 40  # characters of a description
FENCE = re.compile(r"^\s*(`{3,}|~{3,})(.*)$")
HEADING = re.compile(r"(#{1,6}) +(.*?)\s*(?:\{ ?#([\w-]+) ?\})?\s*")
NUMBERED = re.compile(r"(\d+)\s+\S")
CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
# The address in a link, a picture, or an element's attribute.
TARGET = re.compile(r'((?<!\\)\]\(|\b(?:href|src)=")([^()\s#":]*)(#[^()\s"]+)?(?=[)\s"])')
DEFINITION = re.compile(r"(\[\^?[^\]]+\]):\s")
WORDS = {"zh": ("各章", "全文在一页上，便于打印和查找。"), "en": ("Chapters", "The whole article on one page.")}
WHOLE = {
    "zh": ("{}（全文）", "{}全文在一页上，便于打印和查找。"),
    "en": ("{} (on one page)", "{} All of it on one page."),
}


@dataclass(frozen=True)
class Heading:
    level: int
    title: str
    id: str
    line: int


@dataclass(frozen=True)
class Chapter:
    """One page. `number` is 0 for the front page; `lines` are the source's, its headings as the page has them."""

    article: Article
    number: int
    id: str
    headings: tuple[Heading, ...]
    first_line: int
    lines: tuple[str, ...]

    @property
    def uri(self) -> str:
        return f"{self.article.uri.removesuffix('.md')}/{self.id}.md"

    @property
    def title(self) -> str:
        return self.headings[0].title

    @property
    def short(self) -> str:
        """Its name in the navigation: what stands before the colon."""
        named = self.headings[0] if self.number else next(one for one in self.headings if one.level == 2)
        return re.split(r"[：:]", named.title)[0]

    @property
    def source(self) -> Path:
        return self.article.source

    @property
    def markdown(self) -> str:
        """The page as MkDocs reads it. Every link leads where it led, from a folder below the article's."""
        above, ids = posixpath.basename(self.article.uri), {heading.id for heading in self.article.headings}

        def moved(way: str, fragment: str) -> str:
            if not way and fragment[1:] in ids:
                return f"../{above}{fragment}"
            return f"../{way}{fragment}" if way and not way.startswith("/") else f"{way}{fragment}"

        text = _with_targets("\n".join([*self.lines, *self._definitions()]), moved)
        return f"---\n{yaml.safe_dump(self._meta(), allow_unicode=True, sort_keys=False)}---\n\n{text}\n"

    def _definitions(self) -> Iterator[str]:
        """Footnotes and links' definitions that the chapter names, and that stand in another part of the article."""
        own = "\n".join(self.lines)
        for name, text in self.article.definitions.items():
            if name in own and f"{name}:" not in own:
                yield f"\n{text}"

    def _meta(self) -> dict:
        text = CODE.sub("", "\n".join(line for line, code in with_code(self.lines) if not code))
        needs = {
            "math": bool(re.search(r"(?<!\\)\$", text)),
            "mermaid": bool(re.search(r"^\s*\[\[diagram ", text, re.MULTILINE)),
        }
        whole = self.article.meta.items()
        kept = {key: value for key, value in whole if key not in needs and (not self.number or key in SHARED)}
        return kept | {"title": self.title} | {key: True for key, needed in needs.items() if needed}


@dataclass(frozen=True)
class Article:
    uri: str
    source: Path
    meta: dict
    lines: tuple[str, ...]  # of the whole file, front matter too
    headings: tuple[Heading, ...]

    @property
    def title(self) -> str:
        return self.meta.get("title") or self.headings[0].title

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        return tuple(_chapters(self))

    @cached_property
    def places(self) -> dict[str, str]:
        """id of a heading -> the address of the chapter that has it. The article's own, its title's, is in none."""
        return {
            heading.id: chapter.uri for chapter in self.chapters for heading in chapter.headings[not chapter.number :]
        }

    @cached_property
    def definitions(self) -> dict[str, str]:
        found: dict[str, str] = {}
        name = ""
        for line, code in with_code(self.lines):
            match = None if code else DEFINITION.match(line)
            if match:
                name = match[1]
                found[name] = line
            elif name and re.match(r"(?: {4}|\t)\S", line):
                found[name] += f"\n{line}"
            elif line.strip():
                name = ""
        return found


def of(language: str) -> dict[str, Article]:
    """A language's articles that have chapters, by their address in docs/<language>/."""
    files = sorted((paths.docs(language) / "posts").glob("*.md"))
    articles = [read(file, f"posts/{file.name}") for file in files]
    return {article.uri: article for article in articles if article.chapters}


def by_uri(language: str) -> dict[str, Chapter]:
    return {chapter.uri: chapter for article in of(language).values() for chapter in article.chapters}


def front(language: str, uri: str) -> str:
    """Where reading begins: an article's front page, or the page itself where it is no such article."""
    article = of(language).get(uri)
    return article.chapters[0].uri if article else uri


def counterpart(uri: str, other: str) -> str | None:
    """The page of another language that stands for a chapter: the same chapter, or else the article."""
    article = f"{posixpath.dirname(uri)}.md"
    if uri in by_uri(other):
        return uri
    return article if (paths.docs(other) / article).is_file() else None


def read(file: Path, uri: str) -> Article:
    return _read(file, uri, file.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(file: Path, uri: str, stamp: int) -> Article:
    text = file.read_text("utf-8-sig")
    lines = tuple(text.rstrip("\n").split("\n"))
    fence = lines.index("---", 1) if lines[0] == "---" else -1
    meta = yaml.safe_load("\n".join(lines[1:fence])) if fence > 0 else {}
    headings = []
    for number, (line, code) in enumerate(with_code(lines[fence + 1 :]), fence + 2):
        match = None if code else HEADING.fullmatch(line)
        if match:
            headings.append(Heading(len(match[1]), match[2], match[3] or "", number))
    return Article(uri, file, meta or {}, lines, tuple(headings))


def _chapters(article: Article) -> Iterator[Chapter]:
    sections = [heading for heading in article.headings if heading.level == 2]
    numbered = [heading for heading in sections if NUMBERED.match(heading.title)]
    if len(numbered) < 2:
        return
    starts = [article.headings[0], *numbered]
    for place, start in enumerate(starts):
        end = starts[place + 1].line - 1 if place + 1 < len(starts) else len(article.lines)
        headings = tuple(heading for heading in article.headings if start.line <= heading.line <= end)
        named = start if place else next(heading for heading in headings if heading.level == 2)
        if not named.id:
            where = f"{paths.shown(article.source)}:{named.line}"
            raise PublishError(f"the chapter “{named.title}” has no id.", "Write {#short-latin} after it.", where)
        lines = list(article.lines[start.line - 1 : end])
        if place:  # up to the next level-two heading, all headings rise by one level: the chapter's is the page's
            after = next((heading.line for heading in headings[1:] if heading.level == 2), end + 1)
            for heading in headings:
                if heading.line < after:
                    lines[heading.line - start.line] = lines[heading.line - start.line].removeprefix("#")
        yield Chapter(article, place, named.id, headings, start.line, tuple(lines))


def contents(article: Article, language: str) -> str:
    """The list of chapters and their sections at the end of the front page, in Markdown, and the way to the whole."""
    heading, whole = WORDS[language]
    rows = [f"## {heading} {{#contents data-search-exclude=1}}", ""]
    for chapter in article.chapters[1:]:
        here = f"{chapter.id}.md"
        sections = [f"[{one.title}]({here}#{one.id})" for one in chapter.headings[1:] if one.level <= 3 and one.id]
        rows += [f"- **[{chapter.title}]({here})**  ", f"  {' · '.join(sections)}" if sections else ""]
    link = f"[{whole}](../{posixpath.basename(article.uri)})"
    return "\n".join([*rows, "", link, ""])


def where(chapter: Chapter) -> dict[str, object]:
    """What the template says under a chapter's title."""
    article = chapter.article
    return {
        "number": chapter.number,
        "count": len(article.chapters) - 1,
        "article": article.title,
        "front": url(article.chapters[0].uri),
        "whole": url(article.uri),
    }


def whole_page(article: Article, language: str) -> dict[str, object]:
    """Front matter of the page with all of an article, which has what its chapters have: search and tags name these,
    and its title says what it is.
    """
    title, said = WHOLE[language]
    return {
        "title": title.format(article.title),
        "description": said.format(article.meta["description"]),
        "search": {"exclude": True},
        "tags": [],
        "chapters": url(article.chapters[0].uri),
    }


def url(uri: str) -> str:
    return uri.removesuffix(".md") + ".html"


def description(content: str) -> str:
    """What a chapter's page says of itself: the first sentences of its HTML, those with a formula left out."""
    paragraph = re.search(r"<p>(.*?)</p>", content, re.DOTALL)
    marked = re.sub(r'<span class="arithmatex">.*?</span>', "\x02", paragraph[1] if paragraph else "", flags=re.DOTALL)
    text = html.unescape(re.sub(r"<[^>]+>", "", marked))
    said = ""
    for sentence in re.findall(r".+?(?:[。？！]|[.?!](?=\s|$)|$)", text, re.DOTALL):
        if len(said) < LONG_ENOUGH and "\x02" not in sentence:
            said += sentence
    return " ".join(said.split())


def redirect(markdown: str, uri: str, language: str) -> str:
    """A page's Markdown whose links to an article, or to a section of one, lead to the chapters. A link to the id of an
    article's own title leads to the whole of it.
    """
    articles, folder = of(language), posixpath.dirname(uri)
    if uri in articles:
        return markdown

    def led(way: str, fragment: str) -> str:
        article = articles.get(posixpath.normpath(posixpath.join(folder, way))) if way else None
        place = article and (article.places.get(fragment[1:]) if fragment else article.chapters[0].uri)
        if not place:
            return f"{way}{fragment}"
        return ("" if place == uri else posixpath.relpath(place, folder or ".")) + (fragment if fragment else "")

    return _with_targets(markdown, led)


def _with_targets(markdown: str, changed) -> str:
    """Markdown whose addresses of links are what `changed` makes of (way, fragment); code is left alone."""

    def line_of(line: str) -> str:
        spans = [match.span() for match in CODE.finditer(line)]

        def target(match: re.Match) -> str:
            if any(start <= match.start() < end for start, end in spans):
                return match[0]
            return match[1] + changed(match[2], match[3] or "")

        return TARGET.sub(target, line)

    return "\n".join(line if code else line_of(line) for line, code in with_code(markdown.split("\n")))


def with_code(lines) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is fenced code."""
    fence = None
    for line in lines:
        mark = FENCE.match(line)
        if fence:
            yield line, True
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                fence = None
        else:
            fence = mark[1] if mark and not (mark[1][0] == "`" and "`" in mark[2]) else None
            yield line, fence is not None
