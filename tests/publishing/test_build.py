"""A small site, built as the real one is: what a page's front matter promises is in it, and what is wrong stops it."""

import re
import subprocess
import sys

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from publish.common import cache, paths
from publish.common.errors import PublishError
from publish.pages import formulas
from publish.site import build as build_of_site
from tests import built

PAGE = """---
title: 题目
description: 说明
date: 2025-01-29
tags: [甲]
image:
  path: assets/img/posts/embedding-lstm-cover.jpg
  alt: 封面
math: true
---

# 题目

## 公式 {#formula}

词嵌入 $e_t$。
"""


@pytest.fixture
def small(tmp_path, monkeypatch):
    """Builds a site of a home page and one article in each language; returns its folder."""
    monkeypatch.setattr(paths, "DOCS", tmp_path / "docs")
    monkeypatch.setattr(paths, "SITE", tmp_path / "site")
    monkeypatch.setattr(paths, "LABS", tmp_path / "labs")
    monkeypatch.setattr(paths, "GLOSSARY", tmp_path / "glossary.toml")
    monkeypatch.setattr(paths, "CACHE", tmp_path / "cache")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    for language in paths.LANGUAGES:
        paths.docs(language).mkdir(parents=True)
        (paths.docs(language) / "index.md").write_text("---\ntitle: 家\n---\n\n# 家\n", "utf-8")
    (paths.docs("zh") / "page.md").write_text(PAGE, "utf-8")

    def make(site_url="", languages=("zh", "en")):
        for language in languages:
            pages = [path.relative_to(paths.docs(language)).as_posix() for path in paths.docs(language).rglob("*.md")]
            config = load_config(
                str(paths.CONFIGS[language]),
                docs_dir=str(paths.docs(language)),
                site_dir=str(paths.site(language)),
                site_url=site_url,
                nav=[{name: name} for name in sorted(pages)],
                strict=True,
            )
            build(config)
        return paths.SITE

    return make


def test_front_matter_reaches_the_page_s_head(small):
    output = (small("https://example.test/x/") / "page.html").read_text("utf-8")
    head = output[: output.index("</head>")]
    assert '<meta name="description" content="说明">' in head
    assert '<meta property="og:title" content="题目">' in head
    assert 'property="og:image" content="https://example.test/x/assets/img/posts/embedding-lstm-cover.jpg"' in head
    assert '<link rel="canonical" href="https://example.test/x/page.html">' in head
    body = output[output.index("<body") :]
    assert "2025-01-29" in body and re.search(r'<img [^>]*alt="封面"', body)


def test_a_page_asks_nobody_else_for_anything(small):
    site = small(languages=["zh"])
    for name in ("page.html", "404.html"):
        asked = re.findall(
            r'<(?:script|img|source|link)\b[^>]*?\s(?:src|srcset|href)="([^"]*)"', (site / name).read_text()
        )
        assert len(asked) > 5
        assert [address for address in asked if re.match(r"(?:https?:)?//", address)] == [], name


def test_the_download_is_the_file(small):
    site = small(languages=["zh"])
    assert (site / "downloads" / paths.SCRIPT.name).read_bytes() == paths.SCRIPT.read_bytes()


def test_math_is_loaded_only_where_there_is_some(small):
    site = small(languages=["zh"])
    page, home = (site / "page.html").read_text("utf-8"), (site / "index.html").read_text("utf-8")
    assert "<math" in page
    assert '<meta name="formulas" content="assets/katex/pages/page.js"' in page
    assert "katex" not in home
    assert (site / formulas.font("page.html")).is_file() and (site / "assets/katex/pages/page.js").is_file()


def test_languages_know_each_other(small):
    site = small("https://example.test/")
    assert 'href="en/index.html" hreflang="en"' in (site / "index.html").read_text("utf-8")
    assert 'href="en/index.html" hreflang="en"' in (site / "page.html").read_text("utf-8")
    assert 'href="../index.html" hreflang="zh"' in (site / "en/index.html").read_text("utf-8")
    sitemap = (site / "sitemap.xml").read_text("utf-8")
    assert sorted(re.findall(r"<loc>(.*?)</loc>", sitemap)) == [
        "https://example.test/en/index.html",
        "https://example.test/index.html",
        "https://example.test/page.html",
    ]
    assert not (site / "en/sitemap.xml").exists()
    assert "alternate" not in re.sub(r"<a .*?>", "", (site / "index.html").read_text("utf-8"))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("词嵌入 $e_t$", "[[value no.such]]", r"docs/zh/page\.md:16: no value 'no\.such'"),
        ("$e_t$", r"$\\frac{e$", r"docs/zh/page\.md:16: formula .*frac"),
        ("math: true", "math: false", r"page\.md: has formulas\. Say `math: true`"),
        ("词嵌入 $e_t$。", "[[diagram none]]", r"docs/zh/page\.md:16: no diagram"),
        ("词嵌入 $e_t$。", "见 [@none]。", r"docs/zh/page\.md:16: no reference 'none'"),
        ("词嵌入 $e_t$。", "[断](nowhere.md)", None),
        ("词嵌入 $e_t$。", "[断](#nowhere)", None),
    ],
)
def test_what_is_wrong_in_a_page_stops_the_build(small, caplog, old, new, complaint):
    page = paths.docs("zh") / "page.md"
    page.write_text(PAGE.replace(old, new.replace("\\\\", "\\")), "utf-8")
    with pytest.raises((Abort, MkDocsException)):
        small(languages=["zh"])
    assert re.search(complaint or "nowhere", caplog.text)


