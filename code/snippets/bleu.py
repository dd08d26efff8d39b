"""BLEU and chrF of free translations, with the signatures that say how they were computed."""

import lstm_encoder_decoder as s2s
import sacrebleu

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
corpus = s2s.make_corpus(translator.config.seed)
VALUES = {}


def one_other_word(ours, reference):
    """Whether they differ in one word, at one place."""
    ours, reference = ours.split(), reference.split()
    differ = sum(a != b for a, b in zip(ours, reference))
    return len(ours) == len(reference) and differ == 1


for name in ("test", "unseen"):
    pairs = getattr(corpus, name)
    ours, references = [], []
    for source, lengths, target in translator.batches(pairs):
        written = translator.model.generate(source, lengths, max_length=40)
        to_words = translator.target_vocabulary.indices_to_sentence
        ours += [" ".join(to_words(ids)) for ids in written.tolist()]
        references += [" ".join(to_words(ids)) for ids in target[:, 1:].tolist()]
    bleu, chrf = sacrebleu.metrics.BLEU(), sacrebleu.metrics.CHRF()
    wrong = sum(a != b for a, b in zip(ours, references))
    exact = 1 - wrong / len(pairs)
    slips = sum(one_other_word(a, b) for a, b in zip(ours, references))
    a, b = (each.corpus_score(ours, [references]).score for each in (bleu, chrf))
    print(f"{name:7} BLEU {a:5.1f}   chrF {b:5.1f}   exact {exact:.1%}")
    VALUES[name] = {"bleu": a, "chrf": b, "exact": exact}
    VALUES[name]["slips"] = slips / max(1, wrong)
print(f"of its {wrong} wrong ones, {slips / wrong:.0%} differ in a single word")
print(bleu.get_signature())
print(chrf.get_signature())
assert VALUES["test"]["bleu"] > 95 and VALUES["test"]["exact"] > 0.9
assert VALUES["unseen"]["exact"] < VALUES["test"]["exact"] - 0.2
assert VALUES["unseen"]["bleu"] > 100 * VALUES["unseen"]["exact"] + 10
assert VALUES["unseen"]["slips"] > 0.5
