#!/usr/bin/env python3
"""Translate with attention: the second model, built on lstm_encoder_decoder.py.

    python attention_seq2seq.py                            train on the built-in corpus
    python attention_seq2seq.py --data pairs.tsv           train on source<TAB>target
    python attention_seq2seq.py --data pairs.tsv --resume  go on after an interruption
    python attention_seq2seq.py --translate "我爱 NLP"      translate ("-": stdin)
    torchrun --nproc-per-node 2 attention_seq2seq.py       train in two processes

New is, in this order: the network (an encoder that reads in both directions, attention,
a projection tied to the embedding), the loss, beam search, the translator. Beside this
file it needs lstm_encoder_decoder.py, attention_data.py (words or pieces, batches),
attention_training.py (a run that goes on, on many processes), PyTorch and sacrebleu.

Dimensions: B batch, S source length, T target length, V vocabulary, E embed size,
H hidden size, L layers; K beam.
"""

import argparse
import itertools
import math
import os
import sys
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

import attention_data as data
import attention_training as training
import lstm_encoder_decoder as base
from attention_data import needed
from lstm_encoder_decoder import EOS, PAD, SOS, SPECIALS, UNK, option

# ======================================================================== Settings


def other(name: str, default):
    """The first script's option of this name, with another default."""
    metadata = base.Config.__dataclass_fields__[name].metadata
    return field(default=default, metadata=metadata)


def choice(help: str, *names: str):
    """A field of Config that is one of these names, at first the first."""
    metadata = {"help": help, "low": "", "high": "~", "choices": names}
    return field(default=names[0], metadata=metadata)


def switch(default: bool, help: str):
    """A field of Config that is on or off."""
    return option(default, help, False, 2)


@dataclass
class Config(base.Config):
    """The first script's settings, some with other defaults, and what is new."""

    embed_size: int = other("embed_size", 256)
    hidden_size: int = other("hidden_size", 512)
    dropout: float = other("dropout", 0.3)
    batch_size: int = other("batch_size", 64)
    lr: float = other("lr", 0.003)
    attention: str = choice("what scores a word", "general", "dot", "additive", "none")
    bidirectional: bool = switch(True, "read the source in both directions")
    tie: bool = switch(True, "one table for target embedding and projection")
    word_dropout: float = option(0.05, "share of words read as <unk> in training", 0, 1)
    smoothing: float = option(0.1, "share of the labels spread over all words", 0, 1)
    batch_tokens: int = option(750, "most tokens of a side in a batch, with pads", 1)
    average: float = option(0.995, "the past's share in the mean of weights", 0, 1)
    warmup: int = option(200, "steps in which the learning rate rises", 1)
    every: int = option(250, "steps from one validation to the next", 1)
    patience: int = option(10, "stop after so many validations without a gain", 1)
    metric: str = choice("what a gain is measured by", "bleu", "loss")
    lower: bool = switch(False, "read and write small letters alone")
    min_count: int = option(2, "how often a word has to occur", 1)
    max_words: int = option(0, "most words of a vocabulary (0: no limit)", 0)
    source_pieces: int = option(0, "cut the source into so many pieces (0: words)", 0)
    target_pieces: int = option(0, "cut the target into so many pieces (0: words)", 0)
    language: str = option("", "the target's: its words are joined so (en, …)", "", "~")
    beam: int = option(5, "K, sentences that the search keeps", 1, 1000)
    penalty: float = option(0.6, "how much the search favours long sentences", 0, 10)
    bf16: bool = switch(False, "multiply in bfloat16 (where the processor can)")
    compile: bool = switch(False, "train with torch.compile")

    def __post_init__(self):
        super().__post_init__()
        if self.bidirectional and self.hidden_size % 2:
            raise ValueError("--hidden-size must be even: two directions share it")


# ========================================================================= Network


