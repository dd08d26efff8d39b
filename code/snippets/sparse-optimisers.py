"""Which optimisers take the gradient of nn.Embedding(sparse=True)."""

import textwrap

import torch
from torch import nn

steps = {
    "SGD": lambda p: torch.optim.SGD(p, lr=0.1),
    "SGD, momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    "SGD, weight decay": lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.01),
    "Adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1),
    "SparseAdam": lambda p: torch.optim.SparseAdam(p, lr=0.1),
    "Adam": lambda p: torch.optim.Adam(p, lr=0.1),
    "AdamW": lambda p: torch.optim.AdamW(p, lr=0.1),
    "RMSprop": lambda p: torch.optim.RMSprop(p, lr=0.1),
}
VALUES = {}
for name, make in steps.items():
    embedding = nn.Embedding(1000, 8, sparse=True)
    optimizer = make(embedding.parameters())
    embedding(torch.tensor([3, 5, 3])).sum().backward()
    try:
        optimizer.step()
        print(f"{name:18} yes")
        VALUES[name] = True
    except RuntimeError as error:
        reason = textwrap.shorten(str(error), 44, placeholder=" …")
        print(f"{name:18} no: {reason}")
        VALUES[name] = False
gradient = embedding.weight.grad.coalesce()
try:
    nn.utils.clip_grad_norm_(embedding.parameters(), 1.0)
except NotImplementedError as error:
    reason = textwrap.shorten(str(error), 44, placeholder=" …")
    print(f"{'clip_grad_norm_':18} no: {reason}")
    VALUES["clip"] = False
there = gradient.indices().tolist()[0]
print("rows in the gradient:", there, "of", embedding.num_embeddings)
assert {name for name, taken in VALUES.items() if taken} == {
    "SGD",
    "SGD, momentum",
    "Adagrad",
    "SparseAdam",
} and "clip" in VALUES
