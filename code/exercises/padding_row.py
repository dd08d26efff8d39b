"""An in-place initialisation overwrites the pad row; padding_idx only keeps gradients away."""

import torch
from torch import nn

torch.manual_seed(0)
embedding = nn.Embedding(10, 4, padding_idx=0)
print("at construction:", embedding.weight[0].norm().item())
nn.init.normal_(embedding.weight, std=0.1)
print("after normal_:  ", round(embedding.weight[0].norm().item(), 3))
with torch.no_grad():
    embedding.weight[0].zero_()
print("made zero again:", embedding.weight[0].norm().item())
embedding(torch.tensor([[3, 5, 0, 0]])).sum().backward()
print("gradient of pad:", embedding.weight.grad[0].norm().item())
