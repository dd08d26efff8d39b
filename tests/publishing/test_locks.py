"""What is installed is what was tried: each package by version and hash, from the registry the machine is set to."""

import json
import re
import subprocess
import tomllib

import yaml

from publish import paths

LOCK = paths.LOCK.read_text(encoding="utf-8")
REQUIREMENTS = (paths.ROOT / "requirements.in").read_text(encoding="utf-8")
PACKAGE = json.loads((paths.ROOT / "package.json").read_text(encoding="utf-8"))
PACKAGE_LOCK = json.loads((paths.ROOT / "package-lock.json").read_text(encoding="utf-8"))


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted():
    """name -> pinned version or None, from requirements.in."""
    lines = [line.split("#")[0].split(";")[0].strip() for line in REQUIREMENTS.splitlines()]
    pairs = [line.partition("==") for line in lines if line]
    return {canonical(name): version or None for name, _, version in pairs}


def locked():
    """name -> every version that the lock holds (it may hold one for each range of Python versions)."""
    result = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ ]+)", LOCK, re.MULTILINE):
        result.setdefault(canonical(name), set()).add(version)
    return result


def test_every_wanted_package_is_locked_at_the_wanted_version():
    have = locked()
    for name, version in wanted().items():
        assert name in have, f"{name} is not in requirements.lock; run `make lock`"
        if version:
            assert have[name] == {version}, f"{name}; run `make lock`"


def test_nothing_is_locked_that_nobody_wants():
    """Each locked package names who asks for it, and every direct wish is still in requirements.in."""
    blocks = re.findall(r"^([A-Za-z0-9._-]+)==.*?\n((?:    .*\n)*)", LOCK, re.MULTILINE)
    assert len(blocks) > 50
    for name, block in blocks:
        assert "# via" in block, name
        if "-r requirements.in" in block:
            assert canonical(name) in wanted(), f"{name} left requirements.in; run `make lock`"


def test_every_locked_package_has_a_hash():
    blocks = re.findall(r"^([A-Za-z0-9._-]+==[^ ]+)[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}[ \\]*\n)+)", LOCK, re.M)
    assert len(blocks) == sum(map(len, locked().values()))


def test_no_host_is_recorded():
    assert "://" not in LOCK
    assert "--index-url" not in LOCK and "--extra-index-url" not in LOCK
    assert "--find-links" not in LOCK
    for path, package in PACKAGE_LOCK["packages"].items():
        assert "resolved" not in package, path


def test_node_packages_are_locked_exactly():
    root = PACKAGE_LOCK["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        assert root[kind] == PACKAGE[kind], "package-lock.json is not in step; run `make lock`"
        for name, version in PACKAGE[kind].items():
            assert re.fullmatch(r"\d+\.\d+\.\d+", version), f"{name} is not pinned exactly"
            assert PACKAGE_LOCK["packages"][f"node_modules/{name}"]["version"] == version
    assert all("integrity" in package for path, package in PACKAGE_LOCK["packages"].items() if path)


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


def test_the_installed_versions_are_the_locked_ones():
    from importlib.metadata import version

    for name, pinned in wanted().items():
        if pinned:
            assert version(name) == pinned


def test_dependabot_watches_everything_that_is_pinned():
    config = yaml.safe_load((paths.ROOT / ".github" / "dependabot.yml").read_text(encoding="utf-8"))
    assert {update["package-ecosystem"] for update in config["updates"]} == {"github-actions", "pip", "npm"}


def test_the_script_asks_for_no_newer_python_than_promised():
    project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["requires-python"] == ">=3.10"
    assert project["tool"]["ruff"]["per-file-target-version"] == {"code/**": "py310"}
