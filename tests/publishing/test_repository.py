"""What a stranger gets with a clone: nothing of anybody's machine, nothing heavy, and a README that tells the truth."""

import json
import re
import subprocess
import tomllib

import pytest
import yaml
from PIL import Image

from publish.common import paths

README = paths.ROOT / "README.md"
# Tracked files over 1 MB, each with its reason.
LARGE = {"models/tatoeba.safetensors": "the attention microscope's model, which no build can train"}
BINARY = {".avif", ".jpg", ".jpeg", ".png", ".webp", ".woff2", ".ico", ".safetensors"}


def tracked():
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=paths.ROOT,
        capture_output=True,
        check=True,
    ).stdout
    return [paths.ROOT / name for name in names.decode().split("\0") if name and (paths.ROOT / name).is_file()]


def test_no_file_names_a_machine():
    """No folder of a machine that worked on this, and no package host, stands in a file."""
    machine = re.compile(r"(?<![\w.])/(?:work|farm|home/\w+|root|Users/\w+|opt/(?:wheels|pypi))/\w")
    for path in tracked():
        if path.suffix in BINARY:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert not machine.search(line), f"{paths.shown(path)}:{number}: {line.strip()[:120]}"


def test_no_tracked_file_is_heavy():
    for path in tracked():
        name = paths.shown(path)
        assert path.stat().st_size <= 1_000_000 or name in LARGE, (
            f"{name} is over 1 MB; give LARGE a reason, or shrink it"
        )


def test_nothing_that_is_built_is_tracked():
    for name in ("build", "site", ".venv", "node_modules"):
        assert subprocess.run(["git", "check-ignore", "-q", f"{name}/x"], cwd=paths.ROOT, check=False).returncode == 0


def test_the_top_level_holds_what_the_readme_names():
    """And nothing that a command left behind: no name has a space."""
    layout = re.search(r"## Layout\n\n```text\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)[1]
    named = set(re.findall(r"[\w.]+(?=/ )|Makefile|[\w.]+\.yml", layout))
    tools = {"pyproject.toml", "package.json", "package-lock.json", "requirements.in", "requirements.lock"}
    tools |= {"requirements-torch.in", ".gitignore", ".npmrc", ".pre-commit-config.yaml"}
    texts = {"README.md", "LICENSE", "LICENSE-text", "CITATION.cff"}
    top = {path.relative_to(paths.ROOT).parts[0] for path in tracked()}
    assert top - named - tools - texts == set()
    assert [paths.shown(path) for path in tracked() if " " in paths.shown(path)] == []


def test_code_is_no_package():
    """An `__init__.py` there would shadow Python's own module `code`, which debuggers import."""
    assert not list(paths.CODE.rglob("__init__.py"))


def targets():
    return re.findall(r"^([a-z]+):.*## ", (paths.ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_help_lists_every_target():
    makefile = (paths.ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE).group(1).split()
    assert sorted(phony) == sorted(targets())
    listed = subprocess.run(["make", "-s", "help"], cwd=paths.ROOT, capture_output=True, text=True, check=True).stdout
    assert [line.split()[1] for line in listed.splitlines()] == targets()


@pytest.mark.parametrize("target", targets())
def test_the_readme_explains_every_target(target):
    assert f"`make {target}`" in README.read_text(encoding="utf-8")


def test_links_in_the_readme_lead_somewhere():
    text = README.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)\)", text) + re.findall(r'(?:src|href)="([^"#]+)"', text)
    local = [link for link in links if "://" not in link]
    assert local
    for link in local:
        assert (paths.ROOT / link).exists(), link


def test_the_readme_shows_a_small_picture_that_is_not_published():
    (picture,) = re.findall(r"!\[.{20,}\]\((\S+)\)", README.read_text(encoding="utf-8"))
    assert (paths.ROOT / picture).stat().st_size <= 150_000
    assert Image.open(paths.ROOT / picture).width >= 1280
    assert picture.startswith(".github/"), "docs/ and theme/ are published"


def test_folders_in_the_readme_exist():
    listing = re.search(r"## Layout\n.*?```text\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL).group(1)
    names = [line.split()[0] for line in listing.splitlines() if line.strip() and not line.startswith(" ")]
    assert len(names) > 8
    for name in names:
        assert (paths.ROOT / name.rstrip("/")).exists(), name


def test_every_module_says_what_it_is_for():
    for path in tracked():
        if path.suffix == ".py" and path.name != "__init__.py" and path.parent.name != "labs":
            head = path.read_text(encoding="utf-8").lstrip()
            head = head.split("\n", 1)[1].lstrip() if head.startswith("#!") else head
            assert head.startswith('"""'), paths.shown(path)


def test_the_citation_can_be_read():
    citation = yaml.safe_load((paths.ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0"
    for key in ("message", "title", "authors", "date-released", "license", "version"):
        assert citation[key], key
    article = (paths.docs("zh") / "posts" / "embedding-lstm-seq2seq.md").read_text(encoding="utf-8")
    front = yaml.safe_load(article.split("---")[1])
    assert citation["title"] == front["title"]
    assert str(citation["date-released"]) >= str(front["date"])[:10]
    assert any(author.get("family-names") == "Zuo" for author in citation["authors"])


def test_versions_agree():
    project = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((paths.ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(citation["version"]) == project["version"]


def test_both_licences_are_there():
    assert "MIT License" in (paths.ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "CC BY 4.0" in (paths.ROOT / "LICENSE-text").read_text(encoding="utf-8")
    assert json.loads((paths.ROOT / "package.json").read_text(encoding="utf-8"))["license"] == "MIT"


def test_shell_scripts_are_sound():
    scripts = [path for path in (paths.ROOT / "tools").iterdir() if path.suffix != ".py" and path.is_file()]
    for path in (*sorted(scripts), paths.ROOT / ".ci" / "run"):
        assert path.stat().st_mode & 0o111, f"{path.name} is not executable"
        shell = "bash" if "bash" in path.read_text(encoding="utf-8").splitlines()[0] else "sh"
        assert subprocess.run([shell, "-n", str(path)], check=False).returncode == 0
