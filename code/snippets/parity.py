"""One fused call over the true words before, against one call a word with the state handed on: the same logits."""

import lstm_encoder_decoder as s2s
import torch

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
model = translator.model.eval()
pairs = s2s.make_corpus(translator.config.seed).test[:64]
largest = 0.0
with torch.no_grad():
    for source, lengths, target in translator.batches(pairs):
        forced = model(source, lengths, target[:, :-1])  # [B, T, V], one call
        _, state = model.encoder(source, lengths)
        for t in range(target.shape[1] - 1):
            step, state = model.decoder(target[:, t : t + 1], state)  # [B, 1, V]
            largest = max(largest, (step[:, 0] - forced[:, t]).abs().max().item())
print(f"largest difference of any logit: {largest:.0e}")
assert largest < 1e-3
VALUES = {"difference": largest}
