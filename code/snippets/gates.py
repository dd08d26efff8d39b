"""One LSTM step from the gate equations, with nn.LSTM's own weights: the same state."""

import lstm_encoder_decoder as s2s
import torch

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
encoder = translator.model.encoder
w = dict(encoder.lstm.named_parameters())
words = s2s.tokenize("我 爱 自然 语言 处理")
ids = torch.tensor([translator.source_vocabulary.sentence_to_indices(words)])
with torch.no_grad():
    h = c = torch.zeros(1, encoder.lstm.hidden_size)
    for e in encoder.embedding(ids)[0]:  # [E]
        from_word = w["weight_ih_l0"] @ e + w["bias_ih_l0"]  # [4H]
        from_state = h @ w["weight_hh_l0"].T + w["bias_hh_l0"]  # [1, 4H]
        i, f, g, o = (from_word + from_state).chunk(4, dim=1)  # PyTorch's order
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        c = f * c + i * g
        h = o * c.tanh()
        gates = f"i {i.mean():.2f}  f {f.mean():.2f}  o {o.mean():.2f}"
        states = f"|c| {c.norm():5.2f}  |h| {h.norm():.2f}"
        print(f"{gates}  |g| {g.abs().mean():.2f}   {states}")
    _, (h_n, c_n) = encoder.lstm(encoder.embedding(ids))
difference = max((h - h_n[-1]).abs().max(), (c - c_n[-1]).abs().max()).item()
print(f"nn.LSTM differs by at most {difference:.0e}")
VALUES = {"difference": difference}
assert VALUES["difference"] < 1e-4
