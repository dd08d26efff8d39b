"""Tying the projection to the target embedding: parameters saved, and the pad row's lost protection."""

import lstm_encoder_decoder as s2s
import torch
from torch import nn

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
config, words = translator.config, len(translator.target_vocabulary)
free = sum(parameter.numel() for parameter in translator.model.decoder.parameters())


class TiedDecoder(s2s.LSTMDecoder):
    def __init__(self, vocab_size, embed_size, hidden_size):
        super().__init__(vocab_size, embed_size, hidden_size)
        output = nn.Linear(embed_size, vocab_size)
        output.weight = self.embedding.weight  # one tensor, two uses
        self.projection = nn.Sequential(
            nn.Linear(hidden_size, embed_size, bias=False), output
        )


tied = TiedDecoder(words, config.embed_size, config.hidden_size)
count = sum(p.numel() for p in tied.parameters())  # a shared tensor counts once
print(f"decoder {free:,} -> {count:,} parameters, {1 - count / free:.0%} fewer")

state = (torch.zeros(1, 1, config.hidden_size),) * 2
logits, _ = tied(torch.tensor([[s2s.SOS]]), state)
logits.logsumexp(-1).sum().backward()  # the part of the loss that all words share
gradient = tied.embedding.weight.grad
print(f"norm of the pad row's gradient {gradient[s2s.PAD].norm():.4f}")
VALUES = {"free": free, "tied": count, "saved": 1 - count / free}
