#!/usr/bin/env python3
"""Translate Chinese into English with an LSTM encoder-decoder: one file, PyTorch alone.

    python lstm_encoder_decoder.py                        train on the built-in corpus
    python lstm_encoder_decoder.py --translate "我爱 NLP"  translate ("-": stdin)
    python lstm_encoder_decoder.py --trace "我爱 NLP"      show every step on the way
    python lstm_encoder_decoder.py --data pairs.tsv       train on source<TAB>target

The model is that of Sutskever, Vinyals & Le (2014, arXiv 1409.3215) in small, the
source not reversed: one LSTM reads a sentence, and its last state (h, c) is where a
second LSTM starts to write the translation. The core comes first, in the order of the
article; then appendix A (your own data), B (the built-in grammar), C (command line).

Dimensions, everywhere: B batch, S source length, T target length, V vocabulary,
E embed size, H hidden size, L layers.
"""

import sys

if sys.version_info < (3, 10):
    sys.exit(f"Python 3.10 or newer is needed, this is {sys.version.split()[0]}")

import argparse
import gc
import io
import itertools
import math
import os
import random
import re
import time
import unicodedata
from collections import Counter, defaultdict, namedtuple
from dataclasses import asdict, dataclass, field, fields
from functools import lru_cache
from pathlib import Path

import torch
from torch import nn
from torch.optim.lr_scheduler import OneCycleLR

# =============================================================== Core: configuration

PAD, SOS, EOS, UNK = 0, 1, 2, 3  # filler, start, end of a sentence; unknown word
SPECIALS = ["<pad>", "<sos>", "<eos>", "<unk>"]


def option(default, help, low, high=10**9):
    """A field of Config: its default, its help text, and low <= value < high."""
    return field(default=default, metadata={"help": help, "low": low, "high": high})


@dataclass
class Config:
    """The settings of a run: a checkpoint carries them, the command line has them."""

    embed_size: int = option(64, "E, values in a word's vector", 1, 10_000)
    hidden_size: int = option(128, "H, values in the LSTM's state", 1, 10_000)
    num_layers: int = option(1, "L, LSTM layers in encoder and decoder", 1, 100)
    dropout: float = option(0.0, "share of embedding values zeroed in training", 0, 1)
    batch_size: int = option(48, "B, sentence pairs in a step", 1)
    lr: float = option(0.012, "Adam's learning rate at its peak", 1e-9, 10)
    steps: int = option(1000, "training steps", 1)
    max_length: int = option(40, "most words of a sentence (--data, output)", 1, 10_000)
    seed: int = option(0, "the same seed repeats the same run", 0, 2**63)

    def __post_init__(self):
        for f in fields(self):
            low, high = f.metadata["low"], f.metadata["high"]
            if not low <= getattr(self, f.name) < high:
                flag = f"--{f.name.replace('_', '-')}"
                raise ValueError(f"{flag} must be at least {low} and below {high}")


# ====================================================== Core: vocabulary and cutting

# Characters typed for one another: full-width for ASCII, curly quotes for straight.
TWINS = {code + 0xFEE0: code for code in range(0x21, 0x7F)}  # ！ … ～ are ! … ~
TWINS |= str.maketrans("｡､｢｣‘’“”", "。、「」''\"\"")
# Nobody sees these: soft hyphen, zero-width space, direction and byte order marks.
INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u200e\u200f\u2060\ufeff")
# Scripts that are written without spaces: Han, kana, Thai, Lao, Burmese, Khmer.
UNSPACED = "々-〇ぁ-ヺー-ヿ㐀-鿿豈-龎𠀀-\U0003ffffก-๛ກ-ໝက-ဿក-ៜ"
PIECE = re.compile(rf"([{UNSPACED}]+)|([^{UNSPACED}\s]+)")
CUT_BY_THE_WRITER = re.compile(rf"[{UNSPACED}]\s+[{UNSPACED}]")


def unify(word: str) -> str:
    """The form in which a word is looked up: "！" as "!", "ＮＬＰ" as "NLP"."""
    return word if word.isascii() else word.translate(TWINS)


def is_mark(word: str) -> bool:
    """Whether it is punctuation or a symbol: by Unicode category, so in any script."""
    return len(word) == 1 and unicodedata.category(word)[0] in "PS"


class Vocabulary:
    """Words and their indices: PAD, SOS, EOS, UNK, then the words as they first occur.

    `words` leads from an index to its word, `index` from a word to its index, and
    `spelling` from a unified word to the twin that came first; `longest` is the length
    of the longest word that begins with a character. A text that spells "<eos>" means a
    word of that name, and never the special one.
    """

    def __init__(self, sentences, min_count=1):
        self.spelling = {}
        counts = Counter()
        for word, count in Counter(itertools.chain.from_iterable(sentences)).items():
            counts[self.spelling.setdefault(unify(word), word)] += count
        common = [word for word in counts if counts[word] >= min_count]
        self.words = SPECIALS + common
        self.index = {word: i for i, word in enumerate(common, len(SPECIALS))}
        self.longest = {word[:1]: len(word) for word in sorted(common, key=len)}

    def __len__(self):
        return len(self.words)

    def sentence_to_indices(self, sentence: list[str]) -> list[int]:
        """Each word's index, or UNK; no SOS, no EOS."""
        return [self.index.get(word, UNK) for word in sentence]

    def spell(self, words: list[str]) -> list[str]:
        """Each word as this vocabulary writes it: "?" as "？" where that came first."""
        index = self.index
        return [w if w in index else self.spelling.get(unify(w), w) for w in words]

    def indices_to_sentence(self, indices: list[int]) -> list[str]:
        """The words before the first EOS; all of them where none was written."""
        return [self.words[i] for i in itertools.takewhile(lambda i: i != EOS, indices)]


