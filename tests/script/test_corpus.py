"""The built-in corpus: large enough, split without leaks, natural Chinese, and English that agrees with itself."""

import re
from collections import Counter

import lstm_encoder_decoder as s2s
import pytest

# Third person singular takes -s; these subjects do not.
BARE = ["I", "we", "you", "they", "the children", "the students"]
SINGULAR = ["he", "she", "Mom", "Dad", "Xiaoming", "Xiaohong", "the driver", "my friend", "his sister", "her brother"]
SINGULAR += ["our neighbor", "your colleague"]
NUMBERS = {"two", "three", "four", "five", "ten", "several"}
QUALITIES = {"big", "small", "good", "new", "old", "expensive", "red", "white", "hot", "cold"}
PLACES = {"公园": "in the park", "学校": "at school", "图书馆": "in the library", "北京": "in Beijing", "家": "at home"}

# (Chinese verb, English, past, its objects, those of them that are never met in training)
VERBS = [
    (zh, en, past, [noun.strip("*").replace("_", " ") for noun in objects], [n[1:] for n in objects if n[0] == "*"])
    for (zh, en, past), objects in s2s.read_table(s2s.VERBS)
]
STARRED = {(verb, noun) for verb, *_, starred in VERBS for noun in starred}


@pytest.fixture(scope="module")
def every(corpus):
    return [pair for part in corpus for pair in part]


@pytest.fixture(scope="module")
def english(every):
    return sorted({" ".join(target) for _, target in every})


def combinations(source):
    """The pairs of a verb and a starred object that a sentence has in it."""
    return {(verb, noun) for verb, noun in STARRED if verb in source and noun in source}


def sources(pairs):
    return {tuple(source) for source, _ in pairs}


def test_the_same_seed_draws_the_same_pairs_and_another_seed_others():
    one, again, other = (s2s.make_corpus(seed, 3000) for seed in (7, 7, 8))
    assert one == again
    assert one.train != other.train and sources(one.test) != sources(other.test)


def test_the_default_corpus_is_that_of_seed_zero(corpus):
    assert corpus.train[:50] == s2s.make_corpus(0, 3000).train[:50]


def test_there_is_enough_of_it(corpus, every):
    assert len({(tuple(source), tuple(target)) for source, target in every}) == len(every) >= 20_000
    assert len({word for source, _ in every for word in source if re.fullmatch(r"[\u4e00-\u9fff]+", word)}) >= 150
    assert (len(corpus.valid), len(corpus.test), len(corpus.unseen)) == (500, 1000, 1000)


def test_no_sentence_is_in_two_parts(corpus, every):
    assert len(sources(every)) == sum(len(sources(part)) for part in corpus) == len(every)


def test_combinations_of_the_unseen_set_never_occur_in_training(corpus):
    for source, _ in [*corpus.train, *corpus.valid, *corpus.test]:
        assert not combinations(source), source
    assert all(len(combinations(source)) == 1 for source, _ in corpus.unseen)
    assert {found for source, _ in corpus.unseen for found in combinations(source)} == STARRED


def test_what_is_unseen_is_the_combination_and_not_its_words(corpus):
    counts = [Counter(word for pair in corpus.train for word in pair[side]) for side in (0, 1)]
    for pair in corpus.unseen:
        for side in (0, 1):
            assert all(counts[side][word] >= 5 for word in pair[side]), pair


def test_every_word_of_the_tests_is_in_the_vocabulary(corpus):
    vocabularies = [s2s.Vocabulary(side, min_count=2) for side in zip(*corpus.train, strict=True)]
    for pair in [*corpus.valid, *corpus.test, *corpus.unseen]:
        for words, vocabulary in zip(pair, vocabularies, strict=True):
            assert s2s.UNK not in vocabulary.sentence_to_indices(words), words


def test_the_articles_sentences_are_there(corpus):
    assert corpus.train[0] == (["我", "爱", "自然", "语言", "处理"], ["I", "love", "natural", "language", "processing"])
    assert {"我", "爱", "NLP"} <= {word for source, _ in corpus.train for word in source}
    assert ("我", "NLP") in {(source[0], source[-1]) for source, _ in corpus.train}


def test_one_sentence_has_one_translation(every):
    """Two draws agree wherever they meet: what a sentence means does not hang on anything that it does not say."""
    first = {tuple(source): target for source, target in every}
    second = {tuple(source): target for part in s2s.make_corpus(1, 4000) for source, target in part}
    shared = first.keys() & second.keys()
    assert len(shared) > 100
    assert all(first[source] == second[source] for source in shared)


def test_no_slot_is_left_open(every):
    for source, target in every:
        text = " ".join([*source, *target])
        assert not re.search(r"\b[A-Z]{2,}\b", text.replace("NLP", "")) and not re.search(r"[_*:;=]", text), text
        assert source and target and all(source) and all(target)


def subject(sentence):
    """The subject that an English statement starts with, and the words after it."""
    name = max((name for name in [*BARE, *SINGULAR] if f"{sentence} ".startswith(f"{name} ")), key=len, default=None)
    return name, sentence[len(name) + 1 :].split() if name else None


