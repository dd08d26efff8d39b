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
model = s2s.Seq2Seq(20, 1000, s2s.Config()).eval()
source, lengths = s2s.pad_batch([[4, 5, 6], [7, 8]] * 32)
previous = torch.randint(4, 1000, (64, 12))
previous[:, 0] = s2s.SOS
read = []  # what the decoder is given, step by step
model.decoder.register_forward_pre_hook(lambda _, given: read.append(given[0]))
with torch.no_grad():
    forced = model(source, lengths, previous)
    free = model.generate(source, lengths, 12)
    for share in (0, 0.5, 1):
        read.clear()
        logits = sampled_logits(model, source, lengths, previous, share)
        own = (torch.cat(read, 1) != previous)[:, 1:].double()
        both = own.mean(1).gt(0) & own.mean(1).lt(1)  # sentences that mix the two
        is_forced = torch.allclose(logits, forced, atol=1e-5)
        is_free = torch.equal(logits.argmax(-1), free)
        mixed = both.double().mean()
        print(f"share {share}: {own.mean():.1f} of the words read are its own")
        print(f"    {mixed:.1f} of the sentences mix the two")
        print("    as teacher forcing:", is_forced, "  as running free:", is_free)
