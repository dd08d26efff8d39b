"""A bidirectional encoder: which state is which, how it starts a decoder, and the reshape that mixes sentences."""

import torch
from torch import nn

B, S, E, H, L = 2, 5, 64, 128, 2
torch.manual_seed(0)
lstm = nn.LSTM(E, H, num_layers=L, bidirectional=True, batch_first=True)
with torch.no_grad():
    output, (h, c) = lstm(torch.randn(B, S, E))
print("output", list(output.shape), " h_n", list(h.shape))
last, first = output[:, -1, :H], output[:, 0, H:]
print("h_n[-2] is the forward direction's last step:  ", torch.equal(h[-2], last))
print("h_n[-1] is the backward direction's, at t = 0: ", torch.equal(h[-1], first))

by_layer = h.view(L, 2, B, H)  # h_n counts layers first, directions second
joined = torch.cat([by_layer[:, 0], by_layer[:, 1]], dim=-1)  # [L, B, 2H]
bridge = nn.Linear(2 * H, H)  # and a second one for c, without the tanh
print("decoder's first h", list(torch.tanh(bridge(joined)).shape))

wrong = h.view(L, B, 2 * H)  # the right shape, and no error
both = torch.equal(wrong[-1, 0], torch.cat([h[-2, 0], h[-2, 1]]))
print("view(L, B, 2H): row 0 holds sentences 0 and 1, one direction:", both)
VALUES = {"mixes": both}
VALUES["right"] = torch.equal(h[-2], last) and torch.equal(h[-1], first)
assert VALUES["mixes"] and VALUES["right"]
