"""How often each source word's row gets a gradient in one pass over the training pairs."""

from collections import Counter

import lstm_encoder_decoder as s2s

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
train = s2s.make_corpus(translator.config.seed).train
batches = [source for source, _, _ in translator.batches(train)]
visits = Counter(
    i for source in batches for i in set(source.flatten().tolist()) - {s2s.PAD}
)
ranked = visits.most_common()
for rank in (0, 1, len(ranked) // 2, len(ranked) - 2, len(ranked) - 1):
    i, count = ranked[rank]
    print(
        f"{rank + 1:>4}.  {translator.source_vocabulary.words[i]:6} in {count:>4} of {len(batches)} batches"
    )
unvisited = [
    word
    for i, word in enumerate(translator.source_vocabulary.words)
    if i not in visits
]
mean = sum(visits.values()) / len(batches) / len(translator.source_vocabulary)
print(f"share of rows with a gradient in a batch: {mean:.1%}   never: {unvisited}")
VALUES = {
    "batches": len(batches),
    "share": mean,
    "most": ranked[0][1],
    "least": ranked[-1][1],
}
