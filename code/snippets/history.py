"""The training run's record, as the checkpoint carries it."""

import lstm_encoder_decoder as s2s

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
print(
    "step   training loss   validation loss   perplexity   token accuracy   exact match"
)
for row in translator.history:
    losses = f"{row['train_loss']:13.3f}   {row['loss']:15.3f}   {row['perplexity']:10.2f}"
    print(
        f"{row['step']:>4}   {losses}   {row['token_accuracy']:14.1%}   {row['exact_match']:11.1%}"
    )
first, last = translator.history[0], translator.history[-1]
VALUES = {"first": first, "last": last}
