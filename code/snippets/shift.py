"""Teacher forcing: one target sequence, read twice, shifted by one."""

import lstm_encoder_decoder as s2s

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
pairs = [
    (
        s2s.tokenize("我 爱 自然 语言 处理"),
        s2s.tokenize("I love natural language processing"),
    ),
    (s2s.tokenize("我 爱 NLP"), s2s.tokenize("I love NLP")),
]
source, lengths, target = next(translator.batches(pairs))
names = translator.target_vocabulary.words
print("target ", list(target.shape), target.tolist())
given, wanted = target[:, :-1], target[:, 1:]  # [B, T] each
for before, after in zip(given[0], wanted[0]):
    print(f"given {names[before]:>12}   wanted {names[after]}")
logits = translator.model.eval()(source, lengths, given)
loss, tokens = s2s.sequence_loss(logits, wanted)
print(
    "logits ",
    list(logits.shape),
    " tokens that count:",
    tokens,
    "of",
    wanted.numel(),
)
