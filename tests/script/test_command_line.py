"""The command line: what it offers, what it prints, and one clear line for whatever cannot be done."""

import re
from dataclasses import fields
from pathlib import Path

import lstm_encoder_decoder as s2s
import pytest
import torch

SENTENCE = "我 爱 自然 语言 处理"


@pytest.fixture
def options(run, monkeypatch):
    """--help: option -> its text."""
    monkeypatch.setenv("COLUMNS", "200")
    result = run("--help")
    assert (result.status, result.err) == (0, "")
    found = re.findall(r"^  (?:-h, )?(--[a-z-]+)(.*(?:\n {5,}.*)*)", result.out, re.MULTILINE)
    return {name: " ".join(text.split()) for name, text in found}


def test_help_describes_every_option(options):
    mirrored = {f"--{f.name.replace('_', '-')}" for f in fields(s2s.Config)}
    others = {"--help", "--data", "--translate", "--trace", "--save", "--load", "--device"}
    assert options.keys() == mirrored | others
    assert all(len(text.split()) >= 4 for text in options.values()), options


def test_help_names_every_default(options):
    for f in fields(s2s.Config):
        assert options[f"--{f.name.replace('_', '-')}"].endswith(f"(default: {f.default})")
    assert "(default: auto)" in options["--device"]
    assert "(default: the built-in grammar)" in options["--data"]
    for name in ("--save", "--load"):
        assert options[name].endswith("(default: lstm_encoder_decoder.pt)")


def test_options_reach_the_configuration(run, pairs_file, tmp_path):
    given = {
        "embed_size": 5, "hidden_size": 6, "num_layers": 2, "dropout": 0.25, "batch_size": 9, "lr": 0.5, "steps": 3,
        "max_length": 7, "seed": 11,
    }  # fmt: skip
    assert given.keys() == {f.name for f in fields(s2s.Config)}
    arguments = [part for name, value in given.items() for part in (f"--{name.replace('_', '-')}", value)]
    result = run("--data", pairs_file, "--save", "a.pt", *arguments)
    assert (result.status, result.err) == (0, "")
    assert s2s.Seq2Seq.load(tmp_path / "a.pt").config == s2s.Config(**given)


def test_defaults_are_the_configurations(run, monkeypatch):
    seen = []
    monkeypatch.setattr(s2s, "learn", lambda *arguments: seen.append(arguments))
    assert run().status == 0
    assert seen == [(s2s.Config(), None, Path("lstm_encoder_decoder.pt"))]


def test_training_says_what_it_does_and_where_the_result_is(run, pairs_file, tmp_path):
    result = run("--data", pairs_file, "--steps", 20, "--seed", 3, "--save", "mine.pt", "--device", "cpu")
    assert (result.status, result.err) == (0, "")
    lines = result.out.splitlines()
    loaded = s2s.Seq2Seq.load(tmp_path / "mine.pt")
    parameters = sum(parameter.numel() for parameter in loaded.parameters())
    assert lines[:3] == [
        f"data        108 pairs from {pairs_file}",
        "vocabulary  10 source words, 10 target words",
        f"model       {parameters:,} parameters on cpu, seed 3, 20 steps",
    ]
    assert [line.split()[1] for line in lines if line.startswith("step ")] == [str(step) for step in range(2, 21, 2)]
    scores = next(line for line in lines if line.startswith("test"))
    assert scores.startswith("test        6 pairs:  loss ")
    held_out = s2s.read_corpus(pairs_file, loaded.config).test
    for key, value in loaded.evaluate(held_out).items():
        assert f"  {key} {value:.3f}" in scores
    assert lines[-1] == "checkpoint  mine.pt"
    assert len(lines) == 3 + 10 + 1 + 5 * 3 + 1  # five translations, each between its source and its reference
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.pt", "pairs.tsv"]


def test_the_built_in_corpus_is_scored_on_both_test_sets(run, tmp_path, monkeypatch, corpus):
    small = s2s.Corpus(corpus.train[:300], corpus.valid[:20], corpus.test[:30], corpus.unseen[:40])
    monkeypatch.setattr(s2s, "make_corpus", lambda seed: small)
    result = run("--steps", 5, "--hidden-size", 8, "--max-length", 16)
    assert (result.status, result.err) == (0, "")
    assert "data        300 pairs from the built-in grammar\n" in result.out
    assert "\ntest        30 pairs:  loss " in result.out and "\nunseen      40 pairs:  loss " in result.out


