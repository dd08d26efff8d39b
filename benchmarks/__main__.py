"""`make bench`: what the script, the microscopes, the search, the pages and building cost here, as a table and as
build/bench.json.

Nothing here is a test, and no test measures time. Other work on the machine shows in every figure, so its load is noted
with them. `python -m benchmarks --only script training` measures a part.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable

from benchmarks import building, explorables, model, pages, script, searching
from publish.common import cache, paths

PARTS: dict[str, Callable[[], dict[str, tuple[float, str]]]] = {
    "script": script.measure,
    "training": model.training,
    "translation": model.translation,
    "explorables": explorables.measure,
    "search": searching.measure,
    "pages": pages.measure,
    "build": building.measure,
}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=" ".join(__doc__.split("\n\n")[0].split())
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="measure these parts alone")
    chosen = parser.parse_args().only
    machine = describe_machine()
    print("  ".join(f"{name} {value}" for name, value in machine.items()), flush=True)
    measured = {}
    for name in chosen:
        print(f"\n[{name}] …", file=sys.stderr, flush=True)
        start = time.perf_counter()
        results = PARTS[name]()
        print(f"\n{name}  (measured in {time.perf_counter() - start:.0f} s)", flush=True)
        for what, (value, unit) in results.items():
            print(f"  {what:<52}{value:>12,.{2 if abs(value) < 100 else 0}f} {unit}", flush=True)
        measured[name] = {what: {"value": value, "unit": unit} for what, (value, unit) in results.items()}
    target = paths.BUILD / "bench.json"
    cache.write(target, json.dumps({"machine": machine, "results": measured}, indent=1, ensure_ascii=False))
    print(f"\nwritten: {paths.shown(target)}")
    return 0


def describe_machine() -> dict[str, str]:
    import torch

    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "threads": str(torch.get_num_threads()),
        "load": load,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "torch": torch.__version__,
    }


def _processor() -> str:
    try:
        lines = open("/proc/cpuinfo", encoding="utf-8").read().splitlines()  # noqa: SIM115
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
