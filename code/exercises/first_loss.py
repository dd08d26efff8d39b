"""The loss of a model that knows nothing, and what a second softmax does to it."""

import math

import torch
from torch.nn import functional as F

words = 245
truth = torch.arange(words)
print(f"ln V                     {math.log(words):.4f}")
print(
    f"all logits equal         {F.cross_entropy(torch.zeros(words, words), truth):.4f}"
)
perfect = 50 * torch.eye(words)  # certain, and right
print(f"perfect logits           {F.cross_entropy(perfect, truth):.4f}")
print(f"softmax before the loss  {F.cross_entropy(perfect.softmax(-1), truth):.4f}")
