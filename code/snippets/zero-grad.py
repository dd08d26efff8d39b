"""What a forgotten zero_grad() does to a short training, with and without clipping."""

import itertools
import random

import lstm_encoder_decoder as s2s
import torch

trained = s2s.Translator.load("lstm_encoder_decoder.pt")
vocabularies = trained.source_vocabulary, trained.target_vocabulary
corpus = s2s.make_corpus(0, 5000)
small = s2s.Config(embed_size=32, hidden_size=64, batch_size=24, lr=0.02, steps=120)


def without_clipping(model):
    """The script's `adam`, but for the clipping."""
    optimizer = torch.optim.Adam(model.parameters(), lr=small.lr)
    schedule = s2s.OneCycleLR(optimizer, small.lr, small.steps + 1, pct_start=0.1)

    def update():
        optimizer.step()
        schedule.step()

    return update


def accuracy(clears, clips):
    new = s2s.Translator(*vocabularies, small)
    rng = random.Random(0)
    epochs = (new.batches(corpus.train, rng) for _ in itertools.count())
    batches = itertools.chain.from_iterable(epochs)
    update = None if clips else without_clipping(new.model)  # None: the script's
    if not clears:
        new.model.zero_grad = lambda: None  # forgotten
    for _ in s2s.training_steps(new.model, batches, small, update=update):
        pass
    return new.evaluate(corpus.valid[:100])["token_accuracy"]


VALUES = {}
for name, clears, clips in (
    ("as it should be", True, True),
    ("never cleared", False, True),
    ("neither cleared nor clipped", False, False),
):
    right = accuracy(clears, clips)
    print(f"{name:28} token accuracy {right:.1%}")
    VALUES[name.split()[0]] = right
assert VALUES["as"] > VALUES["neither"] + 0.05
assert VALUES["as"] - 0.02 > VALUES["never"] > 0.25
assert VALUES["neither"] < VALUES["never"] - 0.02
