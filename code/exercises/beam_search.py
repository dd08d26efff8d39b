"""Beam search with a length penalty over the script's decoder, held against a search through all sequences."""

import itertools

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
            keep = min(width, logits.shape[-1])
            chances, ids = logits[0, -1].log_softmax(-1).topk(keep)
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


torch.manual_seed(20)
decoder = s2s.LSTMDecoder(6, 8, 16).eval()  # six words: all sequences can be tried
with torch.no_grad():
    decoder.projection.weight.mul_(8)  # clear preferences, as after training
state = torch.randn(1, 1, 16), torch.randn(1, 1, 16)


@torch.no_grad()
def best_of_all(penalty, length):
    """(score, words) of the best sequence that ends in EOS, or is `length` words long, each of them scored at once."""
    found = []
    for words in itertools.product(range(6), repeat=length):
        end = words.index(s2s.EOS) + 1 if s2s.EOS in words else length
        if any(words[end:]):
            continue  # after its EOS a sequence has pads alone
        previous = torch.tensor([[s2s.SOS, *words[: end - 1]]])
        chances = decoder(previous, state)[0].log_softmax(-1)
        total = (
            chances[0].gather(1, torch.tensor(words[:end])[:, None]).sum().item()
        )
        found.append((total / ((5 + end) / 6) ** penalty, list(words[:end])))
    return max(found)


greedy = decoder._generate_sequence(state, 20)[0].tolist()
print("greedy = beam of one:", greedy == beam_search(decoder, state, width=1)[0][1])
for penalty in (0, 2):
    scores = [
        beam_search(decoder, state, width, penalty, max_length=3)[0][0]
        for width in (1, 2, 200)
    ]
    best, _ = best_of_all(penalty, 3)
    shown = ", ".join(f"{score:.3f}" for score in (*scores, best))
    print(f"penalty {penalty}: beams of 1, 2, 200, and the best of all: {shown}")
