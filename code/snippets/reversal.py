"""Reversing a padded batch: row by row before padding, never the padded tensor."""

import lstm_encoder_decoder as s2s

sentences = [[4, 5, 6, 7, 8], [4, 5, 9]]
ids, lengths = s2s.pad_batch(sentences)
print("as read        ", ids.tolist())
print(
    "tensor flipped ", ids.flip(1).tolist(), " <- the second row begins with pads"
)
print(
    "lists reversed ",
    s2s.pad_batch([sentence[::-1] for sentence in sentences])[0].tolist(),
)
