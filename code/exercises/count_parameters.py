"""Parameters of the whole model by formula, for any number of layers."""

import lstm_encoder_decoder as s2s


def count(source_words, target_words, E, H, L):
    first, above = (
        4 * H * (E + H + 2),
        4 * H * (H + H + 2),
    )  # three gates and the candidate, two bias vectors
    lstm = first + (L - 1) * above
    return (source_words + target_words) * E + 2 * lstm + (H + 1) * target_words


for E, H, L in ((64, 128, 1), (32, 48, 3)):
    config = s2s.Config(embed_size=E, hidden_size=H, num_layers=L)
    model = s2s.Seq2Seq(173, 245, config)
    real = sum(parameter.numel() for parameter in model.parameters())
    print(
        f"E {E}, H {H}, L {L}: formula {count(173, 245, E, H, L):,}, model {real:,}"
    )
