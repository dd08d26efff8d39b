"""The same translations under other signatures: where words end decides the score."""

import sacrebleu

references = ["我的朋友昨天在商店买了三个苹果。", "老师每天早上在教室读书。"]
ours = ["我的朋友昨天在商店买了两个苹果。", "老师每天晚上在教室读书。"]
scores = {}
for tokenizer in ("13a", "zh"):
    bleu = sacrebleu.metrics.BLEU(tokenize=tokenizer)
    scores[tokenizer] = score = bleu.corpus_score(ours, [references])
    print(f"BLEU {score.score:.1f}, {score.ref_len} tokens")
    print("   ", bleu.get_signature())
chrf = sacrebleu.metrics.CHRF()
print(f"chrF {chrf.corpus_score(ours, [references]).score:.1f}")
print("   ", chrf.get_signature())
VALUES = {
    name: {"score": score.score, "tokens": score.ref_len}
    for name, score in scores.items()
}
assert VALUES["13a"]["score"] == 0 and VALUES["13a"]["tokens"] == len(references)
