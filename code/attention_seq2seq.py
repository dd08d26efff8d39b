#!/usr/bin/env python3
"""Translate with attention: the model after lstm_encoder_decoder.py, built on that file.

    python attention_seq2seq.py                          train on the built-in corpus
    python attention_seq2seq.py --data pairs.tsv         train on source<TAB>target
    python attention_seq2seq.py --data pairs.tsv --resume   go on with an ended run
    python attention_seq2seq.py --translate "我爱 NLP"    translate ("-": stdin)
    torchrun --nproc-per-node 2 attention_seq2seq.py     train in two processes

It needs lstm_encoder_decoder.py in the same folder, PyTorch and sacrebleu; with
--subwords sentencepiece, too. What is new, in this order: settings, network
(bidirectional encoder, attention, tied projection), loss, beam search, words or
subwords, translator, batches by tokens, training that can go on, command line.

Dimensions: B batch, S source length, T target length, V vocabulary, E embed size,
H hidden size, L layers; K beam.
"""

import argparse
import itertools
import math
import os
import random
import sys
import tempfile
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

import lstm_encoder_decoder as base
from lstm_encoder_decoder import EOS, PAD, SOS, SPECIALS, UNK, option

# ==================================================================== Settings


def other(name: str, default):
    """A setting of the first script with another default."""
    return field(
        default=default, metadata=base.Config.__dataclass_fields__[name].metadata
    )


@dataclass
class Config(base.Config):
    """The first script's settings, some with other defaults, and these."""

    embed_size: int = other("embed_size", 256)
    hidden_size: int = other("hidden_size", 256)
    dropout: float = other("dropout", 0.3)
    lr: float = other("lr", 0.002)
    attention: str = option("general", "dot, general or additive", "a", "h")
    bidirectional: bool = option(True, "read the source in both directions", 0, 2)
    tie: bool = option(True, "one table for target embedding and projection", 0, 2)
    word_dropout: float = option(0.05, "share of words read as <unk> in training", 0, 1)
    smoothing: float = option(0.1, "label smoothing", 0, 1)
    batch_tokens: int = option(2000, "most tokens of a side in a batch, with pads", 1)
    subwords: int = option(0, "pieces of a vocabulary (0: words)", 0, 1_000_000)
    min_count: int = option(2, "how often a word has to occur", 1)
    lower: bool = option(False, "learn and write small letters alone", 0, 2)
    warmup: int = option(200, "steps in which the rate rises", 1)
    every: int = option(200, "steps from one validation to the next", 1)
    patience: int = option(5, "stop after so many validations without a gain", 1)
    beam: int = option(4, "K, sentences that the search keeps", 1, 1000)
    penalty: float = option(0.6, "length penalty of the search", 0, 10)
    bf16: bool = option(False, "multiply in bfloat16", 0, 2)

    def __post_init__(self):
        super().__post_init__()
        if self.attention not in KINDS:
            raise ValueError(f"--attention must be one of {', '.join(KINDS)}")
        if self.bidirectional and self.hidden_size % 2:
            raise ValueError("--hidden-size must be even: two directions share it")


KINDS = ("dot", "general", "additive")

# ===================================================================== Network


