"""One LSTM step from the gate equations, with nn.LSTM's own weights: the same state."""

import lstm_encoder_decoder as s2s
import torch

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
encoder = translator.model.encoder
w = dict(encoder.lstm.named_parameters())
ids = torch.tensor(
    [
        translator.source_vocabulary.sentence_to_indices(
            s2s.tokenize("我 爱 自然 语言 处理")
        )
    ]
)
with torch.no_grad():
    h = c = torch.zeros(1, encoder.lstm.hidden_size)
    for e in encoder.embedding(ids)[0]:  # [E]
        a = (
            w["weight_ih_l0"] @ e
            + w["bias_ih_l0"]
            + h @ w["weight_hh_l0"].T
            + w["bias_hh_l0"]
        )  # [1, 4H]
        i, f, g, o = a.chunk(4, dim=1)  # PyTorch's order
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        c = f * c + i * g
        h = o * c.tanh()
        means = f"i {i.mean():.2f}  f {f.mean():.2f}  |g| {g.abs().mean():.2f}  o {o.mean():.2f}"
        print(f"{means}   |c| {c.norm():5.2f}  |h| {h.norm():.2f}")
    _, (hidden, cell) = encoder.lstm(encoder.embedding(ids))
print(
    f"nn.LSTM differs by at most {max((h - hidden[-1]).abs().max(), (c - cell[-1]).abs().max()):.0e}"
)
VALUES = {
    "difference": max(
        (h - hidden[-1]).abs().max().item(), (c - cell[-1]).abs().max().item()
    )
}
