"""A reader's Chinese query is cut into the words it is made of, and the theme's worker cuts it no second time."""

import json

import pytest

from publish.common import node, paths
from publish.common.errors import PublishError
from publish.site import material, search


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


@pytest.fixture
def site(tmp_path):
    """A folder with the theme's own worker."""
    import material

    source = paths.Path(material.__file__).parent / "templates/assets/javascripts/workers"
    target = tmp_path / "assets/javascripts/workers"
    target.mkdir(parents=True)
    for worker in source.glob("search.*.min.js"):
        (target / worker.name).write_bytes(worker.read_bytes())
    return tmp_path


def test_second_cut_is_taken_out_of_the_worker(site):
    material.mend_worker(site)
    (worker,) = site.rglob("search.*.min.js")
    text = worker.read_text("utf-8")
    assert "this.index.invertedIndex)]" not in text
    node.run("new Function(require('fs').readFileSync(0, 'utf8'))", text)


def test_worker_that_has_changed_is_an_error(site):
    material.mend_worker(site)
    with pytest.raises(PublishError, match="search worker has changed"):
        material.mend_worker(site)
