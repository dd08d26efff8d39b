"""BLEU and chrF of free translations, with the signatures that say how they were computed."""

import lstm_encoder_decoder as s2s
import sacrebleu

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
corpus = s2s.make_corpus(translator.config.seed)
results = {}
for name in ("test", "unseen"):
    pairs = getattr(corpus, name)
    ours, references = [], []
    for source, lengths, target in translator.batches(pairs):
        written = translator.model.generate(source, lengths, max_length=40)
        to_words = translator.target_vocabulary.indices_to_sentence
        ours += [" ".join(to_words(ids)) for ids in written.tolist()]
        references += [" ".join(to_words(ids)) for ids in target[:, 1:].tolist()]
    bleu, chrf = sacrebleu.metrics.BLEU(), sacrebleu.metrics.CHRF()
    exact = sum(a == b for a, b in zip(ours, references)) / len(pairs)
    scores = (
        bleu.corpus_score(ours, [references]).score,
        chrf.corpus_score(ours, [references]).score,
    )
    print(
        f"{name:7} BLEU {scores[0]:5.1f}   chrF {scores[1]:5.1f}   exact match {exact:.1%}"
    )
    results[name] = {"bleu": scores[0], "chrf": scores[1], "exact": exact}
print(bleu.get_signature())
print(chrf.get_signature())
VALUES = results
