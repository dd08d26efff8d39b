"""Variational dropout: one mask for all steps of a sentence."""

import torch
from torch import nn


class VariationalDropout(nn.Module):
    def __init__(self, share):
        super().__init__()
        self.share = share

    def forward(self, embedded):
        """[B, S, E] -> the same, each sentence with its own columns dropped all along."""
        if not self.training or self.share == 0:
            return embedded
        mask = (
            torch.rand(
                embedded.shape[0], 1, embedded.shape[2], device=embedded.device
            )
            >= self.share
        )
        return embedded * mask / (1 - self.share)


torch.manual_seed(0)
dropped = VariationalDropout(0.2)(torch.ones(2, 4, 16))
print("same columns at every step:", bool((dropped == dropped[:, :1]).all()))
print(
    "other columns in the other sentence:", not torch.equal(dropped[0], dropped[1])
)
many = VariationalDropout(0.2)(torch.ones(1000, 1, 100))
print(f"values {dropped.unique().tolist()}, mean {many.mean():.2f}")
print(
    "nothing dropped in evaluation:",
    torch.equal(
        VariationalDropout(0.2).eval()(torch.ones(1, 2, 3)), torch.ones(1, 2, 3)
    ),
)
