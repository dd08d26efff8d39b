"""Tying the projection to the target embedding: parameters saved, and the pad row's lost protection."""

import lstm_encoder_decoder as s2s
import torch
from torch import nn

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
config, words = translator.config, len(translator.target_vocabulary)
untied = sum(
    parameter.numel() for parameter in translator.model.decoder.parameters()
)


class TiedDecoder(s2s.LSTMDecoder):
    def __init__(self, vocab_size, embed_size, hidden_size):
        super().__init__(vocab_size, embed_size, hidden_size)
        output = nn.Linear(embed_size, vocab_size)
        output.weight = self.embedding.weight  # one tensor, two uses
        between = nn.Linear(hidden_size, embed_size, bias=False)
        self.projection = nn.Sequential(between, output)


tied = TiedDecoder(words, config.embed_size, config.hidden_size)
count = sum(p.numel() for p in tied.parameters())  # a shared tensor counts once
print(f"decoder {untied:,} -> {count:,} parameters, {1 - count / untied:.0%} fewer")

pairs = s2s.make_corpus(config.seed).valid[: config.batch_size]
source, lengths, target = next(translator.batches(pairs))
VALUES = {"saved": 1 - count / untied}
for name, decoder in (("untied", translator.model.decoder), ("tied", tied)):
    translator.model.decoder = decoder
    summed, tokens = s2s.teacher_forced(translator.model, source, lengths, target)
    decoder.zero_grad()
    (summed / tokens).backward()
    gradient = decoder.embedding.weight.grad[s2s.PAD].norm().item()
    with torch.no_grad():
        decoder.embedding.weight[s2s.PAD] += 1  # the pad row, no longer zero
        again, _ = s2s.teacher_forced(translator.model, source, lengths, target)
    moved = (again - summed).abs().item() / tokens
    print(f"{name}: pad gradient {gradient:.4f}, loss moved by {moved:.4f}")
    VALUES[name] = {"gradient": gradient, "moved": moved}
assert VALUES["untied"]["gradient"] == 0 and VALUES["untied"]["moved"] < 1e-5
assert VALUES["tied"]["gradient"] > 0 and VALUES["tied"]["moved"] > 1e-5
