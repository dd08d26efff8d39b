"""How tests run a script in their own process: what they type, and what of its complaints is none."""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import contextmanager

# How far a run is may be said at any time, and on a slow machine it is.
PROGRESS = re.compile(r"^(step|reading [^\n]*: (?:line|byte)) [\d,]+ of [\d,]+, \d+ s left\n", re.MULTILINE)


def complaints(text: str) -> str:
    """What a run says on standard error, but for how far it is."""
    return PROGRESS.sub("", text)


@contextmanager
def standard_input(content: bytes):
    """The process's own standard input, file descriptor 0, holds this."""
    kept = os.dup(0)
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        os.dup2(file.fileno(), 0)
        try:
            yield
        finally:
            os.dup2(kept, 0)
            os.close(kept)
