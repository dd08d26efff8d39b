"""Perplexity from batches of any size: sums and counts, and one division at the end."""

import math


def perplexity(batches):
    """batches: pairs of (summed loss, number of tokens)."""
    losses, tokens = zip(*batches)
    return math.exp(sum(losses) / sum(tokens))


whole = [(693.0, 300)]
cut = [(13.0, 10), (400.0, 190), (280.0, 100)]
print(f"in one batch {perplexity(whole):.4f}, in three {perplexity(cut):.4f}")
wrong = math.exp(sum(loss / tokens for loss, tokens in cut) / len(cut))
print(f"mean of the three means: {wrong:.4f}")
