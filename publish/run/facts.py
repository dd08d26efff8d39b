"""`python -m publish.run.facts SCRIPT CHECKPOINT`: what a trained checkpoint and its corpus say of themselves, as JSON.

A process of its own, started by publish/run/script.py: the build itself need not hold PyTorch.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from publish.run import loading


def facts(script: Path, checkpoint: Path) -> dict[str, object]:
    """Settings, scores, history, and the sizes of the corpus and of the network's parts."""
    s2s = loading.script(script)
    translator = s2s.Translator.load(checkpoint)
    corpus = s2s.make_corpus(translator.config.seed)
    parts = {name: getattr(corpus, name) for name in ("train", "valid", "test", "unseen")}
    pairs = [pair for part in parts.values() for pair in part]
    return {
        "config": plain(vars(translator.config)),
        "metrics": {name: translator.evaluate(parts[name]) for name in ("test", "unseen")},
        "history": plain(translator.history),
        "corpus": {
            **{f"{name}_pairs": len(part) for name, part in parts.items()},
            "pairs": len(pairs),
            "source_vocabulary": len(translator.source_vocabulary),
            "target_vocabulary": len(translator.target_vocabulary),
            "longest_source": max(len(source) for source, _ in pairs),
            "longest_target": max(len(target) for _, target in pairs),
        },
        "params": sizes(translator.model),
    }


def sizes(model) -> dict[str, object]:
    """How many parameters the network and its parts have."""
    encoder, decoder = model.encoder, model.decoder
    return {
        "total": count(model),
        "embeddings": count(encoder.embedding) + count(decoder.embedding),
        "encoder": {"total": count(encoder), "embedding": count(encoder.embedding), "lstm": count(encoder.lstm)},
        "decoder": {
            "total": count(decoder),
            "embedding": count(decoder.embedding),
            "lstm": count(decoder.lstm),
            "projection": count(decoder.projection),
        },
    }


def count(module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def plain(value):
    """A value as JSON has it."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, int | float | str | bool | None):
        return value
    return value.item() if hasattr(value, "item") else str(value)


if __name__ == "__main__":
    print(json.dumps(facts(Path(sys.argv[1]), Path(sys.argv[2]))))
