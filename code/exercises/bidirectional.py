"""(h, c) of a bidirectional encoder, made fit for a decoder of the same depth."""

import torch
from torch import nn


class Bridge(nn.Module):
    """[2L, B, H] -> [L, B, H]: both directions of a layer side by side, then a linear map back to H."""

    def __init__(self, hidden_size):
        super().__init__()
        self.hidden = nn.Linear(2 * hidden_size, hidden_size)
        self.cell = nn.Linear(2 * hidden_size, hidden_size)

    def forward(self, state):
        # PyTorch's order is layer 0 forward, layer 0 backward, layer 1 forward …
        joined = [torch.cat([tensor[0::2], tensor[1::2]], -1) for tensor in state]
        return self.hidden(joined[0]), self.cell(joined[1])


B, S, E, H, L = 3, 5, 4, 6, 2
encoder = nn.LSTM(E, H, L, batch_first=True, bidirectional=True)
decoder = nn.LSTM(E, H, L, batch_first=True)
output, state = encoder(torch.randn(B, S, E))
print("encoder's h", list(state[0].shape))
print(
    "forward at the end, backward at step 0:",
    torch.equal(state[0][-2], output[:, -1, :H]),
    end=" ",
)
print(torch.equal(state[0][-1], output[:, 0, H:]))
bridge = Bridge(H)
first = bridge(state)
print(
    "decoder's h",
    list(first[0].shape),
    "->",
    list(decoder(torch.randn(B, 1, E), first)[0].shape),
)
for place in range(2 * L):  # one direction of one layer, and only its sentence 0
    h = state[0].clone()
    h[place, 0] += 1
    moved = (bridge((h, state[1]))[0] - first[0]).abs().amax(-1) > 1e-6
    print("from h_n", [place, 0], "to [layer, sentence]", moved.nonzero().tolist())
