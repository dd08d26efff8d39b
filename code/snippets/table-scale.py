"""A short training from encoder tables of three spreads: too narrow and too wide are both slower."""

import itertools
import random

import lstm_encoder_decoder as s2s

trained = s2s.Translator.load("lstm_encoder_decoder.pt")
vocabularies = trained.source_vocabulary, trained.target_vocabulary
corpus = s2s.make_corpus(0, 5000)
small = s2s.Config(embed_size=32, hidden_size=64, batch_size=24, lr=0.02, steps=200)
VALUES = {}
for std in (0.1, 1.0, 10.0):
    new = s2s.Translator(*vocabularies, small)
    s2s.init_embedding_weights(new.model.encoder.embedding, std)
    rng = random.Random(0)
    epochs = (new.batches(corpus.train, rng) for _ in itertools.count())
    batches = itertools.chain.from_iterable(epochs)
    for _ in s2s.training_steps(new.model, batches, small):
        pass
    loss = new.evaluate(corpus.valid[:100])["loss"]
    print(f"std {std:4}   validation loss after {small.steps} steps {loss:.2f}")
    VALUES[f"std{std:g}".replace(".", "_")] = loss
assert VALUES["std1"] < VALUES["std0_1"] - 0.02
assert VALUES["std1"] < VALUES["std10"] - 0.02
