"""Cross-entropy from logits by hand, pads left out, and three ways to average wrongly."""

import lstm_encoder_decoder as s2s
import torch
from torch.nn.functional import cross_entropy

torch.manual_seed(0)
logits, target = (
    torch.randn(2, 5, 245),
    torch.tensor([[4, 5, 6, 7, 2], [4, 9, 2, 0, 0]]),
)  # [B, T, V], [B, T]
picked = logits.log_softmax(-1).gather(-1, target[:, :, None])[
    :, :, 0
]  # log-probability of each true word, [B, T]
valid = target != s2s.PAD
by_hand = -picked[valid].sum()
summed, tokens = s2s.sequence_loss(logits, target)
print(
    f"by hand {by_hand:.4f}   sequence_loss {summed:.4f}, {tokens} tokens   a token: {summed / tokens:.4f}"
)
print(
    f"pads counted as words:     {cross_entropy(logits.flatten(0, 1), target.flatten()):.4f}"
)
rows = [s2s.sequence_loss(logits[b : b + 1], target[b : b + 1]) for b in range(2)]
print(f"mean of the rows' means:   {sum(loss / n for loss, n in rows) / 2:.4f}")
pads = torch.zeros(1, 3, dtype=torch.long)
print(
    "mean over nothing but pads:",
    cross_entropy(torch.randn(3, 245), pads[0], ignore_index=s2s.PAD).item(),
)
twice = cross_entropy(
    logits.softmax(-1).flatten(0, 1), target.flatten(), ignore_index=s2s.PAD
)
print(f"softmax taken twice:       {twice:.4f}")
