"""Where a page has come to rest: the theme scrolls smoothly, and figures grow while it does."""

from __future__ import annotations

AT_REST = """() => new Promise((done) => {
    let [place, since] = [scrollY, performance.now()];
    const look = () => {
        if (scrollY !== place) [place, since] = [scrollY, performance.now()];
        performance.now() - since > 500 ? done() : requestAnimationFrame(look);
    };
    look();
})"""


def top_of(page, name: str) -> float:
    """How many pixels below the top of the window the heading with this id is, once the page is at rest."""
    page.evaluate(AT_REST)
    return page.evaluate("name => document.getElementById(name).getBoundingClientRect().top", name)
