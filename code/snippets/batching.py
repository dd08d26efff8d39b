"""Share of pads in the source, batches drawn at random against batches of like lengths."""

import random

import lstm_encoder_decoder as s2s

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
train = s2s.make_corpus(translator.config.seed).train
B, rng = translator.config.batch_size, random.Random(0)
mixed = [[1] * len(source) for source, _ in rng.sample(train, len(train))]
starts = range(0, len(mixed), B)
plain = [s2s.pad_batch(mixed[start : start + B])[0] for start in starts]
alike = [source for source, _, _ in translator.batches(train, rng)]
VALUES = {}
for name, batches in (("random", plain), ("alike", alike)):
    slots = sum(ids.numel() for ids in batches)
    pads = sum(int((ids == s2s.PAD).sum()) for ids in batches) / slots
    print(f"{name:7} {len(batches)} batches, {slots:,} slots, {pads:5.1%} pads")
    VALUES[name] = pads
assert VALUES["alike"] < VALUES["random"] / 10
