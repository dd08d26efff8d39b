"""What all tests share: the built site, a server for it, and a browser that reports each request and each complaint."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from publish.draw import browser
from tests import built


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built site."""
    built.pages()
    return built.SITE


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the built site is served, with a slash at the end."""
    with built.serve(site) as url:
        yield url


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for the whole session."""
    with browser.launch() as running:
        yield running


class Watch:
    """What the pages of one test asked for, and what went wrong in them."""

    def __init__(self) -> None:
        self.requests: list = []
        self.problems: list[str] = []

    def follow(self, context) -> None:
        context.on("request", lambda request: self.requests.append(request))
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.problems.append(f"uncaught: {error.error}"))

    def _failed(self, request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that was left before it had everything
            self.problems.append(f"failed: {request.url} ({request.failure})")

    def _answered(self, response) -> None:
        if response.status >= 400:
            self.problems.append(f"{response.status}: {response.url}")

    def _said(self, message) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text}")

    def urls(self) -> list[str]:
        return [request.url for request in self.requests]


@pytest.fixture
def watch() -> Iterator[Watch]:
    """The record of this test's pages. At the end the test fails on anything in `watch.problems`."""
    record = Watch()
    yield record
    assert not record.problems, "\n".join(record.problems)


@pytest.fixture
def new_page(chromium, watch: Watch) -> Iterator[Callable]:
    """Opens a page in a fresh profile: `new_page(color_scheme="dark", viewport={"width": 360, "height": 740})`."""
    contexts = []

    def open_one(**options):
        options.setdefault("locale", "zh-CN")
        context = chromium.new_context(**options)
        contexts.append(context)
        watch.follow(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page):
    """A page of 1280 × 800 in a fresh profile."""
    return new_page(viewport={"width": 1280, "height": 800})
