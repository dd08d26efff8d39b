"""A machine without a browser gets one, and one that cannot have it gets told what to do."""

import os
import subprocess

import pytest

from publish.draw import browser
from tools import browser as setup


@pytest.fixture
def bare(monkeypatch):
    """A machine with nothing: no Chromium, no font, and a record of what was run."""
    state = {"chromium": None, "font": False, "ran": []}
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "chromium_path", lambda: state["chromium"])
    monkeypatch.setattr(setup, "has_chinese_font", lambda: state["font"])
    monkeypatch.setattr(browser, "is_root", lambda: True)
    monkeypatch.setattr(setup, "_starts", lambda: True)
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")

    def run(command, **options):
        state["ran"].append(" ".join(map(str, command)))
        return subprocess.CompletedProcess(command, *state["answer"](state["ran"][-1]))

    monkeypatch.setattr(setup.subprocess, "run", run)
    return state


def test_nothing_is_installed_where_all_is_there(bare):
    bare.update(chromium="/usr/bin/chromium", font=True)
    setup.install()
    assert bare["ran"] == []


def test_playwrights_build_comes_first(bare):
    def answer(command):
        bare.update(chromium="/usr/local/bin/chromium")
        return 0, "", ""

    bare.update(font=True, answer=answer)
    setup.install()
    assert len(bare["ran"]) == 1 and "playwright install chromium" in bare["ran"][0]


def test_debians_package_comes_next(bare):
    def answer(command):
        if "playwright" in command:
            return 1, "", "no route to host"
        bare.update(chromium="/usr/bin/chromium", font=True)
        return 0, "", ""

    bare.update(answer=answer)
    setup.install()
    assert bare["ran"][1].endswith("apt-get install -y --no-install-recommends chromium fonts-noto-cjk")


def test_a_missing_font_alone_is_installed(bare):
    def answer(command):
        bare.update(font=True)
        return 0, "", ""

    bare.update(chromium="/usr/bin/chromium", answer=answer)
    setup.install()
    assert bare["ran"] == [
        "sh -c apt-get update && apt-get install -y --no-install-recommends fonts-noto-cjk",
    ]


def test_without_rights_the_command_is_named(bare, monkeypatch):
    monkeypatch.setattr(browser, "is_root", lambda: False)
    bare.update(answer=lambda command: (1, "", "no route to host"))
    with pytest.raises(SystemExit, match=r"chromium and fonts-noto-cjk.*sudo"):
        setup.install()


def test_a_failing_installation_says_what_failed(bare):
    bare.update(answer=lambda command: (1, "", "E: unable to locate package"))
    with pytest.raises(SystemExit, match="unable to locate package"):
        setup.install()


def test_a_wrong_path_in_the_environment_is_an_error(monkeypatch):
    monkeypatch.setenv("CHROMIUM", os.path.join("no", "such", "chromium"))
    with pytest.raises(RuntimeError, match="CHROMIUM names"):
        browser.chromium_path()


def test_the_sandbox_is_given_up_only_for_root(monkeypatch):
    monkeypatch.setattr(browser, "is_root", lambda: False)
    assert "--no-sandbox" not in browser.arguments()
    monkeypatch.setattr(browser, "is_root", lambda: True)
    assert "--no-sandbox" in browser.arguments()
