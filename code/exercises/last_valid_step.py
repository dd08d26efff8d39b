"""The state of the last valid step without packing: gather it from the output."""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence


def last_valid(output, lengths):
    """output [B, S, H], lengths [B] -> the output at step lengths - 1 of every row [B, H]."""
    steps = (lengths - 1)[:, None, None].expand(-1, 1, output.shape[-1])
    return output.gather(1, steps)[:, 0]


torch.manual_seed(0)
lstm, embedded, lengths = (
    nn.LSTM(4, 6, batch_first=True),
    torch.randn(3, 5, 4),
    torch.tensor([5, 2, 3]),
)
padded_output, (padded_state, _) = lstm(embedded)
packed = pack_padded_sequence(
    embedded, lengths, batch_first=True, enforce_sorted=False
)
state = lstm(packed)[1][0][-1]
print(
    "gathered = packed:",
    torch.allclose(last_valid(padded_output, lengths), state, atol=1e-6),
)
print(
    "h_n without packing is off by:",
    (padded_state[-1] - state).norm(dim=1).round(decimals=3).tolist(),
)
