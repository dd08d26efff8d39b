"""A reader's own file of pairs: what is read, what is left out, how it is split, and what is said of a bad one."""

import lstm_encoder_decoder as s2s
import pytest

LINES = [f"词{i} 甲\tword{i} a" for i in range(30)]
GOOD = "\n".join(LINES[:12]).encode()
TINY = ("--steps", 2, "--hidden-size", 4, "--embed-size", 4)


@pytest.fixture
def read(tmp_path):
    """Reads a file of these bytes, or of these lines."""

    def call(content, **options):
        file = tmp_path / "own.tsv"
        file.write_bytes(content if isinstance(content, bytes) else "\n".join(content).encode())
        return s2s.read_corpus(file, s2s.Config(**options))

    return call


def every(corpus):
    return sorted((source, target) for part in corpus for source, target in part)


def expected(lines):
    """Chinese is cut where digits begin; all of it is known, or cut by character anyway."""
    columns = [line.split("\t")[:2] for line in lines]
    return sorted((source.replace("词", "词 ").split(), target.split()) for source, target in columns)


def test_all_pairs_are_read(read):
    assert every(read(LINES)) == expected(LINES)


def test_further_columns_are_ignored(read):
    assert every(read([f"{line}\tCC-BY 2.0 #{i}\t" for i, line in enumerate(LINES)])) == expected(LINES)


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + "\n".join(LINES),
        "\r\n".join(LINES),
        "\r\n".join(LINES) + "\r\n",
        "\n".join(LINES) + "\n\n\n",
        "\r\n".join(LINES) + "\r\n\r\n",
    ],
    ids=["byte order mark", "CRLF", "CRLF at the end", "empty lines at the end", "empty CRLF lines at the end"],
)
def test_what_editors_leave_in_a_file_does_no_harm(read, content):
    assert every(read(content.encode())) == expected(LINES)


def test_a_long_third_column_is_nobodys_business(read):
    assert every(read([f"{line}\t{'x' * 9000}" for line in LINES])) == expected(LINES)


def test_a_replacement_character_is_text(read):
    assert (["\ufffd", "甲"], ["odd"]) in every(read([*LINES, "\ufffd 甲\todd"]))


def test_empty_lines_between_pairs_do_no_harm(read):
    assert every(read("\n\n \n".join(LINES).encode())) == expected(LINES)


def test_tatoebas_own_four_columns_are_read_and_its_ids_are_not_learnt(read):
    lines = [f"{1000 + i}\t{source}\t{9000 + i}\t{target}" for i, (source, target) in enumerate(map(halves, LINES))]
    assert every(read(lines)) == expected(LINES)


def halves(line):
    return line.split("\t")


def test_columns_can_change_places(tmp_path):
    """Anki's cmn.txt has English first."""
    file = tmp_path / "cmn.txt"
    file.write_text("\n".join("\t".join([*halves(line)[::-1], "CC-BY"]) for line in LINES), "utf-8")
    assert every(s2s.read_corpus(file, s2s.Config(), swap=True)) == expected(LINES)


def test_a_path_may_be_text(tmp_path):
    (tmp_path / "own.tsv").write_text("\n".join(LINES), "utf-8")
    assert every(s2s.read_corpus(str(tmp_path / "own.tsv"), s2s.Config())) == expected(LINES)


def test_a_number_is_never_cut_into_others(read):
    """38 is not 3 and 8, although both are known."""
    corpus = read([f"我住{i}号。\tI live at {i}." for i in (3, 8, 3, 8, *range(40, 60))])
    vocabulary = s2s.Vocabulary([source for source, _ in corpus.train], min_count=2)
    assert s2s.tokenize("我住38号。", vocabulary) == ["我", "住", "38", "号", "。"]


def test_what_stands_once_without_spaces_swallows_no_characters(read):
    lines = [f"我 爱 你 {i}\tI love you {i}" for i in range(20)] + ["我爱 NLP\tI love NLP", "你爱我\tyou love me"]
    for source, target in every(read(lines)):
        assert {*source[:3]} == {"我", "爱", "你"} or (target[-1] == "NLP" and source == ["我", "爱", "NLP"])


def test_the_same_pairs_with_spaces_and_without_give_the_same_words(read, corpus):
    spaced = [f"{' '.join(source)}\t{' '.join(target)}" for source, target in corpus.train[:3000]]
    mixed = list(spaced)
    mixed[1::2] = [f"{''.join(halves(line)[0].split())}\t{halves(line)[1]}" for line in spaced[1::2]]
    words = [{word for source, _ in read(lines).train for word in source} for lines in (spaced, mixed)]
    assert len(words[1] - words[0]) <= 0.02 * len(words[0]), words[1] - words[0]


def test_chinese_without_spaces_is_read_by_character_and_english_by_word(read):
    lines = [f"我爱你{i}次。\tI love you {i} times." for i in range(12)]
    assert (list("我爱你7次。"), ["I", "love", "you", "7", "times", "."]) in every(read(lines))


def test_long_pairs_are_left_out_and_counted_aloud(read, capsys):
    longer = ["一 二 三 四\tone", "一\tone two three four"]
    assert every(read([*LINES, *longer], max_length=3)) == expected(LINES)
    assert "left out    2 pairs of more than 3 words\n" in capsys.readouterr().out
    assert every(read([*LINES, *longer], max_length=4)) == expected([*LINES, *longer])
    assert capsys.readouterr().out == ""


def test_a_twentieth_is_kept_for_validation_and_a_twentieth_for_the_test(read):
    corpus = read([f"词{i}\ta word{i}" for i in range(200)])
    assert [len(part) for part in corpus] == [180, 10, 10, 0]
    corpus = read([f"词{i}\ta word{i}" for i in range(20_000)])
    assert [len(part) for part in corpus] == [19_000, 500, 500, 0]