class AttentionEncoder(base.LSTMEncoder):
    """Keeps the state after each word: the memory that attention reads."""

    def __init__(self, vocab_size, config: Config):
        super().__init__(vocab_size, config.embed_size, 1, dropout=config.dropout)
        directions = 1 + config.bidirectional  # they share H: each has a part of it
        self.lstm = nn.LSTM(
            config.embed_size,
            config.hidden_size // directions,
            config.num_layers,
            batch_first=True,
            bidirectional=config.bidirectional,
            dropout=config.dropout if config.num_layers > 1 else 0.0,
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
        if self.lstm.bidirectional:
            # Layer by layer there, then back: a view would put two sentences together.
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
        key = memory if self.kind == "dot" else self.key(memory)
        if self.kind == "additive":
            sums = self.query(query).unsqueeze(2) + key.unsqueeze(1)  # [B, T, S, H]
            scores = self.score(sums.tanh()).squeeze(-1)
        else:
            scores = query @ key.transpose(1, 2)  # [B, T, S], all T in one product
        scores = scores.masked_fill(~mask.unsqueeze(1), -math.inf)  # no weight on pads
        weights = scores.softmax(-1)
        return weights.to(memory.dtype) @ memory, weights


class AttentionDecoder(base.LSTMDecoder):
    """An LSTM that looks back at the source before it chooses a word."""

    def __init__(self, vocab_size, config: Config):
        embed_size, hidden_size = config.embed_size, config.hidden_size
        super().__init__(
            vocab_size, embed_size, hidden_size, config.num_layers, config.dropout
        )
        if config.num_layers > 1:
            self.lstm.dropout = config.dropout
        self.attention = Attention(config.attention, hidden_size)
        width = embed_size if config.tie else hidden_size
        self.combine = nn.Linear(2 * hidden_size, width, bias=False)
        self.projection = nn.Linear(width, vocab_size)
        if config.tie:
            # As rows of a projection N(0, 1) would give logits of size √E at the start.
            base.init_embedding_weights(self.embedding, std=embed_size**-0.5)
            self.projection.weight = self.embedding.weight

    def attend(self, previous, state):
        """previous [B, T], state (h, c, memory, mask) -> logits, state, weights.

        Logits are [B, T, V], weights [B, T, S]. The context is no input of the LSTM, so
        that one call does all T steps of a known sentence.
        """
        h, c, memory, mask = state
        embedded = self.dropout(self.embedding(previous))  # [B, T, E]
        output, (h, c) = self.lstm(embedded, (h, c))  # [B, T, H]
        context, weights = self.attention(output, memory, mask)
        combined = torch.tanh(self.combine(torch.cat([context, output], dim=-1)))
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


# ======================================================================== Loss


def drop_words(ids, share: float):
    """ids [B, T] with this share of the words read as UNK; specials stay."""
    chosen = torch.rand(ids.shape, device=ids.device) < share
    return ids.masked_fill(chosen & (ids >= len(SPECIALS)), UNK)


def loss_of(config: Config):
    """Returns the loss that base.training_steps asks for: (sum, tokens) of a batch.

    Of several processes each has a part of the batch. The sum then has the value that
    one process would have, and the gradient of this part: DDP takes the gradients'
    mean, and the mean of `world` × part is the whole.
    """
    world = dist.get_world_size() if dist.is_initialized() else 1

    def loss(model, source, lengths, target):
        truth = target[:, 1:]
        source = drop_words(source, config.word_dropout)
        previous = drop_words(target[:, :-1], config.word_dropout)
        with torch.autocast(source.device.type, torch.bfloat16, enabled=config.bf16):
            logits = model(source, lengths, previous)
        total = nn.functional.cross_entropy(
            logits.float().flatten(0, 1),
            truth.flatten(),
            ignore_index=PAD,
            reduction="sum",
            label_smoothing=config.smoothing,
        )
        tokens = int((truth != PAD).sum())
        if world > 1:
            both = torch.tensor([total.item(), tokens], dtype=torch.float64)
            both = both.to(source.device)
            dist.all_reduce(both)
            part = total * world
            total = part + (both[0].float() - part).detach()
            tokens = int(both[1])
        return total, tokens

    return loss


# ================================================================= Beam search


@torch.no_grad()
def beam_search(model, source, lengths, max_length, beam, penalty):
    """source [B, S], lengths [B] -> for each sentence (score, ids), the best one first.

    `ids` end with EOS where the sentence has ended. A score is the log probability
    divided by ((5 + T) / 6) ** penalty (Wu et al. 2016, arXiv 1609.08144).
    """
    _, (h, c, memory, mask) = model.encoder(source, lengths)
    batch, device = len(source), source.device
    state = (
        *(part.repeat_interleave(beam, dim=1) for part in (h, c)),
        *(part.repeat_interleave(beam, dim=0) for part in (memory, mask)),
    )
    word = torch.full((batch * beam, 1), SOS, device=device)
    written = torch.empty((batch, beam, 0), dtype=torch.long, device=device)
    total = torch.full((batch, beam), -math.inf, device=device)
    total[:, 0] = 0.0  # at the start all K are the same sentence: one goes on
    ended = [[] for _ in range(batch)]
    first = torch.arange(batch, device=device).unsqueeze(1) * beam  # a sentence's rows

    def keep(sentence, score, ids):
        ended[sentence].append((score / ((5 + len(ids)) / 6) ** penalty, ids))

    for length in range(1, max_length + 1):
        logits, state = model.decoder(word, state)  # [BK, 1, V]
        chances = logits[:, -1].float().log_softmax(-1)
        chances[:, [PAD, SOS]] = -math.inf
        sums = total.unsqueeze(-1) + chances.view(batch, beam, -1)  # [B, K, V]
        best, place = sums.flatten(1).topk(min(2 * beam, sums[0].numel()))
        row, chosen = place // sums.size(-1), place % sums.size(-1)  # [B, 2K]
        for sentence, rank in (chosen[:, :beam] == EOS).nonzero().tolist():
            if best[sentence, rank] > -math.inf:
                ids = written[sentence, row[sentence, rank]].tolist()
                keep(sentence, best[sentence, rank].item(), [*ids, EOS])
        total, order = best.masked_fill(chosen == EOS, -math.inf).topk(beam)  # [B, K]
        row, chosen = row.gather(1, order), chosen.gather(1, order)
        kept = written.gather(1, row.unsqueeze(-1).expand(-1, -1, length - 1))
        written = torch.cat([kept, chosen.unsqueeze(-1)], dim=-1)  # [B, K, length]
        if all(len(found) >= beam for found in ended):
            break
        rows = (first + row).flatten()
        h, c, memory, mask = state  # memory and mask are the same in all K rows
        state = (h[:, rows], c[:, rows], memory, mask)
        word = chosen.view(-1, 1)
    for sentence, found in enumerate(ended):
        if len(found) < beam:  # what max_length cut off comes after what has ended
            rest = zip(total[sentence].tolist(), written[sentence].tolist())
            found.sort(reverse=True)
            for score, ids in rest:
                if score > -math.inf:
                    keep(sentence, score, ids)
        else:
            found.sort(reverse=True)
        del found[beam:]
    return ended


# ======================================================= Words, or pieces of them


class Words:
    """Texts as words and marks, by the first script's tokenize."""

    def __init__(self, vocabulary=None, lower=False):
        self.vocabulary = vocabulary
        self.lower = lower

    def cut(self, text: str) -> list[str]:
        return base.tokenize(text.lower() if self.lower else text, self.vocabulary)

    def join(self, words: list[str]) -> str:
        """Words as a sentence: a closing mark stands at the word before it."""
        text = " ".join(words)
        for mark in ",.!?;:)”，。！？；：）、":
            text = text.replace(f" {mark}", mark)
        return text.replace("( ", "(")

    def content(self):
        """What a checkpoint keeps beside the vocabulary."""
        return None


class Pieces:
    """Texts as pieces of words, by sentencepiece; `model` is its own file's bytes."""

    def __init__(self, model: bytes, lower=False):
        self.model = model
        self.lower = lower
        self.processor = needed("sentencepiece").SentencePieceProcessor(
            model_proto=model
        )

    @classmethod
    def learn(cls, texts, size: int, lower=False):
        """Learn at most `size` pieces (unigram, Kudo 2018) from texts."""
        spm = needed("sentencepiece")
        lines = (text.lower() if lower else text for text in texts)
        with tempfile.TemporaryDirectory() as folder:
            prefix = os.path.join(folder, "pieces")
            spm.SentencePieceTrainer.train(
                sentence_iterator=lines,
                model_prefix=prefix,
                vocab_size=size,
                hard_vocab_limit=False,
                character_coverage=0.9995,
                num_threads=1,  # the same pieces on every machine
                minloglevel=2,
            )
            return cls(Path(f"{prefix}.model").read_bytes(), lower)

    def cut(self, text: str) -> list[str]:
        return self.processor.encode(text.lower() if self.lower else text, out_type=str)

    def join(self, words: list[str]) -> str:
        return self.processor.decode(words)

    def content(self):
        return torch.frombuffer(bytearray(self.model), dtype=torch.uint8)


def needed(package: str):
    """A package that an option asks for. ValueError says how to get it."""
    try:
        return __import__(package)
    except ImportError:
        raise ValueError(f"this needs {package}: pip install {package}") from None


# ================================================================== Translator


class Translator(base.Translator):
    """The first script's translator with the network above and a way to cut each side.

    `sides` are the source's and the target's Words or Pieces.
    """

    def __init__(
        self, source_vocabulary, target_vocabulary, config, device="cpu", sides=None
    ):
        super().__init__(source_vocabulary, target_vocabulary, config, device)
        torch.manual_seed(config.seed)
        sizes = len(source_vocabulary), len(target_vocabulary)
        self.model = AttentionSeq2Seq(*sizes, config).to(device)
        vocabularies = source_vocabulary, target_vocabulary
        self.sides = sides or [Words(v, config.lower) for v in vocabularies]

    def batches(self, pairs, rng=None, rank=0, world=1):
        """As the first script's, of like length; a batch has at most `batch_tokens`.

        Of several processes each has every `world`-th pair of a batch. One that gets
        none has a pair with nothing to score, so that all take part in each step.
        """
        number = rng.random if rng else int
        pairs = sorted(pairs, key=lambda pair: (len(pair[0]), len(pair[1]), number()))
        groups, longest = [[]], 0
        for pair in pairs:
            longest = max(longest, len(pair[0]) + 1, len(pair[1]) + 1)
            if (
                groups[-1]
                and longest * (len(groups[-1]) + 1) > self.config.batch_tokens
            ):
                groups.append([])
                longest = max(len(pair[0]), len(pair[1])) + 1
            groups[-1].append(pair)
        to_target = self.target_vocabulary.sentence_to_indices
        for group in rng.sample(groups, len(groups)) if rng else groups:
            targets = [[SOS, *to_target(words), EOS] for _, words in group][rank::world]
            sources = [self.source_indices(words) for words, _ in group]
            source, lengths = base.pad_batch(
                sources[rank::world] or sources[:1], self.device
            )
            target, _ = base.pad_batch(targets or [[SOS, PAD]], self.device)
            yield source, lengths, target

    @torch.no_grad()
    def search(self, sentences: list[list[str]]) -> list[list[tuple[float, str]]]:
        """Cut sentences -> for each (score, translation), the best of K first.

        An UNK that is written becomes the source word with the greatest weight.
        """
        self.model.eval()
        ids = [self.source_indices(words) for words in sentences]
        source, lengths = base.pad_batch(ids, self.device)
        sizes = self.config.max_length, self.config.beam, self.config.penalty
        found = beam_search(self.model, source, lengths, *sizes)
        result = []
        for row, (words, candidates) in enumerate(zip(sentences, found)):
            own = source[row : row + 1, : len(ids[row])], lengths[row : row + 1]
            texts = [(score, self.text(own, words, best)) for score, best in candidates]
            result.append(texts)
        return result

    def text(self, source, words: list[str], ids: list[int]) -> str:
        """The sentence that ids stand for."""
        written = self.target_vocabulary.indices_to_sentence(ids)
        if UNK in ids:
            sources = self.align(source, ids)
            places = range(len(written))
            written = [
                words[sources[i]] if ids[i] == UNK else written[i] for i in places
            ]
        return self.sides[1].join(written)

    def align(self, source, ids: list[int]) -> list[int]:
        """For each id that was written, the source position with the greatest weight."""
        previous = torch.tensor([[SOS, *ids[:-1]]], device=self.device)
        _, state = self.model.encoder(*source)
        _, _, weights = self.model.decoder.attend(previous, state)  # [1, T, S]
        return weights[0].argmax(-1).tolist()

    def translate(self, text: str, place: str = "") -> str:
        """The best translation of a text; see the first script's."""
        return self.search([self.read(text, place)])[0][0][1]

    def read(self, text: str, place: str = "") -> list[str]:
        """A text's words or pieces. ValueError where the model knows none of them."""
        if isinstance(self.sides[0], Words):
            text = text.lower() if self.config.lower else text
            return base.read_words(text, self.source_vocabulary, place)
        words = self.sides[0].cut(text)
        if not any(word in self.source_vocabulary.index for word in words):
            raise ValueError(f"{place}cannot translate {text!r}: no known piece")
        return words

    def bleu(self, pairs, references: list[str]) -> float:
        """BLEU of the best translations, without regard to capitals (sacrebleu, 13a)."""
        metric = needed("sacrebleu").BLEU(lowercase=True)
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]))
        written = [""] * len(pairs)
        for start in range(0, len(order), 64):
            rows = order[start : start + 64]
            for row, best in zip(rows, self.search([pairs[i][0] for i in rows])):
                written[row] = best[0][1]
        return metric.corpus_score(written, [references]).score

    def content(self) -> dict:
        """What a checkpoint keeps for translating."""
        vocabularies = self.source_vocabulary, self.target_vocabulary
        return {
            "weights": self.model.state_dict(),
            "vocabularies": [v.words[len(SPECIALS) :] for v in vocabularies],
            "sides": [side.content() for side in self.sides],
            "config": asdict(self.config),
            "history": self.history,
        }

    @classmethod
    def load(cls, path, device="cpu"):
        """Read a checkpoint. ValueError for a missing, foreign or damaged file."""
        return cls.from_content(read_checkpoint(path), path, device)

    @classmethod
    def from_content(cls, content, path, device="cpu"):
        try:
            config = Config(**content["config"])
            vocabularies = [
                base.Vocabulary([words]) for words in content["vocabularies"]
            ]
            sides = [
                Words(vocabulary, config.lower)
                if kept is None
                else Pieces(bytes(kept.tolist()), config.lower)
                for vocabulary, kept in zip(vocabularies, content["sides"])
            ]
            translator = cls(*vocabularies, config, device, sides)
            translator.model.load_state_dict(content["weights"])
            translator.history = content["history"]
        except (KeyError, TypeError, RuntimeError, AttributeError) as error:
            raise ValueError(
                f"{path} is no checkpoint of this script: {error!r:.90}"
            ) from None
        return translator


