"""A look-up gives the values of one-hot × matrix, without the product."""

import lstm_encoder_decoder as s2s
import torch
from torch.nn.functional import one_hot

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
vocabulary = translator.source_vocabulary
words = s2s.tokenize("我 爱 自然 语言 处理")
ids = torch.tensor([vocabulary.sentence_to_indices(words)])  # [B, S]
table = translator.model.encoder.embedding.weight.detach()  # [V, E]

looked_up = table[ids]  # [B, S, E]: five rows are read
# [B, S, V] @ [V, E]: every row takes part
multiplied = one_hot(ids, len(table)).float() @ table
same = torch.equal(looked_up, multiplied)
print("ids       ", list(ids.shape), ids.tolist())
print("looked up ", list(looked_up.shape))
print("multiplied", list(multiplied.shape), "equal:", same)
print("multiplications:", ids.numel() * table.numel(), "against 0")
VALUES = {"multiplications": ids.numel() * table.numel(), "vocabulary": len(table)}
VALUES["same"] = same
VALUES["cat"] = vocabulary.index["猫"]
VALUES["dog"] = vocabulary.index["狗"]
VALUES["after_cat"] = vocabulary.words[VALUES["cat"] + 1]
assert VALUES["same"]
assert VALUES["after_cat"] == "上周"
