"""Ways to take "the last state" of a padded batch; two are wrong for the shorter row."""

import lstm_encoder_decoder as s2s
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
encoder = translator.model.encoder.eval()
sentences = [s2s.tokenize("我 爱 自然 语言 处理"), s2s.tokenize("我 爱 NLP")]
to_indices = translator.source_vocabulary.sentence_to_indices
ids, lengths = s2s.pad_batch([to_indices(words) for words in sentences])
with torch.no_grad():
    embedded = encoder.embedding(ids)
    unpacked, _ = encoder.lstm(embedded)
    packed = pack_padded_sequence(embedded, lengths, True, enforce_sorted=False)
    packed, (h, _) = encoder.lstm(packed)
    output, _ = pad_packed_sequence(packed, batch_first=True)
gathered = unpacked[torch.arange(2), lengths - 1]  # without packing
VALUES = {}
for name, state in (
    ("h_n[-1], packed", h[-1]),
    ("output[:, -1], packed", output[:, -1]),
    ("output[:, -1], unpacked", unpacked[:, -1]),
    ("output at lengths - 1", gathered),
):
    norms = [round(row.norm().item(), 2) for row in state]
    right = torch.allclose(state, h[-1], atol=1e-5)
    print(f"{name:24} norms {norms} right: {right}")
    VALUES[name] = right
assert list(VALUES.values()) == [True, False, False, True]
