"""The steps as data say what is so: each reads what was there before it, and --force runs one anew and no other."""

import itertools
import json

import pytest

from publish import __main__ as command
from publish import steps
from publish.common import cache, paths

NAMES = [step.name for step in steps.STEPS]
# A record of each kind that the steps leave in build/cache.
RECORDS = {
    "train": ["train"],
    "snippets": ["snippets-loss", "exercises-parity"],
    "labs": ["lab-01_lookup"],
    "export": [
        *("training-microscope", "weights", "translation-microscope", "translation-microscope-measured"),
        *("live-cover", "attention-microscope", "attention-microscope-weights", "recording", "training-timelapse"),
    ],
    "values": [],
    "site": ["site"],
}


@pytest.fixture
def records(tmp_path, monkeypatch):
    """A cache that holds all RECORDS, and steps that do nothing; returns the names that are left."""
    monkeypatch.setattr(paths, "CACHE", tmp_path)
    monkeypatch.setattr(steps.Step, "run", lambda step: True)
    for name in itertools.chain(*RECORDS.values()):
        (tmp_path / f"{name}.json").write_text("{}")
    return lambda: {file.stem for file in tmp_path.iterdir()}


@pytest.mark.parametrize("name", NAMES)
def test_force_forgets_the_step_s_own_records_and_no_others(records, name):
    before = records()
    assert command.main([name, "--force"]) == 0
    assert before - records() == set(RECORDS[name])


def test_force_with_all_forgets_everything(records):
    assert command.main(["all", "--force"]) == 0
    assert records() == set()


def test_without_force_nothing_is_forgotten(records):
    before = records()
    assert command.main(["all"]) == 0
    assert records() == before


def test_a_forced_step_runs_though_nothing_changed(tmp_path, monkeypatch, capsys):
    for name in ("SNIPPETS", "EXERCISES", "BUILT_SNIPPETS", "BUILT_EXERCISES", "CACHE"):
        monkeypatch.setattr(paths, name, tmp_path / name.lower())
    paths.SNIPPETS.mkdir()
    (paths.SNIPPETS / "one.py").write_text("print(1)\n", "utf-8")
    said = []
    for arguments in (["snippets"], ["snippets"], ["snippets", "--force"]):
        assert command.main(arguments) == 0
        said.append(capsys.readouterr().out.splitlines()[-1].split()[1])
    assert said == ["done,", "unchanged,", "done,"]


def test_every_record_that_a_build_left_belongs_to_one_step():
    for file in paths.CACHE.glob("*.json"):
        content = json.loads(file.read_text("utf-8"))
        if content.keys() == {"inputs", "outputs"}:
            owners = [step.name for step in steps.STEPS for pattern in step.records if file.match(f"{pattern}.json")]
            assert len(owners) == 1, f"{file.name}: {owners}"


def test_a_step_reads_only_what_an_earlier_one_wrote_or_the_repository_holds():
    written = []
    for step in steps.STEPS:
        for path in step.reads:
            made = path.is_relative_to(paths.BUILD) or path.is_relative_to(paths.SITE)
            assert path in written if made else path.exists(), f"{step.name} reads {path}"
        written += step.writes
    assert len(written) == len(set(written)), "two steps write one thing"


def test_what_a_step_says_it_writes_is_there_after_it():
    for step in steps.STEPS:
        for path in step.writes:
            assert path.exists(), f"{step.name}: {path}"


def with_work(*work):
    return steps.Step("some", "does something", reads=(), writes=(), work=work)


def test_chains_run_at_once_and_tell_whether_any_had_work():
    assert with_work((), ("run.notebooks.by_name",)).run() is True
    assert with_work((), ()).run() is False


def test_what_fails_in_one_chain_stops_the_step():
    with pytest.raises(ModuleNotFoundError, match="nowhere"):
        with_work(("run.notebooks.helpers",), ("run.nowhere.step",)).run()


@pytest.fixture
def inputs(monkeypatch):
    """What a place of work tells the cache that it depends on."""
    told = []
    monkeypatch.setattr(cache, "run", lambda name, inputs, *_: told.extend(inputs))

    def of(place):
        steps.chain((place,))
        return told

    return of


@pytest.mark.parametrize("place", ["run.weights.step", "run.recording.step"])
def test_another_run_of_the_script_is_exported_anew(inputs, place):
    assert {paths.SCRIPT, paths.CHECKPOINT} <= {path for path in inputs(place) if not isinstance(path, str)}


def test_the_site_is_built_anew_from_whatever_an_earlier_step_has_written(inputs, monkeypatch):
    """And for another address, which stands in its pages."""
    monkeypatch.setenv("SITE_URL", "https://example.test/")
    told = inputs("site.build.step")
    for step in steps.STEPS[:-1]:
        assert [path for path in step.writes if path not in told] == [], step.name
    assert "https://example.test/" in told
