"""Reverse a padded source: the words turn round, the pads stay at the end."""

import torch
from lstm_encoder_decoder import PAD, pad_batch


def reverse(source, lengths):
    """source [B, S], lengths [B] -> [B, S] with each sentence reversed inside its own length."""
    steps = torch.arange(source.shape[1])
    from_end = lengths[:, None] - 1 - steps
    return source.gather(1, torch.where(from_end >= 0, from_end, steps))


source, lengths = pad_batch([[4, 5, 6, 7, 8], [9, 10]])
print(reverse(source, lengths).tolist())
print("flip alone:", source.flip(1).tolist())
print("pads still last:", bool((reverse(source, lengths)[1, 2:] == PAD).all()))
