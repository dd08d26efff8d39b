"""clip_grad_norm_ returns the norm from before, and scales all gradients by one factor."""

import torch
from torch import nn

layer = nn.Linear(3, 1, bias=False)
for scale in (0.1, 100.0):
    layer.weight.grad = scale * torch.tensor(
        [[1.0, 2.0, 2.0]]
    )  # norm: 3 times the scale
    returned = nn.utils.clip_grad_norm_(layer.parameters(), max_norm=1.0)
    print(
        f"returned {returned:.2f}   now {layer.weight.grad.norm():.2f}   {layer.weight.grad[0].tolist()}"
    )
