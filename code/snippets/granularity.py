"""Words, characters, subwords: rows of the table against length of the sequence, on the built-in corpus."""

from collections import Counter

import lstm_encoder_decoder as s2s

sentences = [source for source, _ in s2s.make_corpus(0).train]
words = Counter(word for sentence in sentences for word in sentence)


def merge(piece, pair):
    """'自 然 语 言' and the pair ('自', '然') -> '自然 语 言'."""
    return f" {piece} ".replace(
        f" {pair[0]} {pair[1]} ", f" {pair[0]}{pair[1]} "
    ).strip()


pieces = {
    word: " ".join(word) for word in words
}  # BPE starts from characters, and merges the most frequent pair
rows = []
for merges in range(41):
    if merges in (0, 20, 40):
        table = {part for piece in pieces.values() for part in piece.split()}
        length = sum(
            count * len(pieces[word].split()) for word, count in words.items()
        ) / len(sentences)
        rows.append(
            (f"{merges} merges" if merges else "characters", len(table), length)
        )
    pairs = Counter()
    for word, count in words.items():
        parts = pieces[word].split()
        for pair in zip(parts, parts[1:]):
            pairs[pair] += count
    pieces = {
        word: merge(piece, max(pairs, key=pairs.get))
        for word, piece in pieces.items()
    }
rows.append(("words", len(words), sum(words.values()) / len(sentences)))
for name, size, length in rows:
    print(f"{name:10} {size:>4} rows   {length:5.2f} tokens a sentence")
VALUES = {"characters": rows[0][1:], "words": rows[-1][1:], "merged": rows[2][1:]}
