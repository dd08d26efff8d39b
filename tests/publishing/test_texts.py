"""References, terms, figures and the front matter say what their sources say, and complain about what is missing."""

import re

import pytest

from publish.common.errors import PublishError
from publish.pages import glossary, references
from publish.run import values
from publish.site import articles, languages

TERMS = """
[embedding]
zh = "词嵌入"
also_zh = ["嵌入"]
en = "embedding"
also_en = ["embeddings"]
definition_zh = "把离散的词映成 `E` 维向量。"
definition_en = "Maps a word to a vector."
[padding]
zh = "填充"
en = "padding"
definition_zh = "用 <pad> 补齐。"
definition_en = "Fills up."
"""


@pytest.fixture
def terms(tmp_path):
    file = tmp_path / "glossary.toml"
    file.write_text(TERMS, "utf-8")
    return file


def test_a_symbol_in_a_definition_is_text_and_no_tag(tmp_path):
    file = tmp_path / "glossary.toml"
    file.write_text(
        '[a]\nzh = "词"\nen = "a"\ndefinition_zh = "直到 <eos>，`<pad>` 不算"\ndefinition_en = "d"\n', "utf-8"
    )
    assert "直到 `<eos>`，`<pad>` 不算" in glossary.listing("zh", file)


def test_first_appearance_of_a_term_becomes_a_tooltip(terms):
    content = "<p>词嵌入是嵌入，词嵌入。</p><p>填充</p>"
    result = glossary.annotate(content, "zh", "../", terms)
    assert result.count('href="../glossary.html#embedding"') == 1
    assert result.startswith('<p><a class="term"')
    assert ">词嵌入</a>是嵌入，词嵌入。" in result
    assert 'data-definition="用 &lt;pad&gt; 补齐。"' in result


@pytest.mark.parametrize(
    "content",
    [
        "<h2>词嵌入</h2>",
        "<pre><code>词嵌入</code></pre>",
        '<p><a href="x">词嵌入</a></p>',
        "<figure><p>词嵌入</p></figure>",
        '<div data-no-terms="1"><p>词嵌入</p></div>',
        '<p><img alt="词嵌入"></p>',
        "<svg><text>词嵌入</text></svg>",
    ],
)
def test_terms_are_not_marked_outside_of_running_text(terms, content):
    assert glossary.annotate(content, "zh", "", terms) == content


def test_terms_are_marked_again_after_a_skipped_element(terms):
    assert 'class="term"' in glossary.annotate("<h2>词嵌入<br></h2><p>词嵌入</p>", "zh", "", terms)


def test_english_terms_are_whole_words(terms):
    result = glossary.annotate("<p>nn.Embedding_x paddings Embeddings</p>", "en", "", terms)
    assert result == (
        '<p>nn.Embedding_x paddings <a class="term" href="glossary.html#embedding" '
        'data-definition="Maps a word to a vector.">Embeddings</a></p>'
    )


def test_incomplete_term_is_an_error(tmp_path):
    (tmp_path / "g.toml").write_text('[x]\nzh = "一"\n', "utf-8")
    with pytest.raises(PublishError, match=r"term \[x\] lacks en, definition_zh"):
        glossary.load(tmp_path / "g.toml")


def test_the_glossary_is_sorted_under_its_initials_and_says_no_name_twice(tmp_path):
    file = tmp_path / "g.toml"
    entry = '[{0}]\nzh = "{1}"\nen = "{2}"\nalso_en = ["{3}"]\ndefinition_zh = "释"\ndefinition_en = "d"\n'
    rows = [
        ("bleu", "BLEU", "BLEU", "score"),
        ("attention", "注意力", "attention", "attend"),
        ("word", "补齐", "pad", "x"),
    ]
    file.write_text("".join(entry.format(*row) for row in rows), "utf-8")
    chinese, english = (glossary.listing(language, file) for language in ("zh", "en"))
    assert re.findall(r"<h2[^>]*>(\w)|\*\*(.+?)\*\*", chinese) == [
        ("B", ""),
        ("", "BLEU"),
        ("", "补齐"),
        ("Z", ""),
        ("", "注意力"),
    ]
    assert re.findall(r'id="initial-(\w)"', english) == ["a", "b", "p"]
    assert re.findall(r'href="#initial-(\w)"', chinese) == ["b", "z"]
    assert chinese.count("BLEU") == 1 and '<span class="term-other" lang="en">attention</span>' in chinese
    assert 'id="attention" data-names="注意力|attention|attend|zhuyili"' in chinese


