"""The same sentence with more and more zero pads behind it, and no packing: the state moves, the translation goes."""

import lstm_encoder_decoder as s2s
import torch

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
model, words = translator.model.eval(), s2s.tokenize("我 爱 自然 语言 处理")
encoder, decoder = model.encoder, model.decoder
ids = translator.source_vocabulary.sentence_to_indices(words)
VALUES = {}
with torch.no_grad():
    true, _ = encoder(torch.tensor([ids]), torch.tensor([len(ids)]))
    for pads in (0, 1, 2, 5, 10):
        padded = torch.tensor([ids + [s2s.PAD] * pads])
        vectors = encoder.embedding(padded)  # a pad's vector is zero, and yet:
        _, state = encoder.lstm(vectors)
        moved = ((state[0][-1] - true).norm() / true.norm()).item()
        written = decoder._generate_sequence(state, max_length=10)[0].tolist()
        text = " ".join(translator.target_vocabulary.indices_to_sentence(written))
        print(f"{pads:>2} pads, moved {moved:5.1%}: {text}")
        VALUES[f"moved_{pads}"] = moved
        VALUES[f"text_{pads}"] = text
assert VALUES["moved_0"] < 1e-5 and VALUES["moved_1"] > 0.2
assert VALUES["text_2"] != VALUES["text_0"]
# Of all that the sentence says about "I", nothing is left.
assert not set(VALUES["text_0"].split()[1:]) & set(
    f"{VALUES['text_5']} {VALUES['text_10']}".split()
)
