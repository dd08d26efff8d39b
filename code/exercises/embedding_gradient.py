"""The gradient of a table by hand: every position hands its share to the row that it read."""

import torch
from torch import nn


def table_gradient(ids, gradient, rows, padding_idx=None):
    """ids [B, S], gradient of the embeddings [B, S, E] -> gradient of the table [rows, E]."""
    total = torch.zeros(rows, gradient.shape[-1]).index_add(
        0, ids.flatten(), gradient.flatten(0, 1)
    )
    if padding_idx is not None:
        total[padding_idx] = 0
    return total


torch.manual_seed(0)
ids, embedding = (
    torch.tensor([[4, 2, 4], [3, 0, 0]]),
    nn.Embedding(6, 3, padding_idx=0),
)
embedded = embedding(ids)
embedded.retain_grad()
(embedded + 1).pow(3).sum().backward()  # would give the pad row a gradient, too
print(
    "equals autograd:",
    torch.allclose(table_gradient(ids, embedded.grad, 6, 0), embedding.weight.grad),
)
print("times read:", torch.bincount(ids.flatten(), minlength=6).tolist())
