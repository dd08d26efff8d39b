"""Pretrained vectors: what from_pretrained leaves to you."""

import lstm_encoder_decoder as s2s
import torch
from torch import nn

torch.manual_seed(0)
vocabulary = s2s.Vocabulary([["我", "爱", "自然", "语言", "处理", "小明"]])
in_file = ["我", "爱", "语言", "处理", "学习"]
vectors = {word: torch.randn(4) * 0.3 for word in in_file}  # as read from a file

spread = torch.stack([*vectors.values()]).std()
table = torch.randn(len(vocabulary), 4) * spread  # the missing: spread alike
for word, index in vocabulary.index.items():
    if word in vectors:
        table[index] = vectors[word]


def report(name, embedding):
    zero = not embedding.weight[s2s.PAD].any()
    print(f"{name:8} pad row zero {zero}, learns {embedding.weight.requires_grad}")


careless = nn.Embedding.from_pretrained(table.clone(), padding_idx=s2s.PAD)
report("careless", careless)
table[s2s.PAD] = 0
careful = nn.Embedding.from_pretrained(table, freeze=False, padding_idx=s2s.PAD)
report("careful", careful)

words = vocabulary.words[len(s2s.SPECIALS) :]
missing = [word for word in words if word not in vectors]
found = len(words) - len(missing)
print(f"{found} of {len(words)} words found; missing: {missing}")
VALUES = {"found": found, "words": len(words)}
VALUES["learns"] = [e.weight.requires_grad for e in (careless, careful)]
VALUES["zero"] = [not e.weight[s2s.PAD].any() for e in (careless, careful)]
assert VALUES["learns"] == VALUES["zero"] == [False, True]
