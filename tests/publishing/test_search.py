"""What the search reads of a page, and how it cuts a query."""

import json

import pytest

from publish.common import bundles, node, paths
from publish.common.errors import PublishError
from publish.site import search

PAGE = """
<h1 id="top">表<a class="headerlink" href="#top">¶</a></h1>
<p>每个词<strong>一行</strong>，第 <span class="math-inline"><math><mi>i</mi></math></span> 行。</p>
<h2 id="cost">开销：<math><mfrac><mn>1</mn><msqrt><mi>E</mi></msqrt></mfrac></math><a class="headerlink">¶</a></h2>
<ul><li>甲</li><li>乙</li></ul>
<div class="highlight"><span class="filename">table.py</span><pre><code>import torch
table = nn.<span class="x">Embed</span>ding(3, 2)  # table</code></pre></div>
<figure data-search-exclude="1"><svg><text>图</text></svg><figcaption>说明</figcaption></figure>
<h2 id="contents" data-search-exclude="1">目录</h2><p>都在这里</p>
<h3>无名</h3>
"""


def rows(content=PAGE, meta=None):
    page = search.page("page.html", "题", content, meta or {})
    return [section.row(0) for section in page.sections]


def test_a_page_is_cut_at_its_headings_into_text_and_the_names_in_its_code():
    assert rows() == [
        [0, "top", 1, "表", "每个词一行，第 i 行。", ""],
        [0, "cost", 2, "开销：1/√E", "甲 乙", "Embedding table torch"],
    ]


def test_a_page_without_a_title_in_its_text_has_its_name():
    assert rows("<p>好</p>") == [[0, "", 1, "题", "好", ""]]


def test_front_matter_says_what_a_page_weighs_and_whether_it_is_found():
    assert search.page("a.html", "题", "<p>好</p>", {"search": {"boost": 0.5}}).weight == 0.5
    assert search.page("a.html", "题", "<p>好</p>", {"search": {"exclude": True}}) is None


@pytest.mark.parametrize(("said", "complaint"), [({"bost": 2}, "search: bost"), (False, None), ("no", "search: 'no'")])
def test_a_slip_in_front_matter_is_named(said, complaint):
    if complaint:
        with pytest.raises(PublishError, match=complaint):
            search.page("a.html", "题", "<p>好</p>", {"search": said})
    else:
        assert search.page("a.html", "题", "<p>好</p>", {"search": said}).weight == 1


def test_a_long_formula_is_an_ellipsis():
    assert (
        search.page("a.html", "题", f"<p>设 <math><mi>{'x' * 30}</mi></math>。</p>", {}).sections[0].row(0)[4]
        == "设 …。"
    )


def test_marks_for_the_search_do_not_stay_in_the_page():
    assert search.unmarked('<p data-search-exclude="1" id="x"><i data-search-exclude>') == '<p id="x"><i>'


@pytest.fixture
def small(monkeypatch, tmp_path):
    """Makes the index of pages in a repository with a small glossary of its own."""
    monkeypatch.setattr(paths, "DOCS", tmp_path)
    monkeypatch.setattr(paths, "GLOSSARY", tmp_path / "glossary.toml")
    paths.GLOSSARY.write_text(
        '[beam-search]\nzh = "束搜索"\nen = "beam search"\nnot_zh = ["柱搜索", "束(?!缚)"]\n'
        'definition_zh = "留几条。"\ndefinition_en = "Keep some."\n',
        "utf-8",
    )

    def make(*texts, language="zh", words=""):
        (tmp_path / search.WORDS).write_text(words, "utf-8")
        pages = [search.page(f"{number}.html", "题", f"<p>{text}</p>", {}) for number, text in enumerate(texts)]
        pages.insert(0, search.page(search.GLOSSARY, "术语", "<p>束搜索</p>", {"search": {"boost": 0.3}}))
        return search.index(pages, language)

    return make


def test_glossary_entries_are_sections_of_their_own_at_the_end(small):
    index = small("好")
    assert index["pages"] == [["0.html", 1], [search.GLOSSARY, 0.3]]
    assert index["sections"][-2:] == [[1, "", 1, "术语", "", ""], [1, "beam-search", 2, "束搜索", "留几条。", ""]]
    assert index["terms"] == ["beam search"]
    assert small("好", language="en")["sections"][-1][3:5] == ["beam search", "Keep some."]


def test_names_of_one_thing_come_from_the_glossary_and_from_the_list(small):
    index = small("好", words='same = [["集束搜索", "Beam Search"], ["多卡", "多块 GPU"]]\nskipped = ["的"]\n')
    assert index["same"] == [["束搜索", "beam search", "柱搜索", "集束搜索", "Beam Search"], ["多卡", "多块 GPU"]]
    assert index["skipped"] == "的"


def test_a_thing_with_one_name_is_a_slip_and_its_file_is_named(small):
    with pytest.raises(PublishError, match=r"one name is the same as nothing.*Give two"):
        small("好", words='same = [["多卡"]]\n')
    with pytest.raises(PublishError, match=r"search\.toml: no TOML: Invalid value"):
        small("好", words="same = [")


