"""Exports the checkpoint for the translation microscope: fp16 in the safetensors format, as script files.

The step is part of `python -m publish export`. A browser refuses to `fetch` from disk, and a script file tells nothing
of its progress; so the bytes go, in base64, into several script files, and each that arrives is a step of the progress
bar. Vocabularies, settings and a gloss for each source word travel in the file's own metadata. A digest of the bytes
stands in every part: parts of two builds are never put together.

build/web/weights/<n>.js        the parts, published
build/web/weights.json          how many, of what size, of which digest
build/web/weights-fp32.safetensors   the same in full precision, for the test alone
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import struct
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from publish.common import cache, paths
from publish.run import loading

PARTS = 8
FOLDER = paths.WEB / "weights"
INDEX = paths.WEB / "weights.json"
EXACT = paths.WEB / "weights-fp32.safetensors"
CLEAR, SHARED_CLEAR = 0.22, 0.33  # how sure a gloss has to be; surer where others bring that target word as well
START = "encoder.embedding.start"  # the source table before training: what training changed is the difference


def step() -> bool:
    return cache.run("weights", [paths.CHECKPOINT, paths.SCRIPT, Path(__file__)], [FOLDER, INDEX, EXACT], export)


def export() -> None:
    translator, s2s = loading.trained()
    corpus = s2s.make_corpus(translator.config.seed)
    tensors = {name: tensor.detach() for name, tensor in translator.model.state_dict().items()}
    start = s2s.Translator(translator.source_vocabulary, translator.target_vocabulary, translator.config)
    tensors[START] = start.model.encoder.embedding.weight.detach()
    metadata = {
        "source": json.dumps(translator.source_vocabulary.words, ensure_ascii=False),
        "target": json.dumps(translator.target_vocabulary.words, ensure_ascii=False),
        "config": json.dumps(asdict(translator.config)),
        "glosses": json.dumps(glosses(corpus.train[:2500]), ensure_ascii=False),
        "examples": json.dumps(examples(translator, corpus), ensure_ascii=False),
    }
    cache.write(EXACT, safetensors(tensors, metadata))
    data = safetensors({name: tensor.half() for name, tensor in tensors.items()}, metadata)
    digest = hashlib.sha256(data).hexdigest()[:12]
    text = base64.b64encode(data).decode("ascii")
    size = 4 * math.ceil(len(text) / 4 / PARTS)  # whole groups of four: each part can be decoded by itself
    for number in range(PARTS):
        part = text[number * size : (number + 1) * size]
        cache.write(FOLDER / f"{number}.js", f'Explorables.weights.receive("{digest}", {number}, "{part}");\n')
    cache.write_json(INDEX, {"digest": digest, "parts": PARTS, "bytes": len(data), "script_bytes": len(text)})


DTYPES = {"torch.float16": "F16", "torch.float32": "F32"}


def safetensors(tensors: dict, metadata: dict[str, str]) -> bytes:
    """Tensors in the safetensors format: length of the header, header (JSON, padded with spaces), values."""
    header: dict[str, object] = {"__metadata__": metadata}
    values = b""
    for name, tensor in tensors.items():
        content = tensor.contiguous().numpy().tobytes()
        offsets = [len(values), len(values) + len(content)]
        header[name] = {"dtype": DTYPES[str(tensor.dtype)], "shape": list(tensor.shape), "data_offsets": offsets}
        values += content
    described = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    described += b" " * (-len(described) % 8)
    return struct.pack("<Q", len(described)) + described + values


def glosses(pairs, rounds: int = 4) -> dict[str, str]:
    """For each source word the target word that explains it best, or two, as I/my for 我, learnt from the pairs alone
    (IBM's model 1, with a liking for like places in the sentence); none where nothing is clear, as for particles.
    """
    counts: Counter = Counter()
    chance: dict[tuple[str, str], float] = {}
    for _ in range(rounds):
        counts.clear()
        totals: Counter = Counter()
        for source, target in pairs:
            for j, word in enumerate(target):
                shares = {
                    i: chance.get((a, word), 1.0) * math.exp(-2 * abs(i / len(source) - j / len(target)))
                    for i, a in enumerate(source)
                }
                whole = sum(shares.values())
                for i, share in shares.items():
                    counts[source[i], word] += share / whole
                    totals[source[i]] += share / whole
        chance = {(a, word): count / totals[a] for (a, word), count in counts.items()}
    all_of: Counter = Counter()
    for (_, word), count in counts.items():
        all_of[word] += count
    found: dict[str, list[tuple[bool, float, str]]] = {}
    for (a, word), value in chance.items():
        own = counts[a, word] / all_of[word] > 0.5  # not so for the, did, on
        if word.isalpha() and value > (CLEAR if own else SHARED_CLEAR):
            found.setdefault(a, []).append((own, value, word))
    result = {}
    for a, words in found.items():
        words.sort(reverse=True)
        first, *others = [word for own, _, word in words if own] or [words[0][2]]
        second = [word for word in others[:1] if f"{word}s" != first and f"{first}s" != word]
        result[a] = "/".join([first, *second])
    return result


def examples(translator, corpus) -> list[str]:
    """The first training sentence, then for each length one test sentence that the model translates without a fault,
    and one with an unseen verb and object that it does not.
    """
    right = lambda source, target: translator.translate(" ".join(source)) == " ".join(target)  # noqa: E731
    chosen = [corpus.train[0][0]]
    for length in (3, 5, 7, 9):
        chosen += [source for source, target in corpus.test if len(source) == length and right(source, target)][:1]
    short = [(source, target) for source, target in corpus.unseen if len(source) < 7]
    chosen += [source for source, target in short[:100] if not right(source, target)][:1]
    return [" ".join(source) for source in chosen]
