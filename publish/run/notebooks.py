"""Labs: percent notebooks in labs/, each executed once for both languages and for the figures that pages quote.

The step `labs` of `python -m publish`. It leaves the executed notebook in build/labs/, and beside it the seconds it
took and the dict `VALUES` of the notebook's last namespace, which feeds `lab.<name>.<key>`.

A build may be told to do without the results of some (`WAITING`): `make serve` shows the site before the labs have run.

Cells tagged `zh` or `en` belong to that language only; untagged ones to both. A code cell tagged `hide` runs, and only
its output is shown. What pages make of all this: lab_notebooks.py and lab_pages.py.
"""

from __future__ import annotations

import concurrent.futures
import json
import os
import re
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from publish.common import cache, paths
from publish.common.errors import PublishError
from publish.common.progress import Progress

SECONDS_PER_CELL = 3600  # for a cell that never ends; on a busy machine an honest one takes many times its usual time
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
# Names of the labs whose results a build is to do without: publish/serving.py and a draft set it, all else clears it.
WAITING = "PUBLISH_WAITING_LABS"
AT_ONCE = min(2, os.cpu_count() or 1)  # each has one thread
running: dict[str, object] = {}  # the client of each lab's kernel
COLLECT = "import json as _json\nprint(_json.dumps(globals().get('VALUES', {}), ensure_ascii=False))"


def is_notebook(file: Path) -> bool:
    """Helper modules live in labs/ too; a notebook is a file with percent cells."""
    return re.search(r"^# %%", file.read_text("utf-8"), re.MULTILINE) is not None


def by_name() -> dict[str, Path]:
    """All labs, in the order of their names."""
    return {file.stem: file for file in sorted(paths.LABS.glob("*.py")) if is_notebook(file)}


def helpers() -> list[Path]:
    """What the labs import, and a reader puts beside them."""
    return [file for file in sorted(paths.LABS.glob("*.py")) if not is_notebook(file)]


def read(file: Path):
    """The notebook of a percent script."""
    import jupytext

    return jupytext.read(file, fmt="py:percent")


def waiting() -> set[str]:
    """The labs that this build is to do without."""
    return set(os.environ.get(WAITING, "").split())


def never_ran() -> list[str]:
    return [name for name in by_name() if not all(output.is_file() for output in outputs(name))]


def executed(name: str):
    """The notebook as it was run last; its source alone, whatever an earlier run left, where the build does without."""
    import nbformat

    if name in waiting():
        return read(paths.LABS / f"{name}.py")
    built = paths.BUILT_LABS / f"{name}.ipynb"
    if not built.is_file():
        raise PublishError(f"lab {name} has not run.", "Run `python -m publish labs`.")
    return nbformat.read(built, as_version=4)


def tags(cell) -> list[str]:
    return list(cell.metadata.get("tags", []))


def spoken(cell, language: str) -> bool:
    """Whether a cell belongs to a language's page: it is not tagged as another one's."""
    return not set(tags(cell)) & (set(paths.LANGUAGES) - {language})


def figures(name: str, language: str) -> list:
    """The displays of a lab that are figures, in their order, as one language's readers see them."""
    outputs = [item for cell in executed(name).cells if spoken(cell, language) for item in cell.get("outputs", [])]
    return [item for item in outputs if is_figure(item) and belongs(item, language)]


def is_figure(output) -> bool:
    return "image/svg+xml" in output.get("data", {})


def belongs(output, language: str) -> bool:
    """Whether an output stands in a language's page: it does not say that it is another one's."""
    return output.get("metadata", {}).get("lang", language) == language


# Running


def stale() -> dict[str, str]:
    """The labs whose inputs have changed since they ran, or that never have: name -> digest of the inputs."""
    shared = cache.digest([*helpers(), paths.SCRIPT, paths.LOCK, paths.CHECKPOINT, Path(__file__)])
    keys = {name: cache.digest([file, shared]) for name, file in by_name().items()}
    return {name: key for name, key in keys.items() if not cache.fresh(f"lab-{name}", key, outputs(name))}


def run_all() -> list[str]:
    """The step: execute every lab whose inputs changed, two at a time. Returns the names of those that ran."""
    keys, files = stale(), by_name()
    if not keys:
        return []
    weights = seconds_of_last_run(list(keys))
    failures = []
    with Progress("labs", len(keys), sum(weights.values())) as progress, pool() as submit:
        # No long one begins when all others have ended. Before the first run nobody knows: the last ones ask the most.
        longest_first = sorted(sorted(keys, reverse=True), key=lambda name: -weights[name])
        jobs = {submit(execute, name, files[name]): name for name in longest_first}
        for job in concurrent.futures.as_completed(jobs):
            name = jobs[job]
            try:
                said = f"{name} in {job.result():.0f} s"
            except PublishError as error:
                failures.append(str(error))
                said = f"{name} failed"
            else:
                cache.note(f"lab-{name}", keys[name], outputs(name))
            progress.advance(said, weights[name])
    if failures:
        raise PublishError("\n".join(failures))
    return list(keys)


