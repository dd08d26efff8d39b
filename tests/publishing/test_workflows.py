"""What runs on GitHub can be trusted: it is well-formed, pinned, and publishes only what passed."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from publish import node, paths

WORKFLOWS = sorted((paths.ROOT / ".github" / "workflows").glob("*.yml"))
LINTER = paths.NODE_MODULES / "@tktco" / "node-actionlint" / "bin" / "node-actionlint.js"


def actionlint(folder):
    return subprocess.run(
        [node.find(), LINTER, ".github/workflows/*.yml"], cwd=folder, capture_output=True, text=True, check=False
    )


def site_workflow():
    return yaml.safe_load((paths.ROOT / ".github" / "workflows" / "site.yml").read_text(encoding="utf-8"))


def test_actionlint_has_nothing_to_say():
    assert WORKFLOWS
    result = actionlint(paths.ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_actionlint_would_say_something(tmp_path):
    text = WORKFLOWS[0].read_text(encoding="utf-8").replace("needs: test", "needs: nothing")
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    (tmp_path / ".github" / "workflows" / "site.yml").write_text(text, encoding="utf-8")
    result = actionlint(tmp_path)
    assert result.returncode == 1
    assert "nothing" in result.stdout


def test_zizmor_finds_no_weakness():
    result = subprocess.run(
        [Path(sys.executable).with_name("zizmor"), "--offline", "--persona", "pedantic", "--no-progress", ".github"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_publication_waits_for_every_check():
    """A failing test, the smoke test of the download among them, leaves the published site untouched."""
    jobs = site_workflow()["jobs"]
    assert jobs["build"]["needs"] == "test"
    assert jobs["deploy"]["needs"] == "build"
    assert jobs["test"]["steps"][-1]["run"] == ".ci/run"
    for job in jobs.values():
        assert "always()" not in str(job.get("if", "")) and "failure()" not in str(job.get("if", ""))
        assert not any(step.get("continue-on-error") for step in job["steps"])


def test_what_is_published_was_checked_where_it_was_built():
    """The build trains the model anew, so that its pages carry other figures than those that the tests have seen."""
    steps = [step.get("run") or step["uses"] for step in site_workflow()["jobs"]["build"]["steps"]]
    built, checked, handed_over = (
        next(index for index, step in enumerate(steps) if name in step)
        for name in ("make build", "pytest tests/article tests/site", "upload-pages-artifact")
    )
    assert built < checked < handed_over


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
    condition = workflow["jobs"]["build"]["if"]
    assert "github.event_name != 'pull_request'" in condition
    assert "github.ref == 'refs/heads/main'" in condition


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_commit(path):
    used = [
        step["uses"]
        for job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
        for step in job["steps"]
        if "uses" in step
    ]
    assert used
    for name in used:
        commit = name.partition("@")[2]
        assert len(commit) == 40 and set(commit) <= set("0123456789abcdef"), name


def test_ci_is_the_command_that_a_person_types():
    script = paths.ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111, ".ci/run is not executable"
    assert script.read_text(encoding="utf-8").splitlines()[-1] == "make test"
