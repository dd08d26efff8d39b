"""Installs what is missing of a browser: for tools/set-up, before `make test` and `make diagrams`.

Playwright's build of Chromium, or, where that cannot be fetched and we are root on Debian or Ubuntu, the distribution's
package; and a Chinese font, without which text has the wrong width.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from publish.draw import browser

FONT_PACKAGE = "fonts-noto-cjk"


def has_chinese_font() -> bool:
    """Whether fontconfig knows a Chinese font; macOS and Windows, which have no fc-list, always bring one."""
    if not shutil.which("fc-list"):
        return sys.platform in ("darwin", "win32")
    return bool(subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True).stdout.strip())


def install() -> None:
    """Install what is missing, say what is being done, and name the remedy where it cannot be done from here."""
    wanted = []
    if not browser.chromium_path():
        print("==> no Chromium found: trying playwright's", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True, text=True
        )
        if done.returncode or not browser.chromium_path() or not _starts():
            wanted.append("chromium")
    if not has_chinese_font():
        wanted.append(FONT_PACKAGE)
    if not wanted:
        return
    command = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(wanted)}"
    if not browser.is_root() or not shutil.which("apt-get"):
        raise SystemExit(f"set-up: please install {' and '.join(wanted)}; on Debian or Ubuntu: sudo sh -c '{command}'")
    print(f"==> {command}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=environment)
    if done.returncode or not browser.chromium_path() or not has_chinese_font():
        raise SystemExit(f"set-up: `{command}` did not help:\n{(done.stdout + done.stderr)[-2000:]}")


def _starts() -> bool:
    """Whether it really starts: playwright's build may lack system libraries on a bare machine."""
    try:
        with browser.launch() as running:
            return running.version != ""
    except Exception:
        return False


if __name__ == "__main__":
    install()
