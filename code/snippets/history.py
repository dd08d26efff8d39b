"""The training run's record, as the checkpoint carries it."""

import lstm_encoder_decoder as s2s

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
names = "training loss  validation loss  perplexity  token accuracy  exact match"
print("step ", names)
for row in translator.history:
    losses = f"{row['train_loss']:13.3f}  {row['loss']:15.3f}"
    scores = f"{row['token_accuracy']:14.1%}  {row['exact_match']:11.1%}"
    print(f"{row['step']:>4}  {losses}  {row['perplexity']:10.2f}  {scores}")
VALUES = {"first": translator.history[0], "last": translator.history[-1]}
assert VALUES["first"]["token_accuracy"] > VALUES["first"]["exact_match"] + 0.2
assert VALUES["first"]["loss"] < 3.5 and VALUES["first"]["exact_match"] < 0.3
assert VALUES["last"]["exact_match"] > 0.9
