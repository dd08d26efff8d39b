"""The first loss of a tied decoder: the embedding's spread becomes the projection's."""

import math

import lstm_encoder_decoder as s2s

trained = s2s.Translator.load("lstm_encoder_decoder.pt")
pairs = s2s.make_corpus(trained.config.seed).valid
vocabularies = trained.source_vocabulary, trained.target_vocabulary
size = trained.config.hidden_size
print(f"{'ln V':17} {math.log(len(vocabularies[1])):.2f}")
VALUES = {"ln_v": math.log(len(vocabularies[1]))}
for tied in (False, True):
    for name, std in (("N(0, 1)", 1.0), ("N(0, 1/E)", size**-0.5)):
        config = s2s.Config(embed_size=size, hidden_size=size)  # tying takes E = H
        translator = s2s.Translator(*vocabularies, config)
        decoder = translator.model.decoder
        s2s.init_embedding_weights(decoder.embedding, std)
        if tied:
            decoder.projection.weight = decoder.embedding.weight
        loss = translator.evaluate(pairs)["loss"]
        print(f"{'tied' if tied else 'untied':6} {name:10} {loss:.2f}")
        VALUES[
            f"{'tied' if tied else 'untied'}_{'wide' if std == 1 else 'small'}"
        ] = loss
assert VALUES["tied_wide"] > VALUES["ln_v"] + 0.3 > VALUES["tied_small"]
