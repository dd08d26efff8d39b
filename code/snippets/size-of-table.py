"""Parameters by E, for the built-in vocabularies and for the size that newspapers need."""

import lstm_encoder_decoder as s2s
import torch

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
ours = len(translator.source_vocabulary), len(translator.target_vocabulary)
VALUES = {"ours": {}, "large": {}}
for vocabulary, sizes in (("ours", ours), ("large", (50_000, 50_000))):
    for embed_size in (16, 64, 256):
        with torch.device("meta"):  # shapes without memory
            model = s2s.Seq2Seq(*sizes, s2s.Config(embed_size=embed_size))
        total = sum(parameter.numel() for parameter in model.parameters())
        share = sum(sizes) * embed_size / total  # both tables
        words = " and ".join(f"{size:>6,}" for size in sizes)
        print(
            f"V {words}   E {embed_size:>3}   {total:>10,}   tables {share:>3.0%}"
        )
        VALUES[vocabulary][f"e{embed_size}"] = {"total": total, "share": share}
assert VALUES["ours"]["e256"]["share"] < 0.3
assert VALUES["large"]["e256"]["share"] > 0.7
