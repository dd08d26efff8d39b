"""One sentence's translation while the model learns: at first, the same words over and over."""

import contextlib
import io

import lstm_encoder_decoder as s2s

corpus, written = s2s.make_corpus(0), {}
vocabularies = [s2s.Vocabulary(side) for side in zip(*corpus.train)]
translator = s2s.Seq2Seq(*vocabularies, s2s.Config(steps=240, max_length=12))


def watch(step, loss):
    if step in (5, 20, 60, 120, 240):
        written[step] = loss, translator.translate("妈妈 昨天 在 学校 喝 了 茶")


with contextlib.redirect_stdout(io.StringIO()):  # its progress
    s2s.train(translator, corpus.train, corpus.valid[:50], on_step=watch)
for step, (loss, words) in written.items():
    print(f"step {step:>3}  loss {loss:.2f}  {words or '(nothing)'}")
