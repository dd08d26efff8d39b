"""The same seed, the same weights; another seed, others."""

import contextlib
import hashlib
import io

import lstm_encoder_decoder as s2s


def fingerprint(seed):
    corpus = s2s.make_corpus(0, size=3000)
    vocabularies = [s2s.Vocabulary(side) for side in zip(*corpus.train)]
    config = s2s.Config(steps=20, seed=seed, embed_size=16, hidden_size=32)
    translator = s2s.Translator(*vocabularies, config)
    with contextlib.redirect_stdout(io.StringIO()):  # its progress
        s2s.train(translator, corpus.train, corpus.valid[:50])
    weights = translator.model.state_dict().values()
    content = b"".join(weight.numpy().tobytes() for weight in weights)
    return hashlib.sha256(content).hexdigest()[:12]


first, second, other = fingerprint(0), fingerprint(0), fingerprint(1)
for name, digest in (("seed 0", first), ("again", second), ("seed 1", other)):
    print(f"{name:8}{digest}")
VALUES = {"repeats": first == second, "differs": first != other}
assert VALUES["repeats"] and VALUES["differs"]
