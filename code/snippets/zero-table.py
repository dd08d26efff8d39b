"""An encoder's table of zeros: the words are one and the same at first, and apart after a step."""

import lstm_encoder_decoder as s2s
from torch import nn

trained = s2s.Translator.load("lstm_encoder_decoder.pt")
vocabularies = trained.source_vocabulary, trained.target_vocabulary
new = s2s.Translator(*vocabularies, s2s.Config(steps=1))
table = new.model.encoder.embedding.weight  # [V, E]
nn.init.zeros_(table)
batches = list(new.batches(s2s.make_corpus(0, 4000).train[: new.config.batch_size]))
read = batches[0][0].unique()
read = read[read != s2s.PAD]
print(f"before: {len(table[read].unique(dim=0))} kind of row for {len(read)} words")
for step, *_ in s2s.training_steps(new.model, batches, new.config):
    kinds = len(table[read].unique(dim=0))
    print(f"after step {step}: {kinds} kinds")
VALUES = {"words": len(read), "kinds": kinds}
assert VALUES["kinds"] == VALUES["words"]
