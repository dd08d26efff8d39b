"""A bidirectional encoder: which state is which, and how it becomes a decoder's first state."""

import torch
from torch import nn

B, S, E, H, L = 2, 5, 64, 128, 2
torch.manual_seed(0)
lstm = nn.LSTM(E, H, num_layers=L, bidirectional=True, batch_first=True)
with torch.no_grad():
    output, (hidden, cell) = lstm(torch.randn(B, S, E))
print("output", list(output.shape), " h_n", list(hidden.shape))
print(
    "h_n[-2] is the forward direction's last step: ",
    torch.equal(hidden[-2], output[:, -1, :H]),
)
print(
    "h_n[-1] is the backward direction's, at t = 0:",
    torch.equal(hidden[-1], output[:, 0, H:]),
)

by_layer = hidden.view(L, 2, B, H)  # h_n counts layers first, directions second
joined = torch.cat([by_layer[:, 0], by_layer[:, 1]], dim=-1)  # [L, B, 2H]
bridge = nn.Linear(2 * H, H)  # and a second one for c, without the tanh
print("decoder's first h", list(torch.tanh(bridge(joined)).shape))
