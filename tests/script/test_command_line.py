"""The command line: what it offers, what it prints, and one clear line for whatever cannot be done."""

import ast
import itertools
import os
import re
import subprocess
import sys
from dataclasses import fields

import lstm_encoder_decoder as s2s
import pytest
import torch

from publish.common import paths
from tests.running import complaints

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
    others = {"--help", "--data", "--swap", "--translate", "--trace", "--save", "--load", "--device"}
    assert options.keys() == mirrored | others
    assert all(len(text.split()) >= 4 for text in options.values()), options


def test_help_names_every_default(options):
    for f in fields(s2s.Config):
        assert options[f"--{f.name.replace('_', '-')}"].endswith(f"(default: {f.default})")
    assert options["--device"].endswith("(default: cuda, else cpu)")
    assert options["--save"].endswith("(default: lstm_encoder_decoder.pt, with --data its name)")
    assert options["--load"].endswith("(default: lstm_encoder_decoder.pt)")


def test_options_reach_the_configuration(run, pairs_file, tmp_path):
    given = {
        "embed_size": 5, "hidden_size": 6, "num_layers": 2, "dropout": 0.25, "batch_size": 9, "lr": 0.5, "steps": 3,
        "max_length": 7, "seed": 11,
    }  # fmt: skip
    assert given.keys() == {f.name for f in fields(s2s.Config)}
    arguments = [part for name, value in given.items() for part in (f"--{name.replace('_', '-')}", value)]
    result = run("--data", pairs_file, "--save", "a.pt", *arguments)
    assert (result.status, result.err) == (0, "")
    assert s2s.Translator.load(tmp_path / "a.pt").config == s2s.Config(**given)


def test_defaults_are_the_configurations(run, monkeypatch):
    seen = []
    monkeypatch.setattr(s2s, "learn", lambda *arguments, **others: seen.append((arguments, others)))
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert run().status == 0
    assert seen == [((s2s.Config(), "cpu"), {})]


def test_training_says_what_it_does_and_where_the_result_is(run, pairs_file, tmp_path):
    result = run("--data", pairs_file, "--steps", 20, "--seed", 3, "--save", "mine.pt", "--device", "cpu")
    assert (result.status, result.err) == (0, "")
    lines = result.out.splitlines()
    loaded = s2s.Translator.load(tmp_path / "mine.pt")
    parameters = sum(parameter.numel() for parameter in loaded.model.parameters())
    assert lines[0] == f"data        108 pairs from {pairs_file}"
    assert re.fullmatch(r"first pair  [一二三四五六 ]+ => [a-z ]+", lines[1])
    assert lines[2:4] == [
        "vocabulary  10 source words, 10 target words",
        f"model       {parameters:,} parameters on cpu, seed 3, 20 steps",
    ]
    assert [line.split()[1] for line in lines if line.startswith("step ")] == [str(step) for step in range(2, 21, 2)]
    scores = next(line for line in lines if line.startswith("test"))
    assert scores.startswith("test        6 pairs:  loss ")
    held_out = s2s.read_corpus(pairs_file, loaded.config).test
    for key, value in loaded.evaluate(held_out).items():
        assert f"  {key} {value:.3f}" in scores
    assert lines[14] == "checkpoint  mine.pt  (to translate with it: --load mine.pt)"  # before whatever may fail
    assert len(lines) == 4 + 10 + 1 + 1 + 5 * 3  # five translations, each between its source and its reference
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.pt", "pairs.tsv"]


def test_the_built_in_corpus_is_scored_on_both_test_sets(run, tmp_path, monkeypatch, corpus):
    small = s2s.Corpus(corpus.train[:300], corpus.valid[:20], corpus.test[:30], corpus.unseen[:40])
    monkeypatch.setattr(s2s, "make_corpus", lambda seed: small)
    result = run("--steps", 5, "--hidden-size", 8, "--max-length", 16)
    assert (result.status, result.err) == (0, "")
    assert "data        300 pairs from the built-in grammar\n" in result.out
    assert "\ntest        30 pairs:  loss " in result.out and "\nunseen      40 pairs:  loss " in result.out


def test_training_is_not_lost_where_no_sample_can_be_translated(run, tmp_path, monkeypatch, corpus):
    small = s2s.Corpus(corpus.train[:200], corpus.valid[:20], [(["罕见"], ["rare"])] * 9, [])
    monkeypatch.setattr(s2s, "make_corpus", lambda seed: small)
    result = run("--steps", 2, "--hidden-size", 8)
    assert (result.status, result.err) == (0, "")
    assert "checkpoint  lstm_encoder_decoder.pt" in result.out.splitlines()
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


