"""The steps from the script to the site, as data: what each does, reads and writes, its work, its records.

`python -m publish` runs them in this order. The work of a step decides by itself whether its inputs have changed, and
notes that in records (publish/common/cache.py); `forget()` drops those of one step, so that it runs whatever has
changed.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from publish.common import paths
from publish.common.progress import Progress
from publish.site import build


@dataclass(frozen=True)
class Step:
    """One step. `work` names "stage.module.function", imported when the step runs: help needs no PyTorch. What does
    not need one another stands in chains of its own, which run at once.
    """

    name: str
    does: str
    reads: tuple[Path, ...]
    writes: tuple[Path, ...]
    work: tuple[tuple[str, ...], ...]
    records: tuple[str, ...] = ()  # their names in build/cache without ".json", as patterns

    def run(self) -> bool:
        """Do the work. Returns whether there was any."""
        if len(self.work) == 1:
            return chain(self.work[0])
        # A process for each: PyTorch has one state of random numbers and one number of threads in a process. A new
        # one, not a fork: this one may hold threads. Ctrl-C is for us to hear, who then end them.
        context = multiprocessing.get_context("spawn")
        at_once = min(len(self.work), os.cpu_count() or 1)
        changed = []
        with (
            context.Pool(at_once, signal.signal, (signal.SIGINT, signal.SIG_IGN), maxtasksperchild=1) as pool,
            Progress(self.name, len(self.work)) as progress,
        ):
            for some in pool.imap_unordered(chain, self.work, chunksize=1):
                changed.append(some)
                progress.advance()
        return any(changed)

    def forget(self) -> None:
        """Drop the step's records, so that it runs again."""
        for pattern in self.records:
            for record in paths.CACHE.glob(f"{pattern}.json"):
                record.unlink()


def chain(work: tuple[str, ...]) -> bool:
    """Call these, one after the other. Returns whether any had something to do."""
    changed = []
    for place in work:
        module, _, function = place.rpartition(".")
        changed.append(getattr(importlib.import_module(f"publish.{module}"), function)())
    return any(changed)


STEPS = (
    Step(
        "train",
        "run the script with its defaults; keep what it prints, its checkpoint, seconds and memory",
        reads=(paths.SCRIPT,),
        writes=(paths.RUN,),
        work=(("run.script.step",),),
        records=("train",),
    ),
    Step(
        "snippets",
        "run code/snippets/*.py and code/exercises/*.py; keep what they print",
        reads=(paths.CODE, paths.RUN),
        writes=(paths.BUILT_SNIPPETS, paths.BUILT_EXERCISES),
        work=(("run.snippets.step",),),
        records=("snippets-*", "exercises-*"),
    ),
    Step(
        "labs",
        "execute the notebooks in labs/ that changed",
        reads=(paths.LABS, paths.CODE, paths.LOCK, paths.RUN),
        writes=(paths.BUILT_LABS,),
        work=(("run.notebooks.run_all",),),
        records=("lab-*",),
    ),
    Step(
        "export",
        "weights, recordings and still pictures for the pages that run a model",
        reads=(paths.EXPLORABLES, paths.SCRIPT, paths.RUN, paths.MODELS),
        writes=(paths.WEB, paths.STILLS),
        work=(  # the longest first
            ("run.recording.step", "run.timelapse.step"),
            ("run.weights.step", "run.translation_microscope.step", "run.live_cover.step"),
            ("run.training_microscope.step",),
            ("run.attention_microscope.step",),
        ),
        records=(
            "training-microscope",
            "weights",
            "translation-microscope",
            "translation-microscope-measured",
            "live-cover",
            "attention-microscope",
            "attention-microscope-weights",
            "recording",
            "training-timelapse",
        ),
    ),
    Step(
        "values",
        "collect every figure that a page may quote into build/values.json",
        reads=(paths.SCRIPT, paths.RUN, paths.BUILT_SNIPPETS, paths.BUILT_LABS, paths.WEB, paths.STILLS, paths.MODELS),
        writes=(paths.VALUES,),
        work=(("run.values.save",),),
    ),
    Step(
        "site",
        "build both languages into site/",
        reads=build.READS,
        writes=(paths.SITE,),
        work=(("site.build.step",),),
        records=("site",),
    ),
)
BY_NAME = {step.name: step for step in STEPS}


def do(step: Step, force: bool = False) -> None:
    """One step, with a line before and after it."""
    print(f"[{step.name}] {step.does}", flush=True)
    start = time.perf_counter()
    if force:
        step.forget()
    changed = step.run()
    print(f"[{step.name}] {'done' if changed else 'unchanged'}, {time.perf_counter() - start:.1f} s", flush=True)
