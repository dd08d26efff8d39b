"""The projection's rows are word vectors too: neighbours in both of the decoder's tables, and their starts."""

import lstm_encoder_decoder as s2s
import torch
from torch.nn.functional import cosine_similarity, normalize

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
vocabulary = translator.target_vocabulary
# The same seed draws the same start.
start = s2s.Translator(translator.source_vocabulary, vocabulary, translator.config)
VALUES = {}
for name in ("embedding", "projection"):
    table = getattr(translator.model.decoder, name).weight.detach()
    drawn = getattr(start.model.decoder, name).weight.detach()
    kept = cosine_similarity(table, drawn)[len(s2s.SPECIALS) :].mean().item()
    shape = list(table.shape)
    print(f"{name} {shape}; cosine of a row and its start: {kept:.2f}")
    unit = normalize(table, dim=1)
    VALUES[name] = {"kept": kept}
    for word in ("yesterday", "drank", "coffee"):
        cosine = unit @ unit[vocabulary.index[word]]  # [V]
        nearest = cosine.topk(4).indices[1:].tolist()
        near = "  ".join(f"{vocabulary.words[i]} {cosine[i]:.2f}" for i in nearest)
        print(f"   {word:10} {near}")
        VALUES[name][word] = nearest
decoder = translator.model.decoder
state = torch.randn(decoder.lstm.hidden_size)
logits = decoder.projection(state)
row = decoder.projection.weight[7] @ state + decoder.projection.bias[7]
same = torch.allclose(logits[7], row, atol=1e-5)
print("a logit is a dot product with its row:", same)
VALUES["differ"] = sum(
    VALUES["embedding"][word] != VALUES["projection"][word]
    for word in ("yesterday", "drank", "coffee")
)
assert VALUES["differ"] == 3
assert VALUES["embedding"]["kept"] > VALUES["projection"]["kept"] + 0.2
assert VALUES["projection"]["kept"] < 0.6 < 0.75 < VALUES["embedding"]["kept"]
