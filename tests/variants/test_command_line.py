"""The command line: what it trains on, what it says first, and what it refuses in one line."""

import ast
import functools
import re
import sys

import attention_seq2seq as att
import pytest

from publish.common import paths
from publish.run import values
from tests.variants.conftest import flags, write_pairs

RUN = flags(steps=4, every=2)
FILES = [paths.CODE / f"{name}.py" for name in ("attention_seq2seq", "attention_data", "attention_training")]


def test_it_says_what_it_is_about_to_do(run, pairs_file, tmp_path):
    result = run("--data", pairs_file, *RUN)
    assert (result.status, result.err) == (0, "")
    assert re.match(
        r"data        180 pairs, 10 to validate, 10 to test\n"
        r"first pair  [一-龥 ]+ => [a-z ]+\n"
        r"vocabulary  10 of the source, 10 of the target\n"
        r"model       [\d,]+ parameters on cpu, seed 0, 4 steps\n"
        r"step      2 +\d+ s  [\d,]+ tokens/s  loss ",
        result.out,
    )
    assert (
        "\ncheckpoint  attention_seq2seq.pt  (to translate with it: --load attention_seq2seq.pt)\ntest " in result.out
    )
    assert sorted(path.name for path in tmp_path.glob("*.pt")) == ["attention_seq2seq.pt", "attention_seq2seq.run.pt"]
    assert run("--translate", "一 二").status == 0


def test_without_data_it_learns_the_first_scripts_grammar(monkeypatch):
    monkeypatch.setattr(att.base, "make_corpus", functools.partial(att.base.make_corpus, size=4000))
    corpus, grammar = att.data.read_corpus(att.Config(min_count=1)), att.base.make_corpus(0)
    assert corpus.valid.pairs == grammar.valid and corpus.test.pairs == grammar.test
    assert len(corpus.train) == len(grammar.train)
    (source, target), words = corpus.train[0], grammar.train[0]
    assert [corpus.sides[0].vocabulary.words[i] for i in source] == words[0]
    assert [corpus.sides[1].vocabulary.words[i] for i in target] == words[1]


def test_own_files_are_validated_and_tested_on_whole(run, tmp_path, texts):
    files = []
    for name, part in (("data", texts[:100]), ("valid", texts[100:130]), ("test", [*texts[130:150], ("一", "one")])):
        files += [f"--{name}", write_pairs(tmp_path / f"{name}.tsv", part)]
    assert "data        100 pairs, 30 to validate, 21 to test\n" in run(*files, *RUN).out
    assert "data        99 pairs, 30 to validate, 1 to test\n" in run(
        *files[:4], *RUN, "--test", write_pairs(tmp_path / "one.tsv", texts[:1])
    ).out.replace("100 pairs", "99 pairs")


def test_the_second_column_may_be_the_source(run, pairs_file):
    assert re.search(r"^first pair  [a-z ]+ => [一-龥 ]+$", run("--data", pairs_file, *RUN, "--swap").out, re.MULTILINE)


def test_translations_of_a_source_stay_together(texts):
    doubled = {"train": [(source, f"{target} {n}") for source, target in texts for n in range(3)]}
    att.data.set_aside(doubled, seed=0)
    assert [len(doubled[name]) for name in ("train", "valid", "test")] == [540, 30, 30]
    sources = [{source for source, _ in part} for part in doubled.values()]
    assert not sources[0] & sources[1] | sources[0] & sources[2] | sources[1] & sources[2]


@pytest.mark.parametrize("order", [{}, {"seed": 1}])
def test_what_is_set_aside_depends_on_the_seed_alone(texts, order):
    parts = [{"train": list(texts)} for _ in range(2)]
    for part in parts:
        att.data.set_aside(part, **{"seed": 0, **order})
    assert parts[0] == parts[1]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--translate", "一", "--swap"], "--swap has no effect beside --translate: leave it out"),
        (["--translate", "一", "--dropout", 0], "--dropout has no effect beside --translate: leave it out"),
        (["--nbest", 3], "--nbest has no effect in training: leave it out"),
        (["--valid", "a.tsv"], "--valid has no effect without --data: leave it out"),
        (["--data", "a.tsv", "--stream", "rows"], "--stream needs --valid: nothing is set aside from a stream"),
        (["--hidden-size", 7], "--hidden-size must be even: two directions share it"),
        (["--smoothing", 1], "--smoothing must be at least 0 and below 1"),
        (["--device", "tpu"], "--device tpu: this machine has cpu"),
        (["--translate", "一"], "attention_seq2seq.pt is no checkpoint of this script, train first: "),
        (["--data", "none.tsv"], "[Errno 2] No such file or directory: 'none.tsv'"),
        (["--save", "nowhere/a.pt"], "cannot write nowhere/a.pt: its folder is missing or protected"),
        (["--language", "ja"], "--language ja: Japanese tokenization requires extra dependencies"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_line(refuse, arguments, complaint):
    assert refuse(*arguments).startswith(complaint)


def test_a_choice_is_refused_with_what_there_is(run):
    result = run("--attention", "luong")
    assert result.status == 2 and "invalid choice: 'luong' (choose from" in result.err and "additive" in result.err


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("一\tone\n二 two\n", "bad.tsv, line 2: one column, no TAB; expected lines of source<TAB>target in UTF-8"),
        ("一\tone\n二\ttwo\n", "no word of the source occurs often enough for --min-count 2"),
        ("\n", "bad.tsv is empty; expected lines of source<TAB>target in UTF-8"),
    ],
)
def test_bad_data_are_refused_with_their_line(refuse, tmp_path, content, complaint):
    (tmp_path / "bad.tsv").write_text(content, "utf-8")
    assert refuse("--data", "bad.tsv", *RUN) == f"{complaint}\n"


def test_another_kind_of_file_is_not_overwritten(refuse, tmp_path, pairs_file):
    (tmp_path / "a.run.pt").write_text("mine", "utf-8")
    complaint = refuse("--data", pairs_file, "--save", "a.pt", *RUN)
    assert complaint == "cannot write a.run.pt: it exists and is no checkpoint\n"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_file_can_be_read_in_one_sitting(file):
    text = file.read_text("utf-8")
    assert len(values.code_lines(text)) <= 400
    assert [line for line in text.splitlines() if len(line) > 88] == []
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    assert [node.name for node in functions if node.end_lineno - node.lineno + 1 > 40] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_needs_torch_and_nothing_else_unless_it_is_asked_for_more(file):
    imported = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module.partition(".")[0])
    own = {file.stem for file in FILES} | {"lstm_encoder_decoder"}
    assert imported - set(sys.stdlib_module_names) <= {"torch", *own}
