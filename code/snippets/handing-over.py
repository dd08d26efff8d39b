"""What the decoder writes when a part of (h, c) is missing, or comes from another sentence."""

import lstm_encoder_decoder as s2s
import torch

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
model = translator.model.eval()
to_indices = translator.source_vocabulary.sentence_to_indices
to_words = translator.target_vocabulary.indices_to_sentence
first = "我 爱 自然 语言 处理", "I love natural language processing"
pairs = [tuple(text.split() for text in first)]
pairs += s2s.make_corpus(translator.config.seed).test[:500]
ids, lengths = s2s.pad_batch([to_indices(source) for source, _ in pairs])
own = [target for _, target in pairs]
before = [own[-1], *own[:-1]]  # the translation of the sentence before
VALUES = {}
with torch.no_grad():
    _, (h, c) = model.encoder(ids, lengths)
    other = c.roll(1, dims=1)  # the cell of the sentence before
    for name, state in (
        ("h, c", (h, c)),
        ("h, 0", (h, 0 * c)),
        ("0, c", (0 * h, c)),
        ("h, other c", (h, other)),
    ):
        rows = model.decoder._generate_sequence(state, max_length=20).tolist()
        written = [to_words(row) for row in rows]
        right = sum(a == b for a, b in zip(written, own)) / len(own)
        theirs = sum(a == b for a, b in zip(written, before)) / len(own)
        shares = f"own translation {right:6.1%}  the other's {theirs:6.1%}"
        print(f"{name:10}  {shares}   {' '.join(written[0][:5])}")
        VALUES[name.replace(", ", "_").replace(" ", "_")] = {
            "own": right,
            "other": theirs,
        }
assert VALUES["0_c"]["own"] > 0.75 and VALUES["h_0"]["own"] < 0.1
assert VALUES["h_other_c"]["other"] > 0.75 and VALUES["h_other_c"]["own"] < 0.1
