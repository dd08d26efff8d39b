"""How wide the usual initialisations draw, for this table and for one of 50,000 words."""

import math

from torch import nn

E, H = 64, 128
for V in (173, 50_000):
    table = nn.Embedding(V, E, padding_idx=0).weight.detach()
    rows = {"PyTorch's default, N(0, 1)": table[1:].std()}
    nn.init.normal_(table, std=1 / math.sqrt(E))
    rows["scaled normal, 1/sqrt(E)"] = table.std()
    nn.init.uniform_(table, -0.08, 0.08)
    rows["U(-0.08, 0.08)"] = table.std()
    nn.init.xavier_normal_(table)
    rows["Xavier, sqrt(2/(V+E))"] = table.std()
    for name, std in rows.items():
        norm = std * math.sqrt(E)
        print(f"V = {V:>6,}  {name:28} std {std:.4f}   a row's norm {norm:.2f}")
least, most = nn.LSTM(E, H).weight_ih_l0.aminmax()
print(f"nn.LSTM: {least:.4f} to {most:.4f}; 1/sqrt(H) = {1 / math.sqrt(H):.4f}")
VALUES = {"xavier_large": rows["Xavier, sqrt(2/(V+E))"].item()}
assert 0.005 < VALUES["xavier_large"] < 0.02  # a hundred times less than 1
