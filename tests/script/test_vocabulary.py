"""Words become indices and come back as the same words; what the vocabulary has never seen becomes <unk>."""

import lstm_encoder_decoder as s2s
from hypothesis import given
from hypothesis import strategies as st

FIRST = ["我", "爱", "自然", "语言", "处理"]
WORDS = st.text("abc词嵌入", min_size=1, max_size=3)


def test_four_specials_come_first_and_pad_is_zero():
    assert (s2s.PAD, s2s.SOS, s2s.EOS, s2s.UNK) == (0, 1, 2, 3)
    assert s2s.Vocabulary([]).words == ["<pad>", "<sos>", "<eos>", "<unk>"]
    assert len(s2s.Vocabulary([["我", "爱"]])) == 6


def test_the_first_sentence_gets_the_indices_of_the_article():
    vocabulary = s2s.Vocabulary([FIRST, ["我", "爱", "NLP"]])
    assert vocabulary.sentence_to_indices(FIRST) == [4, 5, 6, 7, 8]
    assert vocabulary.sentence_to_indices(["我", "爱", "NLP"]) == [4, 5, 9]


def test_the_built_in_corpus_gives_the_first_sentence_the_same_indices(corpus):
    sources = [source for source, _ in corpus.train]
    vocabulary = s2s.Vocabulary(sources)
    assert vocabulary.sentence_to_indices(FIRST) == [4, 5, 6, 7, 8]


def test_unknown_words_become_unk():
    vocabulary = s2s.Vocabulary([FIRST])
    assert vocabulary.sentence_to_indices(["我", "恨", "语言", ""]) == [4, s2s.UNK, 7, s2s.UNK]


def test_rare_words_are_left_out_and_the_others_keep_their_order():
    sentences = [["c", "a", "b"], ["a", "c"], ["d"], ["a"]]
    assert s2s.Vocabulary(sentences, 2).words[4:] == ["c", "a"]
    assert s2s.Vocabulary(sentences).words[4:] == ["c", "a", "b", "d"]
    assert s2s.Vocabulary(sentences, 9).words == s2s.SPECIALS


@given(st.lists(st.lists(WORDS)), st.integers(1, 3))
def test_indices_and_words_are_one_to_one(sentences, min_count):
    vocabulary = s2s.Vocabulary(sentences, min_count)
    assert len(set(vocabulary.words)) == len(vocabulary) == len(vocabulary.index) + len(s2s.SPECIALS)
    assert all(vocabulary.words[index] == word for word, index in vocabulary.index.items())
    assert min(vocabulary.index.values(), default=4) == 4


@given(st.lists(WORDS), st.lists(WORDS))
def test_known_words_come_back_whole(sentence, others):
    vocabulary = s2s.Vocabulary([others, sentence])
    indices = vocabulary.sentence_to_indices(sentence)
    assert vocabulary.indices_to_sentence(indices) == sentence  # no <eos> was written: no word may be lost
    assert vocabulary.indices_to_sentence([*indices, s2s.EOS, s2s.PAD, 4]) == sentence


def test_a_vocabulary_made_of_saved_words_is_the_same():
    vocabulary = s2s.Vocabulary([FIRST])
    again = s2s.Vocabulary([vocabulary.words[len(s2s.SPECIALS) :]])
    assert (again.words, again.index) == (vocabulary.words, vocabulary.index)
