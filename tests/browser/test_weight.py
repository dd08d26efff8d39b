"""A page is light: what crosses the wire on a first visit, compressed as the published site sends it."""

import json
import re

import pytest

from tests import built

ARTICLE_BYTES, CHAPTER_BYTES, EXPLORABLE_BYTES, HOME_BYTES = 240_000, 105_500, 125_000, 105_000
ARTICLES = ["posts/embedding-lstm-seq2seq.html", "en/posts/embedding-lstm-seq2seq.html"]
LABS = sorted(path.relative_to(built.SITE).as_posix() for path in built.SITE.glob("**/labs/*.html"))
EXPLORABLES = sorted(path.relative_to(built.SITE).as_posix() for path in built.SITE.glob("**/demos/*microscope.html"))


def first_visit(page, watch, url):
    """Bytes of all bodies as they crossed the wire, and the requests, of a visit with an empty cache."""
    page.goto(url, wait_until="networkidle")
    sent = [request for request in watch.requests if request.url.startswith("http")]
    sizes = {request.url: request.sizes()["responseBodySize"] for request in sent}
    return sum(sizes.values()), sizes


@pytest.mark.parametrize("path", ARTICLES)
def test_the_article_weighs_little(page, watch, address, path):
    total, sizes = first_visit(page, watch, address + path)
    listing = "\n".join(f"{size:8} {url}" for url, size in sorted(sizes.items(), key=lambda item: -item[1]))
    assert 10_000 < total <= ARTICLE_BYTES, f"{total} bytes\n{listing}"
    assert len(sizes) <= 20, listing


@pytest.mark.parametrize("path", built.chapters())
def test_a_chapter_weighs_little(page, watch, address, path):
    total, sizes = first_visit(page, watch, address + path)
    listing = "\n".join(f"{size:8} {url}" for url, size in sorted(sizes.items(), key=lambda item: -item[1]))
    assert 10_000 < total <= CHAPTER_BYTES, f"{total} bytes\n{listing}"


@pytest.mark.parametrize("path", ["index.html", "en/index.html"])
def test_the_home_page_weighs_little_before_it_is_touched(page, watch, address, path):
    """With its cover's script and still picture; the model's weights come with the first touch."""
    total, sizes = first_visit(page, watch, address + path)
    listing = "\n".join(f"{size:8} {url}" for url, size in sorted(sizes.items(), key=lambda item: -item[1]))
    assert 10_000 < total <= HOME_BYTES, f"{total} bytes\n{listing}"


@pytest.mark.parametrize("path", LABS)
def test_a_lab_weighs_little(page, watch, address, path):
    total, sizes = first_visit(page, watch, address + path)
    listing = "\n".join(f"{size:8} {url}" for url, size in sorted(sizes.items(), key=lambda item: -item[1]))
    assert total <= 150_000, f"{total} bytes\n{listing}"


@pytest.mark.parametrize("path", EXPLORABLES)
def test_an_explorable_weighs_little_before_its_weights(page, watch, address, path):
    """The weights of the model come when its panel is in view, which on a large screen it may be at once."""
    _, sizes = first_visit(page, watch, address + path)
    total = sum(size for url, size in sizes.items() if not re.search(r"/translation-microscope/\d+\.js", url))
    listing = "\n".join(f"{size:8} {url}" for url, size in sorted(sizes.items(), key=lambda item: -item[1]))
    assert total <= EXPLORABLE_BYTES, f"{total} bytes\n{listing}"


@pytest.mark.parametrize("path", [ARTICLES[0], "demos/lstm_encoder_decoder.html"])
def test_a_long_page_is_styled_once_and_not_again_by_its_scripts(new_page, chromium, address, tmp_path, path):
    """A phone needs a second for each time. What a browser styles, it counts."""
    page = new_page(viewport={"width": 1280, "height": 900})
    chromium.start_tracing(page=page, path=tmp_path / "trace.json", categories=["devtools.timeline"])
    page.goto(address + path, wait_until="networkidle")
    chromium.stop_tracing()
    events = json.loads((tmp_path / "trace.json").read_text("utf-8"))["traceEvents"]
    styled = sum(event["args"].get("elementCount", 0) for event in events if event["name"] == "UpdateLayoutTree")
    elements = page.evaluate("document.querySelectorAll('*').length")
    assert elements / 10 < styled < 2 * elements > 6_000, (styled, elements)
