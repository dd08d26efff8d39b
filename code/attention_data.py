"""The sentences that attention_seq2seq.py learns from: cut, counted, kept, in batches.

A side, the source's or the target's, is cut into words (the first script's) or into
pieces of words (sentencepiece). Cut pairs are rows of indices, in a list or, where they
are more than memory holds, in Arrow files (Hugging Face datasets). Those packages are
imported where an option asks for them. This module knows of no model.
"""

import hashlib
import io
import itertools
import math
import random
import re
from collections import Counter, defaultdict, namedtuple
from functools import partial
from importlib import import_module
from pathlib import Path

import torch

import lstm_encoder_decoder as base
from lstm_encoder_decoder import EOS, PAD, SOS

Corpus = namedtuple("Corpus", "sides train valid test")
Part = namedtuple("Part", "pairs texts")  # cut sentences and the texts that they were


def needed(package: str):
    """A package that an option asks for. ValueError says how to get it."""
    try:
        return import_module(package)
    except ImportError:
        raise ValueError(f"this needs {package}: pip install {package}") from None


# ============================================================ Words, or pieces of them

WIDE = "\u3000-\u303f\uff00-\uffef"  # 。 「 》 ！ and their like bring their own space
NO_SPACE = re.compile(
    rf"(?<=[{base.UNSPACED}]) (?=[{base.UNSPACED}])|(?<=[{WIDE}]) | (?=[{WIDE}])"
)
NOT_MOSES = {"", "zh", "ja", "th", "lo", "my", "km"}  # written without spaces


class Words:
    """A side in words and marks, by the first script's tokenize.

    With a `language` ("en") words are joined as it writes them, by sacremoses.
    """

    def __init__(self, vocabulary, lower=False, language=""):
        self.vocabulary = vocabulary
        self.lower = lower
        self.moses = None
        if language not in NOT_MOSES:
            self.moses = needed("sacremoses").MosesDetokenizer(lang=language)

    @classmethod
    def learn(cls, texts, config):
        """The `max_words` most frequent words that occur `min_count` times."""
        cut = cls(None, config.lower).cut
        counts = Counter(itertools.chain.from_iterable(map(cut, texts)))
        common = counts.most_common(config.max_words or None)
        words = [word for word, count in common if count >= config.min_count]
        return cls(base.Vocabulary([words]), config.lower, config.language)

    def cut(self, text: str) -> list[str]:
        text = text.lower() if self.lower else text
        return base.tokenize(text, self.vocabulary)

    def indices(self, text: str) -> list[int]:
        return self.vocabulary.sentence_to_indices(self.cut(text))

    def join(self, words: list[str]) -> str:
        """The sentence of these words; Chinese and its like get no spaces."""
        if self.moses:
            return self.moses.detokenize(words)
        return NO_SPACE.sub("", " ".join(words))

    def content(self) -> dict:
        """What a checkpoint keeps of this side."""
        return {"words": self.vocabulary.words[len(base.SPECIALS) :]}


class Pieces(Words):
    """A side in pieces of words, by sentencepiece; `model` is its file's bytes."""

    def __init__(self, vocabulary, lower, model: bytes):
        super().__init__(vocabulary, lower)
        self.model = model
        processor = needed("sentencepiece").SentencePieceProcessor
        self.processor = processor(model_proto=model)

    @classmethod
    def learn(cls, texts, config, size):
        """At most `size` pieces, of a unigram model (Kudo 2018, arXiv 1804.10959)."""
        model = io.BytesIO()
        try:
            needed("sentencepiece").SentencePieceTrainer.train(
                sentence_iterator=(t.lower() if config.lower else t for t in texts),
                model_writer=model,
                vocab_size=size,
                hard_vocab_limit=False,  # a small corpus may have fewer
                input_sentence_size=1_000_000,  # of a larger one a sample will do
                character_coverage=0.9995,
                num_threads=1,  # more would give other pieces on another machine
                minloglevel=2,
            )
        except RuntimeError as error:
            reason = str(error).rpartition("] ")[2]
            raise ValueError(
                f"sentencepiece learns no {size} pieces: {reason}"
            ) from None
        processor = cls(None, config.lower, model.getvalue()).processor
        pieces = map(processor.id_to_piece, range(processor.vocab_size()))
        special = processor.is_control, processor.is_unknown
        words = [p for i, p in enumerate(pieces) if not any(is_(i) for is_ in special)]
        return cls(base.Vocabulary([words]), config.lower, model.getvalue())

    def cut(self, text: str) -> list[str]:
        text = text.lower() if self.lower else text
        return self.processor.encode(text, out_type=str) or [text]

    def join(self, words: list[str]) -> str:
        return self.processor.decode(words)

    def content(self) -> dict:
        model = torch.frombuffer(bytearray(self.model), dtype=torch.uint8)
        return {**super().content(), "model": model}


