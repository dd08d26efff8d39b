"""The search in Chromium, as fast as the machine is: how soon an answer stands there after a key.

Pages are opened from disk: no network's time is in these figures. "First" is the first letter of all, typed as soon as
the field can take it, with script and index still to be read; "later" is the median of all letters after it.
"""

from __future__ import annotations

import statistics

from publish.common import paths
from publish.draw import browser

PAGES = {
    "Chinese": ("index.html", "上下文向量 padding_idx"),
    "English": ("en/index.html", "teacher forcing bottleneck"),
}
TIMES = 5
# From the letter's own event until the browser has painted an answer to it.
TIMED = """() => {
    const field = document.querySelector(".md-search__input"), said = document.getElementById("search-said");
    window.answered = [];
    let typed = 0;
    field.addEventListener("input", (event) => { typed = event.timeStamp; }, true);
    const watch = new MutationObserver(() => {
        if (!typed || !document.getElementById("search-found").childElementCount && !/没有|Nothing/.test(said.textContent)) return;
        const start = typed;
        typed = 0;
        requestAnimationFrame(() => setTimeout(() => window.answered.push(performance.now() - start)));
    });
    watch.observe(said.parentElement, { subtree: true, childList: true });
}"""  # noqa: E501


def measure() -> dict[str, tuple[float, str]]:
    results = {}
    with browser.launch() as chromium:
        for language, (address, words) in PAGES.items():
            visits = [visit(chromium, address, words) for _ in range(TIMES)]
            later = [time for times in visits for time in times[1:]]
            results[f"{language}, first letter"] = (statistics.median(times[0] for times in visits), "ms")
            results[f"{language}, later letters"] = (statistics.median(later), "ms")
            results[f"{language}, slowest later letter"] = (max(later), "ms")
    return results


def visit(chromium, address: str, words: str) -> list[float]:
    """Milliseconds from each letter to its answer."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    try:
        page.goto((paths.SITE / address).as_uri())
        page.evaluate(TIMED)
        page.keyboard.press("/")
        for count, letter in enumerate(words, 1):
            page.keyboard.insert_text(letter)
            page.wait_for_function("count => window.answered.length >= count", arg=count)
        return page.evaluate("window.answered")
    finally:
        page.close()
