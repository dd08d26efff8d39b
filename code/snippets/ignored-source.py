"""Does the decoder listen to the encoder? The loss with each sentence's own source, and with another's."""

import lstm_encoder_decoder as s2s
import torch

trained = s2s.Translator.load("lstm_encoder_decoder.pt")
pairs = s2s.make_corpus(trained.config.seed).test
sources, targets = zip(*pairs)
mixed = list(zip([*sources[1:], sources[0]], targets))


class Deaf(s2s.Seq2Seq):
    """A mistake on purpose: the decoder starts from zeros, whatever was read."""

    def forward(self, source, lengths, previous):
        hidden, cell = self.encoder(source, lengths)[1]
        state = torch.zeros_like(hidden), torch.zeros_like(cell)
        return self.decoder(previous, state)[0]


deaf = s2s.Translator.load("lstm_encoder_decoder.pt")
deaf.model.__class__ = Deaf
VALUES = {}
for name, translator in (("trained", trained), ("deaf", deaf)):
    own, other = (translator.evaluate(part)["loss"] for part in (pairs, mixed))
    print(f"{name:8} own source {own:6.3f}   another's {other:6.3f}")
    VALUES[name] = {"own": own, "other": other}
assert VALUES["trained"]["other"] > VALUES["trained"]["own"] + 1
assert abs(VALUES["deaf"]["other"] - VALUES["deaf"]["own"]) < 1e-3
