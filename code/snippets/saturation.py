"""How an embedding's spread sets the slope of the input gate, before any training."""

import lstm_encoder_decoder as s2s
import torch
from torch import nn

torch.manual_seed(0)
VALUES = {}
print("   E    H    std    spread of W e    gates near 0 or 1    mean slope")
for E, H in ((64, 128), (1024, 128)):
    weights = nn.LSTM(E, H).weight_ih_l0[:H]  # the input gate's: [H, E]
    for std in (0.1, 1.0, 10.0):
        table = nn.Embedding(1000, E, padding_idx=s2s.PAD)
        s2s.init_embedding_weights(table, std)
        with torch.no_grad():
            pulled = table.weight[1:] @ weights.T  # W e of every word
        gate = pulled.sigmoid()
        shut = ((gate - 0.5).abs() > 0.45).float().mean()  # below .05 or above .95
        slope = (gate * (1 - gate)).mean()  # of the sigmoid: 0.25 at most
        numbers = f"{pulled.std():13.2f}    {shut:17.1%}    {slope:10.3f}"
        print(f"{E:>4}  {H:>3}  {std:>5}    {numbers}")
        VALUES[f"e{E}_std{std:g}".replace(".", "_")] = {
            "spread": pulled.std().item(),
            "shut": shut.item(),
            "slope": slope.item(),
        }
assert VALUES["e64_std1"]["shut"] < 0.01 and VALUES["e64_std1"]["slope"] > 0.22
assert VALUES["e64_std10"]["shut"] > 0.3 and VALUES["e64_std10"]["slope"] < 0.12
assert VALUES["e1024_std1"]["shut"] > VALUES["e64_std1"]["shut"] + 0.02
assert VALUES["e1024_std1"]["slope"] < VALUES["e64_std1"]["slope"] - 0.03
assert VALUES["e64_std0_1"]["slope"] > VALUES["e64_std1"]["slope"]
assert VALUES["e64_std0_1"]["spread"] < 0.1
