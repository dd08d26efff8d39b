"""How many rows would two vocabularies share?"""

import lstm_encoder_decoder as s2s

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
source, target = (
    set(vocabulary.words) - set(s2s.SPECIALS)
    for vocabulary in (translator.source_vocabulary, translator.target_vocabulary)
)
print(
    f"source {len(source)}, target {len(target)}, one for both {len(source | target)}"
)
print("in both:", sorted(source & target))
VALUES = {"both": len(source & target), "joint": len(source | target)}
assert VALUES["both"] < 10