class AttentionEncoder(base.LSTMEncoder):
    """Keeps the state after each word: the memory that attention reads."""

    def __init__(self, vocab_size, config: Config):
        sizes = config.embed_size, config.hidden_size, config.num_layers
        super().__init__(vocab_size, *sizes, config.dropout)
        embed_size, hidden_size, num_layers = sizes
        self.lstm = nn.LSTM(
            embed_size,
            hidden_size // (1 + config.bidirectional),  # each direction's share of H
            num_layers,
            batch_first=True,
            bidirectional=config.bidirectional,
            dropout=config.dropout if num_layers > 1 else 0.0,
        )

    def forward(self, source, lengths):
        """source [B, S], lengths [B] -> last state [B, H], (h, c, memory, mask).

        h and c are [L, B, H], the memory [B, S, H]; the mask [B, S] is True on words.
        """
        embedded = self.dropout(self.embedding(source))  # [B, S, E]
        packed = pack_padded_sequence(
            embedded, lengths, batch_first=True, enforce_sorted=False
        )
        output, (h, c) = self.lstm(packed)
        memory, _ = pad_packed_sequence(output, batch_first=True)  # [B, S, H]
        if self.lstm.bidirectional:  # [2L, B, H/2]: a layer there, the same layer back
            h, c = (torch.cat([x[0::2], x[1::2]], dim=-1) for x in (h, c))
        return h[-1], (h, c, memory, source != PAD)


class Attention(nn.Module):
    """How much each word of the source matters to each step of the decoder.

    The score of a query q (decoder) and a memory m (encoder) is q·m ("dot") or q·Wm
    ("general", Luong et al. 2015, arXiv 1508.04025), or v·tanh(Uq + Wm) ("additive",
    Bahdanau et al. 2015, arXiv 1409.0473).
    """

    def __init__(self, kind: str, hidden_size: int):
        super().__init__()
        self.kind = kind
        if kind != "dot":
            self.key = nn.Linear(hidden_size, hidden_size, bias=False)  # W
        if kind == "additive":
            self.query = nn.Linear(hidden_size, hidden_size, bias=False)  # U
            self.score = nn.Linear(hidden_size, 1, bias=False)  # v

    def forward(self, query, memory, mask):
        """query [B, T, H], memory [B, S, H], mask [B, S] -> context, weights [B, T, S].

        The context [B, T, H] is the mean of the memory with these weights.
        """
        key = memory if self.kind == "dot" else self.key(memory)  # [B, S, H]
        if self.kind == "additive":
            sums = self.query(query).unsqueeze(2) + key.unsqueeze(1)  # [B, T, S, H]
            scores = self.score(sums.tanh()).squeeze(-1)  # [B, T, S]
        else:
            scores = query @ key.transpose(1, 2)  # [B, T, S]: all steps in one product
        scores = scores.float().masked_fill(~mask.unsqueeze(1), -math.inf)  # pads: 0
        weights = scores.softmax(-1)
        return weights.to(memory.dtype) @ memory, weights


class AttentionDecoder(base.LSTMDecoder):
    """An LSTM that looks at the source before it chooses a word.

    The context is no input of the next step, as with Luong's input feeding, so that one
    call does all T steps of a known sentence.
    """

    def __init__(self, vocab_size, config: Config):
        embed_size, hidden_size = config.embed_size, config.hidden_size
        sizes = embed_size, hidden_size, config.num_layers
        super().__init__(vocab_size, *sizes, config.dropout)
        if config.num_layers > 1:
            self.lstm.dropout = config.dropout
        self.attention = None  # the decoder has (h, c) alone, as in the first script
        if config.attention != "none":
            self.attention = Attention(config.attention, hidden_size)
        width = embed_size if config.tie else hidden_size
        seen = hidden_size if self.attention is None else 2 * hidden_size
        self.combine = nn.Linear(seen, width, bias=False)
        self.projection = nn.Linear(width, vocab_size)
        self.scale = 1.0
        if config.tie:
            # As rows of a projection, N(0, 1) would give logits of size √E at first;
            # as input, rows of N(0, 1/E) need √E (Vaswani et al. 2017, section 3.4).
            base.init_embedding_weights(self.embedding, std=embed_size**-0.5)
            self.projection.weight = self.embedding.weight
            self.scale = embed_size**0.5

    def attend(self, previous, state):
        """previous [B, T], state (h, c, memory, mask) -> logits, state, weights.

        Logits are [B, T, V], the weights [B, T, S]; without attention they are None.
        """
        h, c, memory, mask = state
        embedded = self.dropout(self.scale * self.embedding(previous))  # [B, T, E]
        output, (h, c) = self.lstm(embedded, (h, c))  # [B, T, H]
        weights = None
        if self.attention is not None:
            context, weights = self.attention(output, memory, mask)
            output = torch.cat([context, output], dim=-1)  # [B, T, 2H]
        combined = torch.tanh(self.combine(output))
        logits = self.projection(self.dropout(combined))
        return logits, (h, c, memory, mask), weights

    def forward(self, previous, state):
        """As the first script's decoder: logits and state, so that its search works."""
        logits, state, _ = self.attend(previous, state)
        return logits, state


