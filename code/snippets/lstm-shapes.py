"""Shapes of everything that nn.LSTM returns, for one and two layers, one and two directions."""

import torch
from torch import nn

B, S, E, H = 2, 5, 64, 128
embedded = torch.randn(B, S, E)
print("L  D   output              h_n                 c_n")
for L, D in ((1, 1), (2, 1), (1, 2), (2, 2)):
    lstm = nn.LSTM(E, H, num_layers=L, bidirectional=D == 2, batch_first=True)
    output, (hidden, cell) = lstm(embedded)
    assert output.shape == (B, S, D * H) and hidden.shape == cell.shape == (
        D * L,
        B,
        H,
    )
    print(
        f"{L}  {D}   {list(output.shape)!s:19} {list(hidden.shape)!s:19} {list(cell.shape)}"
    )
