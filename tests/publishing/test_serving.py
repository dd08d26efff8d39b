"""`make serve` says at once when it cannot serve where it was asked to, shows the site before the labs have run, and
leaves nothing running when it is stopped.
"""

import os
import signal
import socket
import subprocess
import sys

import pytest

from publish import __main__ as command
from publish import hooks, serving, steps
from publish.common import paths
from publish.run import notebooks

LAB = '# %% [markdown] tags=["zh"]\n# # 题\n\n# %%\n'
ENDLESS = """import pathlib, subprocess, time
beside = subprocess.Popen(["sleep", "1000"])
pathlib.Path({file!r}).write_text(str(beside.pid))
time.sleep(1000)
"""


@pytest.fixture
def taken():
    """A port of this machine that another program listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def done(monkeypatch):
    """Steps that only tell of themselves: (the step's name, the labs that it was to do without)."""
    told = []

    def run(step):
        told.append((step.name, notebooks.waiting()))
        return True

    monkeypatch.setattr(steps.Step, "run", run)
    monkeypatch.setenv(notebooks.WAITING, "")
    return told


@pytest.fixture
def house(tmp_path, monkeypatch):
    """Two labs that have not run."""
    for name in ("LABS", "BUILT_LABS", "CACHE"):
        monkeypatch.setattr(paths, name, tmp_path / name.lower())
    paths.LABS.mkdir()
    for name in ("01_a", "02_b"):
        (paths.LABS / f"{name}.py").write_text(f"{LAB}VALUES = {{}}\n", "utf-8")


def finish(name):
    """As if a lab had run."""
    for output in notebooks.outputs(name):
        output.parent.mkdir(exist_ok=True)
        output.write_text("{}")
    notebooks.cache.note(f"lab-{name}", notebooks.stale()[name], notebooks.outputs(name))


def stand_in(monkeypatch, code):
    """Python in place of the process that runs the labs."""
    monkeypatch.setattr(serving, "LABS", (sys.executable, "-c", code))


def test_a_port_in_use_is_named_before_anything_is_built(taken, monkeypatch, capsys):
    monkeypatch.setattr(steps, "do", lambda *_: pytest.fail("built before the port was looked at"))
    assert command.main(["serve", "--port", str(taken)]) == 1
    complaint = capsys.readouterr().err
    assert f"127.0.0.1:{taken} (another program uses it)" in complaint
    assert f"make serve PORT={taken + 1}" in complaint
    assert len(complaint.splitlines()) == 1


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("no such host", 0)])
def test_an_address_that_cannot_be_is_an_error_in_words(host, port):
    with pytest.raises(serving.PublishError, match="cannot serve at"):
        serving.check_address(host, port)


def test_a_free_port_stays_free():
    serving.check_address("127.0.0.1", 0)


def test_a_port_that_is_no_number_is_refused_with_the_usage(monkeypatch, capsys):
    monkeypatch.setenv("PORT", "eight thousand")
    with pytest.raises(SystemExit):
        command.main(["serve"])
    assert "invalid int value: 'eight thousand'" in capsys.readouterr().err


def test_every_step_but_the_labs_comes_before_the_address(house, done):
    assert set(serving.build()) == {"01_a", "02_b"}
    assert [name for name, _ in done] == [step.name for step in steps.STEPS if step.name != "labs"]
    assert done[-1] == ("site", {"01_a", "02_b"})


def test_only_labs_that_have_to_run_are_done_without(house, done):
    finish("01_a")
    assert set(serving.build()) == {"02_b"}
    finish("02_b")
    assert serving.build() == {}
    assert [without for name, without in done if name == "site"] == [{"02_b"}, set()]


def test_force_makes_the_labs_run_again(house, done):
    finish("01_a")
    finish("02_b")
    assert set(serving.build(force=True)) == {"01_a", "02_b"}


@pytest.mark.parametrize("step", ["all", "site", "labs"])
def test_no_other_command_does_without_a_lab(house, done, monkeypatch, step):
    """Whatever the environment says, and a server before it has left there."""
    monkeypatch.setenv(notebooks.WAITING, "01_a 02_b")
    assert command.main([step]) == 0
    assert done and not any(without for _, without in done)


def test_a_draft_of_the_site_does_without_labs_that_never_ran(house, done, monkeypatch):
    monkeypatch.setenv("PUBLISH_DRAFT", "")
    finish("01_a")
    assert command.main(["site", "--draft"]) == 0
    assert done == [("site", {"02_b"})]


