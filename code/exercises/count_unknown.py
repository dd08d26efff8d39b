"""How many tokens a vocabulary of the training set does not know, by its size."""

from collections import Counter

import lstm_encoder_decoder as s2s


def unknown_share(train, test, size):
    """Share of the test's tokens outside of the `size` most frequent training words."""
    counts = Counter(word for sentence in train for word in sentence)
    known = {word for word, _ in counts.most_common(size)}
    tokens = [word for sentence in test for word in sentence]
    return sum(word not in known for word in tokens) / len(tokens)


corpus = s2s.make_corpus(0, size=5000)
train, test = (
    [source for source, _ in pairs] for pairs in (corpus.train, corpus.test)
)
for size in (20, 50, 100, 1000):
    print(f"{size:>4} rows: {unknown_share(train, test, size):6.1%} unknown")
