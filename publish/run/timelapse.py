"""The time-lapse's data: the recording made small for a page, and still pictures of it.

`step()` (part of `python -m publish export`, after the recording) writes the recording as a line of script and
draws the pictures that stand in the page until, or instead of, it.
"""

from __future__ import annotations

import json
from pathlib import Path

from publish.common import bundles, cache, node, paths
from publish.run import exported, recording

NAME = "training-timelapse"
FOLDER = paths.EXPLORABLES / NAME
DATA = paths.WEB / "timelapse.js"
BUILT = paths.STILLS / f"{NAME}.json"
PANELS = ("full", "home")


def step() -> bool:
    still = bundles.for_node(f"explorables/{NAME}/still.js")
    inputs = [still, FOLDER / "strings.json", recording.BUILT, Path(__file__)]
    return cache.run(NAME, inputs, [DATA, BUILT], lambda: draw(still))


def draw(still: str) -> None:
    """The page's data, and the pictures."""
    small = packed(json.loads(recording.BUILT.read_text("utf-8")))
    text = json.dumps(small, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    cache.write(DATA, f"Explorables.timelapse.receive({text});\n")
    languages = json.loads((FOLDER / "strings.json").read_text("utf-8"))
    result = node.run(still, json.dumps({"languages": languages, "recording": small}))
    cache.write_json(BUILT, json.loads(result))


def packed(record: dict) -> dict:
    """The recording with the digits that a page can show: what it rounds, it must not round twice."""
    small = {key: record[key] for key in ("words", "kinds", "target_vocabulary", "embed_size", "sentences", "moved")}
    for name in ("frames", "history"):
        small[name] = [{key: value for key, value in row.items() if key != "perplexity"} for row in record[name]]
    small |= {name: record[name] for name in ("kept", "length", "length_start", "alike", "alike_chance")}
    return {**rounded(small, 6), "losses": rounded(record["losses"], 3)}


def rounded(value, digits: int):
    """The value with each float in it, however deep, at so many significant digits."""
    if isinstance(value, float):
        return float(f"{value:.{digits}g}")
    if isinstance(value, dict):
        return {key: rounded(inner, digits) for key, inner in value.items()}
    return [rounded(inner, digits) for inner in value] if isinstance(value, list) else value


def read(file: Path) -> dict:
    return exported.read(file, "the training run has not been recorded.")


def figures() -> dict:
    """What pages may quote, `timelapse.*`; nothing before the first recording."""
    if not recording.BUILT.is_file():
        return {}
    record = read(recording.BUILT)
    return {
        "frames": len(record["frames"]),
        "kept": record["kept"][-1],
        "length": record["length"][-1],
        "length_start": record["length_start"],
        "alike": {"map": record["alike"][-1][0], "full": record["alike"][-1][1], "chance": record["alike_chance"]},
        "sentences": len(record["sentences"]),
        "at": {str(row["step"]): {key: row[key] for key in SCORES} for row in record["frames"]},
    }


SCORES = ("loss", "token_accuracy", "exact_match")
