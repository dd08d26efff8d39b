"""The projection's rows are word vectors too: neighbours in the decoder's embedding, and in the projection."""

import lstm_encoder_decoder as s2s
import torch
from torch.nn.functional import normalize

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
decoder, vocabulary = translator.model.decoder, translator.target_vocabulary
tables = {
    "embedding": decoder.embedding.weight.detach(),
    "projection": decoder.projection.weight.detach(),
}
for name, table in tables.items():
    print(f"{name:11}{list(table.shape)}")
    unit = normalize(table, dim=1)
    for word in ("yesterday", "drank", "coffee"):
        cosine = unit @ unit[vocabulary.index[word]]  # [V]
        nearest = cosine.topk(4).indices[1:].tolist()
        print(
            f"   {word:10}",
            "  ".join(f"{vocabulary.words[i]} {cosine[i]:.2f}" for i in nearest),
        )
state = torch.randn(decoder.lstm.hidden_size)
logits = decoder.projection(state)
row = tables["projection"][7] @ state + decoder.projection.bias[7]
print(
    "a logit is a dot product with its row:",
    torch.allclose(logits[7], row, atol=1e-5),
)
