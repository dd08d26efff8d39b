"""The code page: what a reader sees, copies and downloads is the file; what it says of the file was counted in it."""

import hashlib
import html
import re

import pytest

from publish.common import paths
from publish.pages import slices
from publish.run import values

LANGUAGES = [pytest.param("", id="zh"), pytest.param("en/", id="en")]


def page(site, language):
    return (site / f"{language}demos/lstm_encoder_decoder.html").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_download_is_the_file(site, language):
    assert (site / f"{language}downloads/lstm_encoder_decoder.py").read_bytes() == paths.SCRIPT.read_bytes()
    assert 'href="../downloads/lstm_encoder_decoder.py" download' in page(site, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_listing_and_copy_button_hold_the_file(site, language):
    text = paths.SCRIPT.read_text("utf-8")
    output = page(site, language)
    listing = re.search(r'<pre id="listing"><code[^>]*>(.*?)</code></pre>', output, re.DOTALL)[1]
    assert html.unescape(re.sub(r"<[^>]+>", "", listing)) == text
    assert re.findall(r'id="(L\d+)"', listing) == [f"L{number}" for number in range(1, text.count("\n") + 1)]
    copied = re.findall(r'data-clipboard-text="([^"]*)"', output)
    assert copied
    assert all(html.unescape(one) == text for one in copied)


@pytest.mark.parametrize("language", LANGUAGES)
def test_overview_says_what_is_counted_in_the_file(site, language):
    data = paths.SCRIPT.read_bytes()
    counts = values.count_lines(data.decode("utf-8"))
    output = page(site, language)
    overview = output[output.index('id="overview"') : output.index('id="quick-start"')]
    for fact in (hashlib.sha256(data).hexdigest(), *(str(count) for count in counts)):
        assert fact in overview


@pytest.mark.parametrize("language", LANGUAGES)
def test_output_on_the_page_is_the_run_s(site, language):
    output = html.unescape(re.sub(r"<[^>]+>", "", page(site, language)))
    for name in ("default", "help"):
        assert (paths.RUN / f"{name}.txt").read_text("utf-8").strip() in output


@pytest.mark.parametrize("language", paths.LANGUAGES)
def test_every_definition_of_the_script_is_explained(language):
    """Each function, class and constant, or of a class each method, stands beside an explanation."""
    source = (paths.docs(language) / "demos/lstm_encoder_decoder.md").read_text("utf-8")
    shown = {
        symbol.split()[0]
        for match in re.findall(r"^\[\[beside (.*)\]\]$", source, re.MULTILINE)
        for symbol in match.split(";")
        if "head" not in symbol
    }
    spans = slices.symbols()
    covered = {line for name in shown for line in range(spans[name].first, spans[name].last + 1)}
    missing = [name for name, span in spans.items() if span.last not in covered and "." not in name]
    assert missing == []
