"""The training microscope's model once more, in PyTorch: what its hand-written gradients are held to.

The page trains a numeral reader (三百二十一 -> 321) with gradients written by hand in JavaScript
(`explorables/training-microscope/operations.js`). This module builds the same data, the same first weights and
the same batches from the same random numbers, lets autograd and torch.optim do the work, and writes down
what comes out. The browser tests compare.

    python -m tests.numerals golden.json
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence

PAD, SOS, EOS = 0, 1, 2
SOURCE_WORDS = ["<pad>", *"零一二三四五六七八九十百两"]
TARGET_WORDS = ["<pad>", "<sos>", "<eos>", *"0123456789"]
NUMERALS = "零一二三四五六七八九"
SPLIT_SEED, BATCH, CLIP = 2025, 16, 1.0
E, H = 8, 16
BITS = 0xFFFFFFFF

Pair = tuple[list[int], list[int]]


class Random:
    """mulberry32, as in explorables/kit/random.js."""

    def __init__(self, seed: int) -> None:
        self.state = seed & BITS

    def next(self) -> float:
        self.state = (self.state + 0x6D2B79F5) & BITS
        t = self.state
        t = ((t ^ (t >> 15)) * (t | 1)) & BITS
        t ^= (t + ((t ^ (t >> 7)) * (t | 61) & BITS)) & BITS
        return (t ^ (t >> 14)) / 4294967296

    def below(self, n: int) -> int:
        return int(self.next() * n)

    def normal(self) -> float:
        radius = math.sqrt(-2 * math.log(1 - self.next()))
        return radius * math.cos(2 * math.pi * self.next())

    def shuffle(self, items: list) -> list:
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]
        return items


def write_numeral(number: int, two: str = "二") -> str:
    """The usual way to write 0 to 999: 12 is 十二, 112 is 一百一十二, 105 is 一百零五."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    if number == 0:
        return "零"
    words = ""
    if hundreds:
        words += (two if hundreds == 2 else NUMERALS[hundreds]) + "百"
    if tens:
        words += ("" if tens == 1 and not hundreds else NUMERALS[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (NUMERALS[ones] if ones else "")


def pair(number: int, two: str = "二") -> Pair:
    source = [SOURCE_WORDS.index(word) for word in write_numeral(number, two)]
    return source, [TARGET_WORDS.index(digit) for digit in str(number)] + [EOS]


def readings(number: int) -> list[Pair]:
    """200 to 299 can be read in two ways, 二百… and 两百…"""
    return [pair(number, two) for two in ("二两" if number // 100 == 2 else "二")]


def split() -> tuple[list[Pair], list[Pair]]:
    """(training pairs, unseen pairs): a fifth of the numbers is kept from training, in all its readings."""
    numbers = Random(SPLIT_SEED).shuffle(list(range(1000)))
    unseen = [reading for number in numbers[:200] for reading in readings(number)]
    return [reading for number in numbers[200:] for reading in readings(number)], unseen


class NumeralReader(nn.Module):
    """Embedding and LSTM on both sides, a projection at the end: 3,765 parameters at E = 8, H = 16."""

    def __init__(self) -> None:
        super().__init__()
        self.source = nn.Embedding(len(SOURCE_WORDS), E, padding_idx=PAD)
        self.encoder = nn.LSTM(E, H, batch_first=True)
        self.target = nn.Embedding(len(TARGET_WORDS), E, padding_idx=PAD)
        self.decoder = nn.LSTM(E, H, batch_first=True)
        self.projection = nn.Linear(H, len(TARGET_WORDS))

    def forward(self, source: Tensor, lengths: Tensor, target_in: Tensor) -> Tensor:
        """source [B, S], lengths [B], target_in [B, T] -> logits [B, T, V]."""
        packed = pack_padded_sequence(self.source(source), lengths, batch_first=True, enforce_sorted=False)
        _, state = self.encoder(packed)
        output, _ = self.decoder(self.target(target_in), state)
        return self.projection(output)


def initialise(model: NumeralReader, random: Random, start: str) -> None:
    """Fill the parameters in the order, and from the draws, of initialise() in model.js."""
    bound = 1 / math.sqrt(H)
    starts = {
        "normal": random.normal,
        "scaled": lambda: random.normal() / math.sqrt(E),
        "small": lambda: (random.next() * 2 - 1) * 0.08,
        "zero": lambda: 0.0,
    }
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            table = name in ("source.weight", "target.weight")
            draw = starts[start] if table else lambda: (random.next() * 2 - 1) * bound
            values = [draw() for _ in range(parameter.numel())]
            parameter.copy_(torch.tensor(values, dtype=torch.float64).view_as(parameter))
            if table:
                parameter[PAD].zero_()


def batch_loss(model: NumeralReader, batch: list[Pair]) -> Tensor:
    """Teacher forcing, mean cross-entropy over the target words that are not padding."""
    source = pad_sequence([torch.tensor(s) for s, _ in batch], batch_first=True)
    lengths = torch.tensor([len(s) for s, _ in batch])
    target = pad_sequence([torch.tensor(t) for _, t in batch], batch_first=True)
    target_in = torch.cat([torch.full((len(batch), 1), SOS), target[:, :-1]], dim=1)
    logits = model(source, lengths, target_in)
    return nn.functional.cross_entropy(logits.flatten(0, 1), target.flatten(), ignore_index=PAD)


def flat(tensors: list[Tensor]) -> list[float]:
    return torch.cat([tensor.flatten() for tensor in tensors]).tolist()


class Run:
    """One training run with the page's settings; the same seed gives the page's weights and batches."""

    def __init__(self, seed: int, start: str, optimiser: str, rate: float, dtype: torch.dtype) -> None:
        random = Random(seed)
        self.model = NumeralReader().to(dtype)
        initialise(self.model, random, start)
        train = split()[0]
        self.draw = lambda: [train[random.below(len(train))] for _ in range(BATCH)]
        kind = {"adam": torch.optim.Adam, "sgd": torch.optim.SGD}[optimiser]
        self.optimiser = kind(self.model.parameters(), lr=rate)

    def step(self) -> tuple[float, list[float]]:
        """(loss, gradients before clipping) of one step."""
        self.optimiser.zero_grad()
        loss = batch_loss(self.model, self.draw())
        loss.backward()
        gradients = flat([parameter.grad for parameter in self.model.parameters()])
        nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
        self.optimiser.step()
        return loss.item(), gradients

    def weights(self) -> list[float]:
        return flat([parameter.detach() for parameter in self.model.parameters()])


CASES = [
    {"seed": 1, "start": "scaled", "optimiser": "adam", "rate": 0.02},
    {"seed": 2, "start": "normal", "optimiser": "adam", "rate": 0.02},
    {"seed": 3, "start": "scaled", "optimiser": "sgd", "rate": 0.5},
]
STEPS, COMPARED = 200, (0, 1, 50)


def golden() -> list[dict]:
    """For each case, in double and single precision: first weights, losses, gradients at some steps, last weights."""
    results = []
    for case in CASES:
        for dtype in (torch.float64, torch.float32):
            run = Run(**case, dtype=dtype)
            first = run.weights()
            steps = [run.step() for _ in range(STEPS)]
            results.append({
                **case,
                "dtype": str(dtype).removeprefix("torch."),
                "first": first,
                "losses": [loss for loss, _ in steps],
                "gradients": {step: steps[step][1] for step in COMPARED},
                "last": run.weights(),
            })  # fmt: skip
    return results


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.numerals golden.json")
    torch.set_num_threads(1)
    Path(sys.argv[1]).write_text(json.dumps(golden()), encoding="utf-8")
