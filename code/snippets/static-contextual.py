"""One row a word, but another state in each sentence."""

import lstm_encoder_decoder as s2s
import torch
from torch.nn import functional as F

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
encoder = translator.model.encoder
sentences = ["老师 喜欢 音乐", "我 是 老师", "她 是 老师 吗 ？"]
rows, states = [], []
with torch.no_grad():
    for sentence in sentences:
        words, source, _ = translator.encode(sentence)
        at = words.index("老师")
        embedded = encoder.embedding(source)
        rows.append(embedded[0, at])
        states.append(encoder.lstm(embedded)[0][0, at])
similar = []
for a, b in ((0, 1), (0, 2), (1, 2)):
    row, state = (
        F.cosine_similarity(x[a], x[b], dim=0).item() for x in (rows, states)
    )
    print(f"{sentences[a]} | {sentences[b]}:  row {row:.2f}   state {state:.2f}")
    similar.append(state)
VALUES = {"least": min(similar)}
