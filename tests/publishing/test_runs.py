"""Output on the pages is what the script and the snippets print, run as a reader would run them."""

import lstm_encoder_decoder as s2s
import pytest

from publish.common import paths
from publish.common.errors import PublishError
from publish.run import script as run_of_script
from publish.run import snippets


@pytest.fixture
def script(tmp_path):
    file = tmp_path / "script.py"
    file.write_text(
        "import os, sys\nprint(sys.argv[1:], sorted(os.listdir()))\nprint('über', flush=True)\n"
        "block = bytearray(80_000_000)\nsys.exit('broken' if '--bad' in sys.argv else 0)\n",
        "utf-8",
    )
    return file


def test_run_keeps_output_time_and_memory(script, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    result = run_of_script.run(script, ["--x"], empty)
    assert result.stdout == "['--x'] []\nüber\n"
    assert result.seconds > 0
    assert 80 < result.peak_mb < 400


def test_run_that_fails_is_an_error_with_its_complaint(script, tmp_path):
    with pytest.raises(PublishError, match=r"ended with status 1: broken"):
        run_of_script.run(script, ["--bad"], tmp_path)


def run_snippets(folder, **texts):
    """What each of these programs left, by name, in whatever order they ended."""
    files = [folder / f"{name}.py" for name in texts]
    for file, text in zip(files, texts.values(), strict=True):
        file.write_text(text, "utf-8")
    return {file.stem: result for file, result in snippets.run(files)}


def test_snippets_print_what_they_would_alone(tmp_path):
    """Same seeds for each, and nothing of what another left: no names, no changed modules, no files."""
    look = (
        "import os, random, torch\nimport lstm_encoder_decoder as s2s\n"
        "print('x' in globals(), s2s.PAD, os.listdir())\n"
        "print(torch.rand(1).item(), random.random())\nVALUES = {'pad': s2s.PAD}\n"
    )
    meddle = look + "x = 1\ns2s.PAD = 7\ntorch.manual_seed(9)\nopen('left', 'w').close()\n"
    alone = run_snippets(tmp_path, a=look)["a"]
    assert alone["stdout"].startswith("False 0 ['lstm_encoder_decoder.pt']\n")
    assert alone["values"] == {"pad": 0}
    among = run_snippets(tmp_path, m=meddle, n=meddle, a=look, o=meddle, b=look)
    assert {name: result["stdout"] for name, result in among.items()} == dict.fromkeys("mnaob", alone["stdout"])


def test_the_corpus_that_snippets_share_is_each_one_s_own(tmp_path):
    """And the one that the script draws: for another seed or size, and a second time, too."""
    look = (
        "import lstm_encoder_decoder as s2s\nfirst = s2s.make_corpus()\n"
        "print(first.train[0], len(first.train), s2s.make_corpus(1).train[0], len(s2s.make_corpus(size=3000).train))\n"
        "first.train.clear()\nprint(s2s.make_corpus(0).train[0])\n"
    )
    drawn, other, few = s2s.make_corpus(), s2s.make_corpus(1), s2s.make_corpus(size=3000)
    expected = f"{drawn.train[0]} {len(drawn.train)} {other.train[0]} {len(few.train)}\n{drawn.train[0]}\n"
    results = run_snippets(tmp_path, a=look, b=look)
    assert [results[name].get("stdout") for name in "ab"] == [expected, expected]


def test_as_many_snippets_run_at_once_as_there_are_cores(tmp_path, monkeypatch):
    """Each waits for the other: one after the other, they would wait for ever."""
    monkeypatch.setattr(snippets.os, "cpu_count", lambda: 2)
    program = (
        "import pathlib, time\nmine, other = (pathlib.Path('..', name) for name in {!r})\nmine.touch()\n"
        "until = time.monotonic() + 60\nwhile not other.exists() and time.monotonic() < until: time.sleep(0.01)\n"
        "print(other.exists())\n"
    )
    results = run_snippets(tmp_path, a=program.format(["a", "b"]), b=program.format(["b", "a"]))
    assert [results[name]["stdout"] for name in "ab"] == ["True\n", "True\n"]


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """Writes snippets into a folder of their own, which the step takes for code/snippets."""
    for name in ("SNIPPETS", "EXERCISES", "BUILT_SNIPPETS", "BUILT_EXERCISES", "CACHE"):
        monkeypatch.setattr(paths, name, tmp_path / name.lower())

    def write(**texts):
        paths.SNIPPETS.mkdir(exist_ok=True)
        for name, text in texts.items():
            (paths.SNIPPETS / f"{name}.py").write_text(text, "utf-8")

    return write


def test_snippet_that_fails_names_file_and_line_and_the_others_are_kept(sources):
    sources(bad="x = 1\n\nx / 0\n", good="print(1)\n", lost="import os\nos._exit(3)\n")
    with pytest.raises(PublishError) as caught:
        snippets.step()
    assert "snippets/bad.py:3: ZeroDivisionError" in str(caught.value)
    assert "snippets/lost.py:1: its process ended with status 3" in str(caught.value)
    assert (paths.BUILT_SNIPPETS / "good.txt").read_text("utf-8") == "1\n"
    assert not list(paths.BUILT_SNIPPETS.glob("bad.*"))
    sources(bad="x = 1\n", lost="y = 1\n")
    assert snippets.step() == ["bad", "lost"]


def test_a_snippet_runs_again_when_what_it_uses_has_changed(sources, tmp_path, monkeypatch):
    """The script and its checkpoint are for all, the second script's modules for those that import them."""
    for name in ("SCRIPT", "CHECKPOINT"):
        monkeypatch.setattr(paths, name, tmp_path / f"{name.lower()}.py")
    monkeypatch.setattr(paths, "VARIANTS", (tmp_path / "attention_data.py",))
    monkeypatch.setattr(snippets, "run", lambda files: [(file, {"stdout": "", "values": {}}) for file in files])
    sources(first="print(1)\n", second="import attention_data\n")
    assert snippets.step() == ["first", "second"]
    for changed, again in (
        (paths.SCRIPT, ["first", "second"]),
        (paths.CHECKPOINT, ["first", "second"]),
        (paths.VARIANTS[0], ["second"]),
        (paths.SNIPPETS / "first.py", ["first"]),
    ):
        assert snippets.step() == []
        changed.write_text("x = 2\n", "utf-8")
        assert snippets.step() == again, changed.name


def test_outputs_on_disk_belong_to_the_script_in_the_repository():
    """What `python -m publish train` left is of this very script: its --help is printed anew and compared."""
    assert (paths.RUN / "help.txt").read_text("utf-8") == run_of_script.run(paths.SCRIPT, ["--help"], paths.ROOT).stdout
