"""Every paper of the bibliography is cited where it matters, and every citation names one."""

import re

from publish.common import paths
from publish.pages import macros, references
from publish.run import notebooks
from tests import built


def cited():
    """key -> the sources that cite it: Chinese pages and the labs' text."""
    texts = {paths.shown(path): path.read_text("utf-8") for path in paths.docs("zh").rglob("*.md")}
    texts |= {paths.shown(path): path.read_text("utf-8") for path in notebooks.by_name().values()}
    found = {}
    for name, text in texts.items():
        for _, group in macros.CITATION.findall(text):
            for key in re.split(r"\s*;\s*@", group):
                found.setdefault(key, set()).add(name)
    return found


def test_every_paper_is_cited_and_every_citation_has_its_paper():
    assert cited().keys() == references.load().keys()


def test_the_article_cites_most_of_them_itself():
    article = "docs/zh/posts/embedding-lstm-seq2seq.md"
    assert sum(article in sources for sources in cited().values()) > len(references.load()) / 2


def test_every_citation_on_a_page_leads_to_its_entry():
    entries = {node["id"] for node in built.soup("references.html").select("article li [id]")}
    assert entries == references.load().keys()
    for path in built.pages():
        for link in built.soup(path).select("a.citation"):
            key = link["href"].partition("#")[2]
            assert key in entries, (path, link["href"])
            entry = references.load()[key]
            assert link.get_text() in (references.short(key, entry), references.year(key, entry))


def test_no_sentence_says_names_and_has_a_citation_repeat_them():
    """`Sutskever et al. … [@sutskever2014]`: the year alone is enough there, [-@sutskever2014]."""
    twice = []
    for path in sorted(paths.DOCS.rglob("*.md")):
        for sentence in re.split(r"(?<=[。！？\n])|(?<=[.!?])\s(?=[A-Z])", path.read_text("utf-8")):
            for dash, group in macros.CITATION.findall(sentence):
                names = [references.family(references.load()[key]["authors"][0]) for key in macros.keys(group)]
                twice += [sentence for name in names if not dash and re.search(rf"(?<![@\w]){name}\b", sentence)]
    assert not twice
