"""What the decoder writes when a part of (h, c) is missing, or comes from another sentence."""

import lstm_encoder_decoder as s2s
import torch

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
model = translator.model.eval()
to_words = translator.target_vocabulary.indices_to_sentence
test = s2s.make_corpus(translator.config.seed).test
pairs = [
    (
        s2s.tokenize("我 爱 自然 语言 处理"),
        s2s.tokenize("I love natural language processing"),
    ),
    *test[:500],
]
VALUES = {}
with torch.no_grad():
    ids, lengths = s2s.pad_batch(
        [
            translator.source_vocabulary.sentence_to_indices(source)
            for source, _ in pairs
        ]
    )
    _, (h, c) = model.encoder(ids, lengths)
    other = c.roll(1, dims=1)  # the cell of the sentence before
    for name, state in (
        ("h, c", (h, c)),
        ("h, 0", (h, 0 * c)),
        ("0, c", (0 * h, c)),
        ("h, other c", (h, other)),
    ):
        written = [
            to_words(row)
            for row in model.decoder._generate_sequence(
                state, max_length=20
            ).tolist()
        ]
        right = sum(a == b for a, (_, b) in zip(written, pairs)) / len(pairs)
        theirs = sum(
            a == b for a, (_, b) in zip(written, [pairs[-1], *pairs])
        ) / len(pairs)
        print(
            f"{name:10}  own translation {right:6.1%}  the other's {theirs:6.1%}   {' '.join(written[0])}"
        )
        VALUES[name.replace(", ", "_").replace(" ", "_")] = {
            "own": right,
            "other": theirs,
        }
