"""The Chromium that draws diagrams and that the tests use: what the environment variable CHROMIUM names, one on the
PATH, or playwright's own download, in this order. tools/browser.py installs one where there is none.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

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


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def arguments() -> list[str]:
    """What Chromium is started with. Its sandbox does not work for root, which is what containers run as."""
    return [*ARGUMENTS, "--no-sandbox"] if is_root() else ARGUMENTS


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
