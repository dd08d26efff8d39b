"""Shapes of everything that nn.LSTM returns, for one and two layers, one and two directions."""

import torch
from torch import nn

B, S, E, H = 2, 5, 64, 128
embedded = torch.randn(B, S, E)
print("L  D   output              h_n                 c_n")
for L, D in ((1, 1), (2, 1), (1, 2), (2, 2)):
    lstm = nn.LSTM(E, H, num_layers=L, bidirectional=D == 2, batch_first=True)
    output, (h, c) = lstm(embedded)
    assert output.shape == (B, S, D * H)
    assert h.shape == c.shape == (D * L, B, H)
    shapes = [str(list(tensor.shape)) for tensor in (output, h, c)]
    print("{}  {}   {:19} {:19} {}".format(L, D, *shapes))
