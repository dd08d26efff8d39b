"""What padding_idx does when the table is made, in a look-up, in the backward pass, and what it does not do."""

import lstm_encoder_decoder as s2s
import torch
from torch import nn

embedding = nn.Embedding(6, 4, padding_idx=0)
print("made:              row 0 is", embedding.weight[0].tolist())

embedding(torch.tensor([[4, 5, 0, 0]])).sum().backward()
norms = embedding.weight.grad.norm(dim=1).tolist()
print("backward:          norm of each row's gradient", norms)
VALUES = {"made": embedding.weight[0].tolist(), "norms": norms}

nn.init.normal_(embedding.weight)
print("drawn anew:        row 0 is zero:", not embedding.weight[0].any())
VALUES["drawn"] = embedding.weight[0].tolist()
found = embedding(torch.tensor([0]))
same = torch.equal(found, embedding.weight[:1])
print("looked up then:    the pads get it:", same)
s2s.init_embedding_weights(embedding)
print("by the script:     row 0 is zero:", not embedding.weight[0].any())

pretrained = nn.Embedding.from_pretrained(torch.ones(6, 4), padding_idx=0)
row, trainable = pretrained.weight[0].tolist(), pretrained.weight.requires_grad
print("from_pretrained:   row 0 is", row, "- trainable:", trainable)
VALUES |= {"looked_up": same, "script": embedding.weight[0].tolist()}
VALUES |= {"pretrained": row, "trainable": trainable}
assert not any(VALUES["made"] + VALUES["norms"][:4]) and all(VALUES["norms"][4:])
assert all(VALUES["drawn"]) and VALUES["looked_up"] and not any(VALUES["script"])
assert all(VALUES["pretrained"]) and not VALUES["trainable"]