def tokenize(text: str, vocabulary: Vocabulary | None = None) -> list[str]:
    """Cut a text into words and marks, whether it has spaces or not.

    Marks stand apart on both ends of a word. A script without spaces is cut into the
    longest words of the vocabulary, and where none fits by character. Without a
    vocabulary it is cut by character, or at its spaces where the writer put some
    between such characters. Words are spelled as in the vocabulary.
    """
    text = unicodedata.normalize("NFC", text)
    text = text if text.isprintable() else text.translate(INVISIBLE)
    words = []
    for unspaced, spaced in PIECE.findall(text):
        if spaced:
            words += marks_apart(spaced)
        elif vocabulary is None and CUT_BY_THE_WRITER.search(text):
            words.append(unspaced)
        else:
            words += longest_words(unspaced, vocabulary) if vocabulary else unspaced
    return vocabulary.spell(words) if vocabulary else words


@lru_cache(maxsize=100_000)
def marks_apart(run: str) -> tuple[str, ...]:
    """'"Yes,"' -> ['"', 'Yes', ',', '"']; a mark inside (don't, 3.5) stays there."""
    word = run.strip("".join(filter(is_mark, run)))  # "" for a run of marks alone
    start = run.index(word)
    return *run[:start], *([word] if word else []), *run[start + len(word) :]


def longest_words(run: str, vocabulary: Vocabulary) -> list[str]:
    """Cut from the left, always the longest known word, else one character."""
    words, start = [], 0
    while start < len(run):
        end = min(len(run), start + vocabulary.longest.get(run[start], 1))
        while end > start + 1 and run[start:end] not in vocabulary.index:
            end -= 1
        words.append(run[start:end])
        start = end
    return words


# ===================================================================== Core: batches


def pad_batch(sentences: list[list[int]], device="cpu"):
    """A row for each of B sentences -> ids [B, S], PAD after its end; lengths [B]."""
    lengths = [len(sentence) for sentence in sentences]
    rows = [sentence + [PAD] * (max(lengths) - len(sentence)) for sentence in sentences]
    return torch.tensor(rows, device=device), torch.tensor(lengths)


# ===================================================================== Core: encoder


def init_embedding_weights(embedding: nn.Embedding, std: float = 1.0) -> None:
    """Draw all rows from N(0, std²), the pad row too, which is then made zero again."""
    nn.init.normal_(embedding.weight, std=std)
    nn.init.zeros_(embedding.weight[PAD])


class LSTMEncoder(nn.Module):
    """Reads a sentence: embedding, then an LSTM over the valid steps alone."""

    def __init__(self, vocab_size, embed_size, hidden_size, num_layers=1, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_size, padding_idx=PAD)
        init_embedding_weights(self.embedding)
        self.dropout = nn.Dropout(dropout)
        self.lstm = nn.LSTM(embed_size, hidden_size, num_layers, batch_first=True)

    def forward(self, source, lengths):
        """source [B, S], lengths [B] (on the CPU) -> context [B, H], state (h, c).

        h and c are [L, B, H]. The context is the last layer's h, for `trace` to show.
        """
        embedded = self.dropout(self.embedding(source))  # [B, S, E]
        # Packed, a row ends at its last word: a step on a pad would still change h, c.
        packed = nn.utils.rnn.pack_padded_sequence(
            embedded, lengths, batch_first=True, enforce_sorted=False
        )
        _, (h, c) = self.lstm(packed)
        return h[-1], (h, c)


# ===================================================================== Core: decoder


class LSTMDecoder(nn.Module):
    """Writes a sentence: embedding of the word before, LSTM, a logit for each word."""

    def __init__(self, vocab_size, embed_size, hidden_size, num_layers=1, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_size, padding_idx=PAD)
        init_embedding_weights(self.embedding)
        self.dropout = nn.Dropout(dropout)
        self.lstm = nn.LSTM(embed_size, hidden_size, num_layers, batch_first=True)
        self.projection = nn.Linear(hidden_size, vocab_size)

    def forward(self, previous, state):
        """previous [B, T], state (h, c) -> logits [B, T, V] and the state after them.

        One call, for the T words of a sentence (training) or for one (translation).
        """
        embedded = self.dropout(self.embedding(previous))  # [B, T, E]
        output, state = self.lstm(embedded, state)  # [B, T, H]
        return self.projection(output), state

    @torch.no_grad()
    def _generate_sequence(self, state, max_length):
        """Greedy search from (h, c): each word it writes is read next -> ids [B, T].

        T is max_length, or less where all rows have ended; after its EOS a row has PAD.
        """
        word = torch.full_like(state[0][0, :, :1], SOS, dtype=torch.long)  # SOS, [B, 1]
        finished = torch.zeros_like(word, dtype=torch.bool)
        written = []
        while len(written) < max_length and not finished.all():
            logits, state = self(word, state)  # [B, 1, V]
            word = logits.argmax(-1).masked_fill(finished, PAD)  # [B, 1]
            finished = finished | (word == EOS)
            written.append(word)
        return torch.cat(written, dim=1)


class Seq2Seq(nn.Module):
    """Encoder and decoder, joined by (h, c) alone. It knows sizes, and no words."""

    def __init__(self, source_size, target_size, config: Config):
        super().__init__()
        sizes = config.embed_size, config.hidden_size, config.num_layers, config.dropout
        self.encoder = LSTMEncoder(source_size, *sizes)
        self.decoder = LSTMDecoder(target_size, *sizes)

    def forward(self, source, lengths, previous):
        """Teacher forcing: the true words from SOS on, [B, T] -> logits [B, T, V]."""
        _, state = self.encoder(source, lengths)
        return self.decoder(previous, state)[0]

    def generate(self, source, lengths, max_length):
        """source [B, S], lengths [B] -> the ids that it writes, [B, T]."""
        _, state = self.encoder(source, lengths)
        return self.decoder._generate_sequence(state, max_length)


# ======================================================================== Core: loss


def sequence_loss(logits, truth):
    """Cross-entropy of logits [B, T, V] with truth [B, T]: sum and number of tokens.

    A token is a word or EOS; pads count for nothing.
    """
    total = nn.functional.cross_entropy(
        logits.flatten(0, 1), truth.flatten(), ignore_index=PAD, reduction="sum"
    )
    return total, int((truth != PAD).sum())


