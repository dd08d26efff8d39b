"""No page asks anybody but its own site for anything, and none complains."""

import pytest

from tests import built

BROWSER_ITSELF = ("data:", "blob:", "about:")


@pytest.mark.parametrize("path", built.pages())
def test_no_request_leaves_for_a_third_party(page, watch, address, path):
    if path.endswith("404.html"):
        path = "no-such-page.html"
    page.goto(address + path, wait_until="networkidle")
    page.mouse.wheel(0, 100_000)  # what loads late loads now
    page.wait_for_timeout(50)
    page.wait_for_load_state("networkidle")
    if path == "no-such-page.html":
        assert [problem for problem in watch.problems if "404" not in problem] == []
        watch.problems.clear()
    foreign = [url for url in watch.urls() if not url.startswith((address, *BROWSER_ITSELF))]
    assert foreign == []


def test_a_foreign_request_would_be_seen(page, watch, address):
    page.goto(address)
    page.evaluate("new Image().src = 'http://127.0.0.1:1/pixel.png'")
    page.wait_for_timeout(200)
    assert any("127.0.0.1:1/" in url for url in watch.urls())
    assert watch.problems, "a failed request is a problem"
    watch.problems.clear()