def learn_sides(read, config) -> list[Words]:
    """Both sides of the pairs of texts that read() yields; it is called twice."""
    sides = []
    for number, pieces in enumerate((config.source_pieces, config.target_pieces)):
        texts = (pair[number] for pair in read())
        if pieces:
            sides.append(Pieces.learn(texts, config, pieces))
        else:
            sides.append(Words.learn(texts, config))
        if len(sides[-1].vocabulary) == len(base.SPECIALS):
            side = ("source", "target")[number]
            least = f"--min-count {config.min_count}"
            raise ValueError(f"no word of the {side} occurs often enough for {least}")
    return sides


def load_sides(contents: list[dict], config) -> list[Words]:
    """What learn_sides learnt, from what a checkpoint keeps of it."""
    sides = []
    for content in contents:
        vocabulary = base.Vocabulary([content["words"]])
        if "model" in content:
            model = content["model"].numpy().tobytes()
            sides.append(Pieces(vocabulary, config.lower, model))
        else:
            sides.append(Words(vocabulary, config.lower, config.language))
    return sides


# ================================================================ Texts, and their rows


def read_texts(path: str | Path, swap: bool = False):
    """Yields a pair of texts for each line of a file, which is never in memory whole.

    ValueError for a line that has no source<TAB>target in UTF-8.
    """
    size = Path(path).stat().st_size
    progress = base.Progress(f"reading {path}: byte", total=size)
    done = pairs = 0
    with open(path, "rb") as lines:
        for number, line in enumerate(lines, 1):
            done += len(line)
            progress.report(done)
            line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if line.strip():
                try:
                    pair = base.read_pair(line)
                except ValueError as error:
                    place = f"{path}, line {number}"
                    raise ValueError(f"{place}: {error}; {base.EXPECTED}") from None
                pairs += 1
                yield pair[::-1] if swap else pair
    if not pairs:
        raise ValueError(f"{path} is empty; {base.EXPECTED}")


def read_corpus(
    config, data=None, valid=None, test=None, swap=False, stream=None, sides=None
) -> Corpus:
    """The parts of a corpus, of files, or of the built-in grammar.

    A part without a file is set aside from the pairs of `data`. With `stream`, a
    folder, the rows of `data` are kept there and take no memory. `sides` are those of a
    run that goes on. ValueError for what can't be learnt from.
    """
    texts = {} if data else grammar(config.seed)
    files = {"train": None if stream else data, "valid": valid, "test": test}
    for name, path in files.items():
        if path:
            texts[name] = list(read_texts(path, swap))
    if stream:
        read = partial(read_texts, data, swap)
    else:
        set_aside(texts, config.seed)
        read = partial(iter, texts["train"])
    sides = sides or learn_sides(read, config)
    rows = partial(make_rows, read, sides, config.max_length)
    if stream:
        train = ArrowRows(rows, stream, digest(config, data, swap, sides))
    else:
        train = list(rows())
    parts = (cut_part(texts.get(name, []), sides) for name in ("valid", "test"))
    corpus = Corpus(sides, train, *parts)
    if not train or not corpus.valid.pairs:
        few = f"{len(train)} pairs to learn from, {len(corpus.valid.pairs)} to validate"
        raise ValueError(f"{data}: {few} (--max-length {config.max_length})")
    return corpus


def grammar(seed: int) -> dict[str, list]:
    """The first script's corpus as texts, for each part its pairs."""
    corpus = base.make_corpus(seed)._asdict()
    del corpus["unseen"]
    return {
        name: [tuple(map(" ".join, pair)) for pair in pairs]
        for name, pairs in corpus.items()
    }


def set_aside(texts: dict[str, list], seed: int) -> None:
    """Move pairs from "train" to the parts that are not there, "valid" and "test".

    Each gets a twentieth of the sources, at most 500, with all their translations.
    """
    missing = [name for name in ("valid", "test") if name not in texts]
    if not missing:
        return
    groups = defaultdict(list)
    for pair in texts["train"]:
        groups[pair[0]].append(pair)
    groups = list(groups.values())
    random.Random(seed).shuffle(groups)
    size = min(500, math.ceil(len(groups) / 20))
    for name in missing:
        texts[name] = list(itertools.chain(*groups[:size]))
        del groups[:size]
    texts["train"] = list(itertools.chain(*groups))


