"""A step runs again when its inputs changed, only then, and a reader never meets a half-written file."""

import pytest

from publish.common import cache


@pytest.fixture
def step(tmp_path):
    """A step that counts its runs: copies `source` to `target`."""
    source, target = tmp_path / "source.txt", tmp_path / "target.txt"
    source.write_text("one")
    runs = []

    def work():
        runs.append(1)
        cache.write(target, source.read_text())

    def run():
        return cache.run("copy", [source, "option"], [target], work, tmp_path / "records")

    return source, target, runs, run


def test_unchanged_inputs_do_not_run_a_step_twice(step):
    _, _, runs, run = step
    assert (run(), run()) == (True, False)
    assert len(runs) == 1


def test_changed_input_runs_the_step_again(step):
    source, target, runs, run = step
    run()
    source.write_text("two")
    assert run()
    assert target.read_text() == "two"
    assert len(runs) == 2


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_text("tampered")])
def test_lost_or_altered_output_is_made_again(step, damage):
    _, target, _, run = step
    run()
    damage(target)
    assert run()
    assert target.read_text() == "one"


def test_step_that_fails_is_not_taken_for_done(tmp_path):
    def fail():
        raise ValueError("broken")

    target = tmp_path / "target"
    with pytest.raises(ValueError, match="broken"):
        cache.run("step", ["input"], [target], fail, tmp_path / "records")
    assert cache.run("step", ["input"], [target], lambda: target.write_text("done"), tmp_path / "records")


def test_step_that_forgets_an_output_is_an_error(tmp_path):
    with pytest.raises(RuntimeError, match="without writing"):
        cache.run("step", [], [tmp_path / "target"], lambda: None, tmp_path / "records")


def test_interrupted_write_leaves_the_old_file(tmp_path, monkeypatch):
    target = tmp_path / "file"
    cache.write(target, "old")

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cache.os, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        cache.write(target, "new")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_digest_tells_names_contents_and_order_apart(tmp_path):
    (tmp_path / "a").write_text("xy")
    (tmp_path / "b").write_text("")
    one = cache.digest([tmp_path])
    (tmp_path / "a").write_text("x")
    (tmp_path / "b").write_text("y")
    two = cache.digest([tmp_path])
    assert len({one, two, cache.digest(["a", "b"]), cache.digest(["b", "a"]), cache.digest(["ab"])}) == 5
