"""Teacher forcing: one target sequence, read twice, shifted by one."""

import lstm_encoder_decoder as s2s

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
texts = [
    ("我 爱 自然 语言 处理", "I love natural language processing"),
    ("我 爱 NLP", "I love NLP"),
]
pairs = [(source.split(), target.split()) for source, target in texts]
source, lengths, target = next(translator.batches(pairs))
names = translator.target_vocabulary.words
print("target ", list(target.shape), target.tolist())
given, wanted = target[:, :-1], target[:, 1:]  # [B, T] each
for before, after in zip(given[0], wanted[0]):
    print(f"given {names[before]:>12}   wanted {names[after]}")
logits = translator.model.eval()(source, lengths, given)
loss, tokens = s2s.sequence_loss(logits, wanted)
count = f"{tokens} of {wanted.numel()}"
print("logits ", list(logits.shape), " tokens that count:", count)
VALUES = {"counted": tokens, "places": wanted.numel()}
assert VALUES["counted"] == sum(len(words) + 1 for _, words in pairs)  # with <eos>
assert VALUES["counted"] < VALUES["places"]  # the pads do not
