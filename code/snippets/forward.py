"""Two sentences of unlike length on their way through the encoder."""

import lstm_encoder_decoder as s2s
import torch
from torch.nn.utils.rnn import pack_padded_sequence

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
encoder = translator.model.encoder.eval()
sentences = [s2s.tokenize("我 爱 自然 语言 处理"), s2s.tokenize("我 爱 NLP")]
ids, lengths = s2s.pad_batch(
    [translator.source_vocabulary.sentence_to_indices(words) for words in sentences]
)
print("ids      ", list(ids.shape), ids.tolist(), "lengths", lengths.tolist())
embedded = encoder.embedding(ids)
print(
    "embedded ",
    list(embedded.shape),
    "norm at each position of row 1:",
    [round(e.norm().item(), 1) for e in embedded[1]],
)
packed = pack_padded_sequence(
    embedded, lengths, batch_first=True, enforce_sorted=False
)
print(
    "packed   ", list(packed.data.shape), "batch_sizes", packed.batch_sizes.tolist()
)
with torch.no_grad():
    context, (hidden, cell) = encoder(ids, lengths)
    alone, _ = encoder(ids[1:, :3], lengths[1:])
print(
    "state    ",
    "h",
    list(hidden.shape),
    "c",
    list(cell.shape),
    "context",
    list(context.shape),
)
print(
    "row 1 in this batch against alone: largest difference",
    f"{(context[1] - alone[0]).abs().max():.0e}",
)
VALUES = {
    "difference": (context[1] - alone[0]).abs().max().item(),
    "valid": int(lengths.sum()),
    "slots": ids.numel(),
}
