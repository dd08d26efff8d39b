"""Softmax before cross_entropy, which takes its own: another objective, in which hard words hardly count."""

import itertools
import math
import random

import lstm_encoder_decoder as s2s
import torch
from torch.nn.functional import cross_entropy

trained = s2s.Translator.load("lstm_encoder_decoder.pt")
vocabularies = trained.source_vocabulary, trained.target_vocabulary
V, truth = len(vocabularies[1]), torch.tensor([0])
VALUES = {}
floor = math.log(math.e + V - 1) - 1
print(f"ln V is {math.log(V):.3f}; the loss can fall to 0, or to {floor:.3f} twice")
for chance in (0.9, 0.5, 0.1, 0.01):
    logits = torch.zeros(1, V)
    logits[0, 0] = math.log(chance * (V - 1) / (1 - chance))  # its p is `chance`
    logits.requires_grad_()
    (once,) = torch.autograd.grad(cross_entropy(logits, truth), logits)
    (twice,) = torch.autograd.grad(cross_entropy(logits.softmax(-1), truth), logits)
    share = (twice.norm() / once.norm()).item()
    norms = f"once {once.norm():.3f}, twice {twice.norm():.4f}, {share:.1%}"
    print(f"p of the true word {chance}: |gradient| {norms}")
    VALUES[f"share_{chance:g}".replace(".", "_")] = share

corpus = s2s.make_corpus(0, 5000)
small = s2s.Config(embed_size=32, hidden_size=64, batch_size=24, lr=0.02, steps=120)


def loss_of_softmax(model, source, lengths, target):
    chances = model(source, lengths, target[:, :-1]).softmax(-1)
    return s2s.sequence_loss(chances, target[:, 1:])


for name, loss_of in (("once", s2s.teacher_forced), ("twice", loss_of_softmax)):
    new = s2s.Translator(*vocabularies, small)
    rng = random.Random(0)
    epochs = (new.batches(corpus.train, rng) for _ in itertools.count())
    batches = itertools.chain.from_iterable(epochs)
    steps = s2s.training_steps(new.model, batches, small, loss_of=loss_of)
    losses = [loss for _, loss, _ in steps]
    right = new.evaluate(corpus.valid[:100])["token_accuracy"]
    course = f"loss {losses[0]:.2f} to {losses[-1]:.2f}"
    print(f"{name:5} {small.steps} steps: {course}, token accuracy {right:.1%}")
    VALUES[name] = right
assert VALUES["once"] > VALUES["twice"] + 0.1
VALUES["floor"] = floor
assert abs(VALUES["share_0_5"] - 0.5) < 0.1
assert abs(VALUES["share_0_01"] - 0.01) < 0.005
