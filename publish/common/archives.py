"""Archives for readers, with the same bytes for the same files."""

from __future__ import annotations

import io
import zipfile

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the oldest date that a zip file knows


def pack(folder: str, files: dict[str, bytes]) -> bytes:
    """A zip file that unpacks into one folder. `files`: path below it -> content."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, data in files.items():
            entry = zipfile.ZipInfo(f"{folder}/{name}", LONG_AGO)
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return content.getvalue()
