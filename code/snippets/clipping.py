"""clip_grad_norm_ returns the norm from before, and scales all gradients by one factor."""

import torch
from torch import nn

layer = nn.Linear(3, 1, bias=False)
VALUES = {}
for scale in (0.1, 100.0):
    # its norm is 3 times the scale
    layer.weight.grad = scale * torch.tensor([[1.0, 2.0, 2.0]])
    returned = nn.utils.clip_grad_norm_(layer.parameters(), max_norm=1.0)
    gradient = layer.weight.grad
    values = "  ".join(f"{value:.3f}" for value in gradient[0].tolist())
    print(f"returned {returned:6.2f}   now {gradient.norm():.2f}:  {values}")
    VALUES[f"{scale:g}"] = {
        "returned": returned.item(),
        "now": gradient.norm().item(),
    }
assert abs(VALUES["0.1"]["now"] - VALUES["0.1"]["returned"]) < 1e-4
assert abs(VALUES["100"]["returned"] - 300) < 0.1 and VALUES["100"]["now"] < 1.001
