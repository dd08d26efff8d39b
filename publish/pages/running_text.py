"""A page's HTML cut into tags and the text between them, to say which of it is running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def pieces(content: str, skipped: tuple[str, ...], marks: tuple[str, ...] = ()) -> Iterator[tuple[bool, str]]:
    """(is running text, piece). Nothing in a skipped element is, nor in one whose tag holds one of the marks."""
    depth, stack = 0, []
    for token in re.split(r"(<!--.*?-->|<[^>]*>)", content, flags=re.DOTALL):
        if not token.startswith("<"):
            yield depth == 0, token
            continue
        yield False, token
        opening = re.match(r"<([a-zA-Z][\w-]*)", token)
        closing = re.match(r"</([a-zA-Z][\w-]*)", token)
        if opening and not token.endswith("/>") and opening[1].lower() not in VOID:
            inside = opening[1].lower() in skipped or any(mark in token for mark in marks)
            stack.append((opening[1].lower(), inside))
            depth += inside
        elif closing:
            while stack:
                name, inside = stack.pop()
                depth -= inside
                if name == closing[1].lower():
                    break
