"""max_norm changes the table during the look-up."""

import torch
from torch import nn

torch.manual_seed(0)
embedding = nn.Embedding(4, 8, max_norm=1.0)
with torch.no_grad():
    before = embedding.weight.norm(dim=1).clone()
    embedding(torch.tensor([1, 3]))  # a look-up, no optimiser anywhere
    after = embedding.weight.norm(dim=1)
for row in range(4):
    print(f"row {row}: norm {before[row]:.3f} -> {after[row]:.3f}")

squares = embedding.weight.pow(
    2
)  # autograd keeps the table for the backward pass …
with torch.no_grad():
    embedding.weight.mul_(3)  # an optimiser's step
total = (
    squares.sum() + embedding(torch.tensor([0])).sum()
)  # … and the look-up writes into it
try:
    total.backward()
except RuntimeError as error:
    print("RuntimeError:", str(error).split(":")[0])
