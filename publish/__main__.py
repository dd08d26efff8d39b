"""`python -m publish <step>`: the steps from the script to the site, each of which runs only when its inputs
changed.
"""

from __future__ import annotations

import argparse
import errno
import os
import socket
import sys
import time

from publish import steps
from publish.common import paths
from publish.common.errors import PublishError

OTHERS = {
    "all": "all of the above, in this order",
    "serve": "all, then a live server that builds again when a source changes",
    "diagrams": "draw the diagrams and the cover whose source changed (needs a browser)",
}


def main(argv: list[str] | None = None) -> int:
    arguments = parser().parse_args(argv)
    if arguments.draft:
        os.environ["PUBLISH_DRAFT"] = "1"
    start = time.perf_counter()
    try:
        if arguments.step == "diagrams":
            diagrams(arguments.force)
        elif arguments.step == "serve":
            serve(arguments.host, arguments.port, arguments.force)
        else:
            for step in steps.STEPS if arguments.step == "all" else [steps.BY_NAME[arguments.step]]:
                do(step, arguments.force)
    except PublishError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped; what was finished is kept", file=sys.stderr)
        return 130
    if arguments.step in ("all", "site"):
        print(f"{paths.shown(paths.SITE)}/index.html is ready ({time.perf_counter() - start:.0f} s)")
    return 0


def parser() -> argparse.ArgumentParser:
    does = {step.name: step.does for step in steps.STEPS} | OTHERS
    listed = "\n".join(f"  {name:10}{text}" for name, text in does.items())
    result = argparse.ArgumentParser(
        prog="python -m publish", description=f"steps:\n{listed}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    result.add_argument("step", choices=does, metavar="step")
    result.add_argument("--force", action="store_true", help="run the step even if nothing changed")
    result.add_argument("--draft", action="store_true", help="show unknown names in the page (⟦…⟧) instead of stopping")
    result.add_argument("--host", default="127.0.0.1", help="address to serve at (default: %(default)s)")
    result.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"), help="default: %(default)s")
    return result


def do(step: steps.Step, force: bool = False) -> None:
    """One step, with a line before and after it."""
    print(f"[{step.name}] {step.does}", flush=True)
    start = time.perf_counter()
    if force:
        step.forget()
    changed = step.run()
    print(f"[{step.name}] {'done' if changed else 'unchanged'}, {time.perf_counter() - start:.1f} s", flush=True)


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


def serve(host: str, port: int, force: bool = False) -> None:
    check_address(host, port)
    for step in steps.STEPS:
        do(step, force)
    from publish import hooks

    def rebuild() -> None:
        try:
            for step in steps.STEPS:
                do(step)
        except PublishError as error:  # the server goes on with the last whole site
            print(f"error: {error}", file=sys.stderr)

    print(
        f"\nThe site is at http://{host}:{port}/  (English: http://{host}:{port}/en/). Stop it with Ctrl-C.\n",
        flush=True,
    )
    hooks.serve(host, port, rebuild)


def diagrams(force: bool) -> None:
    from publish.draw import cover, mermaid

    drawn = mermaid.step(everything=force) + cover.step(everything=force)
    print("\n".join(f"drawn: {name}" for name in drawn) or "all diagrams and the cover are up to date")


if __name__ == "__main__":
    sys.exit(main())
