"""Beam search with a length penalty, and what it changes where greedy search is unsure."""

import lstm_encoder_decoder as s2s
import torch


@torch.no_grad()
def beam(translator, words, width, alpha=1.0, max_length=20):
    """The finished sentences as (score, log-probability, ids), best first."""
    decoder, V = translator.model.decoder, len(translator.target_vocabulary)
    to_indices = translator.source_vocabulary.sentence_to_indices
    _, (h, c) = translator.model.encoder(*s2s.pad_batch([to_indices(words)]))
    beams, scores, finished = torch.tensor([[s2s.SOS]]), torch.zeros(1), []
    for length in range(1, max_length + 1):
        logits, (h, c) = decoder(beams[:, -1:], (h, c))
        total = scores[:, None] + logits[:, 0].log_softmax(-1)  # [beams, V]
        most = min(2 * width, total.numel())  # twice as many, should some be <eos>
        scores, flat = total.flatten().topk(most)
        rows, choices = flat // V, flat % V
        ended = choices == s2s.EOS
        penalty = ((5 + length) / 6) ** alpha  # Wu et al., 2016
        for rank in ended[:width].nonzero()[:, 0].tolist():  # only among the best
            log_p = scores[rank].item()
            ids = beams[rows[rank], 1:].tolist()
            finished.append((log_p / penalty, log_p, ids))
        keep = (~ended).nonzero()[:width, 0]
        scores, rows, choices = scores[keep], rows[keep], choices[keep]
        beams = torch.cat([beams[rows], choices[:, None]], 1)
        h, c = h[:, rows], c[:, rows]  # states move along
        if len(finished) >= width:
            break
    if not finished:
        rest = zip(scores.tolist(), beams.tolist())
        finished = [(log_p, log_p, ids[1:]) for log_p, ids in rest]
    return sorted(finished, reverse=True)[:width]


translator = s2s.Translator.load("lstm_encoder_decoder.pt")
translator.model.eval()
to_words = translator.target_vocabulary.indices_to_sentence
first = beam(translator, s2s.tokenize("我 爱 自然 语言 处理"), width=3)
for score, log_p, ids in first:
    print(f"score {score:.3f}, log p {log_p:.3f}: {' '.join(to_words(ids))}")
pairs = s2s.make_corpus(translator.config.seed).unseen[:200]
VALUES = {"lead": first[0][0] - first[1][0]}
VALUES["first"] = " ".join(to_words(first[0][2]))
for width, alpha in ((1, 0.0), (4, 0.0), (4, 1.0)):
    best = [beam(translator, source, width, alpha)[0] for source, _ in pairs]
    written = [to_words(ids) for _, _, ids in best]
    exact = sum(a == b for a, (_, b) in zip(written, pairs)) / len(pairs)
    log_p = sum(log_p for _, log_p, _ in best) / len(pairs)
    scores = f"exact match {exact:5.1%}, mean log p {log_p:.3f}"
    print(f"width {width}, alpha {alpha}: {scores}")
    VALUES[f"w{width}_a{alpha:.0f}"] = {"exact": exact, "log_p": log_p}


@torch.no_grad()
def log_p_of(pair):
    """The model's log-probability of the reference."""
    batch = next(translator.batches([pair]))
    loss, _ = s2s.teacher_forced(translator.model, *batch)
    return -loss.item()


wide = [beam(translator, source, width=4, alpha=0.0)[0] for source, _ in pairs]
wrong = [
    (log_p, log_p_of(pair))
    for (_, log_p, ids), pair in zip(wide, pairs)
    if to_words(ids) != pair[1]
]
preferred = sum(ours > true for ours, true in wrong)
print(f"width 4: {len(wrong)} wrong; in {preferred} the model likes its own better")
VALUES |= {"wrong": len(wrong), "preferred": preferred / max(1, len(wrong))}
assert VALUES["lead"] > 0.5
assert VALUES["first"] == "I love natural language processing"
assert VALUES["w4_a0"]["log_p"] > VALUES["w1_a0"]["log_p"]
assert abs(VALUES["w4_a0"]["exact"] - VALUES["w1_a0"]["exact"]) < 0.08
assert VALUES["preferred"] > 0.75
