"""One sentence's translation while the model learns: what it writes while the loss is still high."""

import lstm_encoder_decoder as s2s

corpus, written = s2s.make_corpus(0), {}
vocabularies = [s2s.Vocabulary(side) for side in zip(*corpus.train)]
translator = s2s.Translator(*vocabularies, s2s.Config(steps=240, max_length=7))


class Look(s2s.Watch):
    """Keeps the loss and a translation of some steps, where a Watch prints its progress."""

    def trained(self, step, loss, tokens):
        if step in (5, 20, 60, 120, 240):
            written[step] = loss, translator.translate("妈妈 昨天 在 学校 喝 了 茶")

    def validated(self, step, loss, valid_loss):
        pass


s2s.train(translator, corpus.train, corpus.valid[:50], Look(240))
for step, (loss, words) in written.items():
    more = " …" if len(words.split()) == translator.config.max_length else ""
    print(f"step {step:>3}, loss {loss:.2f}: {words or '(nothing)'}{more}")
VALUES = {"losses": [loss for loss, _ in written.values()]}
VALUES |= {"first": VALUES["losses"][0], "last": VALUES["losses"][-1]}
VALUES["distinct"] = len({words for _, words in written.values()})
assert VALUES["losses"] == sorted(VALUES["losses"], reverse=True)
assert VALUES["first"] > 4 and VALUES["last"] < 1.2
assert VALUES["distinct"] == len(written)