def cut_part(texts, sides) -> Part:
    """Texts of a part as words, too."""
    pairs = [tuple(side.cut(text) for side, text in zip(sides, pair)) for pair in texts]
    return Part(pairs, texts)


def make_rows(read, sides, max_length: int):
    """Yields (source ids, target ids) of each pair of texts that is not too long."""
    for texts in read():
        row = tuple(side.indices(text) for side, text in zip(sides, texts))
        if max(map(len, row)) <= max_length:
            yield row


class ArrowRows:
    """Rows in Arrow files: mapped into memory, where only what is read takes room.

    They are made anew in `folder` unless it has those of this digest already.
    """

    def __init__(self, rows, folder: str, digest: str):
        datasets = needed("datasets")
        datasets.disable_progress_bars()
        ids = datasets.List(datasets.Value("int32"))

        def columns():
            for source, target in rows():
                yield {"source": source, "target": target}

        self.table = datasets.Dataset.from_generator(
            columns,
            features=datasets.Features(source=ids, target=ids),
            cache_dir=folder,
            fingerprint=digest,
        )

    def __len__(self):
        return len(self.table)

    def __getitem__(self, part: slice) -> list[tuple[list[int], list[int]]]:
        columns = self.table[part]
        return list(zip(columns["source"], columns["target"]))


def digest(config, data, swap: bool, sides) -> str:
    """Names the rows of a file: the same for the same file, cut in the same way."""
    state = Path(data).stat()
    what = [data, state.st_size, state.st_mtime_ns, swap]
    what += [config.max_length, config.lower]
    for side in sides:
        what.append(side.vocabulary.words)
        what.append(getattr(side, "model", None))
    return hashlib.sha256(repr(what).encode()).hexdigest()[:32]


# ====================================================================== Batches of rows

BLOCK, WINDOW = 1000, 50  # rows that are read together; blocks that are sorted together


def batches(rows, config, at: dict, device="cpu", rank=0, world=1):
    """Batches for ever, from the place `at` on, which moves: epoch, window, batch.

    An epoch reads blocks of rows in random order; a window of them is sorted by length
    and cut into batches, which are shuffled. Random numbers depend on seed and place
    alone, PyTorch's too: to go on, a run needs to know nothing but its place.
    """
    while True:
        order = random.Random(f"{config.seed} {at['epoch']}")
        blocks = range(0, len(rows), BLOCK)
        blocks = order.sample(blocks, len(blocks))
        windows = [blocks[i : i + WINDOW] for i in range(0, len(blocks), WINDOW)]
        for window in windows[at["window"] :]:
            order = random.Random(f"{config.seed} {at['epoch']} {at['window']}")
            read = itertools.chain(*(rows[start : start + BLOCK] for start in window))
            groups = list(group_rows(read, config, order))
            for group in order.sample(groups, len(groups))[at["batch"] :]:
                at["batch"] += 1
                place = at["epoch"], at["window"], at["batch"], rank
                numbers = random.Random(f"{config.seed} {place}")
                torch.manual_seed(numbers.getrandbits(63))
                yield to_batch(group, device, rank, world)
            at["window"], at["batch"] = at["window"] + 1, 0
        at["epoch"], at["window"] = at["epoch"] + 1, 0


def group_rows(rows, config, order: random.Random):
    """Rows of like length; at most `batch_size` of them and `batch_tokens` with pads.

    Multiples of eight, as far as they go: each shape that PyTorch meets costs memory.
    """

    def place(row):  # targets of growing, then of falling length, so that none leaps
        source, target = map(len, row)
        return source, target if source % 2 else -target, order.random()

    rows = sorted(rows, key=place)
    start = 0
    while start < len(rows):
        longest = 0
        for size, (source, target) in enumerate(rows[start:][: config.batch_size], 1):
            longest = max(longest, len(source), len(target) + 1)
            if longest * size > config.batch_tokens:
                size -= 1
                break
        size = size - size % 8 if size > 8 else max(size, 1)
        yield rows[start : start + size]
        start += size


def to_batch(rows, device, rank, world):
    """Every world-th row: source [B, S], lengths [B] and target [B, T + 1], SOS … EOS.

    Where there is none, a row with nothing to score: each process takes each step.
    """
    sources = [source for source, _ in rows]
    targets = [[SOS, *target, EOS] for _, target in rows]
    source, lengths = base.pad_batch(sources[rank::world] or sources[:1], device)
    target, _ = base.pad_batch(targets[rank::world] or [[SOS, PAD]], device)
    return source, lengths, target
