"""A Chromium for the diagram renderer and the tests: found where the machine has one, installed where it has none.

Looked for in this order: the environment variable CHROMIUM, the PATH, playwright's own download. `make test` and
`make diagrams` call `python -m publish.browser`, which installs what is missing: playwright's build, or, where that
cannot be fetched and we are root on Debian or Ubuntu, the distribution's package; and a Chinese font, without which
text has the wrong width.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FONT_PACKAGE = "fonts-noto-cjk"

# Nothing but the page under test may use the network; on a closed one Chromium's own calls would also cost seconds.
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium_path() -> str | None:
    """The Chromium to launch, or None where there is none. A path in CHROMIUM that does not exist is an error."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not shutil.which(named):
            raise RuntimeError(f"CHROMIUM names {named}, which cannot be run. Correct it, or unset it.")
        return shutil.which(named)
    return next((path for path in map(shutil.which, NAMES) if path), None) or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def arguments() -> list[str]:
    """What Chromium is started with. Its sandbox does not work for root, which is what containers run as."""
    return [*ARGUMENTS, "--no-sandbox"] if _is_root() else ARGUMENTS


_running = None


@contextmanager
def launch(**options):
    """A browser for the length of a `with` block. A block inside of another shares its browser: playwright, which
    runs once in a process, would refuse a second (a test that draws diagrams while the tests' browser is open)."""
    global _running
    if _running is not None:
        yield _running
        return
    from playwright.sync_api import sync_playwright

    path = chromium_path()
    if not path:
        raise RuntimeError("No Chromium was found. `make test` and `make diagrams` install one: run either once.")
    with sync_playwright() as playwright:
        _running = playwright.chromium.launch(executable_path=path, args=arguments(), **options)
        try:
            yield _running
        finally:
            browser, _running = _running, None
            browser.close()


def has_chinese_font() -> bool:
    """Whether fontconfig knows a Chinese font; macOS and Windows, which have no fc-list, always bring one."""
    if not shutil.which("fc-list"):
        return sys.platform in ("darwin", "win32")
    return bool(subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True).stdout.strip())


def install() -> None:
    """Install what is missing, say what is being done, and name the remedy where it cannot be done from here."""
    wanted = []
    if not chromium_path():
        print("==> no Chromium found: trying playwright's", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True, text=True
        )
        if done.returncode or not chromium_path() or not _starts():
            wanted.append("chromium")
    if not has_chinese_font():
        wanted.append(FONT_PACKAGE)
    if not wanted:
        return
    command = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(wanted)}"
    if not _is_root() or not shutil.which("apt-get"):
        raise SystemExit(f"set-up: please install {' and '.join(wanted)}; on Debian or Ubuntu: sudo sh -c '{command}'")
    print(f"==> {command}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=environment)
    if done.returncode or not chromium_path() or not has_chinese_font():
        raise SystemExit(f"set-up: `{command}` did not help:\n{(done.stdout + done.stderr)[-2000:]}")


def _starts() -> bool:
    """Whether it really starts: playwright's build may lack system libraries on a bare machine."""
    try:
        with launch() as browser:
            return browser.version != ""
    except Exception:
        return False


if __name__ == "__main__":
    install()
