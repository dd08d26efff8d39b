"""What a Transformer adds to an embedding: a scale, and positions."""

import math

import torch
from torch import nn

torch.manual_seed(0)
words, size = 6, 512
embedding = nn.Embedding(1000, size)
nn.init.normal_(
    embedding.weight, std=1 / math.sqrt(size)
)  # the spread that suits a tied projection
rates = 10000 ** (-torch.arange(0, size, 2) / size)
angles = torch.arange(words)[:, None] * rates
positions = torch.stack([angles.sin(), angles.cos()], -1).flatten(1)  # [S, E]
embedded = embedding(torch.randint(1000, (words,)))  # [S, E]
print(
    f"norm of a row {embedded.norm(dim=1).mean():.2f}, times sqrt(E) {embedded.norm(dim=1).mean() * size**0.5:.2f},"
)
print(f"norm of a position {positions.norm(dim=1).mean():.2f}")

attention = nn.MultiheadAttention(size, 8, batch_first=True).eval()
order = torch.tensor([5, 3, 0, 1, 4, 2])
for name, added in (("without positions", 0), ("with positions", positions)):
    a, b = (
        embedded[rows] * math.sqrt(size) + added
        for rows in (torch.arange(words), order)
    )
    with torch.no_grad():
        left, right = (attention(x[None], x[None], x[None])[0][0] for x in (a, b))
    print(
        f"{name}: the same vectors in another order? {torch.allclose(left[order], right, atol=1e-5)}"
    )
VALUES = {
    "row": embedded.norm(dim=1).mean().item(),
    "position": positions.norm(dim=1).mean().item(),
}
