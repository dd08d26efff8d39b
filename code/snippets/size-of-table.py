"""Parameters by E, for the built-in vocabularies and for the size that newspapers need."""

import lstm_encoder_decoder as s2s
import torch

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
ours = len(translator.source_vocabulary), len(translator.target_vocabulary)
results = {}
for vocabulary, sizes in (("ours", ours), ("large", (50_000, 50_000))):
    for embed_size in (16, 64, 256):
        with torch.device("meta"):  # shapes without memory
            config = s2s.Config(embed_size=embed_size)
            model = s2s.Seq2Seq(*sizes, config)
        total = sum(parameter.numel() for parameter in model.parameters())
        tables = (
            model.encoder.embedding.weight.numel()
            + model.decoder.embedding.weight.numel()
        )
        print(
            f"V {sizes[0]:>6,}, {sizes[1]:>6,}   E {embed_size:>3}   {total:>10,} in all, tables {tables / total:.0%}"
        )
        results.setdefault(vocabulary, {})[f"e{embed_size}"] = {
            "total": total,
            "share": tables / total,
        }
VALUES = results
assert VALUES["ours"]["e256"]["share"] < 0.3
assert VALUES["large"]["e256"]["share"] > 0.7
