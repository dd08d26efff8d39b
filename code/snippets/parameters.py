"""Parameters by formula, and as PyTorch counts them."""

import lstm_encoder_decoder as s2s

translator = s2s.Translator.load("lstm_encoder_decoder.pt")
encoder, decoder = translator.model.encoder, translator.model.decoder
E, H = translator.config.embed_size, translator.config.hidden_size
Vs, Vt = len(translator.source_vocabulary), len(translator.target_vocabulary)
lstm = 4 * (E * H + H * H + 2 * H)  # a second layer would read H instead of E
total = 0
for name, formula, part in (
    ("source embedding   V·E", Vs * E, encoder.embedding),
    ("encoder LSTM       4(EH + HH + 2H)", lstm, encoder.lstm),
    ("target embedding   V·E", Vt * E, decoder.embedding),
    ("decoder LSTM       4(EH + HH + 2H)", lstm, decoder.lstm),
    ("projection         HV + V", H * Vt + Vt, decoder.projection),
):
    counted = sum(parameter.numel() for parameter in part.parameters())
    assert formula == counted
    total += counted
    print(f"{name:36}{counted:>9,}")
print(f"{f'E = {E}, H = {H}':36}{total:>9,}")
VALUES = {"lstm": lstm, "total": total, "embedding_share": (Vs + Vt) * E / total}
