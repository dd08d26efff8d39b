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
VALUES = {"before": before.tolist(), "after": after.tolist()}
assert (
    min(VALUES["before"]) > 1.0 > max(VALUES["after"][1], VALUES["after"][3]) - 1e-3
)
assert VALUES["after"][::2] == VALUES["before"][::2]  # rows 0 and 2

squares = embedding.weight.pow(2)  # autograd keeps the table for backward …
looked_up = embedding(torch.tensor([0]))  # … and the look-up shortens row 0
try:
    (squares.sum() + looked_up.sum()).backward()
except RuntimeError as error:
    message = str(error).split(":")[0]
    print("RuntimeError:", message.replace(" has been", "\n    has been"))
    VALUES["refused"] = True
assert VALUES["refused"]
