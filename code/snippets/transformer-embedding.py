"""What a Transformer adds to an embedding: a scale, and positions."""

import math

import torch
from torch import nn

torch.manual_seed(0)
words, E = 6, 512
rates = 10000 ** (-torch.arange(0, E, 2) / E)
angles = torch.arange(words)[:, None] * rates
positions = torch.stack([angles.sin(), angles.cos()], -1).flatten(1)  # [S, E]
VALUES = {}
print(f"norm of a position {positions.norm(dim=1).mean():.1f}")
for name, std in (("1/sqrt(E)", 1 / math.sqrt(E)), ("1, as PyTorch draws", 1.0)):
    embedding = nn.Embedding(1000, E)
    nn.init.normal_(embedding.weight, std=std)
    embedded = embedding(torch.randint(1000, (words,)))  # [S, E]
    row = embedded.norm(dim=1).mean()
    scaled = row * math.sqrt(E)
    print(f"std {name}: norm of a row {row:.1f}, times sqrt(E) {scaled:.1f}")
    VALUES[name] = row.item(), scaled.item()

attention = nn.MultiheadAttention(E, 8, batch_first=True).eval()
lstm, order = nn.LSTM(E, 64, batch_first=True), torch.tensor([5, 3, 0, 1, 4, 2])
readers = {
    "self-attention": lambda x: attention(x, x, x)[0],
    "self-attention + positions": lambda x: attention(*[x + positions] * 3)[0],
    "LSTM": lambda x: lstm(x)[0],
}
print("words in another order: the same results, in that order?")
with torch.no_grad():
    for name, read in readers.items():
        first, other = read(embedded[None])[0], read(embedded[order][None])[0]
        alike = torch.allclose(first[order], other, atol=1e-5)
        print(f"  {name:27} {alike}")
        VALUES[name] = alike
VALUES |= {
    "position": positions.norm(dim=1).mean().item(),
    "row": VALUES["1/sqrt(E)"][0],
    "scaled": VALUES["1/sqrt(E)"][1],
}
VALUES["share"] = VALUES["position"] / VALUES["1, as PyTorch draws"][1]
assert VALUES["share"] < 0.05
assert [VALUES[name] for name in readers] == [True, False, False]
