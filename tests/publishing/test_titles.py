"""A Chinese heading may break between its words, and reads as before."""

import re

import pytest

from publish.pages import titles


@pytest.mark.parametrize(
    ("heading", "marked"),
    [
        ("<h1>深度解析</h1>", "<h1>深度<wbr>解析</h1>"),
        ('<h2 id="a">模型的词嵌入</h2>', '<h2 id="a">模型的<wbr>词嵌入</h2>'),  # 的 leans on its word; a term is one
        ("<h3>看 <code>深度解析</code></h3>", "<h3>看 <code>深度解析</code></h3>"),
        ("<h1>Embedding</h1><p>深度解析</p>", "<h1>Embedding</h1><p>深度解析</p>"),
        ("<h4>深度解析</h4>", "<h4>深度解析</h4>"),
    ],
)
def test_marks_stand_between_the_words_of_headings_alone(heading, marked):
    assert titles.breakable(heading) == marked


def test_what_is_cut_is_the_whole_text():
    run = "补齐会把状态推走多远一个定长的状态装得下多长的句子"
    assert "".join(titles.words(run)) == run
    assert not [word for word in titles.words(run)[1:] if re.match("[的了吗]", word)]
