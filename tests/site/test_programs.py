"""No output stands alone: under it, above it, or one click away is the program that printed it."""

import posixpath
import re

import pytest

from publish.common import paths
from publish.pages import macros, programs
from tests import built

USES = [(language, use) for language in paths.LANGUAGES for use in programs.uses(language)]
CASES = [
    pytest.param(language, use, id=f"{language}-{use.page.removesuffix('.md')}-{use.kind}-{use.name}-{use.option}")
    for language, use in USES
]


def address(language, uri):
    return f"{'' if language == 'zh' else 'en/'}{uri.removesuffix('.md')}.html"


def program_in(page, identity):
    """The text of the program that has an id, or whose heading has it."""
    found = built.soup(page).find(id=identity)
    if found.name == "h2":
        found = found.find_next(class_="highlight")
    return "".join(code.get_text() for code in found.select("pre > code"))


@pytest.mark.parametrize(("language", "use"), CASES)
def test_output_has_its_program(language, use):
    """On each page that shows it: an article's output stands on the page of its chapter, and on that of the whole."""
    folder = paths.BUILT_SNIPPETS if use.kind == "snippet" else paths.BUILT_EXERCISES
    printed = (folder / f"{use.name}.txt").read_text("utf-8").rstrip()
    for uri in {use.page, use.source}:
        page = address(language, uri)
        if use.option == "output":
            (output, *_) = [block for block in built.soup(page).select(".output") if text_of(block) == printed]
            link = output.find_next_sibling().select_one("a.program-link")
            way, _, identity = link["href"].partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(page), way)) if way else page
        else:
            target, identity = page, programs.identity(use.kind, use.name)
        assert program_in(target, identity).rstrip() == macros.program(use.kind, use.name).rstrip()


def text_of(block):
    return block.find("code").get_text().rstrip()


@pytest.mark.parametrize("language", paths.LANGUAGES)
def test_the_programs_page_leads_back_to_the_outputs(language):
    page = built.soup(address(language, programs.PAGE))
    names = [heading["id"] for heading in page.select("article h2")]
    assert names and names == [programs.identity(*program) for program in programs.unseen(language)]
    for heading, places in zip(page.select("article h2"), programs.unseen(language).values(), strict=True):
        links = heading.find_next("p").select("a")
        assert len(links) == len({use.heading.id for use in places})


@pytest.mark.parametrize("path", built.pages())
def test_what_is_folded_says_what_it_is(path):
    for block in built.soup(path).select("details:is(.program, .first-lines)"):
        lines = int(re.search(r"(\d+) (?:行|lines)", block.summary.get_text())[1])
        assert block.select_one("pre > code").get_text().count("\n") == lines
        assert not block.has_attr("open")
