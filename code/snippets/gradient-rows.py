"""Which rows of the encoder's table get a gradient from one batch, and that it is a sum over positions."""

import lstm_encoder_decoder as s2s

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
pairs = [
    (s2s.tokenize("我 爱 我 的 猫"), s2s.tokenize("I love my cat")),
    (s2s.tokenize("我 爱 NLP"), s2s.tokenize("I love NLP")),
]
model, words = translator.model, translator.source_vocabulary.words
source, lengths, target = next(translator.batches(pairs))
vectors = []


def keep(module, inputs, output):
    output.retain_grad()
    vectors.append(output)


hook = model.encoder.embedding.register_forward_hook(keep)
loss, tokens = s2s.teacher_forced(model, source, lengths, target)
(loss / tokens).backward()
hook.remove()
table = model.encoder.embedding.weight.grad  # [V, E]
positions = vectors[0].grad  # [B, S, E]
print("ids", source.tolist())
sums = {}
for i in source.unique().tolist():
    at = source == i
    sums[i] = bool((positions[at].sum(0) - table[i]).abs().max() < 1e-6)
    gradient = f"|gradient| {table[i].norm():.1e}, the sum: {sums[i]}"
    print(f"row {i:>3} {words[i]:6} {int(at.sum())} x, {gradient}")
projection = model.decoder.projection.weight.grad
touched = {}
for name, gradient in (("encoder's table", table), ("projection", projection)):
    touched[name] = int((gradient.norm(dim=1) > 0).sum())
    print(f"{name:15} rows with a gradient: {touched[name]} of {len(gradient)}")
VALUES = {"touched": touched["encoder's table"], "rows": len(table)}
VALUES |= {"sums": all(sums.values()), "projection": touched["projection"]}
assert VALUES["sums"] and VALUES["projection"] == len(projection)
assert VALUES["touched"] == len(source.unique()) - 1  # all of them but the pad
