"""Words replaced by <unk> in training, so that its row learns."""

import lstm_encoder_decoder as s2s
import torch


def forget_words(ids, share, generator=None):
    """ids [B, S] with that share of the real words replaced by UNK; specials stay."""
    chosen = torch.rand(ids.shape, generator=generator) < share
    return ids.masked_fill(chosen & (ids >= len(s2s.SPECIALS)), s2s.UNK)


def unk_gradient(share):
    torch.manual_seed(0)
    model = s2s.Seq2Seq(40, 40, s2s.Config())
    ids = torch.randint(len(s2s.SPECIALS), 40, (16, 6))
    source, target = (
        forget_words(ids, share),
        torch.cat([torch.full((16, 1), s2s.SOS), ids], 1),
    )
    lengths = torch.full((16,), 6)
    summed, tokens = s2s.teacher_forced(model, source, lengths, target)
    (summed / tokens).backward()
    return model.encoder.embedding.weight.grad[s2s.UNK].norm().item()


ids = torch.tensor([[s2s.SOS, 7, 8, s2s.EOS, s2s.PAD]])
print("all words forgotten:", forget_words(ids, 1.0).tolist())
for share in (0.0, 0.1):
    print(f"share {share:.1f}: gradient of the <unk> row {unk_gradient(share):.4f}")
