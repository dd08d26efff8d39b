"""Whoever searches lands on the section that tells of it; and the search costs nobody else anything."""

import gzip
import json
import tomllib
from functools import cache
from pathlib import Path

import pytest

from publish.common import bundles, node, paths
from publish.pages import chapters, glossary
from publish.site import search
from tests import built

QUERIES = tomllib.loads((Path(__file__).parent / "queries.toml").read_text("utf-8"))
ROWS = [(language, query, address) for language, table in QUERIES.items() for query, address in table.items()]
NONSENSE = ["qqzzxxyy", "区块链", "量子计算机", "火锅底料", "天地玄黄宇宙", "佛跳墙怎么做", "ünïcödé", "！？", "的"]
BYTES = 185_000  # index and script, over the wire


def root(language):
    return built.SITE if language == "zh" else built.SITE / language


@cache
def index(language):
    return built.search_index(root(language))


def ask(language, *queries):
    """What the search answers: dictionaries as tests/site/ask.js describes them."""
    return json.loads(node.run(_script(), json.dumps({"index": index(language), "queries": queries})))


@cache
def _script():
    return bundles.for_node("tests/site/ask.js")


@cache
def answers(language):
    return dict(zip(QUERIES[language], ask(language, *QUERIES[language]), strict=True))


def addresses(language):
    """Where each section of the index lies, as ask.js names it."""
    data = index(language)
    pages = [address for address, _ in data["pages"]]
    return [f"{pages[page]}#{id}" if level > 1 else pages[page] for page, id, level, *_ in data["sections"]]


def test_forty_queries_are_asked():
    assert len(ROWS) >= 40
    assert {language for language, *_ in ROWS} == set(paths.LANGUAGES)


@pytest.mark.parametrize(("language", "query", "address"), ROWS, ids=[f"{row[0]}-{row[1]}" for row in ROWS])
def test_a_query_reaches_its_section_first(language, query, address):
    answer = answers(language)[query]
    first = answer["hits"][0] if answer["hits"] else answer["term"] or ""
    assert first == address, answer
    assert address in ("", *addresses(language)), "the table names a section that is gone"


def test_a_clipping_of_gradients_is_explained_before_it_is_practised():
    hits = answers("zh")["梯度裁剪"]["hits"]
    others = ["exercises.html#clipping", "posts/embedding-lstm-seq2seq/optimisation.html#sparse-gradients"]
    assert all(hits.index("posts/embedding-lstm-seq2seq/training.html#clipping") < hits.index(one) for one in others)


@pytest.mark.parametrize("language", paths.LANGUAGES)
@pytest.mark.parametrize("query", NONSENSE)
def test_what_is_nowhere_is_not_found(language, query):
    (answer,) = ask(language, query)
    assert answer["hits"] == [] and answer["term"] is None


def test_traditional_characters_are_the_simplified_ones():
    pairs = {
        "詞嵌入": "词嵌入",
        "梯度裁剪": "梯度裁剪",
        "自迴歸": "自回归",
        "上下文向量": "上下文向量",
        "損失函式": "损失函数",
    }
    for traditional, simplified in pairs.items():
        there, here = ask("zh", traditional, simplified)
        assert here["hits"] and there == here, traditional


@pytest.mark.parametrize("language", paths.LANGUAGES)
def test_a_glossary_entry_is_found_by_each_of_its_names(language):
    entries = glossary.load()
    names = [(key, entry[other]) for key, entry in entries.items() for other in paths.LANGUAGES]
    found = ask(language, *(name for _, name in names))
    assert [
        name for (key, name), answer in zip(names, found, strict=True) if answer["term"] != f"glossary.html#{key}"
    ] == []


def test_where_no_section_has_all_the_best_have_some_and_it_is_said():
    (answer,) = ask("zh", "束搜索 篮球")
    assert answer["partly"] and answer["hits"] and answer["missing"] == []
    (answer,) = ask("zh", "束搜索 火锅")
    assert answer["missing"] == ["火锅"] and answer["hits"][0] == QUERIES["zh"]["束搜索"]


def test_the_words_to_mark_are_those_that_stand_there():
    (answer,) = ask("zh", "teacher forcing")
    assert {"教师强制", "teacher forcing"} <= set(answer["marks"])


@pytest.mark.parametrize("language", paths.LANGUAGES)
def test_each_section_of_the_index_is_there(language):
    found = addresses(language)
    assert len(found) == len(set(found)) > 100
    for address in found:
        page, _, id = address.partition("#")
        prefix = "" if language == "zh" else f"{language}/"
        assert built.soup(prefix + page).find(id=id) if id else (root(language) / page).is_file(), address


def test_the_index_has_each_chapter_and_not_the_whole_article():
    found = addresses("zh")
    assert {chapters.url(uri) for uri in chapters.by_uri("zh")} <= set(found)
    wholes = [chapters.url(uri) for uri in chapters.of("zh")]
    assert wholes and not [address for address in found if address.partition("#")[0] in wholes]


def test_the_index_has_every_page_but_those_that_say_otherwise():
    for language in paths.LANGUAGES:
        pages = {path.relative_to(root(language)).as_posix() for path in root(language).rglob("*.html")}
        pages = {page for page in pages if language != "zh" or not page.startswith("en/")}
        missing = pages - {address.partition("#")[0] for address in addresses(language)}
        assert missing == {"404.html", "tags.html", *map(chapters.url, chapters.of(language))}


@pytest.mark.parametrize("language", paths.LANGUAGES)
def test_the_search_is_light(language):
    sizes = {
        name: len(gzip.compress((root(language) / name).read_bytes(), 6)) for name in (search.INDEX, search.SCRIPT)
    }
    assert 10_000 < sum(sizes.values()) <= BYTES, sizes
    assert sizes[search.SCRIPT] <= 10_000


def test_nothing_is_left_of_the_theme_s_search():
    names = [path.relative_to(built.SITE).as_posix() for path in built.SITE.rglob("*") if path.is_file()]
    assert [name for name in names if any(word in name for word in ("lunr", "worker", "search_index"))] == []
    for page in built.pages():
        soup = built.soup(page)
        assert not soup.select('[data-md-component^="search"], form[name="search"], [data-search-exclude]'), page
        assert len(soup.select(".md-search__input[role=combobox]")) == 1, page
