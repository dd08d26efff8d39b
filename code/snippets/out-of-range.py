"""An index that the table does not have."""

import torch
from torch import nn

embedding = nn.Embedding(173, 64)
try:
    embedding(torch.tensor([4, 173]))
except IndexError as error:
    print("IndexError:", error)
    VALUES = {"refused": str(error)}
ids, rows = torch.tensor([4, 173]), embedding.num_embeddings
if ids.max() >= rows:  # cheap, and says which
    print("too large:", ids[ids >= rows].tolist(), "in a table of", rows)
assert "out of range" in VALUES["refused"]
