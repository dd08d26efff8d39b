"""`python -m publish <step>`: the steps from the script to the site, each of which runs only when its inputs
changed.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time

from publish import serving, steps
from publish.common import paths
from publish.common.errors import PublishError
from publish.run import notebooks

OTHERS = {
    "all": "all of the above, in this order",
    "serve": "a live server that builds again when a source changes; labs run behind it",
    "diagrams": "draw the diagrams and the cover whose source changed (needs a browser)",
}


def main(argv: list[str] | None = None) -> int:
    arguments = parser().parse_args(argv)
    os.environ.pop(notebooks.WAITING, None)
    if arguments.draft:
        os.environ["PUBLISH_DRAFT"] = "1"
        if arguments.step == "site":
            os.environ[notebooks.WAITING] = " ".join(notebooks.never_ran())
    start = time.perf_counter()
    try:
        if arguments.step == "diagrams":
            diagrams(arguments.force)
        elif arguments.step == "serve":
            serving.serve(arguments.host, arguments.port, arguments.force)
        else:
            for step in steps.STEPS if arguments.step == "all" else [steps.BY_NAME[arguments.step]]:
                steps.do(step, arguments.force)
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


def diagrams(force: bool) -> None:
    from publish.draw import cover, mermaid

    drawn = mermaid.step(everything=force) + cover.step(everything=force)
    print("\n".join(f"drawn: {name}" for name in drawn) or "all diagrams and the cover are up to date")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # `kill` stops it as Ctrl-C does, and as cleanly
    sys.exit(main())
