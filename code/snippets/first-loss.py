"""The loss before the first step, against ln V."""

import math

import lstm_encoder_decoder as s2s

trained = s2s.Translator.load("lstm_encoder_decoder.pt")
pairs = s2s.make_corpus(trained.config.seed).valid
vocabularies = trained.source_vocabulary, trained.target_vocabulary
V, losses = len(vocabularies[1]), []
for seed in range(5):
    new = s2s.Translator(*vocabularies, s2s.Config(seed=seed))  # untrained
    losses.append(new.evaluate(pairs)["loss"])
print(f"ln {V} = {math.log(V):.3f}")
print("untrained, five seeds:", " ".join(f"{loss:.3f}" for loss in losses))
VALUES = {"ln_v": math.log(V), "least": min(losses), "most": max(losses)}
assert VALUES["ln_v"] - 0.05 < VALUES["least"]
assert VALUES["most"] < VALUES["ln_v"] + 0.15
