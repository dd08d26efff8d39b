"""How many rows would two vocabularies share?"""

import lstm_encoder_decoder as s2s

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
source = set(translator.source_vocabulary.words) - set(s2s.SPECIALS)
target = set(translator.target_vocabulary.words) - set(s2s.SPECIALS)
joint = len(source | target)
print(f"source {len(source)}, target {len(target)}, one for both {joint}")
print("in both:", sorted(source & target))
VALUES = {"both": len(source & target), "joint": joint}
assert VALUES["both"] < 10
