"""Pages on a phone: how soon something is there to read, and for how long the page then keeps its reader waiting.

Chromium at a phone's width, with the processor slowed down four times, each page opened from disk in a fresh profile:
no network's time is in these figures. Blocking is what all tasks took beyond the 50 ms after which a reader notices,
from the beginning until the page has been quiet for two seconds.
"""

from __future__ import annotations

import statistics

from publish.common import paths
from publish.draw import browser

PAGES = {
    "bare": "tags.html",  # the theme, and hardly anything in it: what the others are compared with
    "home": "index.html",
    "longest chapter": "posts/embedding-lstm-seq2seq/encoder.html",
    "whole article": "posts/embedding-lstm-seq2seq.html",
    "code": "demos/lstm_encoder_decoder.html",
    "translation microscope": "demos/translation-microscope.html",
    "training microscope": "demos/training-microscope.html",
}
SLOWER, TIMES = 4, 3
WATCH = """() => {
    window.tasks = [];
    const look = (list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration));
    new PerformanceObserver(look).observe({ type: "longtask", buffered: true });
}"""
QUIET = """() => new Promise((done) => {
    let count = -1;
    const look = () => (count === window.tasks.length ? done(window.tasks) : ((count = window.tasks.length), setTimeout(look, 2000)));
    look();
})"""  # noqa: E501
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def measure() -> dict[str, tuple[float, str]]:
    results = {}
    with browser.launch() as chromium:
        for name, address in PAGES.items():
            painted, blocked, longest = zip(*(visit(chromium, address) for _ in range(TIMES)), strict=True)
            results[f"{name}, first words"] = (statistics.median(painted), "ms")
            results[f"{name}, blocking"] = (statistics.median(blocked), "ms")
            results[f"{name}, longest task"] = (statistics.median(longest), "ms")
    return results


def visit(chromium, address: str) -> tuple[float, float, float]:
    """Milliseconds until the first words, of blocking, and of the longest task (0: none over 50 ms)."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    try:
        page = context.new_page()
        page.add_init_script(f"({WATCH})()")
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto((paths.SITE / address).as_uri())
        tasks = page.evaluate(QUIET)
        return page.evaluate(PAINTED), sum(task - 50 for task in tasks), max(tasks, default=0)
    finally:
        context.close()
