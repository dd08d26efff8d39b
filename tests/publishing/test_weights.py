"""Glosses are what the script's own tables say; they are kept out where there is no English word."""

import pytest

from publish.run import loading, weights

PARTICLES = ["？", "了", "吗", "的"]


@pytest.fixture(scope="module")
def grammar():
    """(the script as a module, the source words of its corpus)."""
    s2s = loading.script()
    corpus = s2s.make_corpus(0, 6000)
    return s2s, sorted({word for source, _ in corpus.train for word in source})


def test_every_word_has_a_gloss_but_particles_marks_and_measure_words_without_a_unit(grammar):
    s2s, words = grammar
    measures = {noun.measure for noun in s2s.read_nouns().values() if noun.unit == "-"} - {"-"}
    without = sorted(set(words) - weights.glosses(s2s, words).keys())
    assert without == sorted([*PARTICLES, *measures])


@pytest.mark.parametrize(
    ("word", "gloss"),
    [
        ("我", "I/my"),
        ("她", "she/her"),
        ("在", "at/in"),
        ("朋友", "friend"),
        ("学校", "school"),
        ("咖啡馆", "café"),
        ("每天", "every day"),
        ("早上", "morning"),
        ("周日", "Sunday"),
        ("妈妈", "Mom"),
        ("老师", "teacher"),
        ("钢琴", "piano"),
        ("语言", "language"),
        ("NLP", "NLP"),
        ("杯", "cup"),
        ("弹", "play"),
        ("冷", "cold"),
        ("三", "three"),
    ],
)
def test_a_gloss_is_the_tables_main_form(grammar, word, gloss):
    s2s, words = grammar
    assert weights.glosses(s2s, words)[word] == gloss


def test_what_sentences_pair_stands_in_a_sentence_of_the_grammar(grammar):
    s2s, _ = grammar
    pairs = [row.split("=") for row in s2s.SENTENCES.strip().splitlines()]
    pairs += [pair for fillers in s2s.read_fillers().values() for pair in fillers]
    for word, english in weights.IN_SENTENCES.items():
        both = [
            (left, right)
            for left, right in pairs
            if word in s2s.words_of(left) and english in s2s.words_of(right.lower())
        ]
        assert both, (word, english)
