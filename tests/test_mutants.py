"""The list of mutants does not rot: each can still be made, and the tests that shall notice it are there."""

import re

import pytest

from publish.common import paths
from tests import mutants

MUTANTS = mutants.load()
TOLD = {"file", "old", "new", "noticed_by"}


def test_sixty_mistakes_are_listed():
    assert len(MUTANTS) >= 60
    folders = {mutant["file"].split("/")[0] for mutant in MUTANTS.values()}
    assert {"code", "publish", "docs", "explorables", "theme", "search"} <= folders


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_can_be_made_and_has_its_tests(name):
    mutant = MUTANTS[name]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert TOLD <= mutant.keys() <= TOLD | {"needs"}
    assert mutant.get("needs") in {None, *mutants.NEEDS}
    assert (paths.ROOT / mutant["file"]).read_text("utf-8").count(mutant["old"]) == 1
    assert mutant["new"] != mutant["old"]
    file, _, test = mutant["noticed_by"].partition("::")
    assert re.fullmatch(r"tests/\w+/test_\w+\.py", file)
    source = (paths.ROOT / file).read_text("utf-8")
    assert f"def {test.partition('[')[0]}(" in source if test else "def test_" in source


def test_no_mistake_is_listed_twice():
    made = [(mutant["file"], mutant["old"], mutant["new"]) for mutant in MUTANTS.values()]
    assert len(set(made)) == len(made)


@pytest.fixture
def tree(tmp_path):
    """(a copy, what was built in it): one file, and a folder of each name in MADE."""
    folder, made = tmp_path / "tree", tmp_path / "made"
    for place in (folder, made):
        for name in mutants.MADE:
            (place / name).mkdir(parents=True)
    (folder / "a.py").write_text("x = 1\n", "utf-8")
    return folder, made


MUTANT = {"file": "a.py", "old": "x = 1", "new": "x = 2", "noticed_by": "tests/some/test_a.py::test_x"}


@pytest.mark.parametrize(
    ("narrow", "wide", "told"),
    [
        ("tests/some/test_a.py::test_x", None, "tests/some/test_a.py::test_x"),
        (
            "",
            "tests/some/test_b.py::test_y",
            "not by tests/some/test_a.py::test_x, but by tests/some/test_b.py::test_y",
        ),
        ("", "", mutants.SURVIVED),
    ],
)
def test_a_wider_selection_is_asked_where_the_narrow_one_passes(tree, monkeypatch, narrow, wide, told):
    asked = []

    def failing(folder, tests, workers="logical"):
        asked.append(tests)
        assert (folder / "a.py").read_text("utf-8") == "x = 2\n"
        return [narrow, wide][len(asked) - 1]

    monkeypatch.setattr(mutants, "failing", failing)
    assert mutants.try_one(*tree, MUTANT)[0] == told
    assert asked == [MUTANT["noticed_by"], "tests/some"][: 1 if narrow else 2]


@pytest.mark.parametrize("interrupted", [False, True])
def test_the_copy_is_as_it_was_after_each(tree, monkeypatch, interrupted):
    folder, _ = tree
    before = (folder / "a.py").stat().st_mtime_ns

    def failing(*_, **__):
        (folder / "build" / "record.json").write_text("{}")
        if interrupted:
            raise KeyboardInterrupt
        return "tests/some/test_a.py::test_x"

    monkeypatch.setattr(mutants, "failing", failing)
    try:
        mutants.try_one(*tree, MUTANT)
    except KeyboardInterrupt:
        assert interrupted
    assert ((folder / "a.py").read_text("utf-8"), (folder / "a.py").stat().st_mtime_ns) == ("x = 1\n", before)
    assert list((folder / "build").iterdir()) == []


def test_a_survivor_is_named_in_the_table_and_in_the_status(monkeypatch, capsys):
    monkeypatch.setattr(mutants, "load", lambda: {"one": MUTANT, "two": MUTANT})
    monkeypatch.setattr(
        mutants, "copy_tree", lambda folder: [(folder / name).mkdir(parents=True) for name in mutants.MADE]
    )
    monkeypatch.setattr(mutants, "failing", lambda *_, **__: "")
    told = iter([("tests/some/test_a.py::test_x", 1.0), (mutants.SURVIVED, 2.0)])
    monkeypatch.setattr(mutants, "try_one", lambda *_: next(told))
    assert mutants.main([]) == 1
    rows = capsys.readouterr().out.splitlines()[-3:]
    assert [row.split() for row in rows] == [
        ["one", "a.py", "1", "s", "some/test_a.py::test_x"],
        ["two", "a.py", "2", "s", "SURVIVED"],
        ["2", "mutants,", "1", "survived"],
    ]
    assert mutants.main(["three"]) == 2
