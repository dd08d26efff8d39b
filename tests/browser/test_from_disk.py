"""A saved copy of the site can be read without a server."""

import pytest

from tests import built

# The 404 page is answered for any address, so that it names everything from the root of the site.
PAGES = [path for path in built.pages() if not path.endswith("404.html")]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_from_disk(page, watch, site, path):
    page.goto((site / path).as_uri(), wait_until="load")
    page.wait_for_timeout(50)
    assert page.locator("article").inner_text().strip()
    foreign = [url for url in watch.urls() if not url.startswith(("file:", "data:", "blob:", "about:"))]
    assert foreign == []


def test_links_lead_from_page_to_page_on_disk(page, site):
    page.goto((site / "index.html").as_uri())
    page.locator("article a[href$='posts/embedding-lstm-seq2seq/preface.html']:visible").first.click()
    page.wait_for_url("**/posts/embedding-lstm-seq2seq/preface.html*")
    assert page.locator("h1").first.inner_text()
    page.locator(".md-footer__link--next").click()
    page.wait_for_url("**/posts/embedding-lstm-seq2seq/architecture.html*")
    page.locator("a[href$='lstm_encoder_decoder.html']:visible").first.click()
    page.wait_for_url("**/demos/lstm_encoder_decoder.html*")