def teacher_forced(model, source, lengths, target):
    """Loss of target [B, T + 1], SOS … EOS: its first T are read, its last T scored."""
    return sequence_loss(model(source, lengths, target[:, :-1]), target[:, 1:])


# ==================================================================== Core: training


def adam(model, config: Config):
    """Returns update(): after backward(), clip the gradients, then let Adam step.

    The learning rate rises for a tenth of the steps, then falls to almost nothing; this
    schedule of PyTorch's moves Adam's first momentum as well, the other way round.
    """
    optimizer = torch.optim.Adam(model.parameters(), lr=config.lr)
    total = config.steps + 1  # at the last one the rate would be nothing
    schedule = OneCycleLR(optimizer, config.lr, total, pct_start=max(0.1, 2 / total))

    def update():
        nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
        optimizer.step()
        schedule.step()

    return update


def training_steps(model, batches, config, loss_of=teacher_forced, update=None):
    """Train on a batch for each step; yields (step, mean loss of its tokens, tokens).

    `batches` gives (source, lengths, target) for as long as there are steps. ValueError
    where the loss is not a number any more.
    """
    update = update or adam(model, config)
    for step, batch in zip(range(1, config.steps + 1), batches):
        model.train()
        total, tokens = loss_of(model, *batch)
        loss = total / tokens
        if not loss.isfinite():
            raise ValueError(f"the loss is {loss} at step {step}: try a lower --lr")
        model.zero_grad()
        loss.backward()
        update()
        yield step, loss.item(), tokens


def train(translator, train_pairs, valid_pairs, watch=None):
    """Train, validate about ten times on the way, end with the best weights.

    Calls watch.trained() after each step, watch.validated() after each validation, and
    before that watch.improved() where its loss is the lowest so far (see Watch).
    """
    model = translator.model
    config = translator.config
    watch = watch or Watch(config.steps)
    lowest = math.inf
    best = model.state_dict()  # should no validation give a number
    rng = random.Random(config.seed)
    epochs = (translator.batches(train_pairs, rng) for _ in itertools.count())
    batches = itertools.chain.from_iterable(epochs)
    for step, loss, tokens in training_steps(model, batches, config):
        watch.trained(step, loss, tokens)
        if step % math.ceil(config.steps / 10) and step < config.steps:
            continue
        scores = translator.evaluate(valid_pairs)
        translator.history.append({"step": step, "train_loss": loss, **scores})
        if scores["loss"] < lowest:
            lowest = scores["loss"]
            best = {name: value.clone() for name, value in model.state_dict().items()}
            watch.improved()
        watch.validated(step, loss, scores["loss"])
    model.load_state_dict(best)


# ================================================================== Core: translator


class Translator:
    """A model with its two vocabularies, its settings and its training history."""

    def __init__(self, source_vocabulary, target_vocabulary, config, device="cpu"):
        self.source_vocabulary = source_vocabulary
        self.target_vocabulary = target_vocabulary
        self.config = config
        self.device = device
        self.history = []
        torch.manual_seed(config.seed)
        model = Seq2Seq(len(source_vocabulary), len(target_vocabulary), config)
        self.model = model.to(device)

    def batches(self, pairs, rng=None):
        """Yields source [B, S], lengths [B] and target [B, T + 1], SOS … EOS.

        Sentences of like lengths are together; `rng` shuffles the batches.
        """
        number = rng.random if rng else int  # among like lengths: random, or 0 (as is)
        pairs = sorted(pairs, key=lambda pair: (len(pair[0]), number()))
        size = self.config.batch_size
        groups = [pairs[start : start + size] for start in range(0, len(pairs), size)]
        to_target = self.target_vocabulary.sentence_to_indices
        for group in rng.sample(groups, len(groups)) if rng else groups:
            sources = [self.source_indices(words) for words, _ in group]
            targets = [[SOS, *to_target(words), EOS] for _, words in group]
            source, lengths = pad_batch(sources, self.device)
            target, _ = pad_batch(targets, self.device)
            yield source, lengths, target

    def source_indices(self, words: list[str]) -> list[int]:
        """Leaves out marks that the vocabulary lacks, unless there is nothing else."""
        kept = [w for w in words if w in self.source_vocabulary.index or not is_mark(w)]
        return self.source_vocabulary.sentence_to_indices(kept or words)

    @torch.no_grad()
    def evaluate(self, pairs) -> dict[str, float]:
        """The "loss" of a token, "perplexity" (its exponential), "token_accuracy": all
        teacher forced; "exact_match" of sentences that the model writes by itself.

        A reference's word that the vocabulary lacks is never a hit.
        """
        self.model.eval()
        written_words = self.target_vocabulary.indices_to_sentence
        loss = tokens = right = exact = 0
        for source, lengths, target in self.batches(pairs):
            truth = target[:, 1:]
            logits = self.model(source, lengths, target[:, :-1])  # [B, T, V]
            batch_loss, batch_tokens = sequence_loss(logits, truth)
            loss += batch_loss.item()
            tokens += batch_tokens
            is_word = (truth != PAD) & (truth != UNK)
            right += int((logits.argmax(-1) == truth)[is_word].sum())
            written = self.model.generate(source, lengths, self.config.max_length)
            for ours, reference in zip(written.tolist(), truth.tolist()):
                same = written_words(ours) == written_words(reference)
                exact += same and UNK not in reference
        return {
            "loss": loss / tokens,
            "perplexity": math.exp(min(loss / tokens, 99)),
            "token_accuracy": right / tokens,
            "exact_match": exact / len(pairs),
        }

    @torch.no_grad()
    def translate(self, text: str, place: str = "") -> str:
        """Translate a sentence by greedy search.

        Unknown words are named on standard error, after `place` ("line 3: "); raises
        ValueError where no word or mark is known.
        """
        words = read_words(text, self.source_vocabulary, place)
        source, lengths = pad_batch([self.source_indices(words)], self.device)
        written = self.model.eval().generate(source, lengths, self.config.max_length)
        return " ".join(self.target_vocabulary.indices_to_sentence(written[0].tolist()))

    def save(self, path: str | Path) -> None:
        """Write a checkpoint, whole or not at all."""
        words = [self.source_vocabulary.words, self.target_vocabulary.words]
        content = {
            "weights": self.model.state_dict(),
            "vocabularies": [all_words[len(SPECIALS) :] for all_words in words],
            "config": asdict(self.config),
            "history": self.history,
        }
        write_whole(Path(path), content)

    @classmethod
    def load(cls, path: str | Path, device="cpu"):
        """Read a checkpoint. ValueError for a missing, foreign or damaged file."""
        try:
            content = torch.load(path, map_location="cpu", weights_only=True)
            vocabularies = [Vocabulary([words]) for words in content["vocabularies"]]
            translator = cls(*vocabularies, Config(**content["config"]), device)
            translator.model.load_state_dict(content["weights"])
            translator.history = content["history"]
        except Exception as error:  # whatever such a file leads to
            reason = f"is no checkpoint of this script, train first: {error!r:.90}"
            raise ValueError(f"{path} {reason}") from None
        return translator


