"""Addresses last: headings have short Latin ids, the same in both languages, and their old ones still lead there."""

import re

import pytest

from publish.common import paths
from publish.pages import old_ids
from publish.run import notebooks
from tests import built

LATIN = re.compile(r"[a-z][a-z0-9]*(?:[-:][a-z0-9]+)*")
# English pages that stand in for a page that is not written yet, and the tags, which each language has of its own.
STAND_INS = {f"en/{name}.html" for name in ("posts/embedding-lstm-seq2seq", "exercises", "programs", "tags")}


def headings(path):
    return built.soup(path).find("article").find_all(re.compile("^h[1-6]$"))


def identities(path):
    return [heading["id"] for heading in headings(path) if heading.get("id")]


def shared(path):
    """What both languages have: all but the initials of a glossary, which are its language's own."""
    return [name for name in identities(path) if not name.startswith("initial-")]


@pytest.mark.parametrize("path", [path for path in built.pages() if not path.endswith("404.html")])
def test_every_heading_has_a_short_latin_id(path):
    assert len(identities(path)) == len(headings(path)) > 0
    assert [name for name in identities(path) if not LATIN.fullmatch(name) or len(name) > 30] == []


@pytest.mark.parametrize("path", sorted({path for path in built.pages() if path.startswith("en/")} - STAND_INS))
def test_both_languages_have_the_same_ids(path):
    if not path.endswith("404.html"):
        assert shared(path) == shared(path.removeprefix("en/"))


def sources():
    """(file, line) of each heading that a writer typed."""
    for file in [path for language in paths.LANGUAGES for path in sorted(paths.docs(language).rglob("*.md"))]:
        text = re.sub(r"^( *)(`{3,}).*?^\1\2", "", file.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
        yield from ((file, line) for line in re.findall(r"^#{1,6} .*", text, re.MULTILINE))
    for file in notebooks.by_name().values():
        for cell in notebooks.read(file).cells:
            if cell.cell_type == "markdown":
                yield from ((file, line) for line in re.findall(r"^#{1,6} .*", cell.source, re.MULTILINE))


def test_no_id_is_made_of_a_heading_s_words():
    """They would change with every word that somebody mends."""
    named = re.compile(r"\{ ?#[\w-]+ ?\}$")
    assert [f"{paths.shown(file)}: {line}" for file, line in sources() if not named.search(line)] == []


def test_old_ids_are_of_pages_that_exist():
    assert old_ids.table().keys() <= set(built.pages())


@pytest.mark.parametrize("path", old_ids.table())
def test_every_old_id_leads_to_its_heading(path):
    """Without a script; a screen reader and the Tab key know nothing of it."""
    soup = built.soup(path)
    for old, today in old_ids.table()[path].items():
        anchor = soup.find(id=old)
        assert anchor and anchor.parent.get("id") == today and re.fullmatch("h[1-6]", anchor.parent.name), old
        assert (anchor.name, anchor["aria-hidden"], anchor.get_text()) == ("span", "true", "")
        assert not anchor.has_attr("tabindex")
