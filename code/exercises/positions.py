"""Sinusoidal positions: a step of k is the same rotation, wherever one stands."""

import torch


def positions(steps, size):
    """[steps, size]: sine and cosine of t / 10000^(2i / size), side by side."""
    rates = 10000 ** (-torch.arange(0, size, 2, dtype=torch.float64) / size)
    angles = torch.arange(steps)[:, None] * rates
    return torch.stack([angles.sin(), angles.cos()], -1).flatten(1)


def rotate(table, k):
    """Every position moved on by k, by rotating each pair of columns; t itself is not used."""
    size = table.shape[1]
    angle = k * 10000 ** (-torch.arange(0, size, 2, dtype=torch.float64) / size)
    sine, cosine = table[:, 0::2], table[:, 1::2]
    moved = (
        sine * angle.cos() + cosine * angle.sin(),
        cosine * angle.cos() - sine * angle.sin(),
    )
    return torch.stack(moved, -1).flatten(1)


table = positions(50, 16)
print(
    "p(t + 7) = R(7) p(t) for every t:",
    torch.allclose(rotate(table[:-7], 7), table[7:]),
)
print(
    "norm of each:", table.norm(dim=1).unique().round(decimals=6).unique().tolist()
)