class AttentionSeq2Seq(base.Seq2Seq):
    """Joined by (h, c) and by the memory; forward and generate are inherited."""

    def __init__(self, source_size, target_size, config: Config):
        nn.Module.__init__(self)
        self.encoder = AttentionEncoder(source_size, config)
        self.decoder = AttentionDecoder(target_size, config)


# ============================================================================ Loss


def drop_words(ids, share: float):
    """ids [B, T] with this share of the words read as UNK; specials stay."""
    chosen = torch.rand(ids.shape, device=ids.device) < share
    return ids.masked_fill(chosen & (ids >= len(SPECIALS)), UNK)


def training_loss(model, source, lengths, target, config: Config):
    """As the first script's teacher_forced, with words dropped and labels smoothed."""
    source = drop_words(source, config.word_dropout)
    previous = drop_words(target[:, :-1], config.word_dropout)
    with torch.autocast(source.device.type, torch.bfloat16, enabled=config.bf16):
        logits = model(source, lengths, previous)  # [B, T, V]
    truth = target[:, 1:]
    total = nn.functional.cross_entropy(
        logits.float().flatten(0, 1),
        truth.flatten(),
        ignore_index=PAD,
        reduction="sum",
        label_smoothing=config.smoothing,
    )
    return total, int((truth != PAD).sum())


# ===================================================================== Beam search


@torch.no_grad()
def beam_search(model, source, lengths, max_length, beam, penalty):
    """source [B, S], lengths [B] -> for each sentence at most K (score, ids).

    `ids` end with EOS, unless max_length cut them off; `ranked` tells score and order.
    """
    batch, device = len(source), source.device
    first = torch.arange(batch, device=device).unsqueeze(1) * beam  # a sentence's rows
    word = torch.full((batch * beam, 1), SOS, device=device)
    written = torch.empty((batch, beam, 0), dtype=torch.long, device=device)
    total = torch.full((batch, beam), -math.inf, device=device)
    total[:, 0] = 0.0  # at the start all K are the same sentence: one goes on
    found = [[] for _ in range(batch)]  # (log probability, ids) of what has ended
    _, state = model.encoder(source, lengths)
    state = rows_of(state, torch.arange(batch, device=device).repeat_interleave(beam))
    for _ in range(max_length):
        logits, state = model.decoder(word, state)  # [BK, 1, V]
        best, parent, chosen = candidates(total, logits.squeeze(1))  # [B, 2K]
        ends = chosen == EOS
        for sentence, rank in (ends & best.isfinite())[:, :beam].nonzero().tolist():
            ids = written[sentence, parent[sentence, rank]].tolist()
            found[sentence].append((best[sentence, rank].item(), [*ids, EOS]))
        # Of 2K candidates K at most end here: at least K are left to go on.
        total, order = best.masked_fill(ends, -math.inf).topk(beam)  # [B, K]
        done = torch.tensor([len(ended) >= beam for ended in found])
        total[done] = -math.inf  # no end of theirs counts any more
        if done.all():
            break
        parent, chosen = parent.gather(1, order), chosen.gather(1, order)
        before = written.take_along_dim(parent.unsqueeze(-1), dim=1)
        written = torch.cat([before, chosen.unsqueeze(-1)], dim=-1)  # [B, K, T]
        word = chosen.view(-1, 1)
        state = rows_of(state, (first + parent).flatten())
    cut_off = map(zip, total.tolist(), written.tolist())
    return [ranked([*e, *rest], beam, penalty) for e, rest in zip(found, cut_off)]