def read_checkpoint(path) -> dict:
    """What torch.save wrote. ValueError for a missing, foreign or damaged file."""
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # whatever such a file leads to
        raise ValueError(
            f"{path} is no checkpoint, train first: {error!r:.90}"
        ) from None


# ======================================================================== Data


@dataclass
class Data:
    """Pairs of cut sentences for each part, and the target texts to compare with."""

    sides: list
    vocabularies: list
    train: list
    valid: list
    test: list
    references: dict


def read_data(config: Config, data=None, valid=None, test=None, swap=False) -> Data:
    """Texts of files, or of the built-in grammar, cut as they will be in use.

    Without a file for validation or test each is a twentieth of the sources of `data`,
    at most 500. ValueError for what cannot be learnt from.
    """
    if data is None:
        corpus = base.make_corpus(config.seed)
        texts = {
            name: [tuple(map(" ".join, pair)) for pair in getattr(corpus, name)]
            for name in ("train", "valid", "test")
        }
    else:
        every = list(base.read_pairs(Path(data), swap))
        files = {"valid": valid, "test": test}
        texts = split(
            every, [name for name, file in files.items() if not file], config.seed
        )
        for name, file in files.items():
            if file:
                texts[name] = list(base.read_pairs(Path(file), swap))
    sides = [learn_side(side, config) for side in zip(*texts["train"])]
    pairs, references = {}, {}
    for name, part in texts.items():
        cut = [[side.cut(text) for side, text in zip(sides, pair)] for pair in part]
        kept = [max(map(len, pair)) <= config.max_length for pair in cut]
        pairs[name] = list(itertools.compress(cut, kept))
        references[name] = [target for _, target in itertools.compress(part, kept)]
        if len(pairs[name]) < len(part):
            left = len(part) - len(pairs[name])
            say(
                f"{name}: left out {left:,} pairs of more than {config.max_length} words"
            )
    if not all(pairs.values()):
        raise ValueError(f"{data}: too few pairs for training, validation and test")
    least = 1 if config.subwords else config.min_count
    vocabularies = [base.Vocabulary(side, least) for side in zip(*pairs["train"])]
    if min(map(len, vocabularies)) == len(SPECIALS):
        raise ValueError(f"{data}: no word occurs --min-count {config.min_count} times")
    return Data(sides, vocabularies, *pairs.values(), references)


