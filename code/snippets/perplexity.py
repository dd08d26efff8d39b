"""A mean of batch means is not the mean over tokens."""

import math

import lstm_encoder_decoder as s2s
import torch

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
pairs = s2s.make_corpus(translator.config.seed).unseen
sums, counts = [], []
with torch.no_grad():
    for source, lengths, target in translator.batches(pairs):
        batch = source, lengths, target
        summed, tokens = s2s.teacher_forced(translator.model, *batch)
        sums.append(summed.item())
        counts.append(tokens)

right = sum(sums) / sum(counts)
wrong = sum(s / n for s, n in zip(sums, counts)) / len(sums)
of_perplexities = sum(math.exp(s / n) for s, n in zip(sums, counts)) / len(sums)
print(f"{len(sums)} batches of {min(counts)} to {max(counts)} tokens")
print(f"loss of all tokens     {right:.4f}   perplexity {math.exp(right):.4f}")
print(f"mean of batch means    {wrong:.4f}   perplexity {math.exp(wrong):.4f}")
print(f"mean of perplexities            perplexity {of_perplexities:.4f}")
VALUES = {
    "right": math.exp(right),
    "batch_means": math.exp(wrong),
    "of_perplexities": of_perplexities,
}
assert VALUES["of_perplexities"] >= VALUES["batch_means"]
assert max(VALUES.values()) < 1.05 * min(VALUES.values())  # "not by much"