def rows_of(state, rows):
    """The state (h, c, memory, mask) of these rows of a batch."""
    h, c, memory, mask = state
    return h[:, rows], c[:, rows], memory[rows], mask[rows]


def candidates(total, logits):
    """total [B, K], logits [BK, V] -> the 2K likeliest ways to go on in each sentence.

    They are [B, 2K] each: log probability, which of the K goes on, and the word.
    """
    steps = logits.log_softmax(-1)
    steps[:, [PAD, SOS]] = -math.inf  # never written
    sums = total.unsqueeze(-1) + steps.view(*total.shape, -1)  # [B, K, V]
    best, place = sums.flatten(1).topk(2 * total.size(1))
    return best, place // sums.size(-1), place % sums.size(-1)


def ranked(candidates, beam: int, penalty: float):
    """(log probability, ids) -> the best K as (score, ids), those with an end first.

    The score is the log probability divided by ((5 + T) / 6) ** penalty (Wu et al.
    2016, arXiv 1609.08144): else each word more would make a sentence worse.
    """
    scored = []
    for log_probability, ids in candidates:
        if log_probability > -math.inf:
            scored.append((log_probability / ((5 + len(ids)) / 6) ** penalty, ids))
    scored.sort(key=lambda pair: (pair[1][-1] == EOS, pair[0]), reverse=True)
    return scored[:beam]


# ====================================================================== Translator


class Translator(base.Translator):
    """The first script's translator, with attention, with sides and beam search."""

    def __init__(self, sides, config: Config, device="cpu"):
        self.sides = sides
        self.source_vocabulary, self.target_vocabulary = (s.vocabulary for s in sides)
        self.config = config
        self.device = device
        torch.manual_seed(config.seed)
        sizes = len(self.source_vocabulary), len(self.target_vocabulary)
        self.model = AttentionSeq2Seq(*sizes, config).to(device)

    def source_indices(self, words: list[str]) -> list[int]:
        """An unknown mark is UNK, as a word is: attention may have to copy it."""
        return self.source_vocabulary.sentence_to_indices(words)

    def read(self, text: str, place: str = "") -> list[str]:
        """A text's words. ValueError where the model knows none of them."""
        words = self.sides[0].cut(text)
        if not self.source_vocabulary.index.keys() & set(words):
            reason = "it has no word that this model knows" if words else "it is empty"
            raise ValueError(f"{place}cannot translate {text!r}: {reason}")
        return words

    def translate(self, text: str, place: str = "") -> str:
        """The best translation of a text; see `read` for what it refuses."""
        return self.translate_all([self.read(text, place)])[0][0][1]

    def translate_all(self, sentences, beam: int | None = None):
        """Lists of words -> for each (score, translation), the best of K first.

        Sentences of like length are searched together.
        """
        self.model.eval()
        order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]))
        result = [[] for _ in sentences]
        size = self.config.batch_size
        for some in (order[i : i + size] for i in range(0, len(order), size)):
            ids = [self.source_indices(sentences[i]) for i in some]
            found = beam_search(
                self.model,
                *base.pad_batch(ids, self.device),
                self.config.max_length,
                beam or self.config.beam,
                self.config.penalty,
            )
            for i, candidates in zip(some, found):
                for score, best in candidates:
                    result[i].append((score, self.text(sentences[i], best)))
        return result

    def text(self, words: list[str], ids: list[int]) -> str:
        """The text of a translation, for UNK the source word most attended to."""
        written = self.target_vocabulary.indices_to_sentence(ids)
        if UNK in ids and self.config.attention != "none":
            places = self.attention(words, ids).argmax(-1).tolist()
            for i, place in enumerate(places[: len(written)]):
                if ids[i] == UNK:
                    written[i] = words[place]
        return self.sides[1].join(written)

    @torch.no_grad()
    def attention(self, words: list[str], ids: list[int]):
        """How much each id of a translation looked at each word: weights [T, S].

        ValueError for a model without attention.
        """
        if self.config.attention == "none":
            raise ValueError("--attention none: this model has no weights to show")
        source, lengths = base.pad_batch([self.source_indices(words)], self.device)
        previous = torch.tensor([[SOS, *ids[:-1]]], device=self.device)
        _, state = self.model.eval().encoder(source, lengths)
        _, _, weights = self.model.decoder.attend(previous, state)
        return weights[0]

    def scores(self, part, beam: int = 1) -> dict[str, float]:
        """Those of the first script; for the metric bleu BLEU and chrF of a search."""
        scores = self.evaluate(part.pairs)
        if self.config.metric == "bleu":
            found = self.translate_all([words for words, _ in part.pairs], beam)
            written = [candidates[0][1] for candidates in found]
            references = [[target for _, target in part.texts]]
            for name, scorer in scorers(self.config).items():
                scores[name] = scorer.corpus_score(written, references).score
                scores[f"{name}_signature"] = str(scorer.get_signature())
        return scores

    def content(self) -> dict:
        """What a checkpoint keeps."""
        return {
            "weights": self.model.state_dict(),
            "sides": [side.content() for side in self.sides],
            "config": asdict(self.config),
        }

    def save(self, path: str | Path) -> None:
        """Write a checkpoint, whole or not at all."""
        base.write_whole(Path(path), self.content())

    @classmethod
    def load(cls, path: str | Path, device="cpu", **settings):
        """Read a checkpoint; settings of the search may differ from what it has.

        ValueError for a missing, foreign or damaged file.
        """
        content = training.read_checkpoint(path)
        config = Config(**{**content["config"], **settings})
        translator = cls(data.load_sides(content["sides"], config), config, device)
        translator.model.load_state_dict(content["weights"])
        return translator