# ========================================================== Appendix A: your own data

Corpus = namedtuple("Corpus", "train valid test unseen")  # pairs of lists of words
EXPECTED = "expected lines of source<TAB>target in UTF-8"


def read_corpus(path: str | Path, config: Config, swap: bool = False) -> Corpus:
    """The pairs of a file; for valid and test a twentieth of its sources, at most 500.

    The translations of one source stay together. All texts are cut by the words of the
    training pairs, as they will be in use. ValueError for what can't be learnt from.
    """
    groups = defaultdict(list)  # by the source without its end mark: (texts, words)
    too_long = 0
    for texts in read_pairs(Path(path), swap):
        words = [tokenize(text) for text in texts]
        if max(map(len, words)) <= config.max_length:
            source = words[0][:-1] if is_mark(words[0][-1]) else words[0]
            groups[unify("".join(source))].append((texts, words))
        else:
            too_long += 1
    if too_long:
        print(f"left out    {too_long:,} pairs of more than {config.max_length} words")
    if len(groups) < 10:
        raise ValueError(f"{path}: {len(groups)} sources left, at least 10 are needed")
    shuffled = list(groups.values())
    random.Random(config.seed).shuffle(shuffled)
    count = min(500, math.ceil(len(shuffled) / 20))
    parts = shuffled[2 * count :], shuffled[:count], shuffled[count : 2 * count]
    parts = [list(itertools.chain.from_iterable(part)) for part in parts]
    vocabularies = common_words(path, parts[0])
    return Corpus(*(cut_alike(part, vocabularies) for part in parts), [])


def common_words(path, train) -> list[Vocabulary]:
    """A vocabulary a side, of words that occur twice; `train` has (texts, words)."""
    vocabularies = []
    for number, side in enumerate(("source", "target")):
        vocabulary = Vocabulary((words[number] for _, words in train), min_count=2)
        if len(vocabulary) == len(SPECIALS):
            example = f"{train[0][0][number]!r:.40}"
            reason = f"no word of the {side} occurs twice ({example})"
            raise ValueError(f"{path}: {reason}; {EXPECTED}")
        vocabularies.append(vocabulary)
    return vocabularies


def cut_alike(part, vocabularies) -> list[tuple[list[str], ...]]:
    """Each text cut by its vocabulary; for ASCII the first cut is that one already."""

    def cut(text, words, vocabulary):
        return vocabulary.spell(words) if text.isascii() else tokenize(text, vocabulary)

    return [tuple(map(cut, texts, words, vocabularies)) for texts, words in part]


def read_pairs(path: Path, swap: bool):
    """Yields the texts of each line, (source, target). ValueError for bad lines."""
    lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").splitlines()
    problems = []
    for number, line in enumerate(Progress(f"reading {path}: line", lines), 1):
        if line.strip():
            try:
                pair = read_pair(line)
            except ValueError as error:
                problems.append(f"line {number}: {error}")
            else:
                yield pair[::-1] if swap else pair
    if problems:
        count = f"{len(problems):,} bad line{'s' * (len(problems) > 1)}"
        raise ValueError(f"{path}, {problems[0]}; {EXPECTED} ({count})")


def read_pair(line: bytes) -> tuple[str, str]:
    """The two sentences of a line. ValueError says what is wrong with it."""
    try:
        columns = line.decode("utf-8").split("\t")
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    if b"\0" in line:
        raise ValueError("a zero byte: UTF-16, or no text")
    if len(columns) < 2:
        raise ValueError("one column, no TAB")
    if len(columns) > 3 and columns[0].isdigit() and columns[2].isdigit():
        columns = columns[1::2]  # Tatoeba's own export: id, sentence, id, translation
    source, target = (text.translate(INVISIBLE).strip() for text in columns[:2])
    if not source or not target:
        raise ValueError("an empty source" if target else "an empty target")
    return source, target


# ============================================== Appendix B: what the default run learns