def split(texts, names, seed) -> dict:
    """Set aside parts; translations of one source stay together."""
    groups = {}
    for source, target in texts:
        groups.setdefault(source, []).append((source, target))
    groups = list(groups.values())
    random.Random(seed).shuffle(groups)
    size = min(500, math.ceil(len(groups) / 20))
    parts = {name: groups[i * size : (i + 1) * size] for i, name in enumerate(names)}
    parts = {"train": groups[len(names) * size :], **parts}
    return {
        name: list(itertools.chain.from_iterable(part)) for name, part in parts.items()
    }


def learn_side(texts, config: Config):
    """How the texts of a side are cut: by their common words, or into pieces."""
    if config.subwords:
        return Pieces.learn(texts, config.subwords, config.lower)
    first = Words(lower=config.lower)
    common = base.Vocabulary(map(first.cut, texts), config.min_count)
    return Words(common, config.lower)


# ==================================================================== Training


def rank_and_world() -> tuple[int, int]:
    """This process's number, and how many there are."""
    if not dist.is_initialized():
        return 0, 1
    return dist.get_rank(), dist.get_world_size()


def say(*words) -> None:
    """Print, in the first process alone."""
    if rank_and_world()[0] == 0:
        print(*words, flush=True)


class Run:
    """A training that can be ended at any time and goes on bit for bit.

    Everything that it depends on is in the checkpoint, which each validation writes:
    weights, optimizer, schedule, the place in the data. Random numbers start anew from
    seed, step and rank after each validation, so that none has to be kept.
    """

    def __init__(self, translator: Translator, data: Data, path: Path):
        self.translator = translator
        self.data = data
        self.path = path
        self.config = config = translator.config
        self.optimizer = torch.optim.Adam(
            translator.model.parameters(), lr=config.lr, betas=(0.9, 0.98)
        )
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, self.rate)
        self.at = {"step": 0, "epoch": 0, "batch": 0, "waited": 0, "best": -1.0}
        self.best = translator.model.state_dict()

    def rate(self, step: int) -> float:
        """Share of --lr: rises in `warmup` steps, then falls as a cosine to nothing."""
        falling = 0.5 * (1 + math.cos(math.pi * step / (self.config.steps + 1)))
        return min((step + 1) / self.config.warmup, falling)

    def update(self) -> None:
        nn.utils.clip_grad_norm_(self.translator.model.parameters(), max_norm=1.0)
        self.optimizer.step()
        self.schedule.step()

    def batches(self):
        """Batches for ever, from where the run is; each epoch has an order of its own."""
        while True:
            rng = random.Random(f"{self.config.seed} {self.at['epoch']}")
            epoch = self.translator.batches(self.data.train, rng, *rank_and_world())
            for batch in itertools.islice(epoch, self.at["batch"], None):
                self.at["batch"] += 1
                yield batch
            self.at["epoch"] += 1
            self.at["batch"] = 0

    def seed(self) -> None:
        rank, _ = rank_and_world()
        numbers = random.Random(f"{self.config.seed} {self.at['step']} {rank}")
        torch.manual_seed(numbers.getrandbits(60))

    def train(self) -> None:
        """Train to the last step, or until `patience` validations brought no gain."""
        config, at, model = self.config, self.at, self.translator.model
        _, world = rank_and_world()
        if world > 1:
            model = nn.parallel.DistributedDataParallel(model)
        left = config.steps - at["step"]
        watch = base.Watch(left)
        self.seed()
        steps = base.training_steps(
            model,
            self.batches(),
            replace(config, steps=max(left, 1)),
            loss_of(config),
            self.update,
        )
        while at["step"] < config.steps and at["waited"] < config.patience:
            number, loss, tokens = next(steps)
            at["step"] += 1
            watch.trained(number, loss, tokens)
            if at["step"] % config.every == 0 or at["step"] == config.steps:
                self.validate(loss)
                self.seed()
                watch.clock = base.time.perf_counter()
        self.translator.model.load_state_dict(self.best)

    def validate(self, loss: float) -> None:
        """Score; keep the weights of the highest BLEU; write the checkpoint."""
        translator, at = self.translator, self.at
        scores = translator.evaluate(self.data.valid)
        scores["bleu"] = translator.bleu(self.data.valid, self.data.references["valid"])
        translator.history.append({"step": at["step"], "train_loss": loss, **scores})
        at["waited"] += 1
        if scores["bleu"] > at["best"]:
            at["best"], at["waited"] = scores["bleu"], 0
            weights = translator.model.state_dict()
            self.best = {name: value.clone() for name, value in weights.items()}
        shown = f"perplexity {scores['perplexity']:.2f}  BLEU {scores['bleu']:.1f}"
        say(f"step {at['step']:>5}  loss {loss:.3f}  validation {shown}")
        self.save()

    def save(self) -> None:
        rank, world = rank_and_world()
        if rank == 0:
            content = self.translator.content()
            content["run"] = {
                "weights": content["weights"],
                "optimizer": self.optimizer.state_dict(),
                "schedule": self.schedule.state_dict(),
                "at": self.at,
            }
            content["weights"] = self.best
            base.write_whole(self.path, content)
        if world > 1:
            dist.barrier()  # no process goes on before the checkpoint is whole

    def go_on(self, content: dict) -> None:
        """Continue from what `save` wrote. ValueError where that was another run."""
        kept, ours = content["config"], asdict(self.config)
        others = [name for name in ours if kept.get(name) != ours[name]]
        if others:
            names = ", ".join(f"--{name.replace('_', '-')}" for name in others)
            raise ValueError(f"{self.path} was trained with another {names}")
        self.best = content["weights"]
        self.translator.model.load_state_dict(content["run"]["weights"])
        self.optimizer.load_state_dict(content["run"]["optimizer"])
        self.schedule.load_state_dict(content["run"]["schedule"])
        self.translator.history = content["history"]
        self.at = content["run"]["at"]
        say(f"going on     after step {self.at['step']:,} of {self.config.steps:,}")


