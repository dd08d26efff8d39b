"""A decoder with dot-product attention, blind to padding."""

import math

import lstm_encoder_decoder as s2s
import torch
from torch import nn


class AttentionDecoder(s2s.LSTMDecoder):
    """The script's decoder; its projection reads the state and the context of this step."""

    def __init__(self, vocab_size, embed_size, hidden_size):
        super().__init__(vocab_size, embed_size, hidden_size)
        self.combine = nn.Linear(2 * hidden_size, hidden_size)

    def forward(self, previous, state, memory, mask):
        """previous [B, T], memory [B, S, H], mask [B, S] (True where a word is) -> logits, state, weights [B, T, S]."""
        output, state = self.lstm(
            self.dropout(self.embedding(previous)), state
        )  # [B, T, H]
        scores = (
            output @ memory.transpose(1, 2) / math.sqrt(memory.shape[-1])
        )  # [B, T, S]
        weights = scores.masked_fill(~mask[:, None], -math.inf).softmax(-1)
        context = weights @ memory  # [B, T, H]
        return (
            self.projection(self.combine(torch.cat([output, context], -1)).tanh()),
            state,
            weights,
        )


torch.manual_seed(0)
decoder = AttentionDecoder(30, 8, 16).eval()
memory = torch.randn(2, 5, 16)
mask = torch.tensor([[True] * 5, [True] * 3 + [False] * 2])
state = torch.zeros(1, 2, 16), torch.zeros(1, 2, 16)
previous = torch.randint(4, 30, (2, 4))
with torch.no_grad():
    logits, _, weights = decoder(previous, state, memory, mask)
    padded = memory.masked_fill(~mask[:, :, None], 99.0)
    query, _ = decoder.lstm(decoder.embedding(previous), state)
    # Place 1 gets what step 2 looks for, and the words beside it something else.
    like = memory.clone()
    like[:, 1] = 100 * query[:, 2]
    other = like.clone()
    other[:, 0] += torch.randn(2, 16)
    found, _, looks = decoder(previous, state, like, mask)
    beside = decoder(previous, state, other, mask)[0]
    again = decoder(previous, state, padded, mask)[0]
print("weights sum to 1:", torch.allclose(weights.sum(-1), torch.ones(2, 4)))
print("pads make no difference:", torch.allclose(logits, again))
print("words make a difference:", not torch.allclose(logits[:, 2], found[:, 2]))
print("it looks at what is like its state:", looks[:, 2].argmax(-1).tolist())
print("and reads that alone:", torch.allclose(found[:, 2], beside[:, 2], atol=1e-4))