@pytest.mark.parametrize("text", ["我爱 NLP", "我爱NLP", "我\u3000爱\u00a0NLP", "我爱\u200bＮＬＰ", "\ufeff我 爱 NLP"])
def test_ordinary_typing_is_translated(run, trained, text):
    result = run("--translate", text, "--load", trained)
    assert (result.status, result.out, result.err) == (0, "I love NLP\n", "")


@pytest.mark.parametrize(
    "text", ["他在哪里?", "他在哪里？", "他 在 哪里？", "他 在 哪里 ？", "他\u3000在\u3000哪\u200b里?"]
)
def test_a_mark_is_found_wherever_it_stands(run, trained, text):
    result = run("--translate", text, "--load", trained)
    assert (result.status, result.out, result.err) == (0, "where is he ?\n", "")


def test_a_mark_that_was_never_learnt_changes_nothing_and_is_named(run, trained):
    without = run("--translate", "她昨天在家吃了苹果", "--load", trained)
    result = run("--translate", "她昨天在家吃了苹果。", "--load", trained)
    assert (result.status, result.out) == (0, without.out) == (0, "she ate apples at home yesterday\n")
    assert result.err == "left out: 。\n"


@pytest.mark.parametrize("option", ["--translate", "--trace"])
def test_unknown_words_are_named(run, checkpoint, option):
    result = run(option, "一 七 <unk> 二 八", "--load", checkpoint)
    assert result.status == 0 and result.out
    assert result.err == "not in the vocabulary: 七 unk 八\nleft out: < >\n"


def test_trace_prints_every_step_from_words_to_words(run, trained):
    result = run("--trace", SENTENCE, "--load", trained)
    assert (result.status, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[0].split(maxsplit=2)[:2] == ["1", "tokens"] and lines[0].endswith(str(SENTENCE.split()))
    assert lines[1].split(maxsplit=2) == ["2", "indices", "[4, 5, 6, 7, 8]"]
    assert lines[2].split(maxsplit=2) == ["3", "embedding", "[1, 5, 64]"]
    table = s2s.Translator.load(trained).model.encoder.embedding.weight
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


def test_translating_decodes_once(checkpoint, monkeypatch):
    translator, calls = s2s.Translator.load(checkpoint), []
    generate = translator.model.decoder._generate_sequence
    translator.model.encoder.register_forward_hook(lambda *_: calls.append("encoder"))
    monkeypatch.setattr(
        translator.model.decoder, "_generate_sequence", lambda *given: calls.append("decoder") or generate(*given)
    )
    translator.translate("一")
    assert calls == ["encoder", "decoder"]


IMPOSSIBLE = [
    ("--num-layers", 0), ("--num-layers", -1), ("--num-layers", 10**6), ("--embed-size", 0), ("--hidden-size", 0),
    ("--hidden-size", 10**9), ("--steps", 10**12),
    ("--hidden-size", "12.5"), ("--batch-size", 0), ("--steps", 0), ("--steps", "many"),
    ("--steps", ""), ("--dropout", 1), ("--dropout", -0.1), ("--dropout", "nan"), ("--lr", 0), ("--lr", -0.1),
    ("--lr", "-1e-3"), ("--lr", "inf"), ("--lr", "nan"), ("--max-length", 0), ("--seed", -1),
("--seed", 2**64), ("--device", "tpu"), ("--device", "gpu"), ("--device", ""), ("--device", "cpu:x"),
    ("--device", "cuda:9"), ("--lr", "1e39"), ("--max-length", 10**6),]  # fmt: skip


@pytest.mark.parametrize(("option", "value"), IMPOSSIBLE)
def test_impossible_values_are_refused_by_name(refuse, monkeypatch, option, value):
    monkeypatch.setattr(s2s, "train", lambda *arguments: pytest.fail("went on with it"))
    monkeypatch.setattr(s2s, "make_corpus", lambda seed: pytest.fail("went on with it"))
    assert option.strip("-") in refuse(option, value)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--load", "a.pt"),
        ("--swap",),
        ("--translate", "一", "--data", "pairs.tsv"),
        ("--translate", "一", "--save", "a.pt"),
        ("--translate", "一", "--steps", "3"),
        ("--trace", "一", "--hidden-size", "9"),
        ("--trace", "一", "--seed", "1"),
        ("--translate", "一", "--swap"),
        ("--translate", "一", "--trace", "二"),
    ],
)
def test_an_option_without_effect_is_refused_by_name(refuse, checkpoint, arguments):
    named = [one for one in arguments if one.startswith("--")][-1]
    assert refuse(*arguments).startswith(f"{named} has no effect ")


