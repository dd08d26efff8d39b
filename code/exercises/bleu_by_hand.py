"""BLEU in a few lines, against sacreBLEU."""

import math
from collections import Counter

import sacrebleu


def bleu(ours, references, longest=4):
    """Corpus BLEU of tokenised sentences, without smoothing."""
    logs = []
    for n in range(1, longest + 1):
        hits = total = 0
        for a, b in zip(ours, references):
            mine, right = (
                Counter(tuple(x[i : i + n]) for i in range(len(x) - n + 1))
                for x in (a, b)
            )
            hits += sum(
                (mine & right).values()
            )  # each n-gram counts at most as often as the reference has it
            total += sum(mine.values())
        logs.append(math.log(hits / total))
    length, wanted = sum(map(len, ours)), sum(map(len, references))
    brevity = min(0.0, 1 - wanted / length)
    return 100 * math.exp(sum(logs) / longest + brevity)


references = [
    "we did not read books in the classroom yesterday",
    "he will play basketball at the school",
]
shorter = [
    "we did not read books in the classroom",
    "he will play football at the school",
]
longer = [
    "we did not read books in the classroom in the classroom",  # says its hits twice
    "he will play basketball at the school today",
]
for name, ours in ("shorter", shorter), ("longer", longer):
    score = bleu([x.split() for x in ours], [x.split() for x in references])
    theirs = sacrebleu.corpus_bleu(ours, [references], tokenize="none").score
    print(f"{name:8} by hand {score:.3f}, sacreBLEU {theirs:.3f}")