# A small bilingual grammar, Chinese = English. Words in capitals are slots, filled on
# either side in its own words and order; "_" is a space. "-" stands for a form that
# there is not: a sentence that would contain it is dropped.
SENTENCES = """
WHO PAST WHERE DO 了 WHAT = WHO DID WHAT WHERE PAST
谁 PAST WHERE DO 了 WHAT ？ = who DID WHAT WHERE PAST ?
WHO PAST 没 WHERE DO THING = WHO did not DO THING WHERE PAST
WHO PAST WHERE DO 了 THING 吗 ？ = did WHO DO THING WHERE PAST ?
WHO PAST WHERE DO 了 什么 ？ = what did WHO DO WHERE PAST ?
WHO PAST 在 哪里 DO 了 THING ？ = where did WHO DO THING PAST ?
WHO FUTURE 会 WHERE DO WHAT = WHO will DO WHAT WHERE FUTURE
WHO FUTURE 不 会 WHERE DO THING = WHO will not DO THING WHERE FUTURE
WHO 什么 时候 会 WHERE DO THING ？ = when will WHO DO THING WHERE ?
WHO OFTEN WHERE DO WHAT = WHO DOES WHAT WHERE OFTEN
WHO 不 WHERE DO THING = WHO AUX not DO THING WHERE
WHO OFTEN WHERE DO THING 吗 ？ = AUX WHO DO THING WHERE OFTEN ?
WHO FEEL THING = WHO FEELS THING
WHO 不 FEEL THING = WHO AUX not FEEL THING
我 是 JOB = I am JOB
HE 是 JOB 吗 ？ = is HE JOB ?
HE 在 哪里 ？ = where is HE ?
OWNER 的 OWN 很 QUALITY = OWNER OWN is QUALITY
THIS MEASURE NOUN 不 QUALITY = THIS MEASURE is not QUALITY
"""
# Measure word, English unit, qualities: nouns.
NOUNS = """
个 - 大 小 好: 苹果 apple 橙子 orange 鸡蛋 egg 蛋糕 cake
本 - 新 旧 好: 书 book 小说 novel 杂志 magazine
篇 - 新 旧 好: 文章 article 报告 report
封 - 新 旧: 信 letter 邮件 email
首 - 新 旧 好: 歌 song 诗 poem
个 - 新 好: 笑话 joke 问题 question 游戏 game
部 - 新 旧 贵: 手机 phone 电影 movie
辆 - 新 旧 贵 红: 汽车 car 自行车 bike
把 - 新 旧 贵 红: 雨伞 umbrella 椅子 chair
件 - 新 旧 红 白: 衬衫 shirt 毛衣 sweater
张 - 旧 好 大: 照片 photo 地图 map 桌子 table
只 - 大 小 白: 猫 cat 狗 dog
杯 cup 热: 茶 tea 咖啡 coffee
瓶 bottle 冷: 水 water 牛奶 milk 果汁 juice
碗 bowl 热: 米饭 rice 汤 soup
片 slice 大: 面包 bread
- - -: 自然_语言_处理 natural_language_processing NLP NLP 数学 math 历史 history
- - -: 中文 Chinese 英语 English 音乐 music 足球 football 篮球 basketball
- - -: 钢琴 the_piano 新闻 the_news
"""
# Verb, English, past: objects, * where the two never meet in training.
VERBS = """
吃 eat ate: 苹果 *橙子 鸡蛋 蛋糕 米饭 面包
喝 drink drank: 茶 咖啡 水 *牛奶 果汁 汤
做 make made: 蛋糕 米饭 汤 *面包 茶
买 buy bought: 苹果 橙子 *鸡蛋 牛奶 书 衬衫 手机 *雨伞
卖 sell sold: 橙子 鸡蛋 *蛋糕 果汁 杂志 *衬衫 毛衣 地图
看 see saw: 电影 照片 *地图
读 read read: 书 小说 *杂志 信 邮件 诗 文章
写 write wrote: 信 邮件 *小说 报告 诗 歌 文章
听 hear heard: 音乐 新闻 歌 *笑话
学 learn learned: 自然_语言_处理 NLP 数学 历史 中文 *英语
唱 sing sang: 歌
讲 tell told: 笑话
踢 play played: 足球
打 play played: 篮球
弹 play played: 钢琴
玩 play played: 游戏
洗 clean cleaned: 苹果 衬衫 *毛衣 汽车 自行车
找 find found: 书 报告 手机 *雨伞 猫 狗 地图
画 draw drew: 猫 *狗 苹果 桌子
修 repair repaired: 手机 *汽车 自行车 椅子 桌子
用 use used: 手机 雨伞 *地图 桌子
回答 answer answered: 问题 信 *邮件
"""
# Slot: what fills it, Chinese and English in turn; "_ _" is nothing on both sides.
FILLERS = """
WHO: WE WE HE HE
WE: 我 I 我们 we 你 you 他们 they 孩子们 the_children 学生们 the_students
HE: 他 he 她 she 妈妈 Mom 爸爸 Dad 小明 Xiaoming 小红 Xiaohong 司机 the_driver
HE: 我_的_朋友 my_friend 他_的_姐姐 his_sister 她_的_弟弟 her_brother
HE: 我们_的_邻居 our_neighbor 你_的_同事 your_colleague
FEEL: 爱 love 喜欢 like 需要 need
JOB: 老师 a_teacher 学生 a_student 医生 a_doctor 工程师 an_engineer
JOB: 作家 a_writer 演员 an_actor
THIS: 这 this 那 that
OWNER: 我 my 你 your 他 his 她 her 我们 our 他们 their 妈妈 Mom's 小明 Xiaoming's
NUMBER: 两 two 三 three 四 four 五 five 十 ten 几 several
QUALITY: 大 big 小 small 好 good 新 new 旧 old 贵 expensive 红 red 白 white
QUALITY: 热 hot 冷 cold - -
WHERE: _ _ _ _ _ _ 在_家 at_home 在_学校 at_school 在_公园 in_the_park
WHERE: 在_商店 in_the_shop 在_教室 in_the_classroom 在_图书馆 in_the_library
WHERE: 在_办公室 in_the_office 在_咖啡馆 in_the_café 在_北京 in_Beijing
WHERE: 在_上海 in_Shanghai
PAST: _ _ 昨天 yesterday 上周 last_week 昨晚 last_night 今早 this_morning
FUTURE: _ _ 明天 tomorrow 下周 next_week 今晚 tonight 周日 on_Sunday
OFTEN: _ _ 每天 every_day 周末 on_weekends 晚上 in_the_evening 早上 in_the_morning
THING: NOUN NOUN OWNER_的_OWN OWNER_OWN THIS_MEASURE_NOUN THIS_MEASURE
WHAT: NOUN NOUN OWNER_的_OWN OWNER_OWN THIS_MEASURE_NOUN THIS_MEASURE
WHAT: 一_MEASURE_NOUN A_MEASURE NUMBER_MEASURE_QUALITY_NOUN NUMBER_QUALITY_MANY
"""
Noun = namedtuple("Noun", "chinese english measure unit qualities")


