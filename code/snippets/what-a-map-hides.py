"""Neighbours of rows, of what training added to them, and on the best map that two dimensions can give."""

import lstm_encoder_decoder as s2s
import torch
from torch.nn import functional as F

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
vocabularies = translator.source_vocabulary, translator.target_vocabulary
fresh = s2s.Translator(
    *vocabularies, translator.config, "cpu"
)  # the same seed: the rows before training
trained, before = (
    t.model.encoder.embedding.weight.detach()[len(s2s.SPECIALS) :]
    for t in (translator, fresh)
)
words = translator.source_vocabulary.words[len(s2s.SPECIALS) :]


def neighbours(rows, count=4):
    rows = F.normalize(rows - rows.mean(0))
    return (rows @ rows.T - 2 * torch.eye(len(rows))).topk(count).indices


moved = trained - before
for name, rows in (("row", trained), ("moved", moved)):
    for word in ("昨天", "老师"):
        print(
            f"{name:6} {word} ->",
            " ".join(
                words[i] for i in neighbours(rows)[words.index(word)].tolist()
            ),
        )
_, spread, directions = torch.linalg.svd(moved - moved.mean(0), full_matrices=False)
kept = (spread[:2] ** 2).sum() / (spread**2).sum()
pairs = (
    neighbours(moved)[:, :, None]
    == neighbours(moved @ directions[:2].T)[:, None, :]
)
same = pairs.any(-1).float().mean()
print(
    f"a map of two directions keeps {kept:.0%} of the variance, {same:.0%} of the four nearest neighbours"
)
VALUES = {
    "kept": kept.item(),
    "same": same.item(),
    "norm_before": before.norm(dim=1).mean().item(),
    "norm_moved": moved.norm(dim=1).mean().item(),
}
