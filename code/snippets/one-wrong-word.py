"""One wrong word in the decoder's input, all later ones true again: how far do the predictions suffer?"""

import lstm_encoder_decoder as s2s
import torch

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
model, V = translator.model.eval(), len(translator.target_vocabulary)
test = s2s.make_corpus(translator.config.seed).test
pairs = [pair for pair in test if len(pair[1]) >= 6]
right, spoilt, count, at = torch.zeros(5), torch.zeros(5), 0, 2
torch.manual_seed(0)
with torch.no_grad():
    for source, lengths, target in translator.batches(pairs):
        given, wanted = target[:, :-1], target[:, 1:]
        wrong = given.clone()  # any word in place of the second one
        wrong[:, at] = torch.randint(len(s2s.SPECIALS), V, (len(given),))
        for inputs, hits in ((given, right), (wrong, spoilt)):
            best = model(source, lengths, inputs).argmax(-1)
            hits += (best == wanted)[:, at : at + 5].sum(0)
        count += len(given)
print(f"{count} sentences; accuracy at the wrong word's step, and after it")
print("true words    ", " ".join(f"{x:6.1%}" for x in (right / count).tolist()))
print("one wrong word", " ".join(f"{x:6.1%}" for x in (spoilt / count).tolist()))
VALUES = {
    "true": (right / count).tolist(),
    "wrong": (spoilt / count).tolist(),
    "sentences": count,
}
assert VALUES["true"][0] - VALUES["wrong"][0] > 0.15
assert VALUES["wrong"][4] - VALUES["wrong"][0] > 0.15
assert VALUES["wrong"][4] > 0.8
