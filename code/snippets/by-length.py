"""Exact match of the test set by source length: can the built-in corpus show the bottleneck?"""

import lstm_encoder_decoder as s2s

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
corpus = s2s.make_corpus(translator.config.seed)
for low, high in ((1, 5), (6, 8), (9, 11), (12, 99)):
    row = []
    for name in ("test", "unseen"):
        pairs = [
            pair for pair in getattr(corpus, name) if low <= len(pair[0]) <= high
        ]
        row.append(
            f"{name} {len(pairs):>4} pairs {translator.evaluate(pairs)['exact_match']:6.1%}"
        )
    print(f"{low:>2}–{high:<2} words   {'   '.join(row)}")
longest = max(len(source) for source, _ in corpus.train)
print("longest sentence in training:", longest, "words")
VALUES = {"longest": longest}