def test_characters_and_words_of_elsewhere_lead_to_those_of_the_texts(small):
    index = small("词嵌入的损失函数，一个循环。", "他说：著名的函数。")
    fold = dict(zip(index["fold"][::2], index["fold"][1::2], strict=True))
    assert (fold["詞"], fold["損"]) == ("词", "损")
    assert "龍" not in fold and "著" not in fold, "not in these texts; in them as it is"
    assert (index["taiwan"]["函式"], index["taiwan"]["回圈"]) == ("函数", "循环")
    assert "函式" not in small("函数，在那边叫函式。")["taiwan"]
    assert {"损失", "函数", "循环"} <= set(index["words"].split())


READ = """
import { readFileSync } from "node:fs";
import { reader } from "SEARCH/query.js";
const { index, queries } = JSON.parse(readFileSync(0, "utf8"));
const read = reader(index);
process.stdout.write(JSON.stringify(queries.map((query) => read(query).asked.map(({ text, run }) => [text, run]))));
"""
FORMS = """
import { readFileSync } from "node:fs";
import { form } from "SEARCH/query.js";
const { spelling, open, texts } = JSON.parse(readFileSync(0, "utf8"));
const { expression, worth } = form(spelling, { open });
const found = (text) => [...text.matchAll(expression)].map(([match]) => match).filter(worth);
process.stdout.write(JSON.stringify(texts.map(found)));
"""


@pytest.fixture
def in_node(tmp_path):
    """Runs a module that imports from search/ with data; gives what it writes."""

    def run(module, **data):
        file = tmp_path / "module.js"
        file.write_text(module.replace("SEARCH", str(paths.SEARCH)), "utf-8")
        return json.loads(node.run(bundles.for_node(str(file)), json.dumps(data)))

    return run


INDEX = {
    "pages": [["a.html", 1]],
    "sections": [[0, "", 1, "束搜索", "补齐的句子译得更差；词嵌入；一块显卡，多卡也行；向量的子空间", ""]],
    "terms": ["beam search"],
    "same": [["束搜索", "beam search"], ["一次", "one-off", "initialisation"]],
    "words": "补齐 句子 嵌入 显卡 向量 搜索 空间",
    "skipped": "的 怎么 the",
    "fold": "詞词",
    "taiwan": {"搜寻": "搜索"},
}


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("补齐句子", ["补齐", "句子"]),  # words
        ("怎么补齐的", ["补齐"]),  # what asks for nothing is left out
        ("詞嵌入", ["词嵌入"]),  # 词 is in no word, and stands before 嵌入
        ("句子译得更差", ["句子译得更差"]),
        ("多卡", ["多卡"]),  # no word, but in the text
        ("火锅", ["火锅"]),  # in neither, and left whole
        ("火锅空间", ["火锅空间"]),  # 空间 alone would be another thing
        ("束搜寻", ["束搜索"]),
        ("补齐慢", ["补齐"]),  # one character that goes with no word says nothing beside it
        ("ＢＥＡＭ－search 补齐", ["beam-search", "补齐"]),
        ("padding_idx", ["padding-idx"]),
        ("initialization", ["initialization"]),
        ("beam sea", ["beam sea"]),  # the beginning of one name
        ("the beam", ["beam"]),
        ("束", ["束"]),
        ("的束", ["束"]),
        ("", []),
        ("的", []),
        ("😀 ？", []),
    ],
)
def test_a_query_is_cut_into_words_and_never_into_characters(in_node, query, asked):
    (found,) = in_node(READ, index=INDEX, queries=[query])
    assert [text for text, _ in found] == asked


def test_what_is_written_in_one_piece_is_told_so(in_node):
    (found,) = in_node(READ, index=INDEX, queries=["束搜索补齐 句子显卡的向量空间 beam向量"])
    runs = ["束搜索", "补齐", "句子显卡", "句子显卡", "向量空间", "向量空间", "beam", "向量"]
    assert [run for _, run in found] == runs


@pytest.mark.parametrize(
    ("spelling", "open", "text", "found"),
    [
        ("gradient", False, "Gradients and a gradient, gradual", ["Gradients", "gradient"]),
        ("initialization", False, "initialised, initialisation, initial", ["initialised", "initialisation", "initial"]),
        ("exercise", False, "an exercise, noise", ["exercise"]),
        ("pad", False, "padding_idx, pad", ["padding", "pad"]),
        ("embed", True, "an embedding, embedder; membed", ["embedding", "embedder"]),
        ("one-hot", False, "one hot, one-hot, onehot, one_hots", ["one hot", "one-hot", "onehot", "one_hots"]),
        ("pack_padded_sequence", False, "nn.pack_padded_sequence(x)", ["pack_padded_sequence"]),
        ("嵌入", False, "词嵌入层", ["嵌入"]),
        ("LSTM 的门".lower(), False, "LSTM的门，LSTM 的门", ["LSTM的门", "LSTM 的门"]),
        ("c++", False, "c++ (c)", ["c++"]),
    ],
)
def test_a_word_is_found_in_its_forms_and_not_inside_of_others(in_node, spelling, open, text, found):
    assert in_node(FORMS, spelling=spelling, open=open, texts=[text]) == [found]
