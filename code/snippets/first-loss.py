"""The loss before the first step, against ln V."""

import math
from pathlib import Path

import lstm_encoder_decoder as s2s
import torch

translator = s2s.Translator.load(Path("lstm_encoder_decoder.pt"))
V, pairs = (
    len(translator.target_vocabulary),
    s2s.make_corpus(translator.config.seed).valid,
)
sizes = len(translator.source_vocabulary), V
losses = []
for seed in range(5):
    torch.manual_seed(seed)
    translator.model = s2s.Seq2Seq(
        *sizes, translator.config
    )  # new, untrained weights
    losses.append(translator.evaluate(pairs)["loss"])
print(f"ln {V} = {math.log(V):.3f}")
print("untrained, five seeds:", " ".join(f"{loss:.3f}" for loss in losses))
VALUES = {"ln_v": math.log(V), "least": min(losses), "most": max(losses)}
