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
from dataclasses import asdict
from pathlib import Path

from publish.common import cache, paths
from publish.run import loading

PARTS = 8
FOLDER = paths.WEB / "weights"
INDEX = paths.WEB / "weights.json"
EXACT = paths.WEB / "weights-fp32.safetensors"
START = "encoder.embedding.start"  # the source table before training: what training changed is the difference


def step() -> bool:
    return cache.run("weights", [paths.CHECKPOINT, paths.SCRIPT, Path(__file__)], [FOLDER, INDEX, EXACT], export)


def export() -> None:
    from safetensors.torch import save  # it imports PyTorch, which building the pages does without

    translator, s2s = loading.trained()
    corpus = s2s.make_corpus(translator.config.seed)
    tensors = {name: tensor.detach() for name, tensor in translator.model.state_dict().items()}
    start = s2s.Translator(translator.source_vocabulary, translator.target_vocabulary, translator.config)
    tensors[START] = start.model.encoder.embedding.weight.detach()
    words = translator.source_vocabulary.words
    described = {
        "source": words,
        "target": translator.target_vocabulary.words,
        "config": asdict(translator.config),
        "glosses": glosses(s2s, words),
        "examples": examples(translator, corpus),
    }
    # One entry: safetensors writes several in an order that changes from run to run.
    metadata = {"translator": json.dumps(described, ensure_ascii=False)}
    cache.write(EXACT, save(tensors, metadata))
    data = save({name: tensor.half() for name, tensor in tensors.items()}, metadata)
    in_parts(data, PARTS, FOLDER, INDEX)


def in_parts(data: bytes, parts: int, folder: Path, index: Path) -> None:
    """Write bytes as so many script files, folder/0.js, 1.js, …, and their number, size and digest."""
    digest = hashlib.sha256(data).hexdigest()[:12]
    text = base64.b64encode(data).decode("ascii")
    size = 4 * math.ceil(len(text) / 4 / parts)  # whole groups of four: each part can be decoded by itself
    for number in range(parts):
        part = text[number * size : (number + 1) * size]
        cache.write(folder / f"{number}.js", f'Explorables.weights.receive("{digest}", {number}, "{part}");\n')
    cache.write_json(index, {"digest": digest, "parts": parts, "bytes": len(data), "script_bytes": len(text)})


# What the grammar's sentences pair and its tables of words do not. 了, 吗, 的, marks, and measure words without a unit
# in English have no word of their own.
IN_SENTENCES = {
    "谁": "who",
    "什么": "what",
    "哪里": "where",
    "时候": "when",
    "不": "not",
    "没": "not",
    "会": "will",
    "是": "is",
    "很": "is",
    "一": "a",
}
ARTICLES, PREPOSITIONS = {"a", "an", "the"}, {"at", "in", "on"}


def glosses(s2s, known: list[str]) -> dict[str, str]:
    """For each known source word its English word in the tables of the script's grammar, or two, as I/my for 我."""
    found: dict[str, list[str]] = {word: [english] for word, english in IN_SENTENCES.items()}
    for chinese, english in paired(s2s):
        sources, targets = s2s.words_of(chinese), s2s.words_of(english)
        sources = [word for word in sources if word != "的"]
        targets = [word.removesuffix("'s") for word in targets if word not in ARTICLES]
        if len(sources) == 1:  # in the evening
            targets = [" ".join(word for word in targets if word not in PREPOSITIONS)]
        if len(sources) == len(targets):
            for source, target in zip(sources, targets, strict=True):
                found.setdefault(source, []).append(target)
    return {word: "/".join(dict.fromkeys(found[word])) for word in known if word in found}


def paired(s2s) -> list[tuple[str, str]]:
    """The tables' pairs of Chinese and English; slots among them, which are in no vocabulary."""
    nouns = s2s.read_nouns().values()
    pairs = [(noun.chinese, noun.english) for noun in nouns]
    pairs += [(noun.measure, noun.unit) for noun in nouns if noun.unit != "-"]
    pairs += [(verb, base) for (verb, base, _), _ in s2s.read_table(s2s.VERBS)]
    return pairs + [pair for fillers in s2s.read_fillers().values() for pair in fillers]


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
