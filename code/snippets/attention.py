"""Dot-product attention in six lines, with the mask and without it."""

import math

import torch


def attend(query, states, mask=None):
    """query [B, H], states [B, S, H] -> context [B, H], weights [B, S]."""
    scores = (states @ query[:, :, None])[:, :, 0]  # [B, S]: a dot product a step
    scores = scores / math.sqrt(states.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(-1)  # each row sums to 1
    return (weights[:, None] @ states)[:, 0], weights


torch.manual_seed(0)
states, query = torch.randn(2, 5, 8), torch.randn(2, 8)
lengths = torch.tensor([5, 3])  # the second sentence has two pads,
states[1, 3:] = 0.0  # and zeros there, as pad_packed_sequence fills them in
mask = torch.arange(5) < lengths[:, None]  # [B, S]: True where a word is
for name, chosen in (("without mask", None), ("with mask", mask)):
    weights = attend(query, states, chosen)[1][1]
    shown = " ".join(f"{weight:.3f}" for weight in weights.tolist())
    print(f"{name:12}  {shown}   on the two pads {weights[3:].sum():.3f}")
nothing_left = attend(query, states, torch.zeros(2, 5, dtype=torch.bool))[1]
print("all masked   ", nothing_left[1].tolist())
VALUES = {"on_pads": attend(query, states)[1][1, 3:].sum().item()}
assert VALUES["on_pads"] > 0.1