def test_incomplete_reference_is_an_error(tmp_path):
    (tmp_path / "r.toml").write_text('[x]\nauthors = ["A B"]\nyear = 2000\ntitle = "T"\n', "utf-8")
    with pytest.raises(PublishError, match=r"entry \[x\] lacks venue, arxiv, doi or url"):
        references.load(tmp_path / "r.toml")


@pytest.mark.parametrize(
    ("authors", "text"),
    [
        (["Zellig S. Harris"], "Harris (1954)"),
        (["Ofir Press", "Lior Wolf"], "Press & Wolf (1954)"),
        (["van den Oord, Aaron", "B C", "D E"], "van den Oord et al. (1954)"),
    ],
)
def test_citation_in_running_text(authors, text):
    assert references.short("a1954", {"authors": authors, "year": 1954}) == text
    assert references.short("a1954b", {"authors": authors, "year": 1954}) == text.replace("1954", "1954b")


SOURCE = (
    '#!/usr/bin/env python\n"""Doc\nstring."""\n\nimport os  # why\n# comment\n\n\n'
    'def f():\n    """Doc."""\n    return """a\n# no comment\n\nb"""\n'
)


def test_lines_of_code_leave_out_blank_lines_comments_and_docstrings():
    """What stands between quotes and documents nothing is code, a "#" in it, too."""
    assert values.count_lines(SOURCE) == (5, 0, 5, 14)


def test_the_appendices_are_counted_apart_from_the_core():
    appendices = "# ==== Appendix A: data\n\nx = 1\ny = 2\n\n# ==== Appendix B: more\nz = 3\n"
    assert values.count_lines(SOURCE + appendices) == (5, 3, 8, 21)


def test_a_string_on_a_line_of_its_own_is_code_where_it_documents_nothing():
    assert values.count_lines('"""Doc."""\nx = 1\n"""No doc."""\n')[2] == 2
    assert values.count_lines('def f(): "doc"\n')[2] == 1


def test_format_that_does_not_fit_is_an_error():
    assert values.show(0.12345, ".1%") == "12.3%"
    assert values.show(1234567, ",d") == "1,234,567"
    with pytest.raises(PublishError, match="does not fit"):
        values.show("text", ".1f")


def test_reading_time_counts_chinese_by_character_and_leaves_out_code():
    text = "<p>" + "字" * 700 + "</p>"
    assert articles.reading_minutes(text) == 2
    assert articles.reading_minutes(text + "<pre>" + "字" * 7000 + "</pre>") == 2
    assert articles.reading_minutes("<p>" + "word " * 660 + "</p>") == 3


def test_share_card_has_addresses_only_where_they_are_known():
    card = articles.share_card({"image": {"alt": 'a "b"'}}, "标题", "说明", "", "", "站", "zh")
    assert 'property="og:title" content="标题"' in card
    assert "og:image" not in card
    assert "og:url" not in card
    card = articles.share_card({"image": {"alt": 'a "b"'}}, "t", "d", "u", "i", "s", "en")
    assert 'property="og:image:alt" content="a &quot;b&quot;"' in card


@pytest.mark.parametrize(
    ("url", "language", "other", "same", "href"),
    [
        ("index.html", "zh", "en", "index.html", "en/index.html"),
        ("posts/a.html", "zh", "en", "posts/a.html", "../en/posts/a.html"),
        ("posts/a.html", "en", "zh", "posts/a.html", "../../posts/a.html"),
        ("posts/a.html", "zh", "en", None, "../en/index.html"),
        ("posts/a/one.html", "zh", "en", "posts/a.html", "../../en/posts/a.html"),
        ("index.html", "en", "zh", "index.html", "../index.html"),
    ],
)
def test_language_switcher_stays_on_the_page(url, language, other, same, href):
    assert languages.counterpart(url, language, other, same) == href
    output = f'<link rel="alternate" href="x" hreflang="en"><a href="x" hreflang="{other}" class="md-select__link">'
    result = languages.rewrite_switcher(output, url, language, same)
    assert f'href="{href}"' in result
    assert "alternate" not in result


def test_sitemap_names_each_page_in_every_language():
    text = languages.sitemap({"a.html": {"zh": "a.html", "en": "en/a.html"}}, "https://example.test/x")
    assert text.count("<loc>") == 2
    assert text.count('hreflang="en" href="https://example.test/x/en/a.html"') == 2
