"""How far a long step has come: n of m and the time left, for whoever waits.

On a terminal it is one line, written over; in a log, plain lines, at most one every few seconds. What is done at
once, and one thing alone, is not worth a line.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

SECONDS_BETWEEN = {True: 0.1, False: 5.0}  # two lines: on a terminal, in a log
SECONDS_BEFORE = 2.0  # the first
LEAST_TO_JUDGE = 1 / 20  # of all, before the time left is more than a guess


class Progress:
    """Counts what is done of `total`, within a `with` block. Where the parts are known to differ, `weight` is what all
    of them weigh together (their seconds at the last run, say), and the time left goes by weight.
    """

    def __init__(
        self,
        name: str,
        total: int,
        weight: float | None = None,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name, self.total, self.weight = name, total, weight or total
        self.stream, self.clock = stream or sys.stdout, clock
        self.terminal = self.stream.isatty()
        self.done, self.lifted, self.open = 0, 0.0, False
        self.start, self.shown = clock(), float("-inf")

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self.open:  # an error's text starts on a line of its own
            self.stream.write("\n")

    def advance(self, what: str = "", weight: float = 1.0) -> None:
        """One more is done, namely `what`."""
        self.done += 1
        self.lifted += weight
        now, last = self.clock(), self.done == self.total
        early = now - self.start < SECONDS_BEFORE or (not last and now - self.shown < SECONDS_BETWEEN[self.terminal])
        if early or self.total == 1:
            return
        left = "" if last or self.lifted < self.weight * LEAST_TO_JUDGE else self._left(now)
        line = f"[{self.name}] " + ", ".join(part for part in (f"{self.done} of {self.total}", left, what) if part)
        self.stream.write(f"\r\x1b[K{line}" if self.terminal else f"{line}\n")
        self.stream.flush()
        self.shown, self.open = now, self.terminal

    def _left(self, now: float) -> str:
        return f"{span((now - self.start) / self.lifted * (self.weight - self.lifted))} left"


def span(seconds: float) -> str:
    """So many seconds, no more exact than a guess can be."""
    return f"about {seconds:.0f} s" if seconds < 90 else f"about {seconds / 60:.0f} min"
