"""Pretrained vectors: what from_pretrained leaves to you."""

import lstm_encoder_decoder as s2s
import torch
from torch import nn

torch.manual_seed(0)
vocabulary = s2s.Vocabulary(["我", "爱", "自然", "语言", "处理", "小明"])
vectors = {
    word: torch.randn(4) * 0.3 for word in ["我", "爱", "语言", "处理", "学习"]
}  # a file's, say

table = (
    torch.randn(len(vocabulary), 4) * torch.stack([*vectors.values()]).std()
)  # missing: the same spread
found = [index for word, index in vocabulary.index.items() if word in vectors]
table[found] = torch.stack([vectors[vocabulary.words[index]] for index in found])

careless = nn.Embedding.from_pretrained(table.clone(), padding_idx=s2s.PAD)
print(
    "pad row zero:",
    bool((careless.weight[s2s.PAD] == 0).all()),
    "  trained:",
    careless.weight.requires_grad,
)

table[s2s.PAD] = 0
careful = nn.Embedding.from_pretrained(table, freeze=False, padding_idx=s2s.PAD)
print(
    "pad row zero:",
    bool((careful.weight[s2s.PAD] == 0).all()),
    "  trained:",
    careful.weight.requires_grad,
)

words = vocabulary.words[len(s2s.SPECIALS) :]
print(
    f"{len(found)} of {len(words)} words have a vector; without: {[w for w in words if w not in vectors]}"
)
VALUES = {"found": len(found), "words": len(words)}
