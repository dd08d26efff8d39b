"""Exact match of the test set by source length: can the built-in corpus show the bottleneck?"""

import lstm_encoder_decoder as s2s

VALUES = {"test": [], "unseen": []}
translator = s2s.Translator.load("lstm_encoder_decoder.pt")
corpus = s2s.make_corpus(translator.config.seed)
for low, high in ((1, 5), (6, 8), (9, 11), (12, 99)):
    row = []
    for name in ("test", "unseen"):
        all_pairs = getattr(corpus, name)
        pairs = [pair for pair in all_pairs if low <= len(pair[0]) <= high]
        exact = translator.evaluate(pairs)["exact_match"]
        row.append(f"{name} {len(pairs):>4} pairs {exact:6.1%}")
        VALUES[name] += [(exact, len(pairs))]
    print(f"{low:>2}–{high:<2} words   {'   '.join(row)}")
longest = max(len(source) for source, _ in corpus.train)
print("longest sentence in training:", longest, "words")
VALUES["longest"] = longest
VALUES["last"] = {"pairs": VALUES["test"][-1][1], "one": 1 / VALUES["test"][-1][1]}
VALUES["last"]["wrong"] = round(
    VALUES["last"]["pairs"] * (1 - VALUES["test"][-1][0])
)
VALUES["test"] = [exact for exact, _ in VALUES["test"]]
VALUES["unseen"] = [exact for exact, _ in VALUES["unseen"]]
VALUES["gap"] = min(VALUES["test"]) - max(VALUES["unseen"])
VALUES["rows"] = max(
    max(VALUES[part]) - min(VALUES[part]) for part in ("test", "unseen")
)
assert VALUES["gap"] > VALUES["rows"]  # the columns differ more than the rows
assert VALUES["rows"] < 0.25
