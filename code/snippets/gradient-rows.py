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
hook = model.encoder.embedding.register_forward_hook(
    lambda *call: (call[2].retain_grad(), vectors.append(call[2]))[1]
)
loss, tokens = s2s.teacher_forced(model, source, lengths, target)
(loss / tokens).backward()
hook.remove()
table, positions = (
    model.encoder.embedding.weight.grad,
    vectors[0].grad,
)  # [V, E], [B, S, E]
print("ids", source.tolist())
for i in source.unique().tolist():
    at = source == i
    sums = bool(
        (positions[at].sum(0) - table[i]).abs().max() < 1e-6
    )  # of the positions' gradients
    print(
        f"row {i:>3} {words[i]:6} {int(at.sum())} x   |gradient| {table[i].norm():.1e}   the sum: {sums}"
    )
projection = model.decoder.projection.weight.grad
for name, gradient in (("encoder's table", table), ("projection", projection)):
    print(
        f"{name:15} rows with a gradient: {int((gradient.norm(dim=1) > 0).sum())} of {len(gradient)}"
    )
VALUES = {"touched": int((table.norm(dim=1) > 0).sum()), "rows": len(table)}
