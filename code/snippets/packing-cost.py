"""What packing saves in LSTM steps, and what it costs in time: the least of several short runs, one thread."""

import random
import time

import lstm_encoder_decoder as s2s
import torch
from torch.nn.utils.rnn import pack_padded_sequence

torch.set_num_threads(1)
translator = s2s.Translator.load("lstm_encoder_decoder.pt")
encoder, B = translator.model.encoder, translator.config.batch_size
train = s2s.make_corpus(0, 5000).train


def forward_backward(source, lengths, packs):
    vectors = encoder.embedding(source)
    if packs:
        vectors = pack_padded_sequence(vectors, lengths, True, enforce_sorted=False)
    encoder.lstm(vectors)[1][0].sum().backward()


def least_times(*arguments, runs=40):
    """Of the batch packed, and of the batch padded, by turns."""
    times = {True: [], False: []}
    for packs in [True, False] * runs:
        start = time.perf_counter()
        forward_backward(*arguments, packs)
        times[packs].append(time.perf_counter() - start)
    return min(times[True]), min(times[False])


VALUES = {}
mixed = random.Random(0).sample(train, B)
alike = [pair for pair in train if len(pair[0]) == 8][:B]
for name, pairs in (("mixed", mixed), ("alike", alike)):
    source, lengths, _ = next(translator.batches(pairs))
    steps, slots = int(lengths.sum()), source.numel()
    saved = 1 - steps / slots
    least, most = lengths.min(), lengths.max()
    print(f"{name}: {len(pairs)} sentences, {least} to {most} words")
    print(f"    steps: {slots} padded, {steps} packed, {saved:.0%} fewer")
    packed, padded = least_times(source, lengths)
    VALUES[name] = {"saved": saved, "time": packed / padded}
assert VALUES["mixed"]["time"] + VALUES["mixed"]["saved"] > 1.1
