"""One row a word, but another state in each sentence, as far as what stands before it differs."""

import itertools

import lstm_encoder_decoder as s2s
import torch
from torch.nn import functional as F

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
encoder, word = translator.model.encoder, "妈妈"
sentences = [
    "妈妈 喜欢 音乐",
    "小明 读 了 妈妈 的 小说",
    "她 喜欢 妈妈 的 猫",
    "妈妈 的 猫 很 小",
]


@torch.no_grad()
def look(sentence):
    """The word's row in the table, and the state after reading it there."""
    words = s2s.tokenize(sentence)
    ids = translator.source_vocabulary.sentence_to_indices(words)
    embedded, at = encoder.embedding(torch.tensor([ids])), words.index(word)
    return embedded[0, at], encoder.lstm(embedded)[0][0, at]


for name, sentence in zip("ABCD", sentences):
    print(f"{name}  {sentence} -> {translator.translate(sentence)}")
VALUES = {}
for a, b in itertools.combinations("ABCD", 2):
    both = zip(*(look(sentences["ABCD".index(name)]) for name in (a, b)))
    row, state = (F.cosine_similarity(*pair, dim=0).item() for pair in both)
    print(f"{a} and {b}:  row {row:.2f}   state {state:.2f}")
    VALUES[a + b] = state
assert VALUES["AD"] > 0.9999
assert max(VALUES[pair] for pair in ("AB", "AC", "BC")) < 0.95
