"""What pack_padded_sequence refuses, in its own words."""

import torch
from torch.nn.utils.rnn import pack_padded_sequence as pack

embedded = torch.zeros(2, 5, 64)  # [B, S, E]
VALUES = {"refused": 0}
for name, lengths, is_sorted in (
    ("a length of 0", torch.tensor([5, 0]), False),
    ("not sorted", torch.tensor([3, 5]), True),
    ("one too few", torch.tensor([5]), True),
    ("not on the CPU", torch.tensor([5, 3], device="meta"), True),
):
    try:
        pack(embedded, lengths, batch_first=True, enforce_sorted=is_sorted)
    except (RuntimeError, TypeError) as error:
        print(f"{name}:\n    {' '.join(str(error).split())[:80]}")
        VALUES["refused"] += 1
packed = pack(embedded, torch.tensor([3, 5]), True, enforce_sorted=False)
there, back = packed.sorted_indices.tolist(), packed.unsorted_indices.tolist()
print("sorted for you:", there, "and back:", back)
VALUES |= {"there": there, "back": back}
assert VALUES["refused"] == 4 and VALUES["there"] == VALUES["back"] == [1, 0]
