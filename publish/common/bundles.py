"""Modules of explorables/ and search/ as scripts and style sheets, made by esbuild (explorables/bundle.js).

`for_page()` makes classic scripts, which run from disk too; `for_node()` a script that draws or measures at build time.
Entries are named from the repository's root. The text of a bundle is what a step that runs it depends on: it changes
with each module in it, and with no other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from publish.common import node, paths


@dataclass(frozen=True)
class Bundle:
    text: str
    modules: tuple[str, ...]  # the files in it, in its order

    def as_written(self) -> str:
        """Its modules for a reader, each as it was written."""
        scripts = [name for name in self.modules if name.endswith(".js")]
        parts = [f"// {'-' * 80} {name}\n\n{(paths.ROOT / name).read_text('utf-8')}" for name in scripts]
        return "\n".join(parts)


def for_page(language: str, *entries: str, without: tuple[str, ...] = ()) -> list[Bundle]:
    """A short script or style sheet of each file, with the strings of one language, but for some."""
    return _bundle([{"entry": name, "language": language, "without": without} for name in entries])


def for_node(entry: str) -> str:
    """A script for node.run()."""
    return _bundle([{"entry": entry, "node": True}])[0].text


def _bundle(jobs: list[dict]) -> list[Bundle]:
    script = (paths.EXPLORABLES / "bundle.js").read_text("utf-8")
    return [Bundle(one["text"], tuple(one["modules"])) for one in json.loads(node.run(script, json.dumps(jobs)))]