def read_table(table: str) -> list[tuple[list[str], list[str]]]:
    """The rows of a table: the words before the ":" and the words after it."""
    rows = [row.split(":") for row in table.strip().splitlines()]
    return [(head.split(), content.split()) for head, content in rows]


def in_twos(words: list[str]) -> list[tuple[str, str]]:
    """Words that come in turn, Chinese and English, as pairs."""
    return list(zip(words[::2], words[1::2]))


def read_nouns() -> dict[str, Noun]:
    """The nouns by their Chinese word."""
    nouns = {}
    for (measure, unit, *qualities), words in read_table(NOUNS):
        for chinese, english in in_twos(words):
            nouns[chinese] = Noun(chinese, english, measure, unit, qualities)
    return nouns


def read_fillers() -> dict[str, list[tuple[str, str]]]:
    """The (Chinese, English) pairs that may fill each slot."""
    fillers = defaultdict(list)
    for (slot,), words in read_table(FILLERS):
        fillers[slot] += in_twos(words)
    return dict(fillers)


@lru_cache(maxsize=10_000)
def words_of(template: str) -> list[str]:
    """The words of a template, kept: fill asks for the same ones again and again."""
    return template.replace("_", " ").split()


def fill(template: str, slots: dict[str, str]) -> str:
    """One side of a template, its slots filled, and the slots in what fills them."""
    filled = [fill(slots[w], slots) if w in slots else w for w in words_of(template)]
    return " ".join(filter(None, filled))


def noun_slots(noun: Noun, quality: str, qualities) -> tuple[dict, dict]:
    """What a noun fills: in Chinese its measure word, in English its plural, a, an."""
    has_measure = noun.measure != "-"
    one, many = noun.english, f"{noun.english}s"
    if noun.unit != "-":  # a cup of tea
        one, many = f"{noun.unit}_of_{noun.english}", f"{noun.unit}s_of_{noun.english}"
    chinese = {"NOUN": noun.chinese, "MEASURE": noun.measure, "QUALITY": quality}
    chinese["OWN"] = noun.chinese if has_measure else "-"
    english = {"OWN": noun.english, "MEASURE": one, "MANY": many}
    english["A"] = "an" if one[0] in "aeiou" else "a"
    english["NOUN"] = many if has_measure and noun.unit == "-" else noun.english
    english["QUALITY"] = qualities[quality]
    return chinese, english


def verb_slots(base: str, past: str, feeling: str, who: str) -> dict[str, str]:
    """The English verb's forms for `who` does it: those of the slot HE add an s."""
    slots = {"DO": base, "DID": past, "DOES": base, "FEELS": feeling, "AUX": "do"}
    if who == "HE":
        slots |= {"DOES": f"{base}s", "FEELS": f"{feeling}s", "AUX": "does"}
    return slots


def make_corpus(seed: int = 0, size: int = 30_000) -> Corpus:
    """Draw `size` distinct pairs, the same for the same seed.

    500 are for validation and 1,000 for the test. Of those with a verb and an object
    that never meet in training, 1,000 are kept as another test, `unseen`.
    """
    choose = random.Random(seed).choice
    nouns, fillers = read_nouns(), read_fillers()
    qualities = dict(fillers["QUALITY"])
    verbs, templates = read_table(VERBS), SENTENCES.strip().splitlines()
    seen = {"我 爱 自然 语言 处理": "I love natural language processing"}
    unseen = {}
    while len(seen) + len(unseen) < size:
        (verb, base, past), objects = choose(verbs)
        template = choose(templates)
        marked = choose(objects)
        noun = nouns[marked.strip("*")]
        drawn = {slot: choose(pairs) for slot, pairs in fillers.items()}
        chinese = {slot: pair[0] for slot, pair in drawn.items()}
        english = {slot: pair[1] for slot, pair in drawn.items()}
        quality = choose(noun.qualities)
        of_noun = noun_slots(noun, quality, qualities)
        chinese |= of_noun[0] | {"DO": verb}
        english |= of_noun[1] | verb_slots(base, past, english["FEEL"], english["WHO"])
        left, right = template.split("=")
        sentence = fill(left, chinese)
        if "-" not in sentence:
            meet = {verb, noun.chinese} <= set(sentence.split())
            part = unseen if marked.startswith("*") and meet else seen
            part[sentence] = fill(right, english)
    pairs = [(chinese.split(), english.split()) for chinese, english in seen.items()]
    others = [(chinese.split(), english.split()) for chinese, english in unseen.items()]
    return Corpus(pairs[:-1500], pairs[-1500:-1000], pairs[-1000:], others[:1000])


# ========================================================== Appendix C: command line

CHECKPOINT = "lstm_encoder_decoder.pt"
FIELDS = [f.name for f in fields(Config)]


class Progress:
    """Passes items on; says on stderr how far it is, and how long the rest takes."""

    def __init__(self, what: str, items=(), total: int = 0):
        self.what = what
        self.items = items
        self.total = total or len(items)
        self.start = time.perf_counter()
        self.next = self.start + 1  # after the first second, then every five

    def __iter__(self):
        for done, item in enumerate(self.items, 1):
            yield item
            self.report(done)

    def left(self, done: int) -> str:
        seconds = (time.perf_counter() - self.start) * (self.total / done - 1)
        return f"{seconds:.0f} s left"

    def report(self, done: int) -> None:
        if time.perf_counter() > self.next:
            self.next = time.perf_counter() + 5
            text = f"{self.what} {done:,} of {self.total:,}, {self.left(done)}"
            print(text, file=sys.stderr, flush=True)


