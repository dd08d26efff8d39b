"""A checkpoint that carries code: refused with weights_only=True, run without."""

import pathlib
import pickle

import lstm_encoder_decoder as s2s
import torch


class Surprise:
    def __reduce__(self):  # what unpickling calls: any function, any argument
        return pathlib.Path.touch, (pathlib.Path("i-was-here"),)


torch.save({"weights": Surprise()}, "from-a-stranger.pt")
VALUES = {}
for only_weights in (True, False):
    try:
        torch.load("from-a-stranger.pt", weights_only=only_weights)
        result = "loaded"
    except pickle.UnpicklingError as error:
        result = str(error).split(".")[0]
    ran = pathlib.Path("i-was-here").exists()
    VALUES[str(only_weights)] = ran
    print(f"weights_only={only_weights}: {result}; code ran: {ran}")
try:
    s2s.Translator.load(pathlib.Path("from-a-stranger.pt"))
except ValueError as error:
    print("the script:", str(error)[:56], "…")
pathlib.Path("i-was-here").unlink()
assert VALUES == {"True": False, "False": True}
