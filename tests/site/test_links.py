"""Every link, anchor, picture and script of every page leads somewhere, and every page is reached from the first."""

from functools import cache
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from publish.pages import programs
from tests import built

BASE = "http://site.invalid/"


@cache
def parsed(path):
    """(identifiers, references) of a page; references as (attribute, absolute address)."""
    soup = BeautifulSoup((built.SITE / path).read_bytes(), "lxml")
    identifiers = {node["id"] for node in soup.find_all(id=True)} | {
        node["name"] for node in soup.find_all("a", attrs={"name": True})
    }
    base = BASE if path == "404.html" else BASE + path
    references = []
    for attribute in ("href", "src", "data-src", "poster"):
        references += [(attribute, node[attribute]) for node in soup.find_all(attrs={attribute: True})]
    for node in soup.find_all(srcset=True):
        references += [("srcset", part.split()[0]) for part in node["srcset"].split(",")]
    references = [
        (attribute, urljoin(base, "/" + url.removeprefix(built.FOLDER) if url.startswith(built.FOLDER) else url))
        for attribute, url in references
    ]
    return identifiers, references


def target_of(url):
    """The file and the fragment that an address of this site means, or None for addresses elsewhere."""
    url, fragment = urldefrag(url)
    if not url.startswith(BASE):
        return None
    path = unquote(urlsplit(url).path).lstrip("/")
    file = built.SITE / path
    return (file / "index.html" if file.is_dir() else file), unquote(fragment)


@pytest.mark.parametrize("path", built.pages())
def test_every_link_leads_somewhere(path):
    broken = []
    for attribute, url in parsed(path)[1]:
        target = target_of(url)
        if target is None:
            continue
        file, fragment = target
        if not file.is_file():
            broken.append(f"{attribute} {url}: no such file")
        elif fragment and file.suffix == ".html":
            name = file.relative_to(built.SITE).as_posix()
            if name.endswith(programs.MICROSCOPE_PAGE) and fragment.startswith("text="):
                continue  # a state, which tests/publishing/test_programs.py has the microscope read
            if fragment not in parsed(name)[0] and fragment != "__top":
                broken.append(f"{attribute} {url}: no such place in the page")
    assert broken == []


@pytest.mark.parametrize("path", built.pages())
def test_outside_links_are_safe(path):
    for _, url in parsed(path)[1]:
        scheme = urlsplit(url).scheme
        assert scheme in ("http", "https", "mailto", "data"), url
        assert scheme != "http" or url.startswith((BASE, "http://www.w3.org/")), f"not encrypted: {url}"


@pytest.mark.parametrize("path", built.pages())
def test_identifiers_are_unique(path):
    soup = BeautifulSoup((built.SITE / path).read_bytes(), "lxml")
    seen = [node["id"] for node in soup.find_all(id=True)]
    assert sorted({name for name in seen if seen.count(name) > 1}) == []


def test_every_page_can_be_reached_from_the_first():
    reached, waiting = set(), ["index.html"]
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        for attribute, url in parsed(path)[1]:
            target = target_of(url) if attribute == "href" else None
            if target and target[0].suffix == ".html" and target[0].is_file():
                waiting.append(target[0].relative_to(built.SITE).as_posix())
    assert set(built.pages()) - reached - {"404.html", "en/404.html"} == set()


def test_every_language_has_every_page():
    chinese = {path for path in built.pages() if not path.startswith("en/")}
    english = {path.removeprefix("en/") for path in built.pages() if path.startswith("en/")}
    assert chinese == english
