"""`python -m benchmarks.compact CHECKPOINT --test FILE`: a model small enough for a page, the attention microscope's.

    python -m benchmarks.compact attention_seq2seq.pt --test test.tsv --train train.tsv --trained-by "…"

It takes a checkpoint of code/attention_seq2seq.py, rounds each matrix to whole numbers of a byte with one scale a row,
and writes two files into the repository:

    models/tatoeba.safetensors   the weights, vocabularies and settings, which the build puts into the page
    models/tatoeba.json          what is in it, how it was made, and its scores as trained and as stored

The build trains no such model and needs none of its data; it takes what is in models/. So this command is called by
hand, whenever there is a better checkpoint. --trained-by is kept as text: what a reader would have to type to train
the same again.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import platform
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import torch
from safetensors.torch import load, save

from publish.common import cache, paths
from publish.run.attention_microscope import MODEL, POINTER

MOST_BYTES = 4_000_000  # of the model's file: a phone has to fetch it
SCALE = ".scale"  # what the name of a matrix's scales ends in
TIED = "decoder.projection.weight"  # is the decoder's table once more, and not stored
# What explorables/attention-microscope/model.js can do, and no other network.
NEEDED = {"attention": "general", "bidirectional": True, "tie": True, "num_layers": 1}
NEEDED |= {"source_pieces": 0, "target_pieces": 0}
DATA = {
    "source": "Tatoeba (tatoeba.org), by way of the Chinese-English pairs of ManyThings.org (manythings.org/anki)",
    "licence": "CC BY 2.0 FR",
    "licence_url": "https://creativecommons.org/licenses/by/2.0/fr/",
}


def second_script():
    """code/attention_seq2seq.py as a module; it imports its companions from its own folder."""
    if str(paths.CODE) not in sys.path:
        sys.path.insert(0, str(paths.CODE))
    return importlib.import_module("attention_seq2seq")


# ---------------------------------------------------------------- numbers of a byte


def quantise(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """matrix [R, C] -> whole numbers [R, C] from -127 to 127, int8, and scales [R], fp32.

    The largest value of a row becomes ±127, so that no value is off by more than half of its row's scale.
    """
    scales = matrix.abs().amax(dim=1) / 127
    steps = scales.masked_fill(scales == 0, 1.0)  # a row of zeros stays one
    return (matrix / steps.unsqueeze(1)).round().to(torch.int8), scales


def dequantise(numbers: torch.Tensor, scales: torch.Tensor) -> torch.Tensor:
    """What quantise() made of a matrix, as fp32 again: the values that the page calculates with."""
    return numbers.float() * scales.unsqueeze(1)


# ---------------------------------------------------------------- the file


def pack(translator) -> bytes:
    """A translator in the safetensors format. ValueError for one that the page cannot run, or that is too large."""
    config = translator.config
    for name, value in NEEDED.items():
        if getattr(config, name) != value:
            raise ValueError(f"the page runs only models with {name} = {value}; this one has {getattr(config, name)}")
    tensors = {}
    for name, tensor in translator.model.state_dict().items():
        if name == TIED:
            continue
        if tensor.dim() == 2:
            tensors[name], tensors[name + SCALE] = quantise(tensor)
        else:
            tensors[name] = tensor.float()
    described = {
        "source": translator.source_vocabulary.words,
        "target": translator.target_vocabulary.words,
        "config": asdict(config),
        "scale": translator.model.decoder.scale,
    }
    # One entry: safetensors writes several in an order that changes from run to run.
    data = save(tensors, {"translator": json.dumps(described, ensure_ascii=False)})
    if len(data) > MOST_BYTES:
        raise ValueError(
            f"the model takes {len(data):,} bytes, and a page gets {MOST_BYTES:,} at most: train a smaller one"
        )
    return data


def unpack(data: bytes):
    """The translator that a file holds, with the weights as they are stored."""
    second = second_script()
    length = int.from_bytes(data[:8], "little")
    described = json.loads(json.loads(data[8 : 8 + length])["__metadata__"]["translator"])
    config = second.Config(**described["config"])
    contents = [{"words": described[side][len(second.SPECIALS) :]} for side in ("source", "target")]
    translator = second.Translator(second.data.load_sides(contents, config), config)
    stored = load(data)
    weights = {name: tensor for name, tensor in stored.items() if not name.endswith(SCALE)}
    for name in weights:
        if name + SCALE in stored:
            weights[name] = dequantise(stored[name], stored[name + SCALE])
    weights[TIED] = weights["decoder.embedding.weight"]
    translator.model.load_state_dict(weights)
    translator.model.eval()
    return translator


# ---------------------------------------------------------------- the command


def scores(translator, texts: list[tuple[str, str]]) -> dict:
    """Loss, perplexity, BLEU and chrF with their signatures; of the greedy search, which is what the page shows."""
    part = second_script().data.cut_part(texts, translator.sides)
    return translator.scores(part, beam=1)


def about(file: Path) -> dict:
    """A file of pairs: how many they are, and its digest."""
    data = file.read_bytes()
    return {"pairs": sum(bool(line.strip()) for line in data.splitlines()), "sha256": hashlib.sha256(data).hexdigest()}


def make(checkpoint: Path, test: Path, train: Path | None = None, trained_by: str = "") -> dict:
    """Write both files; returns what the second one says."""
    second = second_script()
    trained = second.Translator.load(checkpoint)
    data = pack(trained)
    texts = list(second.data.read_texts(test))
    pointer = {
        "file": MODEL.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "parameters": sum(parameter.numel() for parameter in trained.model.parameters()),
        "vocabulary": {"source": len(trained.source_vocabulary), "target": len(trained.target_vocabulary)},
        "date": datetime.now(UTC).date().isoformat(),
        "versions": {"python": platform.python_version(), "torch": torch.__version__.partition("+")[0]},
        "trained_by": trained_by,
        "made_by": f"python -m benchmarks.compact {checkpoint.name} --test {test.name}",
        "training_data": about(train) if train else None,
        "test_data": about(test),
        "data": DATA,
        "scores": {"trained": scores(trained, texts), "stored": scores(unpack(data), texts)},
    }
    cache.write(MODEL, data)
    cache.write_json(POINTER, pointer)
    return pointer


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compact", description=__doc__.split("\n")[0])
    parser.add_argument("checkpoint", type=Path, help="what code/attention_seq2seq.py has saved")
    parser.add_argument("--test", type=Path, required=True, help="pairs, source<TAB>target, to measure the loss by")
    parser.add_argument(
        "--train", type=Path, help="the pairs that it was trained on: their number and digest are noted"
    )
    parser.add_argument("--trained-by", default="", help="the command that trained it, noted as text")
    given = parser.parse_args(arguments)
    try:
        pointer = make(given.checkpoint, given.test, given.train, given.trained_by)
    except (ValueError, OSError) as error:
        parser.error(str(error))
    print(f"{paths.shown(MODEL)}: {pointer['bytes']:,} bytes, {pointer['parameters']:,} parameters")
    for state, measured in pointer["scores"].items():
        print(f"as {state}: " + "  ".join(f"{key} {measured[key]:.2f}" for key in ("bleu", "chrf", "perplexity")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
