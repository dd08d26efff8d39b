"""A reader meets one term for one thing: no Chinese text has a word that the glossary rules out."""

from __future__ import annotations

import json
import re

import pytest

from publish.common import paths
from publish.pages import glossary

RULED_OUT = {pattern: entry["zh"] for entry in glossary.load().values() for pattern in entry.get("not_zh", [])}
ADDRESS = re.compile(r"\]\([^)\s]*\)|\{#[^}\s]*\}")  # a heading's address may be older than its words


def strings(value) -> list[str]:
    if isinstance(value, dict | list):
        return [text for item in (value.values() if isinstance(value, dict) else value) for text in strings(item)]
    return [value] if isinstance(value, str) else []


def texts() -> dict[str, str]:
    """All that a Chinese reader may read, by the file that it stands in."""
    files = [
        *paths.docs("zh").rglob("*.md"),
        *paths.LABS.glob("*.py"),
        *paths.CODE.rglob("*.py"),
        *(paths.ROOT / "theme").rglob("*.html"),
        paths.DOCS / "references.toml",
        paths.ROOT / "mkdocs.yml",
    ]
    found = {paths.shown(file): file.read_text("utf-8") for file in files}
    for file in [*paths.EXPLORABLES.glob("*/strings.json"), paths.SEARCH / "strings.json"]:
        found[paths.shown(file)] = "\n".join(strings(json.loads(file.read_text("utf-8"))["zh"]))
    terms = [text for entry in glossary.load().values() for key, text in entry.items() if key != "not_zh"]
    found[paths.shown(paths.GLOSSARY)] = "\n".join(strings(terms))
    return found


TEXTS = texts()


def test_all_that_is_read_is_looked_through():
    assert {name.split("/")[0] for name in TEXTS} == {
        "docs",
        "labs",
        "code",
        "theme",
        "explorables",
        "search",
        "mkdocs.yml",
    }
    assert len(TEXTS) > 80 and len(RULED_OUT) > 12


def test_no_term_is_ruled_out_by_another():
    names = [name for entry in glossary.load().values() for name in (entry["zh"], *entry.get("also_zh", []))]
    assert not [(pattern, name) for pattern in RULED_OUT for name in names if re.search(pattern, name)]


@pytest.mark.parametrize("file", sorted(TEXTS))
def test_no_word_that_the_glossary_rules_out(file):
    lines = ADDRESS.sub("", TEXTS[file]).splitlines()
    found = [
        f"{file}:{number}: {match[0]} is {name} here: …{line[max(0, match.start() - 15) : match.end() + 15]}…"
        for number, line in enumerate(lines, 1)
        for pattern, name in RULED_OUT.items()
        for match in re.finditer(pattern, line)
    ]
    assert not found, "\n".join(found)
