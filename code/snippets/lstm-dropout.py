"""nn.LSTM(dropout=…) on one layer: a warning, and nothing dropped."""

import warnings

import torch
from torch import nn

embedded = torch.randn(1, 5, 8)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    one = nn.LSTM(8, 16, num_layers=1, dropout=0.5, batch_first=True).train()
print(str(caught[0].message).split(", so")[0])
VALUES = {}
two = nn.LSTM(8, 16, num_layers=2, dropout=0.5, batch_first=True).train()
for lstm in (one, two):
    first, second = lstm(embedded)[0], lstm(embedded)[0]
    differ = (first - second).abs().max().item()
    print(f"{lstm.num_layers} layer(s): two passes differ by {differ:.3f}")
    VALUES[str(lstm.num_layers)] = differ
assert VALUES["1"] == 0 and VALUES["2"] > 1e-3
