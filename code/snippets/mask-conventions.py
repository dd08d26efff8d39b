"""Padding and causal masks, and PyTorch's two conventions for what True means."""

import torch
from torch import nn
from torch.nn.functional import scaled_dot_product_attention

torch.manual_seed(0)
S, lengths = 5, torch.tensor([5, 3])
valid = torch.arange(S) < lengths[:, None]  # [B, S]: True where a word is
states = torch.randn(2, S, 8)
changed = states.masked_fill(~valid[:, :, None], 9.0)  # other content in the pads


def same(attend):
    """Whether the second sentence comes out alike, whatever the pads hold."""
    return torch.allclose(attend(states)[1, :3], attend(changed)[1, :3], atol=1e-5)


layer = nn.MultiheadAttention(8, 2, batch_first=True).eval()


def fused(x):
    return scaled_dot_product_attention(x, x, x, attn_mask=valid[:, None])


def layered(mask):
    return lambda x: layer(x, x, x, key_padding_mask=mask)[0]


ways = {
    "scaled_dot_product_attention(attn_mask=valid)": fused,
    "MultiheadAttention(key_padding_mask=valid)": layered(valid),
    "MultiheadAttention(key_padding_mask=~valid)": layered(~valid),
}
VALUES = {}
with torch.no_grad():
    for name, attend in ways.items():
        print(f"{name:46} blind to pads: {same(attend)}")
        VALUES[name] = same(attend)

    # Row t may see columns 0 to t.
    causal = torch.ones(S, S, dtype=torch.bool).tril()
    print(causal.int())
    later = states.clone()
    later[:, 3:] = 9.0  # other words from step 3 on
    for name, mask in (("no mask", None), ("causal mask", causal)):
        a = scaled_dot_product_attention(states, states, states, mask)
        b = scaled_dot_product_attention(later, later, later, mask)
        blind = torch.allclose(a[:, :3], b[:, :3])
        print(f"{name:11}  steps 0 to 2 blind to later words: {blind}")
        VALUES[name] = blind
assert list(VALUES.values()) == [True, False, True, False, True]
