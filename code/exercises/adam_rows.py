"""Rows that were read once and never again: dense Adam moves them on, SparseAdam does not."""

import torch
from torch import nn


def absent_row_moves(sparse):
    """How far row 1 moves in three steps that read only row 2, after one step that read row 1."""
    torch.manual_seed(0)
    embedding = nn.Embedding(4, 3, sparse=sparse)
    kind = torch.optim.SparseAdam if sparse else torch.optim.Adam
    optimizer = kind(embedding.parameters(), lr=0.1)
    distances = []
    for row in (1, 2, 2, 2):
        before = embedding.weight[1].detach().clone()
        optimizer.zero_grad()
        embedding(torch.tensor([row])).sum().backward()
        optimizer.step()
        distances.append((embedding.weight[1] - before).norm().item())
    return distances


for sparse in (False, True):
    name = "SparseAdam" if sparse else "Adam"
    print(
        f"{name:10} row 1 moves by",
        " ".join(f"{distance:.4f}" for distance in absent_row_moves(sparse)),
    )
