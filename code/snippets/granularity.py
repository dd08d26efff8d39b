"""Words, characters, subwords: rows of the table against length of the sequence, on the built-in corpus."""

from collections import Counter

import lstm_encoder_decoder as s2s

sentences = [source for source, _ in s2s.make_corpus(0).train]
words = Counter(word for sentence in sentences for word in sentence)


def merge(parts, pair):
    """['自', '然', '语'] and the pair ('自', '然') -> ['自然', '语']."""
    apart, joined = f" {' '.join(pair)} ", f" {''.join(pair)} "
    return " ".join(["", *parts, ""]).replace(apart, joined).split()


pieces = {word: list(word) for word in words}  # BPE starts from characters
rows = []
for merges in range(41):
    if merges in (0, 20, 40):
        size = len({part for parts in pieces.values() for part in parts})
        steps = sum(count * len(pieces[word]) for word, count in words.items())
        name = f"{merges} merges" if merges else "characters"
        rows.append((name, size, steps / len(sentences)))
    pairs = Counter()
    for word, count in words.items():
        for pair in zip(pieces[word], pieces[word][1:]):
            pairs[pair] += count
    best = max(pairs, key=pairs.get)  # the most frequent pair becomes one piece
    pieces = {word: merge(parts, best) for word, parts in pieces.items()}
rows.append(("words", len(words), sum(words.values()) / len(sentences)))
for name, size, length in rows:
    print(f"{name:10} {size:>4} rows   {length:5.2f} tokens a sentence")

# Words that could be spelled, had they never been met:
# each of their characters stands in another word.
homes = Counter(sign for word in words for sign in set(word))
longer = [word for word in words if len(word) > 1]
spelled = [word for word in longer if all(homes[sign] > 1 for sign in word)]
print(f"{len(spelled)} of {len(longer)} longer words:", *spelled[:10], "…")
VALUES = {
    "characters": rows[0][1:],
    "words": rows[-1][1:],
    "merged": rows[2][1:],
    "spelled": len(spelled),
    "longer": len(longer),
}
assert VALUES["characters"][0] > VALUES["words"][0] and VALUES["spelled"] > 5
