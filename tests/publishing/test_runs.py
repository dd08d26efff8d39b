"""Output on the pages is what the script and the snippets print, run as a reader would run them."""

import pytest

from publish import paths, snippets, training
from publish.errors import PublishError


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
    result = training.run(script, ["--x"], empty)
    assert result.stdout == "['--x'] []\nüber\n"
    assert result.seconds > 0
    assert 80 < result.peak_mb < 400


def test_run_that_fails_is_an_error_with_its_complaint(script, tmp_path):
    with pytest.raises(PublishError, match=r"ended with status 1: broken"):
        training.run(script, ["--bad"], tmp_path)


def test_snippets_share_a_process_but_no_names(tmp_path):
    first, second = tmp_path / "first.py", tmp_path / "second.py"
    first.write_text(
        "import torch\nimport lstm_encoder_decoder as s2s\nx = 1\n"
        "print(s2s.PAD, torch.rand(1).item())\nVALUES = {'x': x}\n"
    )
    second.write_text("import torch\nprint('x' in globals(), torch.rand(1).item())\n")
    results = snippets.run([first, second])
    number = results[first]["stdout"].split()[1]
    assert results[first]["stdout"].startswith("0 ")
    assert results[first]["values"] == {"x": 1}
    assert results[second] == {"file": str(second), "values": {}, "stdout": f"False {number}\n"}


def test_snippet_that_fails_names_file_and_line(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text("x = 1\n\nx / 0\n")
    with pytest.raises(PublishError, match=r"bad\.py:3: ZeroDivisionError"):
        snippets.run([bad])


def test_outputs_on_disk_belong_to_the_script_in_the_repository():
    """What `python -m publish train` left is of this very script: its --help is printed anew and compared."""
    assert (paths.RUN / "help.txt").read_text("utf-8") == training.run(paths.SCRIPT, ["--help"], paths.ROOT).stdout
