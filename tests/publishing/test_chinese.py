"""Chinese in English pages is said to be Chinese, and explained word by word."""

import pytest

from publish.common.errors import PublishError
from publish.pages import chinese


@pytest.mark.parametrize(
    ("content", "marked"),
    [
        ("<p>Read 猫 (cat).</p>", '<p>Read <span lang="zh">猫</span> (cat).</p>'),
        ("<code>我 爱 NLP</code>", '<code><span lang="zh">我 爱</span> NLP</code>'),
        ("<p>“我爱你。” he said</p>", '<p>“<span lang="zh">我爱你。</span>” he said</p>'),
    ],
)
def test_chinese_is_marked(content, marked):
    assert chinese.mark(content) == marked


@pytest.mark.parametrize(
    "content",
    [
        '<p><span lang="zh">猫 <b>狗</b></span></p>',
        "<pre>猫</pre>",
        '<img alt="猫">',
        "<svg><text>猫</text></svg>",
        "<p>cat</p>",
    ],
)
def test_what_is_marked_or_no_running_text_stays(content):
    assert chinese.mark(content) == content


def test_a_glossed_sentence_has_each_word_over_its_gloss_and_pinyin_for_those_who_ask():
    block = chinese.gloss("没:did_not 在:at 学校:school | Not <at> school.")
    assert '<span lang="zh">没</span> <small>did not</small>' in block
    assert "“Not &lt;at&gt; school.”" in block
    assert '<span lang="zh-Latn">méi zài xuéxiào</span>' in block
    assert "\n" not in block
    assert chinese.mark(block) == block


@pytest.mark.parametrize("argument", ["", "我:I 爱:love", "我 爱:love | I love.", "我:I |", "| I love.", "我: | I"])
def test_a_gloss_that_lacks_something_is_refused_with_the_remedy(argument):
    with pytest.raises(PublishError, match="no glossed sentence"):
        chinese.gloss(argument)