def scorers(config: Config) -> dict:
    """sacreBLEU's BLEU and chrF. ValueError where a package for them is not there."""
    sacrebleu = needed("sacrebleu")
    try:
        # force: words that a space parts from their marks are the same to BLEU.
        bleu = sacrebleu.BLEU(config.lower, force=True, trg_lang=config.language)
    except RuntimeError as error:
        reason = " ".join(str(error).split())
        raise ValueError(f"--language {config.language}: {reason}") from None
    return {"bleu": bleu, "chrf": sacrebleu.CHRF(lowercase=config.lower)}


# ==================================================================== Command line

CHECKPOINT = "attention_seq2seq.pt"
SEARCH = {"beam", "penalty", "max_length", "batch_size", "language"}


def translate_lines(translator: Translator, lines, nbest: int) -> int:
    """Print the translation of each line, in batches; returns the exit status.

    An empty line stays one. So does what cannot be translated, named on standard error.
    """
    status = 0
    numbered = enumerate(lines, 1)
    size = 1 if sys.stdin.isatty() else 16 * translator.config.batch_size
    while some := list(itertools.islice(numbered, size)):
        sentences = {}
        for number, line in some:
            try:
                text = line.decode("utf-8-sig").strip()
                if text:
                    sentences[number] = translator.read(text, f"line {number}: ")
            except ValueError as error:
                bad = isinstance(error, UnicodeDecodeError)
                message = f"line {number}: not UTF-8" if bad else error
                print(message, file=sys.stderr, flush=True)
                status = 2
        found = dict(zip(sentences, translator.translate_all(list(sentences.values()))))
        for number, _ in some:
            show(found.get(number, []), nbest, number)
    return status


def show(candidates, nbest: int, number: int = 1) -> None:
    """Print the best translation, or with nbest as many of number, score, text."""
    if nbest:
        for score, text in candidates[:nbest]:
            print(number, f"{score:.4f}", text, sep="\t", flush=True)
    else:
        print(candidates[0][1] if candidates else "", flush=True)


