"""The model alone: training tokens a second beside what a matrix product reaches here, and translation latency."""

from __future__ import annotations

import random
import statistics
import time
from itertools import chain, islice

import torch

from publish.common import paths
from publish.run import loading

WARM_UP, STEPS, SENTENCES = 20, 300, 200


def matmul_peak() -> float:
    """The most floating-point operations a second that a float32 matrix product reaches here, over several sizes."""
    best = 0.0
    for size in (256, 512, 1024, 2048):
        a, b = torch.randn(size, size), torch.randn(size, size)
        for _ in range(3):
            a @ b
        for _ in range(5):
            start = time.perf_counter()
            a @ b
            best = max(best, 2 * size**3 / (time.perf_counter() - start))
    return best


def operations(config, source_tokens: int, target_tokens: int, target_words: int) -> int:
    """Multiplications and additions of one training step on real tokens: forward, and twice that for backward."""
    lstm = 0
    for layer in range(config.num_layers):
        inputs = config.embed_size if layer == 0 else config.hidden_size
        lstm += 2 * 4 * config.hidden_size * (inputs + config.hidden_size)
    projection = 2 * config.hidden_size * target_words
    return 3 * ((source_tokens + target_tokens) * lstm + target_tokens * projection)


def training() -> dict[str, tuple[float, str]]:
    s2s = loading.script()
    config = s2s.Config()
    s2s.use_threads(config)
    corpus = s2s.make_corpus(config.seed)
    source_words = s2s.Vocabulary(source for source, _ in corpus.train)
    target_words = s2s.Vocabulary(target for _, target in corpus.train)
    translator = s2s.Translator(source_words, target_words, config)
    rng = random.Random(config.seed)
    endless = chain.from_iterable(translator.batches(corpus.train, rng) for _ in iter(int, 1))
    batches = list(islice(endless, WARM_UP + STEPS))
    steps = s2s.training_steps(translator.model, batches, config)
    for _ in islice(steps, WARM_UP):
        pass
    start = time.perf_counter()
    target_tokens = sum(tokens for _, _, tokens in steps)
    seconds = time.perf_counter() - start

    source_tokens = sum(int(lengths.sum()) for _, lengths, _ in batches[WARM_UP:])
    rate = operations(config, source_tokens, target_tokens, len(target_words)) / seconds
    peak = matmul_peak()
    return {
        "training steps": (STEPS / seconds, "a second"),
        "target tokens": (target_tokens / seconds, "a second"),
        "source and target tokens": ((source_tokens + target_tokens) / seconds, "a second"),
        "useful arithmetic in training": (rate / 1e9, "GFLOP/s"),
        "this machine's float32 matrix product, at its best": (peak / 1e9, "GFLOP/s"),
        "share of that": (100 * rate / peak, "%"),
    }


def translation() -> dict[str, tuple[float, str]]:
    s2s = loading.script()
    if not paths.CHECKPOINT.is_file():
        raise SystemExit("no checkpoint in build/run; run `make build` first")
    translator = s2s.Translator.load(paths.CHECKPOINT)
    s2s.use_threads(translator.config)
    pairs = s2s.make_corpus(translator.config.seed).test[:SENTENCES]
    sentences = [" ".join(source) for source, _ in pairs]
    for sentence in sentences[:10]:
        translator.translate(sentence)
    taken = []
    for sentence in sentences:
        start = time.perf_counter()
        translator.translate(sentence)
        taken.append(1000 * (time.perf_counter() - start))
    start = time.perf_counter()
    with torch.no_grad():
        for source, lengths, _ in translator.batches(pairs):
            translator.model.generate(source, lengths, translator.config.max_length)
    together = len(pairs) / (time.perf_counter() - start)
    return {
        "one sentence, median": (statistics.median(taken), "ms"),
        "one sentence, 95 of 100 within": (statistics.quantiles(taken, n=20)[-1], "ms"),
        f"in batches of {translator.config.batch_size}": (together, "sentences a second"),
    }
