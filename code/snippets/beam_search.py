"""Beam search with a length penalty, and what it changes where greedy search is unsure."""

import lstm_encoder_decoder as s2s
import torch


@torch.no_grad()
def beam(translator, words, width, alpha=1.0, max_length=20):
    """The finished sentences as (score, log-probability, ids), best first; score = log-probability / penalty."""
    decoder, V = translator.model.decoder, len(translator.target_vocabulary)
    ids, lengths = s2s.pad_batch(
        [translator.source_vocabulary.sentence_to_indices(words)]
    )
    _, (h, c) = translator.model.encoder(ids, lengths)  # [L, 1, H]
    beams, scores, finished = torch.tensor([[s2s.SOS]]), torch.zeros(1), []
    for length in range(1, max_length + 1):
        logits, (h, c) = decoder(beams[:, -1:], (h, c))
        total = scores[:, None] + logits[:, 0].log_softmax(-1)  # [beams, V]
        scores, flat = total.flatten().topk(
            min(2 * width, total.numel())
        )  # as many again, in case of <eos>
        rows, choices = flat // V, flat % V
        ended = choices == s2s.EOS
        penalty = ((5 + length) / 6) ** alpha  # Wu et al., 2016
        for rank in (
            ended[:width].nonzero()[:, 0].tolist()
        ):  # an <eos> counts only among the best
            log_p = scores[rank].item()
            finished.append(
                (log_p / penalty, log_p, beams[rows[rank], 1:].tolist())
            )
        keep = (~ended).nonzero()[:width, 0]
        scores, rows = scores[keep], rows[keep]
        beams, h, c = (
            torch.cat([beams[rows], choices[keep, None]], 1),
            h[:, rows],
            c[:, rows],
        )  # states move along
        if len(finished) >= width:
            break
    unfinished = [
        (log_p, log_p, row[1:])
        for log_p, row in zip(scores.tolist(), beams.tolist())
    ]
    return sorted(finished or unfinished, reverse=True)[:width]


translator = s2s.Translator.load("lstm_encoder_decoder.pt")
translator.model.eval()
to_words = translator.target_vocabulary.indices_to_sentence
for score, log_p, ids in beam(
    translator, s2s.tokenize("我 爱 自然 语言 处理"), width=3
):
    print(f"score {score:6.3f}  log p {log_p:6.3f}  {' '.join(to_words(ids))}")
pairs = s2s.make_corpus(translator.config.seed).unseen[:200]
VALUES = {}
for width, alpha in ((1, 0.0), (4, 0.0), (4, 1.0)):
    best = [beam(translator, source, width, alpha)[0] for source, _ in pairs]
    exact = sum(
        to_words(ids) == target for (_, _, ids), (_, target) in zip(best, pairs)
    ) / len(pairs)
    log_p = sum(log_p for _, log_p, _ in best) / len(pairs)
    print(
        f"width {width}, alpha {alpha}: exact match {exact:5.1%}, mean log p {log_p:.3f}"
    )
    VALUES[f"w{width}_a{alpha:.0f}"] = {"exact": exact, "log_p": log_p}
