"""What the tests know about the built site: its pages, and a server that sends them as a published site would."""

from __future__ import annotations

import gzip
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from publish.common import paths
from publish.pages.chapters import by_uri

# Another folder can be put to the test, a published copy, say.
SITE = Path(os.environ.get("SITE_UNDER_TEST", paths.SITE))
# Where it will lie on its host: addresses from the root, which the 404 pages have, begin with this.
FOLDER = urlsplit(os.environ.get("SITE_URL", "")).path.rstrip("/") + "/"
TEXT = (".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".py", ".ipynb", ".map", ".bib")


def pages() -> list[str]:
    """Every built page as an address below the site's root. No site is an error: a check of no pages proves nothing."""
    found = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
    if "index.html" not in found:
        raise RuntimeError("site/ is not built; run `make build` (or `make test`, which builds first)")
    return found


def chapters(languages: tuple[str, ...] = paths.LANGUAGES) -> list[str]:
    """The pages of articles' chapters, in the order in which they are read."""
    found = [f"{'' if language == 'zh' else 'en/'}{uri}" for language in languages for uri in by_uri(language)]
    return [uri.removesuffix(".md") + ".html" for uri in found]


def search_index(folder: Path) -> dict:
    """What the search of a language's site knows; publish/site/search.py says what is in it."""
    text = (folder / "assets" / "search" / "index.js").read_text("utf-8")
    return json.loads(text[text.index("{") : text.rindex("}") + 1])


def fresh_soup(path: str) -> BeautifulSoup:
    """A built page as a tree of one's own, to cut things out of."""
    return BeautifulSoup((SITE / path).read_bytes(), "lxml")


@cache
def soup(path: str) -> BeautifulSoup:
    """A built page as a tree, read once and shared: look, and change nothing."""
    return fresh_soup(path)


@cache
def _compressed(path: Path, modified: float) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)


class _Handler(SimpleHTTPRequestHandler):
    """Files with gzip for text, as GitHub Pages sends them, and the site's own 404 page."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path("/" + self.path.removeprefix(FOLDER)))
        path = path / "index.html" if path.is_dir() else path
        status = 200 if self.path.startswith(FOLDER) and path.is_file() else 404
        path = path if status == 200 else Path(self.directory) / "404.html"
        zipped = path.suffix in TEXT and "gzip" in self.headers.get("Accept-Encoding", "")
        body = _compressed(path, path.stat().st_mtime) if zipped else path.read_bytes()
        kind = self.guess_type(str(path))
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):  # the browser went on to another page
            self.wfile.write(body)


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """The folder on a free port of this machine, as deep as on its host; the value is its address, with a slash at the
    end.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{FOLDER}"
    finally:
        server.shutdown()
        server.server_close()
