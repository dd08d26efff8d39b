"""Where masks go wrong: nothing left to see, values that are no numbers, and half precision."""

import math

import torch
from torch import nn
from torch.nn.functional import scaled_dot_product_attention

scores, nothing = torch.zeros(1, 3), torch.zeros(1, 3, dtype=torch.bool)
values = torch.tensor([[1.0], [2.0], [3.0]])
by_hand = scores.masked_fill(~nothing, -math.inf).softmax(-1) @ values
query = torch.zeros(1, 1)
fused = scaled_dot_product_attention(query, values, values, attn_mask=nothing)
print("all masked, softmax by hand:", by_hand.item())
print("scaled_dot_product_attention:", fused.item())
layer, words = nn.MultiheadAttention(4, 2, batch_first=True), torch.ones(1, 3, 4)
for weights in (True, False):
    hidden = {"key_padding_mask": ~nothing, "need_weights": weights}
    with torch.no_grad():
        read = layer(words, words, words, **hidden)[0][0, 0, 0].item()
    print(f"MultiheadAttention, need_weights={weights}:", read)

weights = torch.tensor([[0.5, 0.5, 0.0]])
for held in (9.0, math.inf, math.nan):  # what the masked place holds
    context = weights @ torch.tensor([[1.0], [2.0], [held]])
    print(f"weight 0 on {held}: {context.item()}")

for kind in (torch.float16, torch.bfloat16):
    try:
        scores.to(kind).masked_fill(nothing, -1e9)
        says = "taken"
    except RuntimeError as error:
        says = f"refused, {str(error).split()[-1]}"
    least = torch.full((1, 3), torch.finfo(kind).min, dtype=kind)
    twice = (least + least).softmax(-1)[0].tolist()  # two masks, added
    print(f"{str(kind)[6:]:9} -1e9: {says}\n          least + least: {twice}")
VALUES = {"by_hand": by_hand.isnan().item(), "fused": fused.item()}
VALUES["half"] = all(math.isnan(weight) for weight in twice)
assert VALUES["by_hand"] and VALUES["half"]
