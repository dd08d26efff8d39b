"""How often <unk> is seen in training, by min_count, and whether its row ever moved."""

import lstm_encoder_decoder as s2s
import torch

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
corpus = s2s.make_corpus(translator.config.seed)
sentences = [source for source, _ in corpus.train]
tokens = sum(map(len, sentences))
print(f"{tokens:,} words to learn from")
VALUES = {"tokens": tokens}
for min_count in (1, 2, 500, 1000):
    vocabulary = s2s.Vocabulary(sentences, min_count)
    ids = [vocabulary.sentence_to_indices(sentence) for sentence in sentences]
    unknown = sum(row.count(s2s.UNK) for row in ids)
    rows = f"{len(vocabulary):>3} rows"
    print(f"min_count {min_count:>4}: {rows}, <unk> {unknown:>6,} times")
    VALUES[f"unknown_at_{min_count}"] = unknown

vocabularies = translator.source_vocabulary, translator.target_vocabulary
fresh = s2s.Translator(*vocabularies, translator.config)
for word in ("<unk>", "我"):
    index = translator.source_vocabulary.words.index(word)
    rows = (t.model.encoder.embedding.weight[index] for t in (fresh, translator))
    moved = torch.dist(*rows).item()
    print(f"{word:5} moved by {moved:.3f} in training")
    VALUES[f"moved_{word}"] = moved
print(translator.translate("我 爱 编程"))
VALUES["unknown_at_min_count"] = VALUES["unknown_at_2"]
assert VALUES["unknown_at_min_count"] == VALUES["moved_<unk>"] == 0
assert VALUES["moved_我"] > 0
