"""A look-up gives the values of one-hot × matrix, without the product."""

import lstm_encoder_decoder as s2s
import torch
from torch.nn.functional import one_hot

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
words = s2s.tokenize("我 爱 自然 语言 处理")
ids = torch.tensor(
    [translator.source_vocabulary.sentence_to_indices(words)]
)  # [B, S]
table = translator.model.encoder.embedding.weight.detach()  # [V, E]

looked_up = table[ids]  # [B, S, E]: five rows are read
multiplied = (
    one_hot(ids, len(table)).float() @ table
)  # [B, S, V] @ [V, E]: every row takes part
print("ids       ", list(ids.shape), ids.tolist())
print("looked up ", list(looked_up.shape))
print(
    "multiplied",
    list(multiplied.shape),
    "equal:",
    torch.equal(looked_up, multiplied),
)
print("multiplications:", ids.numel() * table.numel(), "against 0")
VALUES = {"multiplications": ids.numel() * table.numel(), "vocabulary": len(table)}
