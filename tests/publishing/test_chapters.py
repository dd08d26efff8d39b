"""An article becomes one page a chapter: all of it once, each line in its place, each link where it led."""

import re

import pytest

from publish.common import paths
from publish.common.errors import PublishError
from publish.pages import chapters, macros, old_ids

ARTICLE = """---
title: 题目
description: 说明。
date: 2025-01-29
author: 某
math: true
---

# 题目 {#article}

## 前言 {#preface}

先读 [第 2 章](#two) 或 [一节](#first)。

## 1 一：从头 {#one}

公式 $x$，脚注[^a]，[家](../index.md)，[外](https://example.test/#two)，`[码](#two)`。

### 1.1 节 {#first}

#### 细 {#fine}

```bash
## 2 不是标题 {#no}
echo "[不是链接](#two)"
```

<img src="x.png" alt="">

## 2 二 {#two}

[[diagram packing]]

回到 [1.1 节](#first)，或本章的[尾声](#end)。

[^a]: 注
    两行。

## 尾声 {#end}

### 小节 {#small}

[全文](#article)
"""


@pytest.fixture
def article(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "DOCS", tmp_path)
    for language in paths.LANGUAGES:
        (paths.docs(language) / "posts").mkdir(parents=True)
    (paths.docs("zh") / "posts" / "a.md").write_text(ARTICLE, "utf-8")
    return chapters.of("zh")["posts/a.md"]


def body(chapter):
    return chapter.markdown.split("---\n\n", 1)[1]


def test_chapters_are_the_numbered_sections_and_the_front_page(article):
    found = [(one.number, one.uri, one.title, one.short) for one in article.chapters]
    assert found == [
        (0, "posts/a/preface.md", "题目", "前言"),
        (1, "posts/a/one.md", "1 一：从头", "1 一"),
        (2, "posts/a/two.md", "2 二", "2 二"),
    ]


def test_nothing_is_lost_and_nothing_comes_twice(article):
    lines = [line for one in article.chapters for line in one.lines]
    assert [line.lstrip("#") for line in lines] == [line.lstrip("#") for line in ARTICLE.rstrip().split("\n")[8:]]


def test_a_chapter_s_headings_rise_and_what_follows_the_last_stays(article):
    found = [re.findall(r"^#+ [^{]*(?= \{#(?!no))", body(one), re.MULTILINE) for one in article.chapters]
    assert found == [
        ["# 题目", "## 前言"],
        ["# 1 一：从头", "## 1.1 节", "### 细"],
        ["# 2 二", "## 尾声", "### 小节"],
    ]


def test_a_line_of_a_chapter_is_a_line_of_the_article(article):
    written = ARTICLE.split("\n")
    for one in article.chapters:
        for place, line in enumerate(one.lines):
            assert line.lstrip("#") == written[one.first_line - 1 + place].lstrip("#")


def test_a_fault_names_the_article_and_its_line(article):
    (paths.docs("zh") / "posts" / "a.md").write_text(ARTICLE.replace("公式", "[[value no.such]]"), "utf-8")
    one = chapters.by_uri("zh")["posts/a/one.md"]
    page = macros.Page(uri=one.uri, source=one.source, first_line=one.first_line)
    with pytest.raises(PublishError, match=r"a\.md:17: no value 'no\.such'"):
        macros.expand(body(one), page)


def test_only_the_front_page_has_the_article_s_header(article):
    metas = [one.markdown.split("---\n")[1] for one in article.chapters]
    assert ["date:" in meta for meta in metas] == [True, False, False]
    assert ["author: 某" in meta for meta in metas] == [True, True, True]
    assert ["math: true" in meta for meta in metas] == [False, True, False]
    assert ["mermaid: true" in meta for meta in metas] == [False, False, True]


def test_links_lead_where_they_led(article):
    front, one, two = (chapters.redirect(body(each), each.uri, "zh") for each in article.chapters)
    assert "[第 2 章](two.md#two) 或 [一节](one.md#first)" in front
    assert "[家](../../index.md)，[外](https://example.test/#two)，`[码](#two)`" in one
    assert 'echo "[不是链接](#two)"' in one
    assert '<img src="../x.png" alt="">' in one
    assert "[1.1 节](one.md#first)，或本章的[尾声](#end)" in two
    assert "[全文](../a.md#article)" in two


