"""A reader types as people do: with or without spaces, full-width or half-width, in any script. Words are found, and
the same text is cut the same way in training and in use.
"""

import re

import lstm_encoder_decoder as s2s
import pytest
from hypothesis import given
from hypothesis import strategies as st

KNOWN = s2s.Vocabulary([["我", "爱", "自然", "语言", "自然语言", "处理", "NLP", "学", "学生", "学生们", "？", "don't"]])
SIGNS = [*list("我爱学生们，。！？ab1.,!?\"'’\u3000"), "\xa0", "\u200b", "\u3000", " ", "\t", "ｱ", "Ａ", "é", "e", "́"]
TEXTS = st.text(SIGNS, max_size=14)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我 爱 自然 语言 处理", "我 爱 自然 语言 处理"),
        ("  我 \t爱\u3000NLP\n", "我 爱 NLP"),
        ("我爱自然语言处理", "我 爱 自然语言 处理"),
        ("我爱NLP", "我 爱 NLP"),
        ("我爱 NLP", "我 爱 NLP"),
        ("我 爱NLP", "我 爱 NLP"),
        ("学生们爱学生学", "学生们 爱 学生 学"),
        ("我恨NLP2024年", "我 恨 NLP2024 年"),
        ("\n我爱NLP。\n", "我 爱 NLP 。"),
        ("我爱你，你爱NLP。", "我 爱 你 ， 你 爱 NLP 。"),
        ("", ""),
        (" \t\u3000\n", ""),
    ],
)
def test_every_run_between_spaces_is_cut_into_the_longest_known_words(text, words):
    assert s2s.tokenize(text, KNOWN) == words.split()


@pytest.mark.parametrize(
    "text",
    [
        "我爱学生？",
        "我爱学生?",
        "我 爱 学生 ？",
        "我 爱 学生?",
        "我\u3000爱\u3000学生？",
        "我\u00a0爱\u00a0学生\u00a0?",
        "我爱学\u200b生？",
        "\ufeff我爱学生？",
        "我\u200b爱\u200b学生\u200b？",
    ],
)
def test_one_sentence_is_one_however_it_is_typed(text):
    assert s2s.tokenize(text, KNOWN) == ["我", "爱", "学生", "？"]


@pytest.mark.parametrize(("typed", "word"), [("ＮＬＰ", "NLP"), ("don’t", "don't"), ("don‘t", "don't"), ("?", "？")])
def test_twins_are_one_word_spelt_as_the_vocabulary_has_it(typed, word):
    assert s2s.tokenize(typed, KNOWN) == [word]
    assert KNOWN.spell([typed]) == [word]


def test_letters_that_are_composed_otherwise_are_one():
    vocabulary = s2s.Vocabulary([["caf\u00e9"]])
    assert s2s.tokenize("cafe\u0301", vocabulary) == ["caf\u00e9"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I love it.", "I love it ."),
        ("Well, is it?", "Well , is it ?"),
        ('He said: "No!"', 'He said : " No ! "'),
        ('"Yes" he said', '" Yes " he said'),
        ("It's 3.5 p.m, isn't it?!", "It's 3.5 p.m , isn't it ? !"),
        ("¿Dónde está?", "¿ Dónde está ?"),
        ("هل هذا بيت؟", "هل هذا بيت ؟"),
        ("यह घर है।", "यह घर है ।"),
        ("(C++) costs 5€…", "( C + + ) costs 5 € …"),
        ("我 爱 你.", "我 爱 你 ."),
        ("他 在 哪里？", "他 在 哪里 ？"),
        ("...", ". . ."),
    ],
)
def test_marks_stand_apart_on_both_ends_of_a_word_in_any_script(text, words):
    assert s2s.tokenize(text) == words.split()


@pytest.mark.parametrize("text", ["我爱自然语言，你呢？", "すし", "寿司です。", "สวัสดี"])
def test_without_a_vocabulary_a_script_without_spaces_is_cut_by_character(text):
    assert s2s.tokenize(text) == list(text)


def test_a_text_with_spaces_in_such_a_script_was_cut_by_its_writer():
    assert s2s.tokenize("我 爱 自然语言") == ["我", "爱", "自然语言"]
    assert s2s.tokenize("我爱 NLP") == ["我", "爱", "NLP"], "a space beside Latin letters is typography"


@pytest.mark.parametrize("special", s2s.SPECIALS)
def test_no_text_is_ever_a_special_word(special):
    vocabulary = s2s.Vocabulary([["a", special]])
    words = s2s.tokenize(f"a {special} b{special}", vocabulary)
    assert not {s2s.PAD, s2s.SOS, s2s.EOS} & set(vocabulary.sentence_to_indices(words))
    assert vocabulary.sentence_to_indices([special]) == [5], "a word of that name, and not the special one"


def without_spaces(text):
    return re.sub(r"[\s\u200b]", "", s2s.unicodedata.normalize("NFC", text))


@given(TEXTS, st.lists(st.text("我爱学生们ab", min_size=1, max_size=3)))
def test_no_character_is_lost_or_added(text, words):
    for cut in (s2s.tokenize(text), s2s.tokenize(text, s2s.Vocabulary([words]))):
        assert s2s.unify("".join(cut)) == s2s.unify(without_spaces(text))


@given(TEXTS, st.lists(st.text("我爱学生们ab", min_size=1, max_size=3)))
def test_words_joined_with_spaces_are_the_same_words(text, words):
    """The samples after training are translated from words joined so."""
    vocabulary = s2s.Vocabulary([words])
    cut = s2s.tokenize(text, vocabulary)
    assert s2s.tokenize(" ".join(cut), vocabulary) == cut


def test_sentences_of_the_corpus_are_found_without_their_spaces(corpus):
    vocabulary = s2s.Vocabulary([source for source, _ in corpus.train], min_count=2)
    for source, _ in [*corpus.test, *corpus.unseen]:
        assert s2s.tokenize("".join(source), vocabulary) == source
        assert s2s.tokenize("".join(source).replace("？", "?"), vocabulary) == source
        assert s2s.tokenize(" ".join(source), vocabulary) == source


CHUNKS = st.lists(st.sampled_from(["我", "爱", "学生", "学生们", "北京", "3", "38", "NLP", "don't"]), min_size=1)
SPACED = CHUNKS.map(" ".join)
LINES = st.lists(st.one_of(SPACED, CHUNKS.map("".join), TEXTS), min_size=1, max_size=12)


@given(LINES)
def test_the_same_text_is_cut_the_same_way_in_training_and_in_use(lines):
    """In training by the words that occur twice; in use by the vocabulary that such a cut leaves in the checkpoint."""
    common = s2s.Vocabulary(map(s2s.tokenize, lines), min_count=2)
    in_training = [s2s.tokenize(line, common) for line in lines]
    in_checkpoint = s2s.Vocabulary(in_training, min_count=2)
    assert [s2s.tokenize(line, in_checkpoint) for line in lines] == in_training
