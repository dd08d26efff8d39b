"""Addresses that were: each old id of a heading still leads to it, by an empty anchor in the heading.

docs/old-ids.toml names them by page. Called when a page's template is filled (on_post_page), so that a list of headings
or the search knows nothing of them; no script is needed, and no key stops there.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from publish.common import paths, tables
from publish.common.errors import PublishError, nearest

HEADING = re.compile(r'<h[1-6]\b[^>]*?\sid="([^"]+)"[^>]*>')


def table(file: Path | None = None) -> dict[str, dict[str, str]]:
    """A page's address in the site -> its old ids and what they are called today."""
    return tables.load(file or paths.DOCS / "old-ids.toml")


def place(page: str, address: str, file: Path | None = None) -> str:
    """A page's HTML with an anchor for each of its old ids. `address` is the page's in the site: "en/faq.html"."""
    old: dict[str, list[str]] = {}
    for before, today in table(file).get(address, {}).items():
        old.setdefault(today, []).append(before)
    known = HEADING.findall(page)
    for today in old:
        if today not in known:
            problem = f'["{address}"]: no heading of the page has the id {today!r}.'
            raise PublishError(problem, nearest(today, known), "docs/old-ids.toml")
    return HEADING.sub(lambda heading: heading[0] + "".join(map(_anchor, old.get(heading[1], ()))), page)


def _anchor(identity: str) -> str:
    return f'<span id="{html.escape(identity, quote=True)}" aria-hidden="true"></span>'


def of_tag(name: str, separator: str) -> str:
    """A tag's id on the tags page, without its "tag:". A Chinese one has a Latin id in the table."""
    slug = re.sub(r"\s+", separator, name.strip().lower())
    return table().get("tags.html", {}).get(f"tag:{slug}", f"tag:{slug}").removeprefix("tag:")
