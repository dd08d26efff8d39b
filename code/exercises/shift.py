"""Teacher forcing's input and answer from one padded target."""

import torch
from lstm_encoder_decoder import EOS, PAD, SOS, pad_batch


def shift(target):
    """SOS … EOS [B, T + 1] -> (what the decoder reads [B, T], what it has to say [B, T])."""
    return target[:, :-1], target[:, 1:]


target, _ = pad_batch([[SOS, 7, 8, 9, EOS], [SOS, 6, EOS]])
reads, says = shift(target)
print("reads", reads.tolist())
print("says ", says.tolist())
print("pairs that count:", int((says != PAD).sum()))
no_word_lost = torch.equal(torch.cat([reads[:, :1], says], 1), target)
print("nothing lost:", no_word_lost)
