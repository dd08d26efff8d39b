"""One row, a hundred steps without it: who moves it, who lets it decay, and a row that is first read late."""

import torch
from torch import nn


def walk(make, reads, steps):
    """A row of value 1: its gradient is 1 at the steps in `reads`, else 0 -> its way."""
    row = nn.Parameter(torch.ones(1))
    optimizer, way = make([row]), [1.0]
    for step in range(1, steps + 1):
        row.grad = torch.full((1,), float(step in reads))
        optimizer.step()
        way.append(row.item())
    return way


optim, lr, decay = torch.optim, 0.01, 0.01
kinds = {
    "SGD": lambda p: optim.SGD(p, lr),
    "Adagrad": lambda p: optim.Adagrad(p, lr),
    "RMSprop": lambda p: optim.RMSprop(p, lr),
    "Adam": lambda p: optim.Adam(p, lr),
    "SGD, weight decay": lambda p: optim.SGD(p, lr, weight_decay=decay),
    "AdamW, weight decay": lambda p: optim.AdamW(p, lr, weight_decay=decay),
    "Adam, weight decay": lambda p: optim.Adam(p, lr, weight_decay=decay),
}
VALUES = {}
print("                     read once,      never read,")
print("                     99 steps after  100 steps on")
for name, make in kinds.items():
    once, never = walk(make, {1}, 100), walk(make, set(), 100)
    print(f"{name:20} {once[-1] - once[1]:+.3f}          {never[-1]:.3f}")
    VALUES[name] = {"after": once[-1] - once[1], "never": never[-1]}
for first in (1, 2000):
    way = walk(kinds["Adam"], {first}, first)
    print(f"Adam, first read at step {first:>4}: moves {way[-1] - way[-2]:+.3f}")
    VALUES[f"first_{first}"] = abs(way[-1] - way[-2]) / lr
assert all(VALUES[name]["after"] == 0 for name in ("SGD", "Adagrad", "RMSprop"))
assert VALUES["Adam"]["after"] < -0.01 and VALUES["Adam"]["never"] == 1
assert VALUES["AdamW, weight decay"]["never"] > 0.98
assert VALUES["Adam, weight decay"]["never"] < 0.5
assert VALUES["first_2000"] > 2.5 * VALUES["first_1"]
