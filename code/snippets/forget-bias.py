"""How much a new LSTM keeps of its memory, as PyTorch draws it and with the forget gate's bias raised."""

import torch
from torch import nn

torch.manual_seed(0)
E, H, S = 64, 128, 20
lstm = nn.LSTM(E, H, batch_first=True)


@torch.no_grad()
def forget_gate(lstm):
    """The mean of f where e and h are zero: the biases' part alone."""
    biases = lstm.bias_ih_l0 + lstm.bias_hh_l0  # both are added: i, f, g, o
    return biases[H : 2 * H].sigmoid().mean().item()


f = forget_gate(lstm)
print(f"as drawn: f is {f:.2f}, and {f**S:.1e} is left after {S} steps")
with torch.no_grad():
    lstm.bias_ih_l0[H : 2 * H] = 1.0
    lstm.bias_hh_l0[H : 2 * H] = 0.0  # or the two would add up to more
raised = forget_gate(lstm)
print(f"bias 1:   f is {raised:.2f}, and {raised**S:.1e} is left after {S} steps")
VALUES = {"drawn": f, "raised": raised}
assert abs(VALUES["drawn"] - 0.5) < 0.02 and abs(VALUES["raised"] - 0.731) < 0.01