# ================================================================ Command line

CHECKPOINT = "attention_seq2seq.pt"


def learn(config: Config, device: str, resume=False, save=CHECKPOINT, **files) -> None:
    """Read, train, save, test."""
    path = Path(save)
    base.check_target(path)
    data = read_data(config, **files)
    base.use_threads(config)
    translator = Translator(*data.vocabularies, config, device, data.sides)
    parameters = sum(weight.numel() for weight in translator.model.parameters())
    sizes = " and ".join(f"{len(v):,}" for v in data.vocabularies)
    say(f"data         {len(data.train):,} pairs, vocabularies of {sizes}")
    say(f"model        {parameters:,} parameters on {device}, seed {config.seed}")
    run = Run(translator, data, path)
    if resume and path.exists():
        run.go_on(read_checkpoint(path))
    run.train()
    say(f"checkpoint   {path}")
    rank, _ = rank_and_world()
    if rank == 0:
        scores = translator.evaluate(data.test)
        bleu = translator.bleu(data.test, data.references["test"])
        exact = f"exact match {scores['exact_match']:.3f}"
        say(f"test         {len(data.test):,} pairs: BLEU {bleu:.1f}  {exact}")


def translate_lines(translator: Translator, lines, nbest: int) -> int:
    """A line out for each line in, in batches; with nbest as many of score<TAB>text.

    What cannot be translated is an empty line, named on standard error; status 2.
    """
    status = 0
    numbered = enumerate(lines, 1)
    while some := list(itertools.islice(numbered, 64)):
        sentences = {}
        for number, line in some:
            try:
                text = line.decode("utf-8-sig").strip()
                sentences[number] = translator.read(text, f"line {number}: ")
            except ValueError as error:
                bad = isinstance(error, UnicodeDecodeError)
                message = f"line {number}: not UTF-8" if bad else error
                print(message, file=sys.stderr, flush=True)
                status = 2
        found = dict(zip(sentences, translator.search(list(sentences.values()))))
        for number, _ in some:
            candidates = found.get(number, [(0.0, "")])
            if nbest:
                rows = [f"{score:.4f}\t{text}" for score, text in candidates[:nbest]]
            else:
                rows = [candidates[0][1]]
            print(*rows, sep="\n", flush=True)
    return status


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
    add(
        "--nbest",
        type=int,
        metavar="N",
        help="with --translate: N lines of score, text",
    )
    add("--load", metavar="FILE", help=f"checkpoint to use (default: {CHECKPOINT})")
    add("--data", metavar="FILE", help="learn these source<TAB>target lines")
    add("--valid", metavar="FILE", help="with --data: validate on these")
    add("--test", metavar="FILE", help="with --data: test on these")
    add("--swap", action="store_true", help="the second column is the source")
    add("--save", metavar="FILE", help=f"checkpoint to write (default: {CHECKPOINT})")
    add("--resume", action="store_true", help="go on with the run of that checkpoint")
    add("--device", metavar="NAME", help="cpu, cuda[:N], mps (default: cuda, else cpu)")
    for f in fields(Config):
        name = f"--{f.name.replace('_', '-')}"
        text = f"{f.metadata['help']} (default: {f.default})"
        if isinstance(f.default, bool):
            add(name, action=argparse.BooleanOptionalAction, help=text)
        else:
            add(name, type=type(f.default), metavar="N", help=text)
    return parser


