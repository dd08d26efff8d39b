"""The gradient of a tied table is the sum of its two uses."""

import torch
from torch.nn import functional as F


def gradients(table, ids, states, truth):
    """(as a look-up, as a projection, tied) gradients of the same loss."""
    found = []
    for keep in ("look-up", "projection", "both"):
        weight = table.clone().requires_grad_()
        read = weight if keep != "projection" else table
        write = weight if keep != "look-up" else table
        F.cross_entropy(
            (F.embedding(ids, read) + states) @ write.T, truth
        ).backward()
        found.append(weight.grad)
    return found


torch.manual_seed(0)
inputs = (
    torch.randn(7, 4),
    torch.tensor([2, 3]),
    torch.randn(2, 4),
    torch.tensor([3, 5]),
)
look_up, projection, tied = gradients(*inputs)
print("rows by look-up   ", look_up.norm(dim=1).gt(0).nonzero().flatten().tolist())
print(
    "rows by projection", projection.norm(dim=1).gt(0).nonzero().flatten().tolist()
)
print("sum of both = tied", torch.allclose(look_up + projection, tied, atol=1e-6))
