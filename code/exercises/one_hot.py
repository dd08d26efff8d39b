"""A look-up is one-hot × matrix, in its values and in its gradient."""

import torch
from torch.nn import functional as F


def both_ways(table, ids):
    """(looked up, multiplied, their gradients with respect to the table)."""
    results = []
    for read in (
        lambda w: w[ids],
        lambda w: F.one_hot(ids, len(w)).to(w.dtype) @ w,
    ):
        weight = table.clone().requires_grad_()
        rows = read(weight)
        (rows**2).sum().backward()
        results.append((rows.detach(), weight.grad))
    (looked_up, gradient), (multiplied, other) = results
    return looked_up, multiplied, gradient, other


table, ids = torch.randn(6, 3), torch.tensor([4, 1, 4, 2])
looked_up, multiplied, gradient, other = both_ways(table, ids)
print("values equal:", torch.allclose(looked_up, multiplied))
print("gradients equal:", torch.allclose(gradient, other))
print("rows with a gradient:", gradient.abs().sum(1).nonzero().flatten().tolist())