class Watch:
    """Prints how training goes; the tokens a second are those of training alone."""

    def __init__(self, steps: int, improved=lambda: None):
        self.progress = Progress("step", total=steps)
        self.improved = improved
        self.tokens = 0
        self.seconds = 0.0
        self.clock = time.perf_counter()

    def trained(self, step: int, loss: float, tokens: int) -> None:
        self.tokens += tokens
        self.seconds += time.perf_counter() - self.clock
        self.clock = time.perf_counter()
        self.progress.report(step)

    def validated(self, step: int, loss: float, valid_loss: float) -> None:
        losses = f"loss {loss:.3f}  validation {valid_loss:.3f}"
        speed = f"{self.tokens / self.seconds:,.0f} tokens/s"
        left = self.progress.left(step)
        print(f"step {step:>5}  {losses}  {speed}  {left}", flush=True)
        self.clock = time.perf_counter()
        self.progress.next = self.clock + 5


def read_words(text: str, vocabulary: Vocabulary, place: str = "") -> list[str]:
    """The words of a text; what the vocabulary lacks is named on standard error.

    An unknown word is read as UNK, an unknown mark left out. ValueError where no word
    or mark is known. Each message begins with `place`.
    """
    words = tokenize(text, vocabulary)
    unknown = [word for word in words if word not in vocabulary.index]
    if len(unknown) == len(words):
        reason = "it has no word that this model knows" if words else "it is empty"
        raise ValueError(f"{place}cannot translate {text!r}: {reason}")
    for is_left_out, message in enumerate(("not in the vocabulary:", "left out:")):
        names = [word for word in unknown if is_mark(word) == is_left_out]
        if names:
            print(f"{place}{message}", *names, file=sys.stderr, flush=True)
    return words


@torch.no_grad()
def trace(translator: Translator, text: str):
    """Translate a sentence; yields a line of text for each step on the way."""
    words = read_words(text, translator.source_vocabulary)
    ids, lengths = pad_batch([translator.source_indices(words)], translator.device)
    encoder, decoder = translator.model.eval().encoder, translator.model.decoder
    embedded = encoder.embedding(ids)  # [1, S, E]
    context, (h, c) = encoder(ids, lengths)
    yield f"1 tokens     {words}"
    yield f"2 indices    {ids[0].tolist()}"
    yield f"3 embedding  {list(embedded.shape)}"
    for index, row in zip(ids[0].tolist(), embedded[0].tolist()):
        word = translator.source_vocabulary.words[index]
        yield f"  {' '.join(f'{value:+.2f}' for value in row[:6])} …  {word}"
    shapes = f"state h {list(h.shape)}, c {list(c.shape)}"
    yield f"4 context    {list(context.shape)}, {shapes}"
    written = decoder._generate_sequence((h, c), translator.config.max_length)  # [1, T]
    previous = nn.functional.pad(written, (1, -1), value=SOS)  # SOS in front, last off
    logits, _ = decoder(previous, (h, c))  # [1, T, V]
    best = logits[0].softmax(-1).topk(3)  # [T, 3]
    names = translator.target_vocabulary.words
    for step, before in enumerate(previous[0].tolist()):
        candidates = zip(best.indices[step].tolist(), best.values[step].tolist())
        shown = "  ".join(f"{names[i]} {chance:.1%}" for i, chance in candidates)
        yield f"5 step {step + 1:<3} {names[before]:>12} -> {shown}"
    translation = translator.target_vocabulary.indices_to_sentence(written[0].tolist())
    yield f"6 output     {' '.join(translation)}"


def write_whole(path: Path, content: dict) -> None:
    """torch.save, whole or not at all: a file beside the old one takes its name."""
    buffer = io.BytesIO()
    torch.save(content, buffer)
    path = path.resolve()  # where a symbolic link leads
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with open(part, "wb") as file:
            file.write(buffer.getbuffer())
            file.flush()
            os.fsync(file.fileno())  # on the disk before the old one goes
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def check_target(path: Path) -> None:
    """ValueError where it cannot be written, or would replace another kind of file."""
    target = path.resolve()
    if not target.parent.is_dir() or not os.access(target.parent, os.W_OK):
        raise ValueError(f"cannot write {path}: its folder is missing or protected")
    if target.exists() and not target.is_file():
        raise ValueError(f"cannot write {path}: it exists and is no file")
    if target.is_file() and target.stat().st_size and not is_checkpoint(target):
        raise ValueError(f"cannot write {path}: it exists and is no checkpoint")


def is_checkpoint(path: Path) -> bool:
    """Whether torch.save wrote it: a zip archive that begins with a pickle."""
    with open(path, "rb") as file:
        head = file.read(100)
    return head.startswith(b"PK") and b"/data.pkl" in head


def check_memory(sizes: list[int], config: Config) -> None:
    """MemoryError if weights, gradients and Adam's moments exceed the machine's RAM."""
    with torch.device("meta"):  # sizes without memory
        model = Seq2Seq(*sizes, config)
    needed = 16 * sum(weight.numel() for weight in model.parameters())
    names = "SC_PAGE_SIZE", "SC_PHYS_PAGES"
    there = math.prod(map(os.sysconf, names)) if hasattr(os, "sysconf") else math.inf
    if needed > there:
        raise MemoryError


def choose_device(name: str | None) -> str:
    """CUDA where there is one, else the CPU; MPS (bugs in packed LSTMs) by name."""
    there = ["cpu"]
    if torch.cuda.is_available():
        there += ["cuda", *(f"cuda:{i}" for i in range(torch.cuda.device_count()))]
    if torch.backends.mps.is_available():
        there.append("mps")
    if name is not None and name not in there:
        raise ValueError(f"--device {name}: this machine has {', '.join(there)}")
    return name or ("cuda" if "cuda" in there else "cpu")


def use_threads(config: Config) -> None:
    """One thread for a small model: two wait for each other when others are at work."""
    chosen = {"OMP_NUM_THREADS", "MKL_NUM_THREADS"} & os.environ.keys()
    if not chosen and config.hidden_size < 256:
        torch.set_num_threads(1)


