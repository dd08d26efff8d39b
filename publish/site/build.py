"""Builds the site in both languages: the step `site` of `python -m publish`.

Each language is built in a process of its own, both at once, and beside the site that is there: the new one takes its
place when both languages are whole.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from publish.common import archives, cache, paths
from publish.common.errors import PublishError
from publish.common.progress import Progress
from publish.run import notebooks

WHOLE = "downloads/embedding-site.zip"
READS = (
    *paths.CONFIGS.values(),
    *(paths.DOCS, paths.THEME, paths.LABS, paths.EXPLORABLES, paths.SEARCH, paths.CODE, paths.LOCK),
    *(paths.RUN, paths.BUILT_SNIPPETS, paths.BUILT_EXERCISES, paths.BUILT_LABS),
    *(paths.WEB, paths.STILLS, paths.VALUES),
)


def step() -> bool:
    inputs = [
        commit(),
        *READS,
        Path(__file__).parent.parent,
        *(os.environ.get(name, "") for name in ("SITE_URL", "PUBLISH_DRAFT", notebooks.WAITING)),
    ]
    return cache.run("site", inputs, [paths.SITE], build)


def commit() -> str:
    """The commit that the site is built from, for its last line; nothing where there is no repository."""
    command = ["git", "-C", str(paths.ROOT), "rev-parse", "--short=10", "HEAD"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def build() -> None:
    new = paths.BUILD / "site"
    shutil.rmtree(new, ignore_errors=True)
    processes = {language: start(language, new / language) for language in paths.LANGUAGES}
    try:
        with Progress("site", len(processes)) as progress:
            for language, process in processes.items():
                if process.wait():
                    raise PublishError(f"the site in language {language} was not built; the lines above say why.")
                progress.advance(language)
    finally:  # none goes on where another failed
        for process in processes.values():
            process.kill()
            process.wait()
    shutil.rmtree(paths.SITE, ignore_errors=True)
    for language in paths.LANGUAGES:  # Chinese first: its folder is the root
        shutil.move(new / language, paths.site(language))
    cache.write(paths.SITE / WHOLE, whole())


def whole() -> bytes:
    """The site as one archive, for readers without a network: unpacked, its index.html opens from disk."""
    files = sorted(file for file in paths.SITE.rglob("*") if file.is_file())
    return archives.pack(
        Path(WHOLE).stem, {file.relative_to(paths.SITE).as_posix(): file.read_bytes() for file in files}
    )


def start(language: str, folder: Path) -> subprocess.Popen:
    """A process that builds one language's pages into a folder of their own."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", paths.CONFIGS[language].name, "-d", folder]
    if not os.environ.get("PUBLISH_DRAFT"):
        command.append("--strict")
    return subprocess.Popen(command, cwd=paths.ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
