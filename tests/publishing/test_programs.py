"""A program whose output is the point is folded under it, and no output stands without a way to its program."""

import json
import re
from urllib.parse import unquote

import pytest

from publish.common import node, paths
from publish.pages import macros, programs
from publish.run import translation_microscope

READ = """
import("./explorables/translation-microscope/address.js").then(({ read, write }) => {
  const hashes = JSON.parse(require("fs").readFileSync(0, "utf8"));
  process.stdout.write(JSON.stringify(hashes.map((hash) => [write(read("#" + hash)), read("#" + hash).show])));
});
"""

ARTICLE = """---
title: 题目
---

# 题目 {#article}

## 前言 {#preface}

## 1 一 {#one}

[[snippet first folded]]

## 2 二 {#two}

### 2.1 节 {#section}

[[snippet second output]]

[[snippet first output]]
"""
FAQ = "# 问 {#faq}\n\n## 甲 {#a}\n\n    [[snippet second output]]\n\n[[snippet third code]]\n\n[[exercise first]]\n"
BLOCK = '<div id="program-first" class="language-python {}highlight"><pre><span></span><code>{}</code></pre></div>'
LOADED = 'import a\n\nt = s2s.Translator.load("x.pt")\nprint(t)\n'


@pytest.fixture
def docs(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "DOCS", tmp_path / "docs")
    for name, text in {"posts/a.md": ARTICLE, "faq.md": FAQ}.items():
        file = paths.docs("zh") / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


@pytest.fixture
def runs(tmp_path, monkeypatch):
    for kind, built in (("SNIPPETS", "BUILT_SNIPPETS"), ("EXERCISES", "BUILT_EXERCISES")):
        for name in (kind, built):
            monkeypatch.setattr(paths, name, tmp_path / name)
            (tmp_path / name).mkdir()
        for name in ("first", "second"):
            (tmp_path / kind / f"{name}.py").write_text(f"print('{name}')\n", "utf-8")
            (tmp_path / built / f"{name}.txt").write_text(f"{name}\n", "utf-8")


def test_a_use_knows_its_page_and_its_section(docs):
    found = [(use.name, use.option, use.page, use.heading.id) for use in programs.uses("zh")]
    assert found == [
        ("first", "folded", "posts/a/one.md", "one"),
        ("second", "output", "posts/a/two.md", "section"),
        ("first", "output", "posts/a/two.md", "section"),
        ("second", "output", "faq.md", "a"),
        ("third", "code", "faq.md", "a"),
        ("first", "", "faq.md", "a"),
    ]


@pytest.mark.parametrize(
    ("name", "uri", "way"),
    [
        ("first", "posts/a/two.md", "one.md#program-first"),
        ("first", "posts/a/one.md", "#program-first"),
        ("first", "posts/a.md", "#program-first"),  # the whole article has it, too
        ("first", "index.md", "posts/a/one.md#program-first"),
        ("third", "posts/a/two.md", "../../faq.md#program-third"),
        ("second", "posts/a/two.md", "../../programs.md#program-second"),
        ("second", "faq.md", "programs.md#program-second"),
    ],
)
def test_output_leads_to_the_page_that_has_its_program(docs, name, uri, way):
    assert programs.way("snippet", name, uri, "zh") == way


def test_output_above_the_first_heading_leads_back_to_its_page(docs):
    (paths.docs("zh") / "index.md").write_text("---\ntitle: 首页\n---\n\n[[snippet fourth output]]\n", "utf-8")
    assert programs.origin(programs.unseen("zh")["snippet", "fourth"], "", "zh") == "输出在：[首页](index.md)"


def test_the_programs_page_has_what_no_other_page_shows(docs, runs):
    page = macros.Page(language="zh", uri="programs.md")
    sections = "[2.1 节](posts/a.md#section); [甲](faq.md#a)"
    fence = "``` { .python }\nprint('second')\n```"
    assert macros.expand("[[programs]]", page) == (f"## second.py {{#program-second}}\n\n输出在：{sections}\n\n{fence}")


@pytest.mark.parametrize(
    ("option", "shown"),
    [
        ("", ["``` { .python #program-first }", "``` { .text .output }"]),
        (" code", ["``` { .python #program-first }"]),
        (" folded", ["``` { .text .output }", "``` { .python .folded #program-first }"]),
        (" output", ["``` { .text .output }", "[程序：first.py](posts/a/one.md#program-first){ .program-link"]),
    ],
)
def test_what_is_the_point_comes_first(docs, runs, option, shown):
    text = macros.expand(f"[[snippet first{option}]]", macros.Page(language="zh", uri="index.md"))
    places = [text.find(part) for part in shown]
    assert -1 not in places and places == sorted(places)
    assert text.count("```") == 2 * sum(part.startswith("```") for part in shown)


def test_a_folded_program_names_its_file_and_is_whole():
    folded = programs.fold("<p>a</p>" + BLOCK.format("folded ", "x\ny\n"), "zh")
    assert folded == (
        '<p>a</p><details class="program" id="program-first">'
        '<summary data-search-exclude="1">程序：first.py（2 行）</summary>'
        '<div class="language-python highlight"><pre><span></span><code>x\ny\n</code></pre></div></details>'
    )


def test_of_an_open_program_the_lines_that_load_the_model_are_folded():
    folded = programs.fold(BLOCK.format("", LOADED.replace('"', "&quot;")), "en")
    assert '<summary data-search-exclude="1">Imports, and the trained model (3 lines)</summary>' in folded
    first, rest = (part.split("</code>")[0] for part in folded.split("<code>")[1:])
    assert (first + rest).replace("&quot;", '"') == LOADED and rest == "print(t)\n"


@pytest.mark.parametrize("code", ["import a\nprint(a)\n", 'x = 1\nt = s2s.Translator.load("x.pt")\n', "import a\n"])
def test_a_program_without_such_lines_stays_as_it_is(code):
    block = BLOCK.format("", code.replace('"', "&quot;"))
    assert programs.fold(block, "zh") == block


def test_links_may_lead_to_programs():
    content = BLOCK.format("", "x") + '<div id="other" class="y"></div><div id="solution-a_b" class="z"></div>'
    assert programs.ids(content) == {"program-first", "solution-a_b"}


def test_the_microscope_reads_each_state_that_a_program_leads_to():
    """It drops what it does not know and mends what makes no sense: a state that it writes as it stands is right."""
    links = [programs.microscope_link(name, "", "zh") for name in programs.STATES]
    hashes = [re.search('#([^"]*)"', link)[1].replace("&amp;", "&") for link in links]
    read = json.loads(node.run(READ, json.dumps(hashes)))
    stills = translation_microscope.built()["stills"]["zh"]
    for name, hash_, (written, panel) in zip(programs.STATES, hashes, read, strict=True):
        assert sorted(unquote(hash_).split("&")) == sorted(unquote(written).split("&")), name
        assert panel in stills, name


def test_a_state_s_sentence_is_the_program_s():
    for name, state in programs.STATES.items():
        assert state["text"] in macros.program("snippet", name)


@pytest.mark.parametrize("option", ["", " folded", " output"])
def test_a_snippet_that_the_microscope_can_show_leads_there(option):
    page = macros.Page(uri="posts/a.md")
    assert 'href="../demos/translation-microscope.html#text=' in macros.expand(f"[[snippet lookup{option}]]", page)
    assert "microscope" not in macros.expand(f"[[snippet parity{option}]]", page)
