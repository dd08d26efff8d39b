"""The logits of one fused call equal those of one step at a time."""

import lstm_encoder_decoder as s2s
import torch


@torch.no_grad()
def gap(model, source, lengths, previous):
    """The largest difference of the two ways."""
    fused = model(source, lengths, previous)
    state, steps = model.encoder(source, lengths)[1], []
    for t in range(previous.shape[1]):
        logits, state = model.decoder(previous[:, t : t + 1], state)
        steps.append(logits)
    return (fused - torch.cat(steps, 1)).abs().max().item()


class Forgetful(s2s.LSTMDecoder):
    """A mistake to find: it hands out the state that it was given."""

    def forward(self, previous, state):
        return super().forward(previous, state)[0], state


torch.manual_seed(0)
model = s2s.Seq2Seq(20, 30, s2s.Config(num_layers=2, dropout=0.1)).eval()
source, lengths = s2s.pad_batch([[4, 5, 6, 7], [8, 9]])
previous = torch.randint(4, 30, (2, 7))
print("equal within 1e-5:", gap(model, source, lengths, previous) < 1e-5)
model.decoder = Forgetful(30, 64, 128, num_layers=2)
print("with a state that is lost:", gap(model, source, lengths, previous) < 1e-5)
