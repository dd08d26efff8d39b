"""Beam search with a length penalty over the script's decoder."""

import lstm_encoder_decoder as s2s
import torch


@torch.no_grad()
def beam_search(decoder, state, width=4, penalty=0.6, max_length=20):
    """state (h, c) of one sentence [L, 1, H] -> (score, words) of the best finished hypotheses, best first."""
    beams, finished = [(0.0, [s2s.SOS], state)], []
    for _ in range(max_length):
        candidates = []
        for score, words, state in beams:
            logits, after = decoder(torch.tensor([words[-1:]]), state)
            chances, ids = logits[0, -1].log_softmax(-1).topk(width)
            candidates += [
                (score + c, [*words, i], after)
                for c, i in zip(chances.tolist(), ids.tolist())
            ]
        candidates.sort(key=lambda beam: -beam[0])
        beams = []
        for score, words, state in candidates[:width]:
            if words[-1] == s2s.EOS:
                finished.append(
                    (score / ((5 + len(words) - 1) / 6) ** penalty, words[1:])
                )  # Wu et al. (2016)
            else:
                beams.append((score, words, state))
        if not beams:
            break
    finished += [
        (score / ((5 + len(words) - 1) / 6) ** penalty, words[1:])
        for score, words, _ in beams
    ]
    return sorted(finished, key=lambda found: -found[0])


torch.manual_seed(0)
decoder = s2s.LSTMDecoder(12, 8, 16).eval()
state = torch.randn(1, 1, 16), torch.randn(1, 1, 16)
greedy = decoder._generate_sequence(state, 20)[0].tolist()
print("greedy = beam of one:", greedy == beam_search(decoder, state, width=1)[0][1])
one, four = (
    beam_search(decoder, state, width, penalty=0)[0][0] for width in (1, 4)
)
print(f"log-probability: {one:.3f} with one beam, {four:.3f} with four")
