"""What the tests of the explorables share about their strings, which come in two languages from one file."""

from __future__ import annotations

from collections.abc import Iterator


def differences(a: object, b: object, where: str = "") -> Iterator[str]:
    """The places at which two languages' strings differ in shape: a key, a list's length, a kind of value."""
    if isinstance(a, dict) and isinstance(b, dict):
        for key in sorted(a.keys() | b.keys()):
            yield from differences(a.get(key), b.get(key), f"{where}.{key}")
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for index, pair in enumerate(zip(a, b, strict=True)):
            yield from differences(*pair, f"{where}[{index}]")
    elif (a is None) != (b is None) or type(a) is not type(b) or isinstance(a, dict | list):
        yield where
