"""The encoder's table at random or pretrained, trained on or frozen, with few sentences to learn from."""

import contextlib
import io

import lstm_encoder_decoder as s2s

donor = s2s.Translator.load("lstm_encoder_decoder.pt")  # learnt from all
rows = donor.model.encoder.embedding.weight.detach()
vocabularies = donor.source_vocabulary, donor.target_vocabulary
corpus, seeds = s2s.make_corpus(donor.config.seed), range(5)
VALUES = {}
few = corpus.train[:1000]


def loss(pretrained, frozen, seed):
    """Validation loss of a new model after 100 steps on the few sentences."""
    config = s2s.Config(steps=100, batch_size=32, seed=seed)
    translator = s2s.Translator(*vocabularies, config)
    table = translator.model.encoder.embedding.weight
    if pretrained:
        table.data.copy_(rows)
    table.requires_grad_(not frozen)
    with contextlib.redirect_stdout(io.StringIO()):  # its progress
        s2s.train(translator, few, corpus.valid[:32])
    return translator.evaluate(corpus.valid)["loss"]


losses = {}
for start in ("random", "pretrained"):
    for kind in ("trained", "frozen"):
        found = [loss(start == "pretrained", kind == "frozen", s) for s in seeds]
        losses[start, kind] = found
        mean, least, most = sum(found) / len(found), min(found), max(found)
        print(f"{start:10} {kind:8} {mean:.3f}   ({least:.3f} – {most:.3f})")
        VALUES[f"{start}_{kind}"] = {"mean": mean, "min": least, "max": most}
pairs = zip(losses["random", "trained"], losses["pretrained", "trained"])
gains = [random - pretrained for random, pretrained in pairs]  # seed by seed
print("pretrained is better by", *(f"{gain:+.3f}" for gain in gains))
VALUES |= {"pairs": len(few), "donor_pairs": len(corpus.train), "seeds": len(seeds)}
VALUES |= {
    "better": sum(gain > 0 for gain in gains),
    "gain": sum(gains) / len(gains),
}
VALUES["spread"] = min(max(found) - min(found) for found in losses.values())
VALUES["freezing"] = max(
    abs(VALUES[f"{start}_trained"]["mean"] - VALUES[f"{start}_frozen"]["mean"])
    for start in ("random", "pretrained")
)
assert VALUES["freezing"] < VALUES["spread"] / 3