def test_labs_run_behind_the_server_and_their_end_builds_the_site_again(house, done, monkeypatch):
    """With the real server: it asks for the second build by itself, and that has no gaps."""
    stand_in(monkeypatch, "")
    monkeypatch.setattr(serving, "SECONDS_TO_HEAR", 0.1)
    built = []
    real = serving.build

    def build(force=False):
        if built:
            finish("01_a")
            finish("02_b")
        built.append(sorted(real(force)))
        if len(built) == 2:
            signal.raise_signal(signal.SIGINT)
        return dict.fromkeys(built[-1], "")

    monkeypatch.setattr(serving, "build", build)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        serving.serve("127.0.0.1", 0)
    finally:
        signal.signal(signal.SIGINT, before)
    assert built == [["01_a", "02_b"], []]


def test_labs_that_are_up_to_date_start_nothing(house, done, monkeypatch):
    finish("01_a")
    finish("02_b")
    monkeypatch.setattr(serving.subprocess, "Popen", lambda *_, **__: pytest.fail("started a process"))
    monkeypatch.setattr(hooks, "serve", lambda *_: None)
    serving.serve("127.0.0.1", 0)


def test_failed_labs_are_tried_again_only_when_something_has_changed(house, monkeypatch):
    stand_in(monkeypatch, "raise SystemExit(1)")
    labs, started = serving.Labs(), []
    for stale in ({"a": "1", "b": "1"}, {"a": "1", "b": "1"}, {"b": "1"}, {"b": "2"}):
        before = labs.process
        labs.start(stale)
        started.append(labs.process is not before)
        labs.process.wait()
    labs.stop()
    assert started == [True, False, False, True]


def test_a_page_that_is_wrong_leaves_the_server_and_its_last_site(house, done, monkeypatch, capsys):
    rebuilt = []
    stand_in(monkeypatch, "")

    def serve(host, port, rebuild, ended):
        monkeypatch.setattr(serving, "build", lambda: (_ for _ in ()).throw(serving.PublishError("no such value")))
        rebuild()
        rebuilt.append(ended.exists())

    monkeypatch.setattr(hooks, "serve", serve)
    serving.serve("127.0.0.1", 0)
    assert rebuilt == [True]
    assert "error: no such value" in capsys.readouterr().err


def gone(number):
    """Whether a process has ended (whoever has to take note of that)."""
    try:
        with open(f"/proc/{number}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return subprocess.run(["kill", "-0", str(number)], capture_output=True, check=False).returncode != 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_the_labs_ends_their_kernels_and_keeps_what_was_finished(house, tmp_path, number):
    told = tmp_path / "told"
    os.mkfifo(told)
    (paths.LABS / "02_b.py").write_text(LAB + ENDLESS.format(file=str(told)), "utf-8")
    folders = {name: str(getattr(paths, name)) for name in ("LABS", "BUILT_LABS", "CACHE")}
    code = f"""
import pathlib, signal, sys
from publish import __main__ as command
from publish.common import paths
from publish.run import notebooks
for name, folder in {folders!r}.items():
    setattr(paths, name, pathlib.Path(folder))
notebooks.AT_ONCE = 1
notebooks.seconds_of_last_run = lambda names: {{name: float(name == "01_a") for name in names}}
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, signal.default_int_handler)
sys.exit(command.main(["labs"]))
"""
    process = subprocess.Popen([sys.executable, "-c", code], cwd=paths.ROOT, stderr=subprocess.PIPE, text=True)
    child = int(told.read_text())  # waits until the endless lab has said what it started
    process.send_signal(number)
    complaint = process.communicate()[1]
    assert process.returncode == 130
    assert complaint == "stopped; what was finished is kept\n"
    assert gone(child)
    assert sorted(file.name for file in paths.BUILT_LABS.iterdir()) == ["01_a.ipynb", "01_a.json"]
    assert list(notebooks.stale()) == ["02_b"]


def test_stopping_the_server_stops_the_labs_first(house, done, monkeypatch):
    stand_in(monkeypatch, "import time\ntime.sleep(1000)")
    processes = []

    def serve(*_):
        processes.append(next(one for one in made if one.poll() is None))
        raise KeyboardInterrupt

    made = []
    real = subprocess.Popen
    monkeypatch.setattr(serving.subprocess, "Popen", lambda *a, **k: made.append(real(*a, **k)) or made[-1])
    monkeypatch.setattr(hooks, "serve", serve)
    with pytest.raises(KeyboardInterrupt):
        serving.serve("127.0.0.1", 0)
    assert processes[0].poll() is not None
