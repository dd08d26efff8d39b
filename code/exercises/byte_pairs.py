"""Byte pair encoding: learn merges from words, then cut words that were never seen."""

from collections import Counter


def merged(parts, pair):
    """['自', '然', '人'] and ('自', '然') -> ['自然', '人']."""
    result = []
    for part in parts:
        if result and (result[-1], part) == pair:
            result[-1] += part
        else:
            result.append(part)
    return result


def learn(words, merges):
    """words: Counter of words -> the merges, in the order in which they were found."""
    pieces, found = {word: list(word) for word in words}, []
    for _ in range(merges):
        pairs = Counter()
        for word, count in words.items():
            for pair in zip(pieces[word], pieces[word][1:]):
                pairs[pair] += count
        if not pairs:
            break
        found.append(max(sorted(pairs), key=pairs.get))
        pieces = {word: merged(parts, found[-1]) for word, parts in pieces.items()}
    return found


def cut(word, merges):
    parts = list(word)
    for pair in merges:
        parts = merged(parts, pair)
    return parts


words = Counter(
    {
        "自然": 5,
        "自然语言": 3,
        "语言": 4,
        "语言学": 2,
        "数学": 5,
        "学习": 4,
        "自学": 1,
    }
)
merges = learn(words, 3)
print("merges:", ["".join(pair) for pair in merges])
for word in ("自然语言学", "自然数学"):
    print(word, "->", cut(word, merges))
