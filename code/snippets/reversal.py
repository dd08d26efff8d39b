"""Reversing a padded batch: row by row before padding, never the padded tensor."""

import lstm_encoder_decoder as s2s

sentences = [[4, 5, 6, 7, 8], [4, 5, 9]]
ids, lengths = s2s.pad_batch(sentences)
turned = [sentence[::-1] for sentence in sentences]
print("as read        ", ids.tolist())
print("tensor flipped ", ids.flip(1).tolist(), " <- row 1 begins with pads")
print("lists reversed ", s2s.pad_batch(turned)[0].tolist())
VALUES = {
    "flipped": ids.flip(1).tolist(),
    "turned": s2s.pad_batch(turned)[0].tolist(),
}
assert VALUES["flipped"][1][:2] == [s2s.PAD] * 2
assert VALUES["turned"][1] == [9, 5, 4, s2s.PAD, s2s.PAD]
