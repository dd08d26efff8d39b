"""Share of pads in the source, batches drawn at random against batches of like lengths."""

import random

import lstm_encoder_decoder as s2s

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
train = s2s.make_corpus(translator.config.seed).train
B, rng = translator.config.batch_size, random.Random(0)
VALUES = {}
mixed = rng.sample(train, len(train))
plain = [
    s2s.pad_batch([[1] * len(source) for source, _ in mixed[i : i + B]])[0]
    for i in range(0, len(mixed), B)
]
alike = [source for source, _, _ in translator.batches(train, rng)]
for name, batches in (("random", plain), ("alike", alike)):
    slots, pads = (
        sum(ids.numel() for ids in batches),
        sum(int((ids == s2s.PAD).sum()) for ids in batches),
    )
    print(
        f"{name:7} {len(batches)} batches, {slots:,} slots, {pads / slots:5.1%} of them pads"
    )
    VALUES[name] = pads / slots
