"""`python -m publish serve`: the site at an address of this machine, at first without what the labs tell.

The labs take longer than all else together. So the site is built and served before they have run, with marked gaps in
their places (publish/pages/gaps.py). They run behind, in a process of their own; when that has ended, the site is built
again, and the page in the browser loads anew. No other command builds with gaps: `python -m publish all`, which
`make build` and `make test` call, runs the labs before it builds.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

from publish import steps
from publish.common import paths
from publish.common.errors import PublishError
from publish.run import notebooks

SECONDS_TO_HEAR = 3.0
LABS = (sys.executable, "-m", "publish", "labs")


def serve(host: str, port: int, force: bool = False) -> None:
    check_address(host, port)
    stale = build(force)
    from publish import hooks

    labs = Labs()

    def rebuild() -> None:
        labs.heard.set()
        try:
            labs.start(build())
        except PublishError as error:  # the server goes on with the last whole site
            print(f"error: {error}", file=sys.stderr)

    print(f"\nThe site is at http://{host}:{port}/  (English: http://{host}:{port}/en/). Stop it with Ctrl-C.")
    if stale:
        print(f"Labs to run behind it: {len(stale)}. What they tell is marked in the pages, and comes by itself.")
    print(flush=True)
    try:
        labs.start(stale)
        hooks.serve(host, port, rebuild, labs.ended)
    finally:
        labs.stop()


def check_address(host: str, port: int) -> None:
    """Raises PublishError where nobody could serve at this address: before minutes of training, not after them."""
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            pass
    except (OSError, OverflowError) as error:
        number, text = getattr(error, "errno", 0), getattr(error, "strerror", None) or str(error)
        reason = "another program uses it" if number == errno.EADDRINUSE else text
        raise PublishError(
            f"cannot serve at {host}:{port} ({reason}).", f"Try another port: make serve PORT={port % 65535 + 1}"
        ) from None


def build(force: bool = False) -> dict[str, str]:
    """Every step but the labs: the site has gaps where they have to run, and is like any other where not. Returns
    those, with the digests of their inputs.
    """
    stale: dict[str, str] = {}
    for step in steps.STEPS:
        if step.name == "labs":
            if force:
                step.forget()
            continue
        if step.name == "site":  # what came before may have made labs stale
            stale = notebooks.stale()
            os.environ[notebooks.WAITING] = " ".join(stale)
        steps.do(step, force)
    return stale


class Labs:
    """The step `labs`, in a process beside the server's. It says by itself how far it has come, and what went wrong."""

    def __init__(self) -> None:
        self.process: subprocess.Popen | None = None
        self.tried: dict[str, str] = {}
        self.ended: Path = paths.CACHE / "labs-ended"  # touched when the process has ended; the server watches it
        self.heard = threading.Event()  # a build began after that, or nobody listens any more
        self.stopped = False
        self.ended.parent.mkdir(parents=True, exist_ok=True)
        self.ended.touch()

    def start(self, stale: dict[str, str]) -> None:
        """Run them, unless they are running, or these very ones have failed."""
        if self.running() or stale.items() <= self.tried.items():
            return
        self.tried = stale
        self.process = subprocess.Popen(LABS, cwd=paths.ROOT)
        threading.Thread(target=self._tell, args=[self.process], daemon=True).start()

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def _tell(self, process: subprocess.Popen) -> None:
        process.wait()
        self.heard.clear()
        while not self.stopped:  # more than once: the server's watch may only just have begun
            self.ended.touch()
            if self.heard.wait(SECONDS_TO_HEAR):
                return

    def stop(self) -> None:
        """End the process and its kernels. What it has finished is kept."""
        self.stopped = True
        self.heard.set()
        if self.running():
            self.process.send_signal(signal.SIGTERM)  # Ctrl-C has reached it already, `kill` of this process has not
            self.process.wait()
