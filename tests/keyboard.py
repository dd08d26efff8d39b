"""Walking a page by the Tab key, as its readers do."""

from __future__ import annotations

import pytest


def tab_to(page, target, most: int) -> None:
    """Press Tab until `target` has the focus, at most so many times."""
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("Tab never gets there")


def tab_into(page, selector: str, most: int) -> None:
    """Press Tab, at least once, until the focus is somewhere inside `selector`."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.closest(selector) !== null", selector):
            return
    pytest.fail(f"{most} tabs do not reach {selector}")
