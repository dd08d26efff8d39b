"""What runs on GitHub publishes only what passed. That it is well-formed and pinned, linters say, in `make lint`."""

import os
import re
import shutil
import subprocess
import sys

import pytest
import yaml

from publish.common import paths


def site_workflow():
    return yaml.safe_load((paths.ROOT / ".github" / "workflows" / "site.yml").read_text(encoding="utf-8"))


def command_of(step):
    return step.get("run") or step["uses"].partition("@")[0]


def test_publication_waits_for_every_check():
    """A failing test, the smoke test of the download among them, leaves the published site untouched."""
    jobs = site_workflow()["jobs"]
    assert jobs["deploy"]["needs"] == "test" and jobs["test"]["needs"] == "smoke"
    assert command_of(jobs["smoke"]["steps"][-1]) == "make smoke"
    for job in jobs.values():
        assert not any(step.get("continue-on-error") for step in job["steps"])
        for part in (job, *job["steps"]):
            assert not re.search(r"always\(\)|failure\(\)|cancelled\(\)", str(part.get("if", "")))


def test_the_very_files_that_passed_are_published():
    """A second build would train anew, so that its pages carried other figures than those that the tests have seen:
    the job that tests hands over its own site/, at once, and the job that publishes has no means to build one."""
    jobs = site_workflow()["jobs"]
    assert jobs.keys() == {"smoke", "test", "deploy"}
    assert [command_of(step) for step in jobs["test"]["steps"]][-2:] == [".ci/run", "actions/upload-pages-artifact"]
    assert jobs["test"]["steps"][-1]["with"] == {"path": "site"}
    assert [command_of(step) for step in jobs["deploy"]["steps"]] == ["actions/deploy-pages"]
    for step in jobs["test"]["steps"][:-2]:
        assert not re.search(r"\bmake\b|publish", command_of(step)), "what is built before the tests is not all of it"


def test_the_address_is_known_where_the_site_is_built():
    """Canonical links and the sitemap name it, and the tests look for it in them."""
    steps = site_workflow()["jobs"]["test"]["steps"]
    (address,) = [number for number, step in enumerate(steps) if step.get("id") == "address"]
    (check,) = [number for number, step in enumerate(steps) if step.get("run") == ".ci/run"]
    assert address < check
    assert steps[check]["env"] == {"SITE_URL": "${{ steps.address.outputs.url }}"}


@pytest.mark.parametrize(
    ("owner", "repository", "variable", "address"),
    [
        ("Somebody", "site", "", "https://somebody.github.io/site/"),
        ("Somebody", "somebody.github.io", "", "https://somebody.github.io/"),
        ("Somebody", "site", "https://example.org/", "https://example.org/"),
    ],
)
def test_the_address_is_that_of_pages_or_the_one_that_is_set(tmp_path, owner, repository, variable, address):
    (step,) = [step for step in site_workflow()["jobs"]["test"]["steps"] if step.get("id") == "address"]
    output = tmp_path / "output"
    environment = {"OWNER": owner, "REPOSITORY": repository, "SITE_URL": variable, "GITHUB_OUTPUT": str(output)}
    subprocess.run(["bash", "-e", "-c", step["run"]], env={**os.environ, **environment}, check=True)
    assert output.read_text("utf-8") == f"url={address}\n"


@pytest.mark.parametrize(
    ("whole", "broken", "status"),
    [
        ("optimizer.step()", "optimizer.step()", 0),  # as it is
        ("optimizer.step()", "optimizer.zero_grad()", 1),  # it runs, and learns nothing
        ("def save(self, path", "def safe(self, path", 1),  # it ends before it has saved
        ("class LSTMEncoder(nn.Module):", "class LSTMEncoder(nn.Modul):", 4),  # it does not even start: no test is read
    ],
)
def test_a_script_that_is_broken_fails_the_smoke_test(tmp_path, whole, broken, status):
    """On which all else waits: nothing of it is published."""
    for name in ("code", "publish/common", "tests/script"):
        shutil.copytree(paths.ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "tests/__init__.py", "tests/running.py"):
        shutil.copy(paths.ROOT / name, tmp_path / name)
    script = tmp_path / "code" / paths.SCRIPT.name
    text = script.read_text("utf-8")
    assert whole in text
    script.write_text(text.replace(whole, broken), "utf-8")
    command = [sys.executable, "-m", "pytest", "-qx", "-n0", "-p", "no:cacheprovider", "tests/script/test_smoke.py"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == status, result.stdout + result.stderr


def test_only_the_last_job_may_write():
    workflow = site_workflow()
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        writes = {key for key, value in job["permissions"].items() if value == "write"}
        assert writes == ({"pages", "id-token"} if name == "deploy" else set())


def test_pull_requests_are_checked_but_never_published():
    workflow = site_workflow()
    triggers = workflow[True]  # YAML 1.1 reads the key `on` as a truth value
    assert "pull_request" in triggers
    assert "pull_request_target" not in triggers
    deploy = workflow["jobs"]["deploy"]
    assert deploy["if"] == "github.event_name != 'pull_request' && github.ref == 'refs/heads/main'"


def test_ci_is_the_command_that_a_person_types():
    script = paths.ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111, ".ci/run is not executable"
    assert script.read_text(encoding="utf-8").splitlines()[-1] == "make test"