@contextmanager
def pool() -> Iterator[Callable]:
    """`submit` for labs, each in a thread that waits for its kernel. Whatever ends the block early, Ctrl-C, say, ends
    the kernels, too: they are processes of their own, which no signal from the terminal reaches.
    """
    threads, jobs = concurrent.futures.ThreadPoolExecutor(AT_ONCE), []

    def submit(*work) -> concurrent.futures.Future:
        jobs.append(threads.submit(*work))
        return jobs[-1]

    try:
        yield submit
    except BaseException:
        threads.shutdown(wait=False, cancel_futures=True)
        with undisturbed():
            while not all(job.done() for job in jobs):  # one may be about to start its kernel
                end_kernels(running.values())
                time.sleep(0.1)
        raise
    threads.shutdown()


@contextmanager
def undisturbed() -> Iterator[None]:
    """A second Ctrl-C, or `make serve` which passes on the first, does not leave the clearing up half done."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end_kernels(clients: Iterable) -> None:
    """Each with the processes that it has started. Their threads see that they are gone."""
    for client in list(clients):
        provisioner = client.km and client.km.provisioner
        if provisioner and provisioner.process:
            with suppress(ProcessLookupError):
                os.killpg(provisioner.process.pid, signal.SIGKILL)


def seconds_of_last_run(names: list[str]) -> dict[str, float]:
    """What each took when it last ran, whatever has changed since; all the same where one has never run."""
    records = {name: outputs(name)[1] for name in names}
    if not all(record.is_file() for record in records.values()):
        return dict.fromkeys(names, 1.0)
    return {name: json.loads(record.read_text("utf-8"))["seconds"] for name, record in records.items()}


def outputs(name: str) -> list[Path]:
    return [paths.BUILT_LABS / f"{name}.ipynb", paths.BUILT_LABS / f"{name}.json"]


def execute(name: str, file: Path) -> float:
    """Run one lab in a kernel of its own, in a scratch folder that holds the checkpoint. Returns the seconds it
    took.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    notebook = read(file)
    count = len(notebook.cells)
    notebook.cells.append(nbformat.v4.new_code_cell(COLLECT))
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix=f"lab-{name}-") as scratch:
        if paths.CHECKPOINT.is_file():
            shutil.copy(paths.CHECKPOINT, scratch)
        client = NotebookClient(
            notebook,
            timeout=SECONDS_PER_CELL,
            kernel_name="python3",
            resources={"metadata": {"path": scratch}},
            extra_arguments=["--IPKernelApp.log_level=40"],  # no warning that the kernel listens on loopback
        )
        running[name] = client
        try:
            client.execute(env=environment())
        except CellExecutionError as error:
            number = failing_cell(notebook)
            line = cell_lines(file)[number - 1] if number else 1
            raise PublishError(
                f"cell {number} of {count} failed: {error.ename}: {error.evalue}",
                "Nothing is published until it runs.",
                f"{paths.shown(file)}:{line}",
            ) from None
        except CellTimeoutError:
            raise PublishError(
                f"a cell was stopped after {SECONDS_PER_CELL:,} s.", "Make it shorter.", paths.shown(file)
            ) from None
        except DeadKernelError:
            raise PublishError(
                "its process ended before the lab did.", "Was there too little memory?", paths.shown(file)
            ) from None
        finally:
            del running[name]
    seconds = time.perf_counter() - start
    printed = "".join(item.get("text", "") for item in notebook.cells.pop().outputs)
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    cache.write(paths.BUILT_LABS / f"{name}.ipynb", nbformat.writes(notebook) + "\n")
    cache.write_json(paths.BUILT_LABS / f"{name}.json", {"seconds": seconds, "values": json.loads(printed or "{}")})
    return seconds


def environment() -> dict[str, str]:
    """The kernel finds the script and the labs' helpers, and leaves the other core to the lab beside it."""
    variables = dict(os.environ)
    variables["PYTHONPATH"] = os.pathsep.join([str(paths.CODE), str(paths.LABS)])
    variables["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), variables.get("PATH", "")])
    variables.update(OMP_NUM_THREADS="1", MPLBACKEND="agg", PYDEVD_DISABLE_FILE_VALIDATION="1")
    return variables


def failing_cell(notebook) -> int:
    """The number (from 1) of the cell that raised."""
    for number, cell in enumerate(notebook.cells, 1):
        if any(item.output_type == "error" for item in cell.get("outputs", [])):
            return number
    return 0


def cell_lines(file: Path) -> list[int]:
    """The line on which each cell starts."""
    return [number for number, line in enumerate(file.read_text("utf-8").splitlines(), 1) if line.startswith("# %%")]
