"""Words to indices and back; what is not known becomes UNK."""

from lstm_encoder_decoder import Vocabulary

vocabulary = Vocabulary([["我", "爱", "自然", "语言", "处理"]])
indices = vocabulary.sentence_to_indices(["我", "爱", "语言", "学"])
print(indices)
print(vocabulary.indices_to_sentence(indices))
