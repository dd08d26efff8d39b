"""Additive attention with its shapes: a small network scores each state of the source."""

import math

import torch
from torch import nn


class AdditiveAttention(nn.Module):
    def __init__(self, query_size, key_size, size):
        super().__init__()
        self.query = nn.Linear(query_size, size, bias=False)  # W
        self.key = nn.Linear(key_size, size, bias=False)  # U
        self.score = nn.Linear(size, 1, bias=False)  # v

    def forward(self, query, states, mask):
        """[B, Q], [B, S, K], [B, S] -> context [B, K], weights [B, S]."""
        asked = self.query(query)[:, None]  # [B, 1, A]
        offered = self.key(states)  # [B, S, A]: the same at every step
        scores = self.score((asked + offered).tanh())[:, :, 0]  # [B, S]
        weights = scores.masked_fill(~mask, -math.inf).softmax(-1)
        return (weights[:, None] @ states)[:, 0], weights


torch.manual_seed(0)
attention = AdditiveAttention(query_size=6, key_size=8, size=4)
query, states = torch.randn(2, 6), torch.randn(2, 5, 8)
mask = torch.arange(5) < torch.tensor([5, 3])[:, None]
context, weights = attention(query, states, mask)
print("context", list(context.shape), "  weights", list(weights.shape))
print("each row sums to", [f"{total:.3f}" for total in weights.sum(-1).tolist()])
print("on the two pads", weights[1, 3:].tolist())
W, U, v = (
    part.weight for part in (attention.query, attention.key, attention.score)
)


def by_hand(i):
    """The formula, for one place."""
    return v[0] @ torch.tanh(W @ query[0] + U @ states[0, i])


ratio = (weights[0, 2] / weights[0, 0]).log()  # softmax keeps differences
gap = (ratio - (by_hand(2) - by_hand(0))).abs().item()
print("as the formula says:", gap < 1e-5)
VALUES = {"gap": gap, "pads": weights[1, 3:].sum().item()}
assert VALUES["gap"] < 1e-5 and VALUES["pads"] == 0
