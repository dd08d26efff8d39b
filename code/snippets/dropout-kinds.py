"""Three ways to drop embeddings: values, words, or the same dimensions all along a sentence."""

import torch
from torch.nn.functional import dropout

torch.manual_seed(8)
share, embedded = 0.4, torch.ones(1, 5, 8)  # [B, S, E]: five words, all values 1
ids = torch.tensor([[7, 4, 9, 4, 5]])  # word 4 stands twice

element = dropout(embedded, share)
dimensions = dropout(torch.ones(1, 1, 8), share)  # one mask [1, E] for all steps
words = dropout(torch.ones(20, 1), share)  # one value for each of V = 20 words
kinds = {
    "element": element,
    "variational": embedded * dimensions,
    "word": embedded * words[ids],
}
for name, dropped in kinds.items():
    print(name)
    for index, row in zip(ids[0].tolist(), dropped[0].tolist()):
        values = " ".join(f"{value:.2f}" if value else "   ." for value in row)
        print(f"  word {index}   {values}")
VALUES = {name: dropped[0].tolist() for name, dropped in kinds.items()}
assert VALUES["element"][1] != VALUES["element"][3]
assert all(row == VALUES["variational"][0] for row in VALUES["variational"])
assert 0.0 in VALUES["variational"][0] and any(VALUES["variational"][0])
assert not any(VALUES["word"][1] + VALUES["word"][3]) and all(VALUES["word"][0])
