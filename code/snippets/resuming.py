"""Resuming: weights alone against weights, optimiser and batches' order."""

import copy
import itertools
import random

import lstm_encoder_decoder as s2s
import torch

pairs = s2s.make_corpus(0, size=3000).train
vocabularies = [s2s.Vocabulary(side) for side in zip(*pairs)]


def steps(translator, optimizer, first, last):
    """Steps first … last of one order of batches -> the weights in one row."""
    batches = translator.batches(pairs, random.Random(0))
    for batch in itertools.islice(batches, first, last):
        summed, tokens = s2s.teacher_forced(translator.model, *batch)
        optimizer.zero_grad()
        (summed / tokens).backward()
        optimizer.step()
    weights = translator.model.parameters()
    return torch.cat([weight.detach().flatten() for weight in weights])


straight = s2s.Translator(*vocabularies, s2s.Config(embed_size=16, hidden_size=32))
optimizer = torch.optim.Adam(straight.model.parameters(), lr=0.01)
steps(straight, optimizer, 0, 10)
halfway, moments = copy.deepcopy(straight), copy.deepcopy(optimizer.state_dict())
truth = steps(straight, optimizer, 10, 20)
VALUES = {}
print("distance from the run that was never stopped:")
for name, whole in (("weights alone", False), ("weights and optimiser", True)):
    resumed = copy.deepcopy(halfway)
    optimizer = torch.optim.Adam(resumed.model.parameters(), lr=0.01)
    if whole:
        optimizer.load_state_dict(copy.deepcopy(moments))
    away = (steps(resumed, optimizer, 10, 20) - truth).norm().item()
    print(f"{name:22} {away:.3f}")
    VALUES[name.split()[-1]] = away
assert VALUES["optimiser"] < 1e-3 < 0.1 < VALUES["alone"]
