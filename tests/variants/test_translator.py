"""The translator: in batches as one by one, n-best, unknown words copied, attention returned, whole checkpoints."""

import attention_seq2seq as att
import pytest
import torch
from lstm_encoder_decoder import EOS, UNK

from tests.variants.conftest import NUMBERS, flags


@pytest.fixture(scope="module")
def learnt(tmp_path_factory, texts):
    """The folder of a translator that has learnt numerals from the command line: learnt.pt."""
    folder = tmp_path_factory.mktemp("learnt")
    (folder / "pairs.tsv").write_text("".join(f"{source}\t{target}\n" for source, target in texts), "utf-8")
    settings = {"embed_size": 16, "hidden_size": 32, "batch_tokens": 200, "steps": 300, "every": 100, "lr": 0.02}
    options = flags(**settings, dropout=0, average=0.9)
    att.main(["--data", str(folder / "pairs.tsv"), *options, "--save", str(folder / "learnt.pt")])
    return folder / "learnt.pt"


@pytest.fixture
def translator(learnt):
    return att.Translator.load(learnt)


def test_it_has_learnt_to_translate(translator, texts):
    right = [translator.translate(source.replace(" ", "")) == target for source, target in texts]
    assert sum(right) >= 0.95 * len(right)
    scores = translator.scores(att.data.cut_part(texts, translator.sides))
    assert scores["bleu"] > 95 and scores["exact_match"] > 0.95


def test_many_sentences_are_translated_as_each_alone(translator, texts):
    sentences = [source.split() for source, _ in texts[:40]]
    translator.config = att.Config(**{**vars(translator.config), "batch_size": 7})
    together = translator.translate_all(sentences)
    for words, candidates in zip(sentences, together, strict=True):
        ((score, text), *_) = translator.translate_all([words])[0]
        assert candidates[0] == (pytest.approx(score, rel=1e-4), text)
        assert len(candidates) == translator.config.beam


def test_an_unknown_word_is_copied_from_where_attention_points(translator):
    words = ["一", "Tom", "三"]
    one, three = (translator.target_vocabulary.index[word] for word in ("one", "three"))
    weights = translator.attention(words, [one, UNK, three, EOS])
    assert weights.shape == (4, 3)
    torch.testing.assert_close(weights.sum(-1), torch.ones(4))
    pointed = words[weights[1].argmax()]
    assert translator.text(words, [one, UNK, three, EOS]) == f"one {pointed} three"
    assert translator.text(words, [one, three, EOS]) == "one three"
    translator.attention = lambda words, ids: torch.eye(3)[[2, 0, 1, 1]]  # each looks at another place than its own
    assert translator.text(words, [one, UNK, three, EOS]) == "one 一 three"


def test_without_attention_an_unknown_word_stays_one(new_translator):
    translator = new_translator(attention="none")
    one = translator.target_vocabulary.index["one"]
    assert translator.text(["一", "Tom"], [one, UNK, EOS]) == "one <unk>"
    with pytest.raises(ValueError, match="--attention none"):
        translator.attention(["一"], [one])


def test_attention_looks_at_the_word_that_is_translated(translator):
    """Numerals are translated word by word: for most the weight is on their own."""
    right = total = 0
    for words in (["一", "二", "三"], ["六", "四", "五", "一"], ["三", "一"]):
        ids = [translator.target_vocabulary.index[NUMBERS[word]] for word in words]
        right += sum(translator.attention(words, ids).argmax(-1) == torch.arange(len(words))).item()
        total += len(words)
    assert right >= 0.7 * total


@pytest.mark.parametrize(("text", "reason"), [("龘", "no word that this model knows"), ("", "it is empty")])
def test_what_has_no_known_word_is_refused(translator, text, reason):
    with pytest.raises(ValueError, match=f"line 3: cannot translate '{text}': .*{reason}"):
        translator.translate(text, "line 3: ")


def test_a_checkpoint_brings_the_same_translator_back(translator, tmp_path):
    translator.save(tmp_path / "again.pt")
    again = att.Translator.load(tmp_path / "again.pt")
    assert again.config == translator.config
    assert again.translate_all([["一", "二"]]) == translator.translate_all([["一", "二"]])
    table = again.model.decoder
    assert table.projection.weight is table.embedding.weight


def test_a_search_may_differ_from_the_one_that_was_trained_with(learnt):
    wide = att.Translator.load(learnt, beam=9, penalty=0.0)
    assert len(wide.translate_all([["一", "二"]])[0]) == 9


def test_lines_are_translated_and_empty_ones_stay(run, learnt):
    result = run("--translate", "-", "--load", learnt, typed="一 二\n\n三五\n".encode())
    assert (result.status, result.out, result.err) == (0, "one two\n\nthree five\n", "")


def test_lines_that_cannot_be_translated_are_named(run, learnt):
    result = run("--translate", "-", "--load", learnt, typed="一 二\nxyz\n".encode() + b"\xff\n" + "二 五".encode())
    assert (result.status, result.out) == (2, "one two\n\n\ntwo five\n")
    assert result.err == "line 2: cannot translate 'xyz': it has no word that this model knows\nline 3: not UTF-8\n"


def test_more_lines_than_a_batch_come_out_in_order(run, learnt, texts):
    typed = "".join(f"{source}\n" for source, _ in texts)
    out = run("--translate", "-", "--load", learnt, "--batch-size", 2, typed=typed.encode()).out
    assert out == run("--translate", "-", "--load", learnt, typed=typed.encode()).out
    right = [ours == target for ours, (_, target) in zip(out.splitlines(), texts, strict=True)]
    assert sum(right) >= 0.95 * len(right)


def test_the_n_best_come_with_line_and_score(run, learnt):
    result = run("--translate", "-", "--load", learnt, "--nbest", 3, typed="一 二\n\n三 五\n".encode())
    rows = [line.split("\t") for line in result.out.splitlines()]
    assert [number for number, _, _ in rows] == ["1"] * 3 + ["3"] * 3
    assert [rows[0][2], rows[3][2]] == ["one two", "three five"]
    scores = [float(score) for _, score, _ in rows]
    assert scores[:3] == sorted(scores[:3], reverse=True) and all(score < 0 for score in scores)
    one = run("--translate", "一 二", "--load", learnt, "--nbest", 1).out
    assert one == "\t".join(rows[0]) + "\n"
