"""A reader's own file of pairs: what is read, what is left out, how it is split, and what is said of a bad one."""

import lstm_encoder_decoder as s2s
import pytest

LINES = [f"词{i} 甲\tword{i} a" for i in range(30)]
GOOD = "\n".join(LINES[:12]).encode()


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
    return sorted((source.split(), target.split()) for source, target in (line.split("\t")[:2] for line in lines))


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


def test_chinese_without_spaces_is_read_by_character_and_english_by_word(read):
    lines = [f"我爱你{i}次。\tI love you {i} times." for i in range(12)]
    assert (list("我爱你7次。"), ["I", "love", "you", "7", "times", "."]) in every(read(lines))


def test_long_pairs_are_left_out(read):
    longer = ["一 二 三 四\tone", "一\tone two three four"]
    assert every(read([*LINES, *longer], max_length=3)) == expected(LINES)
    assert every(read([*LINES, *longer], max_length=4)) == expected([*LINES, *longer])


def test_a_twentieth_is_kept_for_validation_and_a_twentieth_for_the_test(read):
    corpus = read([f"词{i}\tword{i}" for i in range(200)])
    assert [len(part) for part in corpus] == [180, 10, 10, 0]
    corpus = read([f"词{i}\tword{i}" for i in range(20_000)])
    assert [len(part) for part in corpus] == [19_000, 500, 500, 0]


def test_the_seed_decides_the_split(read):
    assert read(LINES, seed=3) == read(LINES, seed=3)
    assert read(LINES, seed=3).test != read(LINES, seed=4).test


@pytest.mark.parametrize("seed", range(5))
def test_no_source_is_in_two_parts(read, seed):
    corpus = read([f"词{i % 15}\ttranslation{i}" for i in range(60)], seed=seed)
    parts = [{tuple(source) for source, _ in part} for part in corpus[:3]]
    assert all(parts) and len(set.union(*parts)) == sum(map(len, parts)) == 15


BAD = {
    "empty": (b"", 1),
    "nothing but a line end": (b"\n", 1),
    "one column": (GOOD + "\n只 有 一 列\n".encode(), 13),
    "one column, spaces for tabs": (GOOD + "\n我 爱    I love\n".encode(), 13),
    "no source": (b"\tI love\n" + GOOD, 1),
    "no target": (GOOD + "\n我 爱\t\n".encode() + GOOD, 13),
    "a target of spaces": ("我 爱\t \u3000\r\n".encode() + GOOD, 1),
    "no target, but a third column": ("我 爱\t\tCC-BY\n".encode() + GOOD, 1),
    "an empty line inside": (GOOD + b"\n\n" + GOOD, 13),
    "an over-long line": (GOOD + b"\n" + "字".encode() * 6000 + b"\tword\n", 13),
    "binary": (bytes(range(256)) * 40, 1),
    "zeros": (GOOD + "\n我\0\tI\n".encode(), 13),
    "GBK": (GOOD + b"\n" + "我 爱\tI love".encode("gbk"), 13),
    "UTF-16": (GOOD.decode().encode("utf-16"), 1),
    "cut inside a character": (GOOD + "\nI love\t我".encode()[:-1], 13),
}


@pytest.mark.parametrize(("content", "line"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_with_its_name_the_line_and_what_was_expected(refuse, tmp_path, content, line):
    (tmp_path / "bad.tsv").write_bytes(content)
    (tmp_path / "old.pt").write_bytes(b"an older checkpoint")
    message = refuse("--data", "bad.tsv", "--save", "old.pt")
    assert message == f"bad.tsv, line {line}: expected UTF-8, source<TAB>target, at most 5,000 characters\n"


@pytest.mark.parametrize(
    "lines",
    [LINES[:9], ["一 二 三 四\tone"] * 50, ["同 一 句\tthe same"] * 50],
    ids=["nine pairs", "all too long", "one source alone"],
)
def test_too_little_to_learn_from_is_refused(refuse, tmp_path, lines):
    (tmp_path / "few.tsv").write_text("\n".join(lines), "utf-8")
    message = refuse("--data", "few.tsv", "--max-length", 3)
    assert "few.tsv" in message and "at least 10" in message


def test_a_file_that_is_not_there_is_named(refuse, tmp_path):
    assert "nowhere.tsv" in refuse("--data", "nowhere.tsv")
    (tmp_path / "folder").mkdir()
    assert "folder" in refuse("--data", "folder")
