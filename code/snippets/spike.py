"""One gradient a thousand times too large: where SGD and Adam are a step later, and how Adam moves after that."""

import torch

VALUES = {}
print("learning rates moved  before  at the spike  10 steps on  100 steps on")
kinds = {"SGD": torch.optim.SGD, "Adam": torch.optim.Adam}
for name, kind in kinds.items():
    for limit in (None, 1.0):
        weight = torch.zeros(1)
        optimizer, moves = kind([weight], lr=0.01), []
        for step in range(401):
            weight.grad = torch.tensor([1000.0 if step == 200 else 1.0])
            if limit:
                torch.nn.utils.clip_grad_norm_([weight], limit)
            old = weight.item()
            optimizer.step()
            moves.append((old - weight.item()) / 0.01)
        way = f"{name}, clipped" if limit else name
        at = [moves[i] for i in (199, 200, 210, 300)]
        print(f"{way:18}", "".join(f"{move:13.3f}" for move in at))
        VALUES[f"{name}_{'clipped' if limit else 'free'}"] = at
assert VALUES["SGD_free"][1] > 900 and VALUES["Adam_free"][1] < 10
assert VALUES["Adam_free"][3] < 0.2 and VALUES["Adam_clipped"][3] > 0.9
