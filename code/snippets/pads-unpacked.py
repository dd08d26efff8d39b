"""The same sentence with more and more zero pads behind it, and no packing: the state moves, the translation goes."""

import lstm_encoder_decoder as s2s
import torch

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
model = translator.model.eval()
encoder, decoder = model.encoder, model.decoder
ids = translator.source_vocabulary.sentence_to_indices(
    s2s.tokenize("我 爱 自然 语言 处理")
)
VALUES = {}
with torch.no_grad():
    true, _ = encoder(torch.tensor([ids]), torch.tensor([len(ids)]))
    for pads in (0, 1, 2, 5, 10):
        padded = torch.tensor([ids + [s2s.PAD] * pads])
        _, state = encoder.lstm(
            encoder.embedding(padded)
        )  # a pad's vector is zero, and yet:
        moved = (state[0][-1] - true).norm() / true.norm()
        written = decoder._generate_sequence(state, max_length=10)[0].tolist()
        words = " ".join(translator.target_vocabulary.indices_to_sentence(written))
        print(f"{pads:>2} pads: state moved by {moved:6.1%} of its norm   {words}")
        VALUES[f"moved_{pads}"] = moved.item()