def command_line() -> argparse.ArgumentParser:
    """The options; what is not given is not in the result."""
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0],
        usage=argparse.SUPPRESS,
        argument_default=argparse.SUPPRESS,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--translate", metavar="TEXT", help='translate TEXT ("-": the lines of stdin)')
    add("--nbest", type=int, metavar="N", help="print N lines: number, score, text")
    add("--load", metavar="FILE", help=f"checkpoint to use (default: {CHECKPOINT})")
    add("--data", metavar="FILE", help="learn these source<TAB>target lines")
    add("--valid", metavar="FILE", help="validate on these (default: some of --data)")
    add("--test", metavar="FILE", help="test on these (default: some of --data)")
    add("--swap", action="store_true", help="the second column is the source")
    add("--stream", metavar="FOLDER", help="keep --data there, for it is beyond memory")
    add("--save", metavar="FILE", help=f"checkpoint to write (default: {CHECKPOINT})")
    add("--resume", action="store_true", help="go on where a run of --save ended")
    add("--history", metavar="FILE", help="write validations there, as lines of JSON")
    add("--device", metavar="NAME", help="cpu, cuda[:N], mps (default: cuda, else cpu)")
    for f in fields(Config):
        kind = {"type": type(f.default), "metavar": "N"}
        if isinstance(f.default, bool):
            kind = {"action": argparse.BooleanOptionalAction}
        elif "choices" in f.metadata:
            kind = {"choices": f.metadata["choices"]}
        text = f"{f.metadata['help']} (default: {f.default})"
        add(f"--{f.name.replace('_', '-')}", help=text, **kind)
    return parser


def check_options(given: dict) -> None:
    """ValueError for an option that would have no effect."""
    useless = dict.fromkeys(("nbest", "load"), "in training")
    if "translate" in given:
        used = {"translate", "nbest", "load", "device", *SEARCH}
        useless = dict.fromkeys(given.keys() - used, "beside --translate")
    elif "data" not in given:
        useless |= dict.fromkeys(("valid", "test", "swap", "stream"), "without --data")
    for name in given:
        if name in useless:
            flag = f"--{name.replace('_', '-')}"
            raise ValueError(f"{flag} has no effect {useless[name]}: leave it out")
    if "stream" in given and "valid" not in given:
        raise ValueError("--stream needs --valid: nothing is set aside from a stream")


def run(given: dict) -> int:
    """Do what the options ask for. Returns the exit status."""
    check_options(given)
    device = base.choose_device(given.pop("device", None))
    settings = {f.name: given.pop(f.name) for f in fields(Config) if f.name in given}
    if "translate" not in given:
        config = Config(**settings)
        if config.metric == "bleu":
            scorers(config)  # what is missing is said before the work
        given.setdefault("save", CHECKPOINT)
        training.learn(Translator, training_loss, config, device, **given)
        return 0
    translator = Translator.load(given.get("load", CHECKPOINT), device, **settings)
    base.use_threads(translator.config)
    text, nbest = given["translate"], given.get("nbest", 0)
    if text == "-":
        with open(0, "rb", closefd=False) as lines:
            return translate_lines(translator, lines, nbest)
    show(translator.translate_all([translator.read(text)])[0], nbest)
    return 0


def main(arguments: list[str] | None = None) -> None:
    """Run the command line, in each process that torchrun starts."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    parser = command_line()
    given = vars(parser.parse_args(arguments))
    try:
        if device := training.join_processes():
            given.setdefault("device", device)
        status = run(given)
        sys.stdout.flush()  # a closed pipe is noticed here, and not at the exit
    except BrokenPipeError:  # whoever read our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0 if "translate" in given else 1
    except (ValueError, OSError) as error:
        parser.error(str(error))
    except KeyboardInterrupt:
        parser.error("interrupted: --resume goes on from the last validation")
    finally:
        training.leave_processes()
    if status:
        sys.exit(status)


if __name__ == "__main__":
    main()
