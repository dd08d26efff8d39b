"""Overfit one batch; beside it, the same with targets that are not shifted."""

import math
import random

import lstm_encoder_decoder as s2s
import torch

VALUES = {}
pairs = s2s.make_corpus(0, size=2200).train[:16]
vocabularies = [s2s.Vocabulary(side) for side in zip(*pairs)]
print(f"ln V = {math.log(len(vocabularies[1])):.3f};", *pairs[0][0])
for name, shift in (("shifted", 1), ("not shifted", 0)):
    translator = s2s.Translator(*vocabularies, s2s.Config(seed=1))
    model = translator.model
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    source, lengths, target = next(translator.batches(pairs, random.Random(0)))
    losses = []
    for _ in range(60):
        logits = model(source, lengths, target[:, :-1])
        # shift 0: the answer is the input itself
        truth = target[:, shift : shift + logits.shape[1]]
        summed, tokens = s2s.sequence_loss(logits, truth)
        optimizer.zero_grad()
        (summed / tokens).backward()
        optimizer.step()
        losses.append((summed / tokens).item())
    words = translator.translate(" ".join(pairs[0][0])).split()[:5]
    print(f"{name:12} loss {losses[0]:.3f} -> {losses[-1]:.3f}")
    print("  ", *words, "…")
    VALUES[name] = {"loss": losses[-1], "words": words}
assert VALUES["shifted"]["words"] == pairs[0][1][:5]
assert len(set(VALUES["not shifted"]["words"])) == 1  # the same word for ever
assert max(result["loss"] for result in VALUES.values()) < 0.05