def test_the_seed_decides_the_split(read):
    assert read(LINES, seed=3) == read(LINES, seed=3)
    assert read(LINES, seed=3).test != read(LINES, seed=4).test


@pytest.mark.parametrize("seed", range(5))
def test_no_source_is_in_two_parts(read, seed):
    corpus = read([f"词{i % 15}\tthe word{i}" for i in range(60)], seed=seed)
    parts = [{tuple(source) for source, _ in part} for part in corpus[:3]]
    assert all(parts) and len(set.union(*parts)) == sum(map(len, parts)) == 15


def test_words_of_what_is_held_out_are_no_words_to_the_model(read):
    """However often they stand there: a sentence that it will be asked for is cut by what it has learnt."""
    words = [f"{chr(first)}{chr(first + 1)}" for first in range(0x4E00, 0x4E50, 2)]
    corpus = read([f"{word} {word}\tthe word" for word in words])
    assert {len(source) for source, _ in corpus.train} == {2}
    assert {len(source) for source, _ in [*corpus.valid, *corpus.test]} == {4}


BAD = {
    "one column": (GOOD + "\n只 有 一 列\n".encode(), 13, "one column, no TAB"),
    "one column, spaces for tabs": (GOOD + "\n我 爱    I love\n".encode(), 13, "one column, no TAB"),
    "no source": (b"\tI love\n" + GOOD, 1, "an empty source"),
    "no target": (GOOD + "\n我 爱\t\n".encode() + GOOD, 13, "an empty target"),
    "a target that nobody sees": ("我 爱\t\u200b\ufeff\r\n".encode() + GOOD, 1, "an empty target"),
    "a target of spaces": ("我 爱\t \u3000\r\n".encode() + GOOD, 1, "an empty target"),
    "no target, but a third column": ("我 爱\t\tCC-BY\n".encode() + GOOD, 1, "an empty target"),
    "zeros": (GOOD + "\n我\0\tI\n".encode(), 13, "a zero byte: UTF-16, or no text"),
    "GBK": (GOOD + b"\n" + "我 爱\tI love".encode("gbk"), 13, "not UTF-8"),
    "UTF-16": (GOOD.decode().encode("utf-16"), 1, "not UTF-8"),
    "cut inside a character": (GOOD + "\nI love\t我".encode()[:-1], 13, "not UTF-8"),
}


@pytest.mark.parametrize(("content", "line", "cause"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_with_its_name_the_line_and_the_cause(refuse, tmp_path, content, line, cause):
    (tmp_path / "bad.tsv").write_bytes(content)
    (tmp_path / "old.pt").write_bytes(b"PK\3\4 archive/data.pkl: an older checkpoint")
    message = refuse("--data", "bad.tsv", "--save", "old.pt")
    assert message.startswith(f"bad.tsv, line {line}: {cause}; expected lines of source<TAB>target in UTF-8 (")


def test_all_bad_lines_are_counted_and_the_first_is_shown(refuse, tmp_path):
    (tmp_path / "bad.tsv").write_bytes(GOOD + "\n一列\n\tno source\n二\t\n".encode())
    message = refuse("--data", "bad.tsv")
    assert message == (
        "bad.tsv, line 13: one column, no TAB; expected lines of source<TAB>target in UTF-8 (3 bad lines)\n"
    )


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [""],
        LINES[:9],
        ["一 二 三 四\tone"] * 50,
        ["同 一 句\tthe same"] * 50,
        ["同 一 句。\tsame", "同一句\tsame"] * 20,
    ],
    ids=["nothing", "an empty line", "nine pairs", "all too long", "one source alone", "one source with a mark"],
)
def test_too_little_to_learn_from_is_refused(refuse, tmp_path, lines):
    (tmp_path / "few.tsv").write_text("\n".join(lines), "utf-8")
    message = refuse("--data", "few.tsv", "--max-length", 3)
    assert "few.tsv" in message and "at least 10" in message


@pytest.mark.parametrize("side", ["source", "target"])
def test_a_side_that_would_know_no_word_is_refused(refuse, tmp_path, side):
    """Every word once: nothing is in the vocabulary but the specials, and <unk> would match <unk>."""
    rows = [(f"a{i}", "b b") if side == "source" else ("b b", f"a{i}") for i in range(12)]
    rows = [(source + f" c{i}" * (side == "target"), target) for i, (source, target) in enumerate(rows)]
    (tmp_path / "ids.tsv").write_text("\n".join("\t".join(row) for row in rows), "utf-8")
    message = refuse("--data", "ids.tsv", *TINY)
    assert f"no word of the {side} occurs twice" in message and "expected lines of source<TAB>target" in message


def test_a_file_that_is_not_there_is_named(refuse, tmp_path):
    assert "nowhere.tsv" in refuse("--data", "nowhere.tsv")
    (tmp_path / "folder").mkdir()
    assert "folder" in refuse("--data", "folder")


def test_reading_a_large_file_says_how_far_it_is(tmp_path, monkeypatch, capsys):
    """Each look at the clock is a second later here; nothing is waited for."""
    seconds = iter(range(10**6))
    monkeypatch.setattr(s2s.time, "perf_counter", lambda: next(seconds))
    (tmp_path / "own.tsv").write_text("\n".join(LINES), "utf-8")
    s2s.read_corpus(tmp_path / "own.tsv", s2s.Config())
    said = capsys.readouterr().err.splitlines()
    assert len(said) > 2 and all(line.startswith("reading ") and " of 30, " in line for line in said)
    assert all(line.endswith(" s left") for line in said)
