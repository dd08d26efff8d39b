"""What is installed is what was tried: each package by version and hash, from the registry the machine is set to.

Whether the locks are what their sources ask for, uv and npm say themselves, in `make lint`.
"""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from publish.common import paths

LOCK = paths.LOCK.read_text(encoding="utf-8")
PACKAGE = json.loads((paths.ROOT / "package.json").read_text(encoding="utf-8"))
PACKAGE_LOCK = json.loads((paths.ROOT / "package-lock.json").read_text(encoding="utf-8"))


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def locked():
    """The names of all packages in the lock."""
    return {canonical(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", LOCK, re.MULTILINE)}


def test_no_host_is_recorded():
    assert "://" not in LOCK
    assert "--index-url" not in LOCK and "--extra-index-url" not in LOCK
    assert "--find-links" not in LOCK
    for path, package in PACKAGE_LOCK["packages"].items():
        assert "resolved" not in package, path


def test_node_packages_are_pinned_and_held_to_their_hashes():
    for kind in ("dependencies", "devDependencies"):
        for name, version in PACKAGE[kind].items():
            assert re.fullmatch(r"\d+\.\d+\.\d+", version), f"{name} is not pinned exactly"
    assert all("integrity" in package for path, package in PACKAGE_LOCK["packages"].items() if path)


@pytest.fixture
def check(tmp_path):
    """Runs `tools/lock --check` in a small repository, with an npm that agrees and a uv that does as it is told."""
    for name in ("tools", ".venv/bin"):
        (tmp_path / name).mkdir(parents=True)
    lock, npm = Path(shutil.copy(paths.ROOT / "tools" / "lock", tmp_path / "tools")), tmp_path / ".venv/bin/npm"
    npm.write_text("#!/bin/sh\n", "utf-8")
    npm.chmod(0o755)
    (tmp_path / "requirements.lock").write_text("a==1\n", "utf-8")

    def run(uv):
        (tmp_path / "tools" / "uv").write_text(f"#!/bin/sh\nfor last; do :; done\n{uv}\n", "utf-8")
        (tmp_path / "tools" / "uv").chmod(0o755)
        result = subprocess.run([lock, "--check"], capture_output=True, text=True, check=False)
        assert (tmp_path / "requirements.lock").read_text("utf-8") == "a==1\n", "a check changes nothing"
        return result.returncode, result.stdout + result.stderr

    return run


def test_a_lock_that_is_what_its_source_asks_for_passes(check):
    assert check("echo a==1 >$last") == (0, "")


def test_a_lock_that_is_not_is_named_with_the_remedy(check):
    status, said = check("echo a==2 >$last")
    assert status == 1
    assert "> a==2" in said and "run make lock" in said


def test_without_a_network_the_lock_is_not_checked_and_that_is_said(check):
    status, said = check("echo 'cause: Failed to fetch: http://127.0.0.1:9/' >&2; exit 2")
    assert status == 0
    assert "was not checked" in said


def test_a_source_that_cannot_be_met_is_an_error_in_uv_s_own_words(check):
    assert check("echo 'No solution found' >&2; exit 1") == (1, "No solution found\n")


def test_set_up_installs_nothing_but_what_the_hashes_let_in():
    """uv is taken out of the lock with its hashes, and whatever is read from the lock is held to them."""
    set_up = (paths.ROOT / "tools" / "set-up").read_text(encoding="utf-8")
    (cut,) = re.findall(r"^ +(sed .* requirements\.lock) \|$", set_up, re.MULTILINE)
    block = subprocess.run(cut, shell=True, cwd=paths.ROOT, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^(\S+)==", block, re.MULTILINE) == ["uv"]
    assert "--hash=sha256:" in block
    commands = [line for line in set_up.replace("\\\n", " ").splitlines() if re.search(r"pip install .*-r ", line)]
    free = [line for line in commands if "--require-hashes" not in line]
    assert len(commands) > len(free)
    assert all("requirements-torch.in" in line for line in free), free


def test_torch_is_pinned_apart():
    """Its CPU build's hash differs by platform, so that one lock could not serve everywhere."""
    pinned = (paths.ROOT / "requirements-torch.in").read_text(encoding="utf-8").strip()
    assert re.fullmatch(r"torch==\d+\.\d+\.\d+", pinned)
    assert "torch" not in locked()


def test_what_torch_needs_is_locked():
    """It is installed without its dependencies where a wheel lies at hand, so all of them have to be there already."""
    from importlib.metadata import requires

    for requirement in requires("torch"):
        name, _, marker = requirement.partition(";")
        if not marker or ("extra" not in marker and "platform_system" not in marker):
            assert canonical(re.split(r"[ <>=!~\[(]", name.strip())[0]) in locked(), requirement


def test_dependabot_watches_everything_that_is_pinned():
    config = yaml.safe_load((paths.ROOT / ".github" / "dependabot.yml").read_text(encoding="utf-8"))
    assert {update["package-ecosystem"] for update in config["updates"]} == {"github-actions", "pip", "npm"}


def test_the_script_asks_for_no_newer_python_than_promised():
    project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["requires-python"] == ">=3.10"
    assert project["tool"]["ruff"]["per-file-target-version"] == {"code/**": "py310"}