def test_the_404_page_names_everything_from_the_site_s_root(small):
    """It is sent for addresses of any depth, below a site that may itself lie in a folder."""
    for address, root in (("https://example.test/x/", "/x/"), ("", "/")):
        output = (small(address, languages=["zh"]) / "404.html").read_text("utf-8")
        named = re.findall(r'<(?:link|script|img)[^>]* (?:href|src)="([^"]+)"', output)
        assert len(named) > 5
        assert [name for name in named if not name.startswith((root, "data:"))] == []


@pytest.mark.parametrize(("address", "root"), [("https://example.test/x/", "/x/"), ("", "/")])
def test_the_404_page_leads_to_both_languages(small, address, root):
    site = small(address)
    for name in ("404.html", "en/404.html"):
        links = re.findall(r'<a href="([^"]*)" hreflang="(\w+)"[^>]*md-select', (site / name).read_text("utf-8"))
        assert sorted(set(links)) == [(f"{root}en/index.html", "en"), (f"{root}index.html", "zh")]


ARTICLE = """---
title: 文章
description: 一篇文章。
date: 2025-01-29
tags: [甲]
math: true
---

# 文章 {#article}

## 前言 {#preface}

从[二](#second)读起。

## 1 一 {#one}

公式 $e_t$。

## 2 二 {#two}

### 2.1 节 {#second}

回到[一](#one)。
"""


@pytest.fixture
def article(small):
    file = paths.docs("zh") / "posts" / "a.md"
    file.parent.mkdir()
    file.write_text(ARTICLE, "utf-8")
    (paths.docs("zh") / "page.md").write_text("---\ntitle: 页\n---\n\n# 页\n\n见[节](posts/a.md#second)。\n", "utf-8")
    return file


def test_an_article_has_a_page_for_each_chapter_and_one_for_all(small, article):
    site = small(languages=["zh"])
    front, one, two, whole, page = (
        (site / name).read_text("utf-8")
        for name in ("posts/a/preface.html", "posts/a/one.html", "posts/a/two.html", "posts/a.html", "page.html")
    )
    assert 'href="two.html#second"' in front and 'datetime="2025-01-29"' in front
    assert "<math" in one and '<h1 id="one">' in one and 'datetime="2025-01-29"' not in one
    assert 'href="one.html"' in two and '<h2 id="second">' in two
    assert 'href="#second"' in whole and 'href="#one"' in whole
    assert 'href="posts/a/two.html#second"' in page
    places = {address for address, _ in built.search_index(site)["pages"]}
    assert places == {"index.html", "page.html", "posts/a/preface.html", "posts/a/one.html", "posts/a/two.html"}


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [("[[value no.such]]", r"docs/zh/posts/a\.md:17: no value"), (r"$\frac{e$", r"docs/zh/posts/a\.md:17: formula")],
)
def test_a_fault_in_a_chapter_is_named_by_the_article_s_line(small, article, caplog, wrong, complaint):
    article.write_text(ARTICLE.replace("公式 $e_t$。", wrong), "utf-8")
    with pytest.raises((Abort, MkDocsException)):
        small(languages=["zh"])
    assert re.search(complaint, caplog.text)
    assert "preface" not in caplog.text


@pytest.mark.parametrize("broken", paths.LANGUAGES)
def test_where_one_language_is_not_built_the_old_site_stays(tmp_path, monkeypatch, broken):
    monkeypatch.setattr(paths, "SITE", tmp_path / "site")
    monkeypatch.setattr(paths, "BUILD", tmp_path / "build")
    cache.write(paths.SITE / "index.html", "old")

    def start(language, folder):
        cache.write(folder / "index.html", "new")
        return subprocess.Popen([sys.executable, "-c", f"exit({int(language == broken)})"])

    monkeypatch.setattr(build_of_site, "start", start)
    with pytest.raises(PublishError, match=f"language {broken} was not built"):
        build_of_site.build()
    assert (paths.SITE / "index.html").read_text("utf-8") == "old"
