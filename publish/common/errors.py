"""The one error that a wrong source may raise while the site is built: what is wrong, where, and what to do about
it.
"""

from __future__ import annotations


class PublishError(Exception):
    """A fault in something a writer typed. `where` is "file:line" once it is known."""

    def __init__(self, problem: str, remedy: str = "", where: str = "") -> None:
        self.problem, self.remedy, self.where = problem, remedy, where
        super().__init__(str(self))

    def at(self, where: str) -> PublishError:
        """The same fault, with its place, unless a nearer place is known already."""
        return PublishError(self.problem, self.remedy, self.where or where)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.problem}" + (f" {self.remedy}" if self.remedy else "")


def nearest(name: str, known: object) -> str:
    """A remedy that lists what the writer may have meant."""
    import difflib

    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=4, cutoff=0.4) or names[:8]
    return f"Nearest: {', '.join(close)}." if close else "There is none yet."
