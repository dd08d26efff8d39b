"""Keeps the two languages' sites together: the switcher stays on the same page, the sitemap names both.

Called when a template has been filled (on_post_page, on_post_template) and after a site is written (on_post_build).
"""

from __future__ import annotations

import html
import os.path
import re
from pathlib import Path

from publish.common import cache

SWITCHER = re.compile(r'<a href="([^"]*)" hreflang="(\w+)" class="md-select__link"')


def counterpart(url: str, language: str, other: str, same: str | None) -> str:
    """The relative way from a page (its address within its own site) to the page of another language that says the
    same (its address within that site), or else to its home.
    """
    here = url if language == "zh" else f"{language}/{url}"
    page = same or "index.html"
    there = page if other == "zh" else f"{other}/{page}"
    return os.path.relpath(there, os.path.dirname(here) or ".").replace(os.path.sep, "/")


def rewrite_switcher(output: str, url: str, language: str, same: str | None) -> str:
    """A page's HTML with the switcher's links pointing to this page, and without the theme's alternate links in
    its head.
    """
    output = re.sub(r"\s*<link rel=\"alternate\"[^>]*hreflang[^>]*>", "", output)

    def link(match: re.Match) -> str:
        other = match[2]
        href = counterpart(url, language, other, url if other == language else same)
        current = ' aria-current="true"' if other == language else ""
        return f'<a href="{href}" hreflang="{other}" lang="{other}"{current} class="md-select__link"'

    return SWITCHER.sub(link, output)


def rewrite_switcher_from_root(output: str, root: str) -> str:
    """The same for a page that is sent for addresses of any depth: the switcher leads to the languages' homes."""

    def link(match: re.Match) -> str:
        folder = "" if match[2] == "zh" else f"{match[2]}/"
        href = f"{root}{folder}index.html"
        return f'<a href="{href}" hreflang="{match[2]}" lang="{match[2]}" class="md-select__link"'

    return SWITCHER.sub(link, output)


def sitemap(pages: dict[str, dict[str, str]], site_url: str) -> str:
    """A sitemap of one language's pages. `pages`: address within the site -> {language: address from the root}."""
    root = site_url.rstrip("/") + "/"
    rows = []
    for addresses in pages.values():
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href="{html.escape(root + address)}"/>'
            for language, address in sorted(addresses.items())
        )
        for address in addresses.values():
            rows.append(f"<url><loc>{html.escape(root + address)}</loc>{links}</url>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n' + "\n".join(rows) + "\n</urlset>\n"
    )


def write_sitemap(site: Path, urls: list[str], english: set[str], site_url: str) -> None:
    """One sitemap for both languages, at the root. A site that does not know its own address has none."""
    drop_sitemap(site)
    if site_url:
        pages = {url: {"zh": url} | ({"en": f"en/{url}"} if url in english else {}) for url in urls}
        cache.write(site / "sitemap.xml", sitemap(pages, site_url))


def drop_sitemap(site: Path) -> None:
    """Remove what the theme wrote for one language alone."""
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        (site / name).unlink(missing_ok=True)