def test_training_is_not_lost_where_no_sample_can_be_translated(run, tmp_path, monkeypatch, corpus):
    small = s2s.Corpus(corpus.train[:200], corpus.valid[:20], [(["罕见"], ["rare"])] * 9 + corpus.test[:9], [])
    monkeypatch.setattr(s2s, "make_corpus", lambda seed: small)
    result = run("--steps", 2, "--hidden-size", 8)
    assert (result.status, result.err) == (0, "")
    assert result.out.splitlines()[-1] == "checkpoint  lstm_encoder_decoder.pt"
    assert (tmp_path / "lstm_encoder_decoder.pt").is_file()


def test_translate_prints_the_translation_alone(run, trained):
    result = run("--translate", SENTENCE, "--load", trained)
    assert (result.status, result.out, result.err) == (0, "I love natural language processing\n", "")


def test_text_without_spaces_is_translated_as_well(run, trained):
    assert run("--translate", "我爱自然语言处理", "--load", trained).out == "I love natural language processing\n"


def test_lines_of_standard_input_are_translated_one_by_one(run, trained):
    typed = f"{SENTENCE}\r\n我爱NLP\n她 喜欢 音乐".encode()
    result = run("--translate", "-", "--load", trained, typed=typed)
    assert (result.status, result.err) == (0, "")
    assert result.out == "I love natural language processing\nI love NLP\nshe likes music\n"


def test_no_line_of_standard_input_is_nothing_to_translate(run, trained):
    result = run("--translate", "-", "--load", trained)
    assert (result.status, result.out, result.err) == (0, "", "")


