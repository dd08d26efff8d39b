"""Texts: as words or as pieces, small letters or not, rare words left out, and back into sentences."""

import sys

import attention_data as data
import attention_seq2seq as att
import pytest

from tests.variants.conftest import SMALL

ENGLISH = ['Don\'t say "yes", Tom!', "Tom says: yes.", "Tom's dog, he says, is old."]
CHINESE = ["汤姆很老。", "他的狗很老，汤姆说。", "我爱 NLP！"]


def words_of(texts, **options):
    return data.Words.learn(texts, att.Config(**{**SMALL, "min_count": 1, **options}))


def pieces_of(texts, size, **options):
    return data.Pieces.learn(texts, att.Config(**{**SMALL, **options}), size)


def test_words_are_cut_as_by_the_first_script():
    side = words_of(ENGLISH)
    assert side.cut("Tom says yes!") == ["Tom", "says", "yes", "!"]
    assert side.indices("Tom says boo") == [*(side.vocabulary.index[w] for w in ("Tom", "says")), att.UNK]
    assert words_of(CHINESE).cut("汤姆爱NLP！") == ["汤", "姆", "爱", "NLP", "！"]


def test_chinese_that_has_spaces_is_learnt_in_words_and_cut_into_them_without():
    """Whoever wants words has them cut, by jieba for instance, in the data."""
    side = words_of(["汤姆 很 老 。", "他 的 狗 很 老"])
    assert side.cut("汤姆的狗很老。") == ["汤姆", "的", "狗", "很", "老", "。"]


def test_the_most_frequent_words_are_kept():
    texts = ["a a a b b c", "b a d d"]
    assert words_of(texts).vocabulary.words[4:] == ["a", "b", "d", "c"]
    assert words_of(texts, min_count=2).vocabulary.words[4:] == ["a", "b", "d"]
    assert words_of(texts, max_words=2).vocabulary.words[4:] == ["a", "b"]


def test_small_letters_are_learnt_and_looked_up():
    side = words_of(ENGLISH, lower=True)
    assert side.cut("TOM SAYS") == ["tom", "says"]
    assert not any(word != word.lower() for word in side.vocabulary.words)
    assert "Tom" in words_of(ENGLISH).vocabulary.index


def test_words_are_joined_as_the_language_does():
    english = words_of(ENGLISH, language="en")
    for text in ("Tom says: yes, he's old!", 'Don\'t say "yes", Tom.', "(Tom) is old?"):
        assert english.join(english.cut(text)) == text
    assert words_of(ENGLISH).join(["Tom", ",", "yes", "!"]) == "Tom , yes !"
    german = words_of(ENGLISH, language="de")
    assert german.join(["„", "Ja", "“", ",", "er", "mag", "es"]) == "„Ja“, er mag es"


@pytest.mark.parametrize("language", ["", "zh"])
def test_chinese_is_joined_without_spaces(language):
    chinese = words_of(CHINESE, language=language)
    for text in CHINESE:
        assert chinese.join(chinese.cut(text)).replace(" ", "") == text.replace(" ", "")
    assert chinese.join(["汤", "姆", "很", "老", "，", "我", "爱", "NLP", "。"]) == "汤姆很老，我爱 NLP。"


def test_pieces_lead_back_to_the_text():
    side = pieces_of(ENGLISH, 40)
    for text in (*ENGLISH, "Tom yes old"):
        assert side.join(side.cut(text)) == text
    assert len(side.cut("Tom says yes.")) > 4
    assert set(side.vocabulary.words[4:]).isdisjoint({"<unk>", "<s>", "</s>"})


def test_pieces_of_small_letters():
    side = pieces_of(ENGLISH, 40, lower=True)
    assert side.join(side.cut("TOM says")) == "tom says"


def test_the_same_texts_give_the_same_pieces():
    assert pieces_of(ENGLISH, 40).model == pieces_of(ENGLISH, 40).model


def test_a_text_without_pieces_is_an_unknown_one():
    side = pieces_of(ENGLISH, 40)
    assert side.indices("\u200b") == [att.UNK]
    assert side.indices("龘")[-1] == att.UNK


@pytest.mark.parametrize(("size", "reason"), [(5, "Vocabulary size is smaller than required_chars")])
def test_too_few_pieces_are_refused(size, reason):
    with pytest.raises(ValueError, match=f"sentencepiece learns no {size} pieces: .*{reason}"):
        pieces_of(ENGLISH, size)


@pytest.mark.parametrize("options", [{}, {"target_pieces": 30}, {"lower": True, "language": "en"}])
def test_a_checkpoint_brings_both_sides_back(tmp_path, options):
    config = att.Config(**{**SMALL, "min_count": 1, **options})
    sides = data.learn_sides(lambda: zip(CHINESE, ENGLISH, strict=True), config)
    translator = att.Translator(sides, config)
    translator.save(tmp_path / "sides.pt")
    loaded = att.Translator.load(tmp_path / "sides.pt")
    for before, after, text in zip(sides, loaded.sides, (CHINESE[1], ENGLISH[0]), strict=True):
        assert type(before) is type(after)
        assert before.cut(text) == after.cut(text)
        assert before.join(before.cut(text)) == after.join(after.cut(text))


@pytest.mark.parametrize(
    ("package", "options"),
    [
        ("sentencepiece", ["--source-pieces", 30]),
        ("sacremoses", ["--language", "en"]),
        ("sacrebleu", []),
        ("datasets", ["--stream", "rows", "--valid", "pairs.tsv"]),
    ],
)
def test_a_package_that_is_not_there_is_named(refuse, monkeypatch, pairs_file, package, options):
    monkeypatch.setitem(sys.modules, package, None)
    complaint = refuse("--data", pairs_file, *options)
    assert complaint == f"this needs {package}: pip install {package}\n"