@pytest.mark.parametrize("arguments", [("--data", ""), ("--data", "."), ("--save", "")])
def test_an_empty_name_is_no_name(refuse, monkeypatch, arguments):
    """As from a variable that is not set: nobody wants the built-in corpus instead, or another file."""
    monkeypatch.setattr(s2s, "train", lambda *arguments: pytest.fail("went on with it"))
    refuse(*arguments)


@pytest.mark.parametrize("steps", range(1, 41))
def test_any_number_of_steps_trains(new_translator, pairs, steps):
    translator = new_translator(steps=steps)
    batches = itertools.cycle(translator.batches(pairs))
    done = [step for step, *_ in s2s.training_steps(translator.model, batches, translator.config)]
    assert done == list(range(1, steps + 1))


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("[enforce fail at alloc_cpu.cpp:127] DefaultCPUAllocator: can't allocate memory"),
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB."),
    ],
)
def test_too_little_memory_is_one_line_that_names_what_to_lower(refuse, pairs_file, monkeypatch, error):
    def fail(*arguments):
        raise error

    monkeypatch.setattr(s2s, "train", fail)
    message = refuse("--data", pairs_file)
    assert "out of memory" in message and "--batch-size" in message and "--hidden-size" in message


def test_another_runtime_error_is_not_hidden(run, pairs_file, monkeypatch):
    def fail(*arguments):
        raise RuntimeError("shapes do not match")

    monkeypatch.setattr(s2s, "train", fail)
    with pytest.raises(RuntimeError, match="shapes do not match"):
        run("--data", pairs_file)


def test_a_model_that_no_memory_would_hold_is_refused_before_it_is_made(refuse, pairs_file, monkeypatch):
    monkeypatch.setattr(s2s, "Translator", lambda *arguments: pytest.fail("made it"))
    message = refuse("--data", pairs_file, "--hidden-size", 9999, "--embed-size", 9999, "--num-layers", 99)
    assert "out of memory" in message


def test_it_says_in_words_that_python_is_too_old(tmp_path):
    """The file has to be read by an old Python before it can say so."""
    source = paths.SCRIPT.read_text("utf-8")
    ast.parse(source, feature_version=(3, 8))
    program = f"import sys; sys.version_info = (3, 9, 18); exec(open({str(paths.SCRIPT)!r}, encoding='utf-8').read())"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert result.returncode == 1 and result.stderr.startswith("Python 3.10 or newer is needed, this is ")


def test_in_a_notebook_it_takes_no_notice_of_jupyters_own_arguments(run, monkeypatch, tmp_path):
    seen = []
    monkeypatch.setattr(s2s, "learn", lambda *arguments, **others: seen.append(arguments[0]))
    monkeypatch.setattr(sys, "argv", ["/somewhere/ipykernel_launcher.py", "-f", "kernel-1.json"])
    s2s.main()
    s2s.main(["--steps", "7"])
    assert seen == [s2s.Config(), s2s.Config(steps=7)]


def test_a_device_that_is_not_there_is_refused(refuse, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert refuse("--device", "cuda").startswith("--device cuda: this machine has cpu")


@pytest.mark.parametrize(
    ("there", "chosen"), [({"cuda"}, "cuda"), ({"mps"}, "cpu"), ({"mps", "cuda"}, "cuda"), (set(), "cpu")]
)
def test_the_default_is_cuda_else_the_processor_and_mps_by_name(monkeypatch, there, chosen):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: "cuda" in there)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: "mps" in there)
    assert s2s.choose_device(None) == chosen
    assert s2s.choose_device("cpu") == "cpu"
    for name in there:
        assert s2s.choose_device(name) == name
    if "cuda" in there:
        assert s2s.choose_device("cuda:1") == "cuda:1"


@pytest.mark.parametrize(("own", "threads"), [(None, 1), ("2", 2)])
def test_a_small_model_takes_one_thread_unless_its_user_says_otherwise(monkeypatch, own, threads):
    before = torch.get_num_threads()
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    if own:
        monkeypatch.setenv("OMP_NUM_THREADS", own)
    try:
        torch.set_num_threads(2)
        s2s.use_threads(s2s.Config())
        assert torch.get_num_threads() == threads
    finally:
        torch.set_num_threads(before)


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
    reason = "it has no word that this model knows" if text.strip() else "it is empty"
    assert message == f"cannot translate {text!r}: {reason}\n"


