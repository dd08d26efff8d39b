"""Dot-product attention in five lines, with the mask and without it."""

import math

import torch

torch.manual_seed(0)
states = torch.randn(2, 5, 8)  # [B, S, H]: the encoder's state at every step
lengths = torch.tensor([5, 3])  # the second sentence has two pads
query = torch.randn(2, 8)  # [B, H]: the decoder's state now


def attend(query, states, mask=None):
    scores = (states @ query[:, :, None])[:, :, 0] / math.sqrt(
        states.shape[-1]
    )  # [B, S]
    if mask is not None:
        scores = scores.masked_fill(~mask, -math.inf)
    weights = scores.softmax(-1)  # [B, S]
    return (weights[:, None] @ states)[:, 0], weights  # [B, H]


mask = torch.arange(5) < lengths[:, None]  # [B, S]
for name, chosen in (("without mask", None), ("with mask", mask)):
    context, weights = attend(query, states, chosen)
    print(
        f"{name:12} {[round(w, 3) for w in weights[1].tolist()]}  on pads {weights[1, 3:].sum():.3f}"
    )
none_left = attend(query, states, torch.zeros(2, 5, dtype=torch.bool))[1]
print("all masked:", none_left[0].tolist())
VALUES = {"on_pads": attend(query, states)[1][1, 3:].sum().item()}
