"""Some rows stay as they were loaded, the others learn: a hook on the gradient."""

import torch
from torch import nn


def freeze(embedding, rows):
    """Take the gradient of these rows away. Mind the optimiser: no weight decay on this table."""
    mask = torch.ones(embedding.num_embeddings, 1)
    mask[rows] = 0
    embedding.weight.register_hook(lambda gradient: gradient * mask)


torch.manual_seed(0)
embedding = nn.Embedding(6, 3)
freeze(embedding, [4, 5])
before = embedding.weight.detach().clone()
optimizer = torch.optim.Adam(embedding.parameters(), lr=0.1)
for _ in range(5):
    optimizer.zero_grad()
    embedding(torch.tensor([3, 4, 5])).pow(2).sum().backward()
    optimizer.step()
print("moved:", [bool(row.any()) for row in (embedding.weight - before) != 0])
