"""Changes the code on purpose, one place at a time, and sees that a test notices: `make mutants`.

A test that has always passed may test nothing. tests/mutants.toml lists mistakes that somebody could make (mutants),
each with the tests that have to fail for it. They are made in a copy of the tree, which is gone afterwards, whatever
happens.

    python -m tests.mutants                  all of them
    python -m tests.mutants NAME …           some
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from contextlib import suppress
from pathlib import Path

from publish.common import paths
from publish.common.progress import Progress

LIST = Path(__file__).with_suffix(".toml")
# What a change in explorables/ or in theme/assets/js/ does to the site: a few files, in seconds.
SCRIPTS = """
import shutil
from publish.common import cache, paths
from publish.pages import explorables

for language in paths.LANGUAGES:
    shutil.rmtree(paths.site(language) / explorables.FOLDER)
    for address, content in explorables.assets(language).items():
        cache.write(paths.site(language) / address, content)
    for script in (paths.THEME / "assets" / "js").glob("*.js"):
        cache.write(paths.site(language) / "assets" / "js" / script.name, script.read_text("utf-8"))
"""
# What is made anew, in the copy, before the tests see a mutant that says it `needs` that.
NEEDS = {"site": ("-m", "publish", "site"), "scripts": ("-c", SCRIPTS)}
MADE = ("build", "site")
SURVIVED = "SURVIVED"


def load() -> dict[str, dict[str, str]]:
    """All mutants by name. tests/mutants.toml says what each has; a test holds it to that."""
    return tomllib.loads(LIST.read_text("utf-8"))


def copy_tree(folder: Path) -> None:
    """The repository as it is now, changes that nobody has committed too, and what was built from it."""
    git = ("git", "-C", paths.ROOT)
    subprocess.run(["git", "clone", "--quiet", "--shared", paths.ROOT, folder], check=True)
    names = ""
    for changed in (("diff", "--name-only", "-z", "HEAD"), ("ls-files", "--others", "--exclude-standard", "-z")):
        names += subprocess.run([*git, *changed], check=True, capture_output=True, text=True, encoding="utf-8").stdout
    for name in filter(None, names.split("\0")):
        target = folder / name
        target.unlink(missing_ok=True)
        if (paths.ROOT / name).is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(paths.ROOT / name, target)
    for name in (".venv", "node_modules"):  # folders of links: git takes a link for a file, and would not ignore it
        (folder / name).mkdir()
        for entry in (paths.ROOT / name).iterdir():
            (folder / name / entry.name).symlink_to(entry.resolve())
    for name in MADE:
        shutil.copytree(paths.ROOT / name, folder / name)


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    """Python with these arguments -> its status, and all that it said. Nothing that it started outlives it."""
    command = [sys.executable, *arguments]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "encoding": "utf-8"}
    with subprocess.Popen(command, cwd=folder, start_new_session=True, **streams) as process:
        try:
            said = process.communicate()[0]
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    return process.returncode, said


def failing(folder: Path, *tests: str, workers: str = "logical") -> str:
    """The first test that fails, or where none can even be read, why; nothing where all pass."""
    status, said = run(folder, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-n", workers, *tests)
    found = re.findall(r"^(?:FAILED|ERROR) ([^\s\[]+)", said, re.MULTILINE)
    return [*found, said.strip().rpartition("\n")[2]][0] if status else ""


def notice(folder: Path, mutant: dict[str, str]) -> str:
    """What notices a mutant that is in the copy: a build that stops, a test, or SURVIVED."""
    needs = mutant.get("needs")
    if needs and run(folder, *NEEDS[needs])[0]:
        return "the build stops"
    narrow = mutant["noticed_by"]
    if test := failing(folder, narrow, workers="0"):
        return test
    wide = "/".join(narrow.split("/")[:2])  # the folder
    test = failing(folder, wide)
    return f"not by {narrow}, but by {test}" if test else SURVIVED


def try_one(folder: Path, made: Path, mutant: dict[str, str]) -> tuple[str, float]:
    """(what notices it, seconds). Afterwards the copy is as it was."""
    file, start = folder / mutant["file"], time.monotonic()
    whole, times = file.read_text("utf-8"), file.stat()
    try:
        file.write_text(whole.replace(mutant["old"], mutant["new"]), "utf-8")
        return notice(folder, mutant), time.monotonic() - start
    finally:
        file.write_text(whole, "utf-8")
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
        for name in MADE:  # a mutant may have written there, records that it is all up to date, too
            shutil.rmtree(folder / name)
            shutil.copytree(made / name, folder / name)


def main(names: list[str]) -> int:
    mutants = load()
    if unknown := set(names) - mutants.keys():
        print(f"no such mutant in {paths.shown(LIST)}: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    mutants = {name: mutants[name] for name in names} or mutants
    rows = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as scratch:
        folder, made = Path(scratch, "tree"), Path(scratch, "made")
        print("copying the tree; the tests have to pass before anything is changed", flush=True)
        copy_tree(folder)
        for needs in sorted({mutant["needs"] for mutant in mutants.values() if "needs" in mutant}, reverse=True):
            status, said = run(folder, *NEEDS[needs])
            if status:
                raise SystemExit(f"the copy cannot be built:\n{said[-2000:]}")
        if test := failing(folder, *sorted({mutant["noticed_by"] for mutant in mutants.values()})):
            raise SystemExit(f"without any mutant this fails: {test}")
        for name in MADE:
            shutil.copytree(folder / name, made / name)
        with Progress("mutants", len(mutants)) as progress:
            for name, mutant in mutants.items():
                rows.append((name, mutant["file"], *try_one(folder, made, mutant)))
                progress.advance(name)
    show(rows)
    return int(any(noticed == SURVIVED for _, _, noticed, _ in rows))


def show(rows: list[tuple[str, str, str, float]]) -> None:
    """The table, and how many there are."""
    wide, wider = (max(len(row[column]) for row in rows) for column in (0, 1))
    for name, file, noticed, seconds in rows:
        print(f"{name:{wide}}  {file:{wider}}  {seconds:4.0f} s  {noticed.removeprefix('tests/')}")
    print(f"{len(rows)} mutants, {sum(noticed == SURVIVED for _, _, noticed, _ in rows)} survived")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # `kill` clears up as Ctrl-C does
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("stopped; the tree is as it was")