def test_trace_prints_every_step_from_words_to_words(run, trained):
    result = run("--trace", SENTENCE, "--load", trained)
    assert (result.status, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[0].split(maxsplit=2)[:2] == ["1", "tokens"] and lines[0].endswith(str(SENTENCE.split()))
    assert lines[1].split(maxsplit=2) == ["2", "indices", "[4, 5, 6, 7, 8]"]
    assert lines[2].split(maxsplit=2) == ["3", "embedding", "[1, 5, 64]"]
    table = s2s.Seq2Seq.load(trained).encoder.embedding.weight
    for line, index, word in zip(lines[3:8], range(4, 9), SENTENCE.split(), strict=True):
        assert line.split() == [*(f"{value:+.2f}" for value in table[index, :6].tolist()), "…", word]
    assert lines[8].split(maxsplit=2)[2] == "[1, 128], state h [1, 1, 128], c [1, 1, 128]"
    steps = [re.fullmatch(r"5 step (\d+) +(\S+) -> (.*)", line).groups() for line in lines[9:-1]]
    assert [int(step) for step, *_ in steps] == list(range(1, 7))
    candidates = [re.findall(r"(\S+) (\d+\.\d)%", text) for *_, text in steps]
    words = ["I", "love", "natural", "language", "processing"]
    assert [word for _, word, _ in steps] == ["<sos>", *words]
    assert [choices[0][0] for choices in candidates] == [*words, "<eos>"]
    for choices in candidates:
        chances = [float(chance) for _, chance in choices]
        assert len(chances) == 3 and chances == sorted(chances, reverse=True) and sum(chances) <= 100.2
    assert lines[-1].split(maxsplit=2) == ["6", "output", " ".join(words)]


def test_trace_and_translate_agree(run, checkpoint):
    for text in ("一 二", "三", "六 六 未知"):
        translation = run("--translate", text, "--load", checkpoint).out.strip()
        assert run("--trace", text, "--load", checkpoint).out.splitlines()[-1].split(maxsplit=2)[2:] == (
            [translation] if translation else []
        )


IMPOSSIBLE = [
    ("--num-layers", 0), ("--num-layers", -1), ("--num-layers", 10**6), ("--embed-size", 0), ("--hidden-size", 0),
    ("--hidden-size", 10**9), ("--hidden-size", "12.5"), ("--batch-size", 0), ("--steps", 0), ("--steps", "many"),
    ("--steps", ""), ("--dropout", 1), ("--dropout", -0.1), ("--dropout", "nan"), ("--lr", 0), ("--lr", -0.1),
    ("--lr", "-1e-3"), ("--lr", "inf"), ("--lr", "nan"), ("--max-length", 0), ("--seed", -1),
    ("--seed", 2**64), ("--device", "tpu"), ("--device", ""),
]  # fmt: skip


@pytest.mark.parametrize(("option", "value"), IMPOSSIBLE)
def test_impossible_values_are_refused_by_name(refuse, monkeypatch, option, value):
    monkeypatch.setattr(s2s, "learn", lambda *arguments: pytest.fail("went on with it"))
    assert option.strip("-") in refuse(option, value)


def test_a_device_that_is_not_there_is_refused(refuse, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert "--device: invalid choice: 'cuda'" in refuse("--device", "cuda")


@pytest.mark.parametrize(
    ("there", "chosen"), [({"cuda"}, "cuda"), ({"mps"}, "mps"), ({"mps", "cuda"}, "cuda"), (set(), None)]
)
def test_auto_takes_the_accelerator_that_is_there(run, monkeypatch, there, chosen):
    seen = []
    monkeypatch.setattr(torch.cuda, "is_available", lambda: "cuda" in there)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: "mps" in there)
    monkeypatch.setattr(torch, "set_default_device", seen.append)
    monkeypatch.setattr(s2s, "learn", lambda *arguments: None)
    assert run().status == run("--device", "cpu").status == 0
    assert seen == [chosen, None]


@pytest.mark.parametrize(
    "arguments",
    [("--epochs", "3"), ("--s", "3"), ("--step", "3"), ("-x",), ("我爱你",), ("--trace",), ("--steps",), ("--help=3",)],
)
def test_an_unknown_or_unfinished_option_is_refused(refuse, arguments):
    assert arguments[0].partition("=")[0] in refuse(*arguments)


@pytest.mark.parametrize("option", ["--translate", "--trace"])
@pytest.mark.parametrize(
    "text", ["", " \t\u3000", "七", "seven eight", "七八九"],
    ids=["empty", "spaces", "one unknown word", "unknown words", "unknown characters"],
)  # fmt: skip
def test_what_cannot_be_translated_is_refused(refuse, checkpoint, option, text):
    message = refuse(option, text, "--load", checkpoint)
    assert message == f"cannot translate {text!r}: it has no word that this model knows\n"


@pytest.mark.parametrize("typed", [b"\n", b"\xff\xfe\n", "七\n".encode()], ids=["empty", "not UTF-8", "unknown"])
def test_a_line_of_input_that_cannot_be_translated_is_refused(refuse, checkpoint, typed):
    assert "cannot translate" in refuse("--translate", "-", "--load", checkpoint, typed=typed)


def test_lines_before_a_bad_one_are_translated(run, checkpoint):
    result = run("--translate", "-", "--load", checkpoint, typed="一 二\n\n三\n".encode())
    assert result.status == 2 and result.out.count("\n") == 1 and result.err.count("\n") == 1


@pytest.mark.parametrize("save", ["nowhere/a.pt", "folder", "pairs.tsv/a.pt", ".", ""])
def test_a_place_that_cannot_be_written_is_refused_before_training(refuse, tmp_path, pairs_file, monkeypatch, save):
    (tmp_path / "folder").mkdir()
    monkeypatch.setattr(s2s, "train", lambda *arguments: pytest.fail("trained for nothing"))
    assert "cannot write" in refuse("--data", pairs_file, "--save", save)


def test_a_folder_is_no_checkpoint(refuse, tmp_path):
    (tmp_path / "folder").mkdir()
    assert "folder is no checkpoint" in refuse("--load", "folder", "--translate", "一")


def test_translating_leaves_no_file(run, checkpoint, tmp_path):
    run("--translate", "一 二", "--load", checkpoint)
    assert [path.name for path in tmp_path.iterdir()] == [checkpoint.name]
