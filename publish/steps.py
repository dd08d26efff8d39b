"""The steps from the script to the site, as data: what each does, reads and writes, its work, its records.

`python -m publish` runs them in this order. The work of a step decides by itself whether its inputs have changed, and
notes that in records (publish/common/cache.py); `forget()` drops those of one step, so that it runs whatever has
changed.
"""

from __future__ import annotations

import importlib
import time
from dataclasses import dataclass
from pathlib import Path

from publish.common import paths
from publish.common.progress import Progress
from publish.site import build


@dataclass(frozen=True)
class Step:
    """One step. `work` names "stage.module.function", imported when the step runs: help needs no PyTorch."""

    name: str
    does: str
    reads: tuple[Path, ...]
    writes: tuple[Path, ...]
    work: tuple[str, ...]
    records: tuple[str, ...] = ()  # their names in build/cache without ".json", as patterns

    def run(self) -> bool:
        """Do the work. Returns whether there was any."""
        changed = []
        with Progress(self.name, len(self.work)) as progress:
            for place in self.work:
                module, _, function = place.rpartition(".")
                changed.append(getattr(importlib.import_module(f"publish.{module}"), function)())
                progress.advance(module.rpartition(".")[2])
        return any(changed)

    def forget(self) -> None:
        """Drop the step's records, so that it runs again."""
        for pattern in self.records:
            for record in paths.CACHE.glob(f"{pattern}.json"):
                record.unlink()


STEPS = (
    Step(
        "train",
        "run the script with its defaults; keep what it prints, its checkpoint, seconds and memory",
        reads=(paths.SCRIPT,),
        writes=(paths.RUN,),
        work=("run.script.step",),
        records=("train",),
    ),
    Step(
        "snippets",
        "run code/snippets/*.py and code/exercises/*.py; keep what they print",
        reads=(paths.CODE, paths.RUN),
        writes=(paths.BUILT_SNIPPETS, paths.BUILT_EXERCISES),
        work=("run.snippets.step",),
        records=("snippets-*", "exercises-*"),
    ),
    Step(
        "labs",
        "execute the notebooks in labs/ that changed",
        reads=(paths.LABS, paths.CODE, paths.LOCK, paths.RUN),
        writes=(paths.BUILT_LABS,),
        work=("run.notebooks.run_all",),
        records=("lab-*",),
    ),
    Step(
        "export",
        "weights, recordings and still pictures for the pages that run a model",
        reads=(paths.EXPLORABLES, paths.SCRIPT, paths.RUN),
        writes=(paths.WEB, paths.STILLS),
        work=(
            "run.training_microscope.step",
            "run.weights.step",
            "run.translation_microscope.step",
            "run.recording.step",
            "run.timelapse.step",
        ),
        records=(
            "training-microscope",
            "weights",
            "translation-microscope",
            "translation-microscope-measured",
            "recording",
            "training-timelapse",
        ),
    ),
    Step(
        "values",
        "collect every figure that a page may quote into build/values.json",
        reads=(paths.SCRIPT, paths.RUN, paths.BUILT_SNIPPETS, paths.BUILT_LABS, paths.WEB, paths.STILLS),
        writes=(paths.VALUES,),
        work=("run.values.save",),
    ),
    Step(
        "site",
        "build both languages into site/",
        reads=build.READS,
        writes=(paths.SITE,),
        work=("site.build.step",),
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