def test_a_pipe_keeps_its_lines(run, checkpoint):
    """Empty where there is nothing to say; what was wrong is named by line, and the status tells of it at the end."""
    typed = "\ufeff一 二\r\n\n七\n三 七\n".encode() + b"\xff\xfe\n" + "三".encode()
    result = run("--translate", "-", "--load", checkpoint, typed=typed)
    said = run("--translate", "-", "--load", checkpoint, typed="一 二\n三 七\n三\n".encode()).out.splitlines()
    assert result.status == 2
    assert result.out.splitlines() == [said[0], "", "", said[1], "", said[2]]
    assert result.err.splitlines() == [
        "line 2: cannot translate '': it is empty",
        "line 3: cannot translate '七': it has no word that this model knows",
        "line 4: not in the vocabulary: 七",
        "line 5: not UTF-8",
    ]


def test_it_ends_quietly_when_the_reader_of_the_pipe_goes_away(start, tmp_path, checkpoint):
    process = start(checkpoint.parent, "--translate", "-", "--load", checkpoint.name)
    process.stdout.close()
    process.stdin.write("一 二\n" * 200)
    process.stdin.close()
    assert (process.wait(), process.stderr.read()) == (0, "")
    process.stderr.close()


def test_training_that_ends_with_its_reader_says_that_it_was_not_finished(start, tmp_path, pairs_file):
    """Nobody takes half a training for a whole one: `… | head && …` under pipefail goes no further."""
    process = start(tmp_path, "--data", pairs_file.name, "--steps", 2000, "--hidden-size", 4, "--embed-size", 4)
    process.stdout.close()
    process.stdin.close()
    assert (process.wait(), complaints(process.stderr.read())) == (1, "")
    process.stderr.close()


def test_a_console_without_chinese_shows_escapes_and_loses_nothing(start, tmp_path, pairs_file, monkeypatch):
    monkeypatch.setenv("PYTHONUTF8", "0")
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, paths.SCRIPT, "--data", pairs_file, "--steps", "2", "--hidden-size", "8"]
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (0, b"")
    assert b"\\u4e00" in result.stdout and b"checkpoint  pairs.pt" in result.stdout


@pytest.mark.parametrize(
    "save", ["nowhere/a.pt", "folder", "pairs.tsv/a.pt", ".", "/dev/null", "fifo", "pairs.tsv", "text.zip"]
)
def test_what_would_be_lost_or_cannot_be_written_is_refused_before_training(
    refuse, tmp_path, pairs_file, monkeypatch, save
):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "text.zip").write_bytes(b"PK\3\4 somebody's work")
    monkeypatch.setattr(s2s, "train", lambda *arguments: pytest.fail("trained for nothing"))
    assert f"cannot write {save}: " in refuse("--data", pairs_file, "--save", save)


def test_a_symbolic_link_is_followed(run, tmp_path, pairs_file):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link.pt").symlink_to(tmp_path / "elsewhere" / "real.pt")
    assert run("--data", pairs_file, "--save", "link.pt", "--steps", 2, "--hidden-size", 8).status == 0
    assert (tmp_path / "link.pt").is_symlink()
    assert s2s.Translator.load(tmp_path / "elsewhere" / "real.pt").config.steps == 2
    assert not list(tmp_path.rglob("*.part"))


def test_own_data_is_saved_under_its_own_name(run, tmp_path, pairs_file):
    (tmp_path / "lstm_encoder_decoder.pt").write_bytes(b"PK\3\4 archive/data.pkl: the built-in model's")
    result = run("--data", pairs_file, "--steps", 2, "--hidden-size", 8)
    assert "checkpoint  pairs.pt  (to translate with it: --load pairs.pt)\n" in result.out
    assert (tmp_path / "lstm_encoder_decoder.pt").read_bytes() == b"PK\3\4 archive/data.pkl: the built-in model's"
    assert s2s.Translator.load(tmp_path / "pairs.pt").history


def test_a_folder_is_no_checkpoint(refuse, tmp_path):
    (tmp_path / "folder").mkdir()
    assert "folder is no checkpoint" in refuse("--load", "folder", "--translate", "一")


def test_translating_leaves_no_file(run, checkpoint, tmp_path):
    run("--translate", "一 二", "--load", checkpoint)
    assert [path.name for path in tmp_path.iterdir()] == [checkpoint.name]
