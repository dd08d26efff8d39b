"""A reader's Chinese query is cut into the words it is made of."""

import json

from publish.common import node
from publish.site import search


def cut(expression, *texts):
    """Cut texts in JavaScript, as the browser does."""
    script = (
        'const {expression, texts} = JSON.parse(require("fs").readFileSync(0, "utf8"));'
        'process.stdout.write(JSON.stringify(texts.map(text => text.split(new RegExp(expression, "g")))));'
    )
    return json.loads(node.run(script, json.dumps({"expression": expression, "texts": texts})))


def test_known_words_stay_whole_and_everything_else_is_cut():
    expression = search.separator(["嵌入", "上下文", "向量"])
    assert cut(expression, "词嵌入层，上下文向量 padding_idx", "从\u200b词\u200b嵌入") == [
        ["词", "嵌入", "层", "上下文", "向量", "padding_idx"],
        ["从", "词", "嵌入"],
    ]


def test_words_of_the_article_are_known():
    known = search.words()
    assert len(known) == len(set(known))
    assert cut(search.separator(known), "自回归", "上下文向量", "词嵌入") == [
        ["自回归"],
        ["上下文", "向量"],
        ["词", "嵌入"],
    ]
