"""One word, three senses: a small model learns 打 from its objects alone."""

import itertools
import random

import lstm_encoder_decoder as s2s
import torch
from torch.nn.functional import cosine_similarity

people = "孩子们 children 学生们 students 老师们 teachers"
subjects = f"我 I 你 you 我们 we 他们 they {people}".split()
when = "今天 today 明天 tomorrow 今晚 tonight 周末 weekends".split()
objects = "篮球 play_basketball 电话 make_a_phone_call 伞 hold_an_umbrella".split()
pairs = [
    ([chinese, time, "打", thing], [english, *meaning.split("_"), at])
    for (chinese, english), (time, at), (thing, meaning) in itertools.product(
        *(list(zip(words[::2], words[1::2])) for words in (subjects, when, objects))
    )
]
random.Random(0).shuffle(pairs)
learnt, others = pairs[12:], pairs[:12]
vocabularies = [s2s.Vocabulary(side) for side in zip(*learnt)]
config = s2s.Config(steps=250, batch_size=24, embed_size=16, hidden_size=32)
translator = s2s.Translator(*vocabularies, config)
epochs = (translator.batches(learnt, random.Random(n)) for n in itertools.count())
batches = itertools.chain.from_iterable(epochs)
for _ in s2s.training_steps(translator.model, batches, config):
    pass
right = translator.evaluate(others)["exact_match"]
print(f"{right:.0%} of {len(others)} new sentences")


@torch.no_grad()
def states(sentence):
    """The encoder's state after each word [S, H]."""
    ids = torch.tensor([translator.source_indices(sentence.split())])
    encoder = translator.model.eval().encoder
    return encoder.lstm(encoder.embedding(ids))[0][0]


texts = [f"我 明天 打 {thing}" for thing in objects[::2]]
for text in texts:
    print(f"{text} -> {translator.translate(text)}")
read = [states(text) for text in texts]
VALUES = {"distinct": len({translator.translate(text) for text in texts})}
VALUES |= {"exact": right}
for place, name in ((2, "at 打"), (3, "one word on")):
    there = [after_each[place] for after_each in read]
    two = itertools.combinations(there, 2)
    likeness = [cosine_similarity(a, b, dim=0).item() for a, b in two]
    shown = "  ".join(f"{value:.2f}" for value in likeness)
    print(f"{name:12} cosines {shown}")
    VALUES[str(place)] = likeness
assert min(VALUES["2"]) > 0.9999 and max(VALUES["3"]) < 0.95
assert VALUES["exact"] > 0.4 and VALUES["distinct"] == 3