def test_verbs_agree_with_their_subjects(every):
    """he loves, they love; did and will are followed by the bare verb; after 了 the verb is in the past."""
    forms = {en: past for _, en, past, *_ in VERBS}
    met = set()
    for source, target in every:
        name, rest = subject(" ".join(target))
        if name is None or rest[0] in ("am", "is"):
            continue
        if rest[0] in ("did", "will", "do", "does"):
            bare = rest[2] if rest[1] == "not" else rest[1]
            assert bare in forms or bare in ("love", "like", "need"), target
            assert rest[0] in ("did", "will") or (rest[0] == "does") == (name in SINGULAR), target
        elif "了" in source:
            assert rest[0] in forms.values(), target
        else:
            bare = rest[0].removesuffix("s") if name in SINGULAR else rest[0]
            assert rest[0] == (f"{bare}s" if name in SINGULAR else bare), target
            assert bare in forms or bare in ("love", "like", "need"), target
            met.add(name)
    assert met == {*BARE, *SINGULAR}


def test_questions_agree_with_their_subjects(english):
    asked = [sentence for sentence in english if re.match(r"(do|does) ", sentence)]
    assert len(asked) > 100
    for sentence in asked:
        auxiliary, _, rest = sentence.partition(" ")
        name, words = subject(rest)
        assert (auxiliary == "does") == (name in SINGULAR), sentence
        assert words[0] in {en for _, en, *_ in VERBS}, sentence


def test_a_and_an_follow_the_sound(english):
    found = Counter(re.findall(r"\b(an?) (\w+)", "\n".join(english)))
    assert {"a book", "an apple", "an umbrella", "an actor", "a cup"} <= {" ".join(pair) for pair in found}
    for (article, word), _ in found.items():
        assert (article == "an") == (word[0] in "aeiou"), (article, word)


def test_nouns_agree_with_their_numbers(english):
    counted = singles = 0
    for sentence in english:
        words = sentence.split()
        for before, word, after in zip(words, words[1:], [*words[2:], ""], strict=False):
            noun = after if word in QUALITIES else word
            if before in NUMBERS:
                counted += 1
                assert noun.endswith("s"), sentence
            elif before in ("a", "an", "this", "that"):
                singles += 1
                assert not noun.endswith("s"), sentence
    assert counted > 500 and singles > 500


def test_measure_words_fit_their_nouns(every):
    measures = {}
    for (measure, *_), row in s2s.read_table(s2s.NOUNS):
        measures |= dict.fromkeys(row[::2], measure)
    met = set()
    for source, _ in every:
        for i, word in enumerate(source):
            if word in ("一", "这", "那", "两", "三", "几") and word != source[-1]:
                rest = [token for token in source[i + 1 :] if token not in "大小好新旧贵红白热冷"]
                assert rest[0] == measures[rest[1]], source
                met.add(rest[0])
    assert met == set(measures.values()) - {"-"} and len(met) >= 10


@pytest.mark.parametrize(("chinese", "translation"), PLACES.items())
def test_a_place_stands_before_the_verb_in_chinese_and_after_it_in_english(every, chinese, translation):
    verbs, forms = {zh for zh, *_ in VERBS}, {form for _, en, past, *_ in VERBS for form in (en, f"{en}s", past)}
    where = translation.split()
    seen = 0
    for source, target in every:
        if chinese not in source:
            continue
        seen += 1
        place = source.index(chinese)
        assert source[place - 1] == "在" and verbs & set(source[place:]) and not verbs & set(source[:place]), source
        at = next(i for i in range(len(target)) if target[i : i + len(where)] == where)
        assert forms & set(target[:at]) and not forms & set(target[at:]), target
    assert seen > 100


@pytest.mark.parametrize(
    ("chinese", "translation"),
    [
        (r" 了 .*[^？]$", r"^(?!did).* (ate|drank|made|bought|sold|saw|read|wrote|heard|learned|\w+ed|\w+) "),
        (r" 没 ", r" did not \w+ "),
        (r"(?<!不) 会 .*[^？]$", r" will (?!not)\w+ "),
        (r" 不 会 ", r" will not \w+ "),
        (r" 什么 时候 会 .* ？$", r"^when will .* \?$"),
        (r" 了 .* 吗 ？$", r"^did .* \?$"),
        (r"^(?!.* 了 )(?!.* 是 ).* 吗 ？$", r"^(do|does) .* \?$"),
        (r" 是 .* 吗 ？$", r"^is .* (a|an) \w+ \?$"),
        (r"^我 是 ", r"^I am (a|an) \w+$"),
        (r"^谁 .* ？$", r"^who .* \?$"),
        (r" 了 什么 ？$", r"^what did .* \?$"),
        (r" 在 哪里 \w+ 了 .* ？$", r"^where did .* \?$"),
        (r" 在 哪里 ？$", r"^where is .* \?$"),
        (r" (我|她|他们|我们) 的 (书|猫|手机)", r" (my|her|their|our) (book|cat|phone)\b"),
        (r"妈妈 的 (书|猫|手机)", r"Mom's (book|cat|phone)\b"),
        (r" 一 杯 茶", r" a cup of tea"),
        (r" 三 瓶 冷 水", r" three cold bottles of water"),
        (r" 几 本 旧 书", r" several old books"),
        (r" 那 把 椅子", r" that chair\b"),
        (r" 的 \w+ 很 红$", r" is red$"),
        (r"^这 \w+ \w+ 不 贵$", r"^this \w+ is not expensive$"),
        (r"^昨晚|.+ 昨晚 ", r" last night( \?)?$"),
        (r" 每天 ", r" every day( \?)?$"),
        (r" 喜欢 ", r" likes? "),
    ],
)
def test_what_the_grammar_promises_occurs(every, chinese, translation):
    found = [" ".join(target) for source, target in every if re.search(chinese, " ".join(source))]
    assert found
    for sentence in found:
        assert re.search(translation, sentence), sentence
