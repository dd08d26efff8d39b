"""How much of a batch is padding: random batches against batches of like lengths."""

import random

import lstm_encoder_decoder as s2s


def padding(lengths, batch_size):
    """The share of pads when the sentences are cut into batches in this order."""
    batches = [
        lengths[start : start + batch_size]
        for start in range(0, len(lengths), batch_size)
    ]
    cells = sum(max(batch) * len(batch) for batch in batches)
    return 1 - sum(lengths) / cells


lengths = [len(source) for source, _ in s2s.make_corpus(0, size=5000).train]
random.Random(0).shuffle(lengths)
print(f"shuffled   {padding(lengths, 64):.1%} pads")
print(f"by length  {padding(sorted(lengths), 64):.1%} pads")
