"""Two sentences of unlike length on their way through the encoder."""

import lstm_encoder_decoder as s2s
import torch
from torch.nn.utils.rnn import pack_padded_sequence

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
encoder = translator.model.encoder.eval()
sentences = [s2s.tokenize("我 爱 自然 语言 处理"), s2s.tokenize("我 爱 NLP")]
to_indices = translator.source_vocabulary.sentence_to_indices
ids, lengths = s2s.pad_batch([to_indices(words) for words in sentences])
print("ids      ", list(ids.shape), ids.tolist(), "lengths", lengths.tolist())
embedded = encoder.embedding(ids)
norms = [round(e.norm().item(), 1) for e in embedded[1]]
print("embedded ", list(embedded.shape), "norm at each position of row 1:", norms)
packed = pack_padded_sequence(embedded, lengths, True, enforce_sorted=False)
steps = packed.batch_sizes.tolist()
print("packed   ", list(packed.data.shape), "batch_sizes", steps)
with torch.no_grad():
    context, (h, c) = encoder(ids, lengths)
    alone, _ = encoder(ids[1:, :3], lengths[1:])
shapes = [list(tensor.shape) for tensor in (h, c, context)]
print("state     h {}  c {}  context {}".format(*shapes))
difference = (context[1] - alone[0]).abs().max().item()
print(f"row 1 in this batch against alone: largest difference {difference:.0e}")
VALUES = {
    "difference": difference,
    "valid": int(lengths.sum()),
    "slots": ids.numel(),
}
assert VALUES["difference"] < 1e-5
