"""What pack_padded_sequence refuses, in its own words."""

import torch
from torch.nn.utils.rnn import pack_padded_sequence

embedded = torch.zeros(2, 5, 64)  # [B, S, E]
for name, lengths, enforce_sorted in (
    ("a length of 0", torch.tensor([5, 0]), False),
    ("not sorted", torch.tensor([3, 5]), True),
    ("one too few", torch.tensor([5]), True),
    ("not on the CPU", torch.tensor([5, 3], device="meta"), True),
):
    try:
        pack_padded_sequence(
            embedded, lengths, batch_first=True, enforce_sorted=enforce_sorted
        )
    except (RuntimeError, TypeError) as error:
        print(f"{name:14} {' '.join(str(error).split())[:100]}")
packed = pack_padded_sequence(
    embedded, torch.tensor([3, 5]), batch_first=True, enforce_sorted=False
)
print(
    "sorted for you:",
    packed.sorted_indices.tolist(),
    "and back:",
    packed.unsorted_indices.tolist(),
)
