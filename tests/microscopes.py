"""What tests of both translating microscopes do with a page: set its state, as words in the prose do, and read it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Microscope:
    """`Explorables.<name>` in a page."""

    name: str

    def settle(self, page) -> None:
        """Until all panels show the state: the reader's own at once, the others one after the other."""
        page.wait_for_function(f"() => Explorables.{self.name}.shown")

    def apply(self, page, **settings) -> None:
        """Set parts of the state, written as in the prose: apply(page, text="我 爱 你", forced="0,we")."""
        words = ";".join(f"{key}={value}" for key, value in settings.items())
        page.evaluate(f"words => Explorables.{self.name}.set(words)", words)
        self.settle(page)

    def state(self, page) -> dict:
        state = f"Explorables.{self.name}.state"
        return page.evaluate(f"() => ({{ ...{state}, forced: [...{state}.forced] }})")
