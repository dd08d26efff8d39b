"""How often <unk> is seen in training, by min_count, and whether its row ever moved."""

import lstm_encoder_decoder as s2s
import torch

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
corpus = s2s.make_corpus(translator.config.seed)
sentences = [source for source, _ in corpus.train]
tokens, seen = sum(map(len, sentences)), {}
print(f"{tokens:,} words to learn from")
for min_count in (1, 2, 500, 1000):
    vocabulary = s2s.Vocabulary(sentences, min_count)
    ids = [vocabulary.sentence_to_indices(sentence) for sentence in sentences]
    seen[min_count] = unknown = sum(row.count(s2s.UNK) for row in ids)
    rows = f"{len(vocabulary):>3} rows"
    print(f"min_count {min_count:>4}: {rows}, <unk> {unknown:>6,} times")

vocabularies = translator.source_vocabulary, translator.target_vocabulary
fresh = s2s.Translator(*vocabularies, translator.config)
for word in ("<unk>", "我"):
    index = translator.source_vocabulary.words.index(word)
    rows = (t.model.encoder.embedding.weight[index] for t in (fresh, translator))
    moved = torch.dist(*rows).item()
    print(f"{word:5} moved by {moved:.3f} in training")
    seen[word] = moved
print(translator.translate("我 爱 编程"))
VALUES = {
    "tokens": tokens,
    "unknown_at_min_count": seen[2],
    "unknown_at_500": seen[500],
}
assert VALUES["unknown_at_min_count"] == seen["<unk>"] == 0 < seen["我"]
