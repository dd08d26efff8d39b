"""An LSTM from its equations, equal to nn.LSTM."""

import torch
from torch import nn


def lstm(embedded, w_ih, w_hh, b_ih, b_hh):
    """embedded [B, S, E] -> output [B, S, H]; PyTorch stacks the gates in the order i, f, g, o."""
    B, S, _ = embedded.shape
    h = c = torch.zeros(B, w_hh.shape[1])
    output = []
    for t in range(S):
        i, f, g, o = (embedded[:, t] @ w_ih.T + b_ih + h @ w_hh.T + b_hh).chunk(
            4, dim=1
        )
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
        output.append(h)
    return torch.stack(output, 1)


torch.manual_seed(0)
theirs, embedded = nn.LSTM(4, 6, batch_first=True), torch.randn(2, 5, 4)
difference = (
    lstm(embedded, *(p.detach() for p in theirs.parameters())) - theirs(embedded)[0]
)
print("equal within 1e-6:", bool(difference.abs().max() < 1e-6))
