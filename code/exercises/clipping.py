"""Clipping by the total norm, by hand and by PyTorch."""

import torch
from torch import nn


def clip(parameters, max_norm):
    """Scale all gradients together so that their norm is at most max_norm; returns the norm from before."""
    gradients = [
        parameter.grad for parameter in parameters if parameter.grad is not None
    ]
    norm = torch.stack([gradient.norm() for gradient in gradients]).norm()
    scale = (max_norm / (norm + 1e-6)).clamp(max=1)
    for gradient in gradients:
        gradient.mul_(scale)
    return norm


torch.manual_seed(0)
x = 10 * torch.randn(5, 3)
for limit in (1.0, 10000.0):  # above the norm nothing may change
    mine, theirs = nn.Linear(3, 4), nn.Linear(3, 4)
    theirs.load_state_dict(mine.state_dict())
    for model in (mine, theirs):
        model(x).pow(2).sum().backward()
    before = (
        clip(mine.parameters(), limit),
        nn.utils.clip_grad_norm_(theirs.parameters(), limit),
    )
    equal = [
        torch.allclose(a.grad, b.grad)
        for a, b in zip(mine.parameters(), theirs.parameters())
    ]
    print(
        f"limit {limit:g}: before {before[0]:.2f} and {before[1]:.2f}, after", equal
    )
