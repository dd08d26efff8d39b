"""How often each source word is read in a pass over the training pairs, and in how many batches."""

from collections import Counter

import lstm_encoder_decoder as s2s

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
train = s2s.make_corpus(translator.config.seed).train
batches = [source for source, _, _ in translator.batches(train)]
tokens, visits = Counter(), Counter()
for source in batches:
    read = Counter(source[source != s2s.PAD].tolist())
    tokens += read
    visits.update(read.keys())
words = translator.source_vocabulary.words
ranked = tokens.most_common()
print(f"{len(batches)} batches")
for rank in (1, 2, 3, len(ranked) // 2, len(ranked) - 1, len(ranked)):
    i, count = ranked[rank - 1]
    print(f"{rank:>4}.  {words[i]:6} {count:>6,} times, in {visits[i]:>3} batches")
share = sum(visits.values()) / len(batches) / len(words)
unvisited = [word for i, word in enumerate(words) if i not in visits]
print(f"share of rows with a gradient in a batch: {share:.1%}")
print("never:", *unvisited)
VALUES = {
    "batches": len(batches),
    "share": share,
    "most": max(visits.values()),
    "least": min(visits.values()),
    "tokens_most": ranked[0][1],
    "tokens_least": ranked[-1][1],
    "first": words[ranked[0][0]],
    "always": sum(count == len(batches) for count in visits.values()),
    "unvisited": unvisited,
}
assert VALUES["always"] > 1 and VALUES["least"] < VALUES["batches"] / 10
assert VALUES["unvisited"] == s2s.SPECIALS
assert VALUES["first"] == "在"
