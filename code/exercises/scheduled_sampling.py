"""Scheduled sampling: at each step the true word, or by chance the model's own."""

import lstm_encoder_decoder as s2s
import torch


def sampled_logits(model, source, lengths, previous, share, generator=None):
    """Logits [B, T, V] where a share of the words before are the model's own (Bengio et al., 2015)."""
    state, word, steps = model.encoder(source, lengths)[1], previous[:, :1], []
    for t in range(previous.shape[1]):
        logits, state = model.decoder(word, state)
        steps.append(logits)
        if t + 1 < previous.shape[1]:
            own = torch.rand(len(source), 1, generator=generator) < share
            word = torch.where(own, logits.argmax(-1), previous[:, t + 1 : t + 2])
    return torch.cat(steps, 1)


torch.manual_seed(0)
model = s2s.Seq2Seq(20, 30, s2s.Config()).eval()
source, lengths = s2s.pad_batch([[4, 5, 6], [7, 8]])
previous = torch.tensor([[s2s.SOS, 9, 10, 11], [s2s.SOS, 12, 13, 14]])
with torch.no_grad():
    forced, never, always = (
        model(source, lengths, previous),
        *(sampled_logits(model, source, lengths, previous, p) for p in (0, 1)),
    )
print("share 0 is teacher forcing:", torch.allclose(forced, never, atol=1e-5))
print(
    "share 1 is free running:",
    torch.equal(always.argmax(-1)[:, :1], forced.argmax(-1)[:, :1]),
    end=", ",
)
print("and differs:", not torch.allclose(forced, always, atol=1e-5))
