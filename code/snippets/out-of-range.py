"""An index that the table does not have."""

import torch
from torch import nn

embedding = nn.Embedding(173, 64)
try:
    embedding(torch.tensor([4, 173]))
except IndexError as error:
    print("IndexError:", error)
    VALUES = {"refused": str(error)}
ids = torch.tensor([4, 173])
if ids.max() >= embedding.num_embeddings:  # cheap, and says which
    print(
        "too large:",
        ids[ids >= embedding.num_embeddings].tolist(),
        "in a table of",
        embedding.num_embeddings,
    )
assert "out of range" in VALUES["refused"]
