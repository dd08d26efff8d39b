"""Neighbours of rows, of what training added to them, and on the best map that two dimensions can give."""

import lstm_encoder_decoder as s2s
import torch
from torch.nn.functional import normalize

trained = s2s.Translator.load("lstm_encoder_decoder.pt")
vocabulary = trained.source_vocabulary
# The same seed: the rows before training.
fresh = s2s.Translator(vocabulary, trained.target_vocabulary, trained.config)

# A word's kind is the slot that the grammar fills with it; training never sees this.
kinds = {}
for slot, entries in s2s.read_fillers().items():
    kinds |= {chinese: slot for chinese, _ in entries if chinese not in kinds}
for (verb, *_), _ in s2s.read_table(s2s.VERBS):
    kinds[verb] = "DO"
for noun in s2s.read_nouns().values():
    kinds |= {noun.measure: "MEASURE", noun.chinese: "NOUN"}
words = [word for word in vocabulary.words if word in kinds]
ids = [vocabulary.index[word] for word in words]
same = torch.tensor([[kinds[a] == kinds[b] for b in words] for a in words])

after = trained.model.encoder.embedding.weight.detach()[ids]
before = fresh.model.encoder.embedding.weight.detach()[ids]


def neighbours(rows, count=4):
    """The nearest others of each row by cosine [N, count]."""
    unit = normalize(rows - rows.mean(0))
    return (unit @ unit.T - 2 * torch.eye(len(rows))).topk(count).indices


moved = after - before
chance = ((same.sum() - len(words)) / (same.numel() - len(words))).item()
print(f"{len(words)} words; by chance {chance:.0%} are of one kind")
VALUES = {"words": len(words), "kinds": len({kinds[word] for word in words})}
VALUES["chance"] = chance
for name, rows in (("before", before), ("after", after), ("moved", moved)):
    share = same.gather(1, neighbours(rows)).float().mean().item()
    print(f"{name:7} {share:.0%} of the neighbours are of one kind")
    VALUES[name] = share

_, spread, axes = torch.linalg.svd(moved - moved.mean(0), full_matrices=False)
kept = (spread[:2] ** 2).sum() / (spread**2).sum()
on_map = neighbours(moved @ axes[:2].T)
found = (neighbours(moved)[:, :, None] == on_map[:, None, :]).any(-1).float().mean()
shares = f"{kept:.0%} of the variance, {found:.0%} of the neighbours"
print(f"a map of two axes keeps {shares}")
VALUES |= {"kept": kept.item(), "same": found.item()}
VALUES["norm_before"] = before.norm(dim=1).mean().item()
VALUES["norm_moved"] = moved.norm(dim=1).mean().item()
assert VALUES["moved"] > VALUES["after"] > VALUES["chance"] + 0.03
assert VALUES["norm_moved"] < VALUES["norm_before"]
assert max(VALUES["kept"], VALUES["same"]) < 0.5
assert VALUES["after"] < 0.5 and VALUES["moved"] < 0.7