def learn(config: Config, device: str, data=None, swap=False, save=None) -> None:
    """Train, save, test, show translations; says first what it is about to do."""
    if save is None:
        save = CHECKPOINT if data is None else f"{Path(data).stem}.pt"
    check_target(Path(save))
    gc.disable()  # it would look through millions of lists for garbage
    try:
        own = data is not None
        corpus = read_corpus(data, config, swap) if own else make_corpus(config.seed)
    finally:
        gc.enable()
    vocabularies = [Vocabulary(side, min_count=2) for side in zip(*corpus.train)]
    source_size, target_size = map(len, vocabularies)
    origin = data if own else "the built-in grammar"
    print(f"data        {len(corpus.train):,} pairs from {origin}")
    if own:
        source, target = corpus.train[0]
        print(f"first pair  {' '.join(source)} => {' '.join(target)}")
    print(f"vocabulary  {source_size:,} source words, {target_size:,} target words")
    if device == "cpu":
        check_memory([source_size, target_size], config)
    use_threads(config)
    translator = Translator(*vocabularies, config, device)
    parameters = sum(weight.numel() for weight in translator.model.parameters())
    run = f"{device}, seed {config.seed}, {config.steps:,} steps"
    print(f"model       {parameters:,} parameters on {run}", flush=True)
    watch = Watch(config.steps, improved=lambda: translator.save(save))
    train(translator, corpus.train, corpus.valid, watch)
    use = "" if save == CHECKPOINT else f"  (to translate with it: --load {save})"
    print(f"checkpoint  {save}{use}", flush=True)
    show_scores(translator, corpus)


def show_scores(translator: Translator, corpus: Corpus) -> None:
    """Print the scores of the held-out pairs, and some of them with translations."""
    for name, pairs in {"test": corpus.test, "unseen": corpus.unseen}.items():
        if pairs:
            scores = translator.evaluate(pairs).items()
            shown = "  ".join(f"{score} {value:.3f}" for score, value in scores)
            print(f"{name:11} {len(pairs)} pairs:  {shown}")
    index = translator.source_vocabulary.index

    def unknown_words(pair):
        return sum(word not in index for word in pair[0])

    samples = sorted(corpus.test, key=unknown_words)[:5]
    for source, target in samples:
        if not index.keys() & set(source):
            continue  # no word of it is known: translate would refuse it
        text = " ".join(source)
        print(f"  {text}\n    {translator.translate(text)}\n    ({' '.join(target)})")


def translate_lines(translator: Translator) -> int:
    """A line out for each line of standard input; returns the exit status.

    What cannot be translated is an empty line, and named on standard error.
    """
    status = 0
    with open(0, "rb", closefd=False) as lines:
        for number, line in enumerate(lines, 1):
            place = f"line {number}: "
            try:
                text = line.decode("utf-8-sig").strip()
                print(translator.translate(text, place), flush=True)
            except ValueError as error:
                print(flush=True)
                not_text = isinstance(error, UnicodeDecodeError)
                message = f"{place}not UTF-8" if not_text else error
                print(message, file=sys.stderr, flush=True)
                status = 2
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
    add("--trace", metavar="TEXT", help="print how TEXT becomes its translation")
    add("--load", metavar="FILE", help=f"checkpoint to use (default: {CHECKPOINT})")
    add("--data", metavar="FILE", help="learn these source<TAB>target lines")
    add(
        "--swap",
        action="store_true",
        help="with --data: the second column is the source",
    )
    default = f"{CHECKPOINT}, with --data its name"
    add("--save", metavar="FILE", help=f"checkpoint to write (default: {default})")
    add("--device", metavar="NAME", help="cpu, cuda[:N], mps (default: cuda, else cpu)")
    for f in fields(Config):
        name = f"--{f.name.replace('_', '-')}"
        text = f"{f.metadata['help']} (default: {f.default})"
        add(name, type=type(f.default), metavar="N", help=text)
    return parser


def check_options(given: dict) -> None:
    """ValueError for an option that would have no effect."""
    useless = {}
    for job in ("trace", "translate"):
        if job in given:
            others = {"trace", "data", "swap", "save", *FIELDS} - {job}
            useless |= dict.fromkeys(others, f"beside --{job}")
    if "translate" not in given and "trace" not in given:
        useless["load"] = "in training, which starts anew"
    if "data" not in given:
        useless.setdefault("swap", "without --data")
    for name in given:
        if name in useless:
            flag = f"--{name.replace('_', '-')}"
            raise ValueError(f"{flag} has no effect {useless[name]}: leave it out")


def run(given: dict) -> int:
    """Do what the given options ask for. Returns the exit status."""
    check_options(given)
    device = choose_device(given.pop("device", None))
    settings = {name: given.pop(name) for name in FIELDS if name in given}
    if "translate" not in given and "trace" not in given:
        learn(Config(**settings), device, **given)
        return 0
    translator = Translator.load(given.get("load", CHECKPOINT), device)
    use_threads(translator.config)
    if given.get("translate") == "-":
        return translate_lines(translator)
    if "trace" in given:
        print(*trace(translator, given["trace"]), sep="\n")
    else:
        print(translator.translate(given["translate"]))
    return 0


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; what its user can mend ends in one line and status 2."""
    if arguments is None and "kernel_launcher" in sys.argv[0]:
        arguments = []  # in a notebook sys.argv is Jupyter's
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console without Chinese shows \\u6211
            stream.reconfigure(errors="backslashreplace")
    parser = command_line()
    given = vars(parser.parse_args(arguments))
    try:
        status = run(given)
        sys.stdout.flush()  # a closed pipe is noticed here, and not at the exit
    except BrokenPipeError:  # whoever read our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0 if "translate" in given or "trace" in given else 1
    except (ValueError, OSError) as error:
        parser.error(str(error))
    except KeyboardInterrupt:
        parser.error("interrupted (training keeps the best weights of its validations)")
    except (MemoryError, RuntimeError) as error:
        signs = "out of memory", "can't allocate memory", "not enough memory"
        if not (isinstance(error, MemoryError) or any(s in str(error) for s in signs)):
            raise
        sizes = "--batch-size, --hidden-size, --embed-size, --num-layers"
        parser.error(f"out of memory: lower one of {sizes}")
    if status:
        sys.exit(status)


if __name__ == "__main__":
    main()
