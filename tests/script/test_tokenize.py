"""A reader may type with or without spaces, in Chinese or English: no character is lost, and words are found."""

import lstm_encoder_decoder as s2s
import pytest
from hypothesis import given
from hypothesis import strategies as st

KNOWN = ["我", "爱", "自然", "语言", "自然语言", "处理", "NLP", "学", "学生", "学生们"]
TEXTS = st.text(list("我爱学生们，。！ab1.,!?\"' \t\u3000"), max_size=12)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("我 爱 自然 语言 处理", "我 爱 自然 语言 处理"),
        ("  我 \t爱\u3000NLP\n", "我 爱 NLP"),
        ("我爱自然语言处理", "我 爱 自然语言 处理"),
        ("我爱NLP", "我 爱 NLP"),
        ("学生们爱学生学", "学生们 爱 学生 学"),
        ("我恨NLP2024年", "我 恨 NLP 2024 年"),
        ("\n我爱NLP。\n", "我 爱 NLP 。"),
        ("", ""),
        (" \t\u3000\n", ""),
    ],
)
def test_chinese_is_split_at_spaces_or_into_the_longest_known_words(text, tokens):
    assert s2s.tokenize(text, KNOWN) == tokens.split()


def test_chinese_without_spaces_and_without_known_words_is_split_by_character():
    assert s2s.tokenize("我爱自然语言，你呢？") == list("我爱自然语言，你呢？")


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("I love it.", "I love it ."),
        ("Well, is it?", "Well , is it ?"),
        ('He said: "No!"', 'He said : "No ! "'),
        ("It's 3.5 p.m, isn't it?!", "It's 3.5 p.m , isn't it ? !"),
        ("我 爱 你.", "我 爱 你 ."),
    ],
)
def test_punctuation_at_the_end_of_a_word_is_a_word_of_its_own(text, tokens):
    assert s2s.tokenize(text) == tokens.split()


def test_the_order_of_the_known_words_does_not_matter():
    assert s2s.tokenize("学生们爱自然语言", KNOWN[::-1]) == s2s.tokenize("学生们爱自然语言", KNOWN)


def test_known_words_are_words_and_no_patterns():
    assert s2s.tokenize("我.我们(", ["我.", ".", "(", "[a"]) == ["我.", "我", "们", "("]


@given(TEXTS, st.lists(st.text("我爱学生们ab", min_size=1, max_size=3)))
def test_no_character_is_lost_or_added(text, known):
    assert "".join(s2s.tokenize(text, known)) == "".join(text.split())


@given(TEXTS)
def test_words_joined_with_spaces_are_the_same_words(text):
    """The samples after training are translated from words joined so."""
    words = s2s.tokenize(text)
    assert s2s.tokenize(" ".join(words)) == words


def test_sentences_of_the_corpus_are_found_without_their_spaces(corpus):
    known = {word for source, _ in corpus.train for word in source}
    for source, _ in [*corpus.test, *corpus.unseen]:
        assert s2s.tokenize("".join(source), known) == source
