"""Puts the parts of a style sheet where it names them: readers fetch one file, writers find each subject in its own.

`bundle()` is called when a language's site is written (on_post_build), before minify.py shortens what is there.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from publish.common import cache

IMPORT = re.compile(r'^@import "(.+)";\n', re.MULTILINE)


def bundle(folder: Path) -> None:
    """Our style sheets below `folder`, each whole. The parts of x.css lie in x/, which goes."""
    for sheet in sorted((folder / "assets" / "css").glob("*.css")):
        parts = sheet.with_suffix("")
        if parts.is_dir():
            cache.write(sheet, whole(sheet))
            shutil.rmtree(parts)


def whole(sheet: Path) -> str:
    """A style sheet with its parts in it."""
    return IMPORT.sub(lambda found: (sheet.parent / found[1]).read_text("utf-8"), sheet.read_text("utf-8"))
