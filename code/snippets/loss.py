"""Cross-entropy from logits by hand, pads left out, and ways to average wrongly."""

import lstm_encoder_decoder as s2s
import torch
from torch.nn.functional import cross_entropy

torch.manual_seed(0)
logits = torch.randn(2, 5, 245)  # [B, T, V]
target = torch.tensor([[4, 5, 6, 7, 2], [4, 9, 2, 0, 0]])  # [B, T]
chances = logits.log_softmax(-1).gather(-1, target[:, :, None])[:, :, 0]  # [B, T]
by_hand = -chances[target != s2s.PAD].sum()
summed, tokens = s2s.sequence_loss(logits, target)
print(f"by hand {by_hand:.4f}   sequence_loss {summed:.4f}, {tokens} tokens")
print(f"a token:                   {summed / tokens:.4f}")
counted = cross_entropy(logits.flatten(0, 1), target.flatten())
print(f"pads counted as words:     {counted:.4f}")
rows = [s2s.sequence_loss(logits[b : b + 1], target[b : b + 1]) for b in range(2)]
print(f"mean of the rows' means:   {sum(loss / n for loss, n in rows) / 2:.4f}")
pads = torch.zeros(3, dtype=torch.long)
nothing = cross_entropy(torch.randn(3, 245), pads, ignore_index=s2s.PAD)
print(f"mean over nothing but pads: {nothing.item()}")
VALUES = {"by_hand": by_hand.item(), "summed": summed.item()}
assert abs(VALUES["by_hand"] - VALUES["summed"]) < 1e-3
