"""Why scores are divided by sqrt(H): what softmax makes of ten random keys, as H grows."""

import math

import torch

torch.manual_seed(0)
VALUES = {}
for H in (8, 128, 2048):
    states, query = torch.randn(1000, 10, H), torch.randn(1000, H, 1)
    scores = (states @ query)[:, :, 0]  # [1000, 10]: a thousand trials
    ways = {"as they are": scores, "/ sqrt(H)": scores / math.sqrt(H)}
    for name, used in ways.items():
        weights = used.requires_grad_().softmax(-1)
        slope = torch.autograd.grad(weights[:, 0].sum(), used)[0].abs().mean()
        largest = weights.max(-1).values.mean()
        spread = f"H {H:>4}  {name:11}  spread {used.std():5.2f}"
        print(f"{spread}  largest {largest:4.0%}  slope {slope:.4f}")
        VALUES[f"{name}, {H}"] = largest.item(), slope.item()
VALUES |= {
    "scaled": [VALUES[f"/ sqrt(H), {H}"][0] for H in (8, 128, 2048)],
    "largest": VALUES["as they are, 2048"][0],
    "largest_scaled": VALUES["/ sqrt(H), 2048"][0],
    "slope_ratio": VALUES["/ sqrt(H), 2048"][1] / VALUES["as they are, 2048"][1],
}
assert (
    max(VALUES["scaled"]) < min(VALUES["scaled"]) + 0.05 and VALUES["largest"] > 0.9
)
assert VALUES["slope_ratio"] > 10