def run(given: dict) -> int:
    """Do what the options ask for. Returns the exit status."""
    settings = {f.name: given.pop(f.name) for f in fields(Config) if f.name in given}
    device = base.choose_device(given.pop("device", None))
    if "translate" not in given:
        useless = given.keys() & {"nbest", "load"}
        if "data" not in given:
            useless |= given.keys() & {"valid", "test", "swap"}
        check_effect(useless)
        needed("sacrebleu")
        learn(Config(**settings), device, **given)
        return 0
    search = settings.keys() & {"beam", "penalty", "max_length"}
    check_effect(
        (given.keys() - {"translate", "nbest", "load"}) | (settings.keys() - search)
    )
    translator = Translator.load(given.get("load", CHECKPOINT), device)
    translator.config = replace(translator.config, **settings)
    base.use_threads(translator.config)
    nbest = given.get("nbest", 0)
    if given["translate"] == "-":
        with open(0, "rb", closefd=False) as lines:
            return translate_lines(translator, lines, nbest)
    return translate_lines(translator, [given["translate"].encode()], nbest)


def check_effect(useless) -> None:
    """ValueError for an option that would have no effect."""
    for name in sorted(useless):
        flag = f"--{name.replace('_', '-')}"
        raise ValueError(f"{flag} has no effect here: leave it out")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line, in each process that torchrun starts."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    parser = command_line()
    given = vars(parser.parse_args(arguments))
    if "RANK" in os.environ:  # torchrun's
        dist.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
        if torch.cuda.is_available():
            given.setdefault("device", f"cuda:{os.environ['LOCAL_RANK']}")
    status = 0
    try:
        status = run(given)
    except BrokenPipeError:  # whoever read our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (ValueError, OSError) as error:
        parser.error(str(error))
    except KeyboardInterrupt:
        parser.error("interrupted: --resume goes on from the last validation")
    finally:
        if dist.is_initialized():
            dist.destroy_process_group()
    if status:
        sys.exit(status)


if __name__ == "__main__":
    main()
