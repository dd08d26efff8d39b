"""Three ways to drop embeddings: values, words, or the same columns all along a sentence."""

import torch
from torch.nn import functional as F

torch.manual_seed(8)
share, embedded = 0.4, torch.ones(1, 5, 8)  # [B, S, E]: five words, all values 1
ids = torch.tensor([[7, 4, 9, 4, 5]])  # word 4 stands twice

element = F.dropout(embedded, share)
variational = embedded * F.dropout(
    torch.ones(1, 1, 8), share
)  # one mask [1, E] for all steps
kept_words = F.dropout(
    torch.ones(20, 1), share
)  # one value for each word of the vocabulary
word = embedded * kept_words[ids]

for name, dropped in (
    ("element", element),
    ("variational", variational),
    ("word", word),
):
    print(name)
    for index, row in zip(ids[0].tolist(), dropped[0]):
        print(
            f"  word {index}  ",
            " ".join(
                "." if value == 0 else f"{value:.2f}" for value in row.tolist()
            ),
        )
