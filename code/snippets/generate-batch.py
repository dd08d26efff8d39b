"""A batch of three is written until its last row has ended; finished rows get <pad>."""

import lstm_encoder_decoder as s2s

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
to_indices = translator.source_vocabulary.sentence_to_indices
vocabulary = translator.target_vocabulary
sentences = ["我 爱 NLP", "我 爱 自然 语言 处理", "我们 昨天 没 在 学校 读 书"]
ids, lengths = s2s.pad_batch([to_indices(s.split()) for s in sentences])
model = translator.model.eval()
_, state = model.encoder(ids, lengths)
written = model.decoder._generate_sequence(state, max_length=20)
print(list(written.shape))
for row in written.tolist():
    print(row, " ".join(vocabulary.indices_to_sentence(row)))

short = model.decoder._generate_sequence(state, max_length=4)
short = short[2].tolist()  # the limit came before <eos>
print("up to <eos>:", vocabulary.indices_to_sentence(short))
lost = [vocabulary.words[i] for i in short[:-1]]
print("[:-1]      :", lost, " <- a word is lost")
VALUES = {"finished": written[0].tolist(), "cut": short}
assert VALUES["finished"][-1] == s2s.PAD and s2s.EOS not in VALUES["cut"]
