"""`python -m publish <step>`: the steps from the script to the site, each of which runs only when its inputs
changed.
"""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import shutil
import socket
import subprocess
import sys
import time

from publish import cache, paths
from publish.errors import PublishError

STEPS = {
    "train": "run the script with its defaults; keep what it prints, its checkpoint, seconds and memory",
    "snippets": "run code/snippets/*.py; keep what they print",
    "labs": "execute the notebooks in labs/ that changed",
    "export": "weights and data scripts for the pages that run the model",
    "values": "collect every figure that a page may quote into build/values.json",
    "site": "build both languages into site/",
    "all": "all of the above, in this order",
    "serve": "all, then a live server that builds again when a source changes",
    "diagrams": "draw the diagrams and the cover whose source changed (needs a browser)",
}
ORDER = ("train", "snippets", "labs", "export", "values", "site")


def main(argv: list[str] | None = None) -> int:
    arguments = parser().parse_args(argv)
    if arguments.draft:
        os.environ["PUBLISH_DRAFT"] = "1"
    start = time.perf_counter()
    try:
        if arguments.step == "diagrams":
            diagrams(arguments.force)
        elif arguments.step == "serve":
            serve(arguments.host, arguments.port)
        else:
            for name in ORDER if arguments.step == "all" else [arguments.step]:
                do(name, arguments.force)
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
    steps = "\n".join(f"  {name:10}{text}" for name, text in STEPS.items())
    result = argparse.ArgumentParser(
        prog="python -m publish", description=f"steps:\n{steps}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    result.add_argument("step", choices=STEPS, metavar="step")
    result.add_argument("--force", action="store_true", help="run the step even if nothing changed")
    result.add_argument("--draft", action="store_true", help="show unknown names in the page (⟦…⟧) instead of stopping")
    result.add_argument("--host", default="127.0.0.1", help="address to serve at (default: %(default)s)")
    result.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"), help="default: %(default)s")
    return result


def do(name: str, force: bool = False) -> None:
    """One step, with a line before and after it."""
    print(f"[{name}] {STEPS[name]}", flush=True)
    start = time.perf_counter()
    if force:
        forget(name)
    done = globals()[name]()
    took = f"{time.perf_counter() - start:.1f} s"
    print(f"[{name}] {'unchanged' if done is False or done == [] else 'done'}, {took}", flush=True)


def forget(name: str) -> None:
    """Drop a step's records, so that it runs again."""
    prefixes = {"labs": "lab-", "snippets": "snippet-"}
    for record in paths.CACHE.glob(f"{prefixes.get(name, name)}*.json"):
        record.unlink()


def train() -> bool:
    from publish import training

    return training.step()


def snippets() -> list[str]:
    from publish import snippets

    return snippets.step()


def labs() -> list[str]:
    from publish import notebooks

    return notebooks.run_all()


def export() -> bool:
    """Weights, and the recorded training run: each of these modules has a `step()` with its own cache."""
    ran = [importlib.import_module(f"publish.{name}").step() for name in EXPORTERS]
    return any(ran)


EXPORTERS: tuple[str, ...] = ("training_microscope", "weights", "translation_microscope", "recording", "timelapse")


def values() -> None:
    from publish import values

    values.save()


def site() -> bool:
    """Both languages, Chinese first (it cleans the folder), each in a process of its own so that nothing leaks
    between.
    """
    from publish import hooks

    inputs = [
        hooks.commit(),
        *(paths.CONFIGS.values()),
        *(paths.ROOT / name for name in ("docs", "theme", "labs", "explorables", "code", "publish")),
        *(paths.LOCK, paths.VALUES, paths.WEB, paths.STILLS, paths.RUN, paths.BUILT_SNIPPETS, paths.BUILT_LABS),
        *(os.environ.get(name, "") for name in ("SITE_URL", "PUBLISH_DRAFT")),
    ]
    return cache.run("site", inputs, [paths.SITE], build_site)


def build_site() -> None:
    """Build beside the site, and put the new one in its place when both languages are whole."""
    new = paths.BUILD / "site"
    shutil.rmtree(new, ignore_errors=True)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PUBLISH_SITE": str(new)}
    for language in paths.LANGUAGES:
        folder = new / paths.site(language).relative_to(paths.SITE)
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", paths.CONFIGS[language].name, "-d", folder]
        if not os.environ.get("PUBLISH_DRAFT"):
            command.append("--strict")
        if subprocess.run(command, cwd=paths.ROOT, env=environment, check=False).returncode:
            raise PublishError(f"the site in language {language} was not built; the lines above say why.")
    shutil.rmtree(paths.SITE, ignore_errors=True)
    shutil.move(new, paths.SITE)


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


def serve(host: str, port: int) -> None:
    check_address(host, port)
    for name in ORDER:
        do(name)
    from publish import hooks

    def rebuild() -> None:
        try:
            for name in ORDER:
                do(name)
        except PublishError as error:  # the server goes on with the last whole site
            print(f"error: {error}", file=sys.stderr)

    print(
        f"\nThe site is at http://{host}:{port}/  (English: http://{host}:{port}/en/). Stop it with Ctrl-C.\n",
        flush=True,
    )
    hooks.serve(host, port, rebuild)


def diagrams(force: bool) -> None:
    from publish import cover, diagrams

    drawn = diagrams.step(everything=force) + cover.step(everything=force)
    print("\n".join(f"drawn: {name}" for name in drawn) or "all diagrams and the cover are up to date")


if __name__ == "__main__":
    sys.exit(main())
