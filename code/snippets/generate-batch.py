"""A batch of three is written until its last row has ended; finished rows get <pad>."""

import lstm_encoder_decoder as s2s

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
sentences = ["我 爱 NLP", "我 爱 自然 语言 处理", "我们 昨天 没 在 学校 读 书"]
ids, lengths = s2s.pad_batch(
    [translator.source_vocabulary.sentence_to_indices(s.split()) for s in sentences]
)
model = translator.model.eval()
context_vector, state = model.encoder(ids, lengths)
written = model.decoder._generate_sequence(state, max_length=20)
print(list(written.shape))
for row in written.tolist():
    print(row, translator.target_vocabulary.indices_to_sentence(row))

short = model.decoder._generate_sequence(state, max_length=4)
short = short[2].tolist()  # the limit came before <eos>
print("up to <eos>:", translator.target_vocabulary.indices_to_sentence(short))
print(
    "[:-1]      :",
    [translator.target_vocabulary.words[i] for i in short[:-1]],
    " <- a word is lost",
)