def test_a_chapter_brings_the_footnotes_that_it_names(article):
    front, one, two = map(body, article.chapters)
    assert one.rstrip().endswith("[^a]: 注\n    两行。")
    assert "[^a]" not in front
    assert two.count("[^a]: 注") == 1


@pytest.mark.parametrize(
    ("uri", "link", "led"),
    [
        ("faq.md", "posts/a.md#first", "posts/a/one.md#first"),
        ("demos/x.md", "../posts/a.md#end", "../posts/a/two.md#end"),
        ("posts/b.md", "a.md", "a/preface.md"),
        ("index.md", "posts/a.md", "posts/a/preface.md"),
        ("index.md", "posts/a.md#article", "posts/a.md#article"),  # the whole
        ("index.md", "posts/a.md#none", "posts/a.md#none"),  # MkDocs complains of it
        ("index.md", "posts/b.md#first", "posts/b.md#first"),
        ("posts/a.md", "#first", "#first"),
    ],
)
def test_links_from_elsewhere_lead_to_chapters(article, uri, link, led):
    assert chapters.redirect(f"见[节]({link})。", uri, "zh") == f"见[节]({led})。"
    assert chapters.redirect(f"```\n见[节]({link})。\n```", uri, "zh") == f"```\n见[节]({link})。\n```"


def test_a_chapter_without_an_id_is_an_error(article):
    (paths.docs("zh") / "posts" / "a.md").write_text(ARTICLE.replace("## 2 二 {#two}", "## 2 二"), "utf-8")
    with pytest.raises(PublishError, match=r"a\.md:30: the chapter “2 二” has no id"):
        chapters.of("zh")


def test_a_page_without_numbered_sections_is_one_page(article):
    (paths.docs("en") / "posts" / "a.md").write_text("# A {#article}\n\n## One {#one}\n", "utf-8")
    assert chapters.of("en") == {}
    assert chapters.front("en", "posts/a.md") == "posts/a.md"
    assert chapters.front("zh", "posts/a.md") == "posts/a/preface.md"


def test_a_chapter_s_counterpart_is_the_article_until_it_is_translated(article):
    assert chapters.counterpart("posts/a/one.md", "en") is None
    english = paths.docs("en") / "posts" / "a.md"
    english.write_text("# A {#article}\n", "utf-8")
    assert chapters.counterpart("posts/a/one.md", "en") == "posts/a.md"
    english.write_text(ARTICLE, "utf-8")
    assert chapters.counterpart("posts/a/one.md", "en") == "posts/a/one.md"


def test_a_description_is_made_of_whole_sentences_without_formulas_and_tags():
    term = '<a class="term" data-definition="一句。两句。">词</a>'
    formula = '<span class="arithmatex">\\(x。y\\)</span>'
    content = f"<h1>题</h1><p>甲是{term} &amp; 乙。丙{formula}丁。{'戊' * 40}。己。</p>"
    assert chapters.description(content) == f"甲是词 & 乙。{'戊' * 40}。"


# Old ids.


def test_an_old_id_leads_to_its_heading(tmp_path):
    file = tmp_path / "old.toml"
    file.write_text('["a.html"]\n"旧-名" = "new"\n"1-更旧" = "new"\n', "utf-8")
    page = '<h2 class="x" id="new">题</h2><p id="other">文</p>'
    assert old_ids.place(page, "a.html", file) == page.replace(
        "题", '<span id="旧-名" aria-hidden="true"></span><span id="1-更旧" aria-hidden="true"></span>题'
    )
    assert old_ids.place(page, "b.html", file) == page
    with pytest.raises(PublishError, match=r'\["a\.html"\]: no heading of the page has the id .new.'):
        old_ids.place('<h2 id="x">题</h2><p id="new"></p>', "a.html", file)
