"""A few more steps, in which some source words are replaced by <unk>: what its row learns, and what that costs."""

import random
from pathlib import Path

import lstm_encoder_decoder as s2s
import torch

CHECKPOINT, STEPS = Path("lstm_encoder_decoder.pt"), 40
corpus, holes = s2s.make_corpus(0), random.Random(1)
whole = corpus.test[:300]


def forget(words, share, rng):
    return ["<unk>" if rng.random() < share else word for word in words]


def one_unknown(words):
    place = holes.randrange(len(words))
    return [*words[:place], "<unk>", *words[place + 1 :]]


holed = [(one_unknown(source), target) for source, target in whole]


def taught(share, seed):
    """The trained model after STEPS further steps, that share of the words lost."""
    translator, rng = s2s.Translator.load(CHECKPOINT), random.Random(seed)
    pairs = rng.sample(corpus.train, STEPS * translator.config.batch_size)
    pairs = [(forget(source, share, rng), target) for source, target in pairs]
    model = translator.model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.002)
    for source, lengths, target in translator.batches(pairs, rng):
        summed, tokens = s2s.teacher_forced(model, source, lengths, target)
        optimizer.zero_grad()
        (summed / tokens).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return translator


before = s2s.Translator.load(CHECKPOINT)
row = before.model.encoder.embedding.weight[s2s.UNK].detach()
print("                   one unknown    none   row moved")
one_unknown = before.evaluate(holed)["loss"]
none = before.evaluate(whole)["loss"]
print(f"as trained         {one_unknown:11.3f}   {none:.3f}")
VALUES = {"before": one_unknown, "pairs": len(whole)}
for share in (0.0, 0.1):
    for seed in range(3):
        after = taught(share, seed)
        moved = (after.model.encoder.embedding.weight[s2s.UNK] - row).norm().item()
        a, b = after.evaluate(holed), after.evaluate(whole)
        losses = f"{a['loss']:11.3f}   {b['loss']:.3f}"
        print(f"share {share:.1f}, seed {seed}  {losses}   {moved:9.2f}")
        VALUES[f"{'with' if share else 'without'}_{seed}"] = {
            "holed": a["loss"],
            "whole": b["loss"],
            "moved": moved,
        }
VALUES |= {
    side: {
        f"{part}_{name}": most(VALUES[f"{side}_{seed}"][part] for seed in range(3))
        for part in ("holed", "whole")
        for name, most in (("min", min), ("max", max))
    }
    for side in ("with", "without")
}
assert VALUES["with"]["holed_max"] < VALUES["without"]["holed_min"]
assert VALUES["with"]["whole_min"] > VALUES["without"]["whole_max"]  # its price
assert all(VALUES[f"without_{seed}"]["moved"] == 0 for seed in range(3))
