"""A short training: the learning rate, Adam's first momentum, and how far a number moves in a step."""

import itertools

import lstm_encoder_decoder as s2s
from torch.optim import optimizer as hooks

trained = s2s.Translator.load("lstm_encoder_decoder.pt")
vocabularies = trained.source_vocabulary, trained.target_vocabulary
new = s2s.Translator(*vocabularies, s2s.Config(steps=60))
batches = itertools.cycle(list(new.batches(s2s.make_corpus(0, 4000).train)))
weight = new.model.encoder.lstm.weight_hh_l0  # every number of it gets a gradient
before, table = [], []


def look_before(adam, *arguments):
    before.append(weight.detach().clone())


def look_after(adam, *arguments):
    rate, beta = adam.param_groups[0]["lr"], adam.param_groups[0]["betas"][0]
    moved = (weight - before[-1]).abs().mean().item() / rate
    table.append((rate, beta, moved))


watching = [
    hooks.register_optimizer_step_pre_hook(look_before),
    hooks.register_optimizer_step_post_hook(look_after),
]
for _ in s2s.training_steps(new.model, batches, new.config):
    pass
for hook in watching:
    hook.remove()
print("step   learning rate   beta 1   a number moves, in learning rates")
for step in (1, 2, 4, 7, 20, 40, 60):
    rate, beta, moved = table[step - 1]
    print(f"{step:>4}   {rate:13.5f}   {beta:6.3f}   {moved:34.2f}")
VALUES = {
    name: [row[i] for row in table] for i, name in enumerate(("rates", "betas"))
}
VALUES |= {"first": table[0][2], "steps": len(table)}
VALUES["least"] = min(moved for _, _, moved in table[1:])
VALUES["most"] = max(moved for _, _, moved in table[1:])
assert VALUES["first"] > 0.9 and VALUES["most"] < 0.95
assert max(VALUES["betas"]) > 0.949 and min(VALUES["betas"]) < 0.8501
assert VALUES["steps"] == 60
assert VALUES["betas"].index(min(VALUES["betas"])) == VALUES["rates"].index(
    max(VALUES["rates"])
)
