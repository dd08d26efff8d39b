#!/usr/bin/env python3
"""Translate Chinese into English with an LSTM encoder-decoder: one file, PyTorch alone, no data to download.

    python lstm_encoder_decoder.py                              learn the built-in corpus, test, save a checkpoint
    python lstm_encoder_decoder.py --translate "我 爱 NLP"       translate with that checkpoint ("-": standard input)
    python lstm_encoder_decoder.py --trace "我 爱 自然 语言 处理"  print every step from words to words
    python lstm_encoder_decoder.py --data pairs.tsv             learn your own pairs: source<TAB>target, one a line

The model is that of Sutskever, Vinyals & Le (2014, arXiv 1409.3215) in small, the source not reversed: one LSTM reads
the sentence, and its last state (h, c) is where a second LSTM starts to write the translation.
Dimensions, everywhere: B batch, S source length, T target length, V vocabulary, E embed size, H hidden size, L layers.
"""

import argparse
import copy
import io
import itertools
import math
import os
import random
import re
import sys
import time
from collections import Counter, namedtuple
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence

PAD, SOS, EOS, UNK = range(4)
SPECIALS = ["<pad>", "<sos>", "<eos>", "<unk>"]
Corpus = namedtuple("Corpus", "train valid test unseen")  # lists of (source words, target words)


class UserError(Exception):
    """Something that the user can mend: `main` prints it as one line and returns status 2."""


def option(default, help, low, high=math.inf):
    """A field of Config: its default, its help text, and the values allowed (low <= value < high)."""
    return field(default=default, metadata={"help": help + " (default: %(default)s)", "low": low, "high": high})


@dataclass
class Config:
    """Every setting of a run: the command line is made from these fields, and a checkpoint carries them."""

    embed_size: int = option(64, "E, values in a word's vector", 1, 10_000)
    hidden_size: int = option(128, "H, values in the LSTM's state", 1, 10_000)
    num_layers: int = option(1, "L, LSTM layers in encoder and decoder", 1, 100)
    dropout: float = option(0.0, "share of embedding values zeroed in training", 0, 1)
    batch_size: int = option(64, "B, sentence pairs in a step", 1)
    lr: float = option(0.008, "Adam's learning rate at its peak", 1e-9)
    steps: int = option(1000, "training steps", 1)
    max_length: int = option(40, "words in the longest sentence", 1)
    min_count: int = option(2, "rarer words become <unk>", 1)
    seed: int = option(0, "the same seed repeats the same run", 0, 2**63)

    def __post_init__(self):
        for f in fields(self):
            low, high, value = f.metadata["low"], f.metadata["high"], getattr(self, f.name)
            if not low <= value < high:
                raise UserError(f"--{f.name.replace('_', '-')} must be at least {low} and below {high}, not {value}")


class Vocabulary:
    """Words and their indices: PAD 0, SOS 1, EOS 2, UNK 3, then the given words in their order."""

    def __init__(self, words):
        self.words = list(dict.fromkeys([*SPECIALS, *words]))
        self.index = {word: i for i, word in enumerate(self.words)}

    def __len__(self):
        return len(self.words)

    @classmethod
    def from_sentences(cls, sentences, min_count=1):
        """Keep the words that occur at least `min_count` times, in the order of their first occurrence."""
        counts = Counter(itertools.chain.from_iterable(sentences))
        return cls(word for word, count in counts.items() if count >= min_count)

    def sentence_to_indices(self, sentence: list[str]) -> list[int]:
        return [self.index.get(word, UNK) for word in sentence]

    def indices_to_sentence(self, indices: list[int]) -> list[str]:
        """The words before the first EOS; where none was written, all of them: [:-1] would lose a real word."""
        return [self.words[i] for i in itertools.takewhile(lambda i: i != EOS, indices)]


def tokenize(text: str, known=()) -> list[str]:
    """Split at spaces; Chinese without spaces into the longest `known` words, where none fits by character."""
    if re.search(r"[\u3400-\u9fff]", text) and not re.search(r"\s", text.strip()):
        longest_first = map(re.escape, sorted(known, key=len, reverse=True))
        return re.findall("|".join([*longest_first, r"[A-Za-z0-9]+", r"\S"]), text)
    return re.sub(r'([.,!?;:"])(?=[.,!?;:"]*(?:\s|$))', r" \1 ", text).split()


# The corpus is drawn from a small bilingual grammar: Chinese = English. Words in capitals are slots, filled on either
# side in that side's own words and order.
SENTENCES = """
WHO PAST WHERE DO 了 WHAT = WHO DID WHAT WHERE PAST; 谁 PAST WHERE DO 了 WHAT ？ = who DID WHAT WHERE PAST ?;
WHO PAST 没 WHERE DO THING = WHO did not DO THING WHERE PAST;
WHO PAST WHERE DO 了 THING 吗 ？ = did WHO DO THING WHERE PAST ?;
WHO PAST WHERE DO 了 什么 ？ = what did WHO DO WHERE PAST ?;
WHO PAST 在 哪里 DO 了 THING ？ = where did WHO DO THING PAST ?;
WHO FUTURE 会 WHERE DO WHAT = WHO will DO WHAT WHERE FUTURE;
WHO FUTURE 不 会 WHERE DO THING = WHO will not DO THING WHERE FUTURE;
WHO 什么 时候 会 WHERE DO THING ？ = when will WHO DO THING WHERE ?;
WHO OFTEN WHERE DO WHAT = WHO DOES WHAT WHERE OFTEN; WHO 不 WHERE DO THING = WHO AUX not DO THING WHERE;
WHO OFTEN WHERE DO THING 吗 ？ = AUX WHO DO THING WHERE OFTEN ?; WHO FEEL THING = WHO FEELS THING;
WHO 不 FEEL THING = WHO AUX not FEEL THING; 我 是 JOB = I am JOB; HE 是 JOB 吗 ？ = is HE JOB ?;
HE 在 哪里 ？ = where is HE ?; OWNER 的 NOUN 很 QUALITY = OWNER OWN is QUALITY;
THIS MEASURE NOUN 不 QUALITY = THIS MEASURE is not QUALITY"""
# measure word, English unit, qualities: nouns
NOUNS = """个 - 大 小 好: 苹果 apple 橙子 orange 鸡蛋 egg 蛋糕 cake; 本 - 新 旧 好: 书 book 小说 novel 杂志 magazine; 篇
- 新 旧 好: 文章 article 报告 report; 封 - 新 旧: 信 letter 邮件 email; 首 - 新 旧 好: 歌 song 诗 poem; 个 - 新 好: 笑话
joke 问题 question 游戏 game; 部 - 新 旧 贵: 手机 phone 电影 movie; 辆 - 新 旧 贵 红: 汽车 car 自行车 bike; 把 - 新 旧
贵 红: 雨伞 umbrella 椅子 chair; 件 - 新 旧 红 白: 衬衫 shirt 毛衣 sweater; 张 - 旧 好 大: 照片 photo 地图 map 桌子
table; 只 - 大 小 白: 猫 cat 狗 dog; 杯 cup: 茶 tea 咖啡 coffee; 瓶 bottle: 水 water 牛奶 milk 果汁 juice; 碗 bowl: 米饭
rice 汤 soup; 片 slice: 面包 bread; - -: 自然_语言_处理 natural_language_processing NLP NLP 数学 math 历史 history 中文
Chinese 英语 English 音乐 music 足球 football 篮球 basketball 钢琴 the_piano 新闻 the_news"""
# verb, English, past: objects, *never met in training
VERBS = """吃 eat ate: 苹果 *橙子 鸡蛋 蛋糕 米饭 面包; 喝 drink drank: 茶 咖啡 水 *牛奶 果汁 汤; 做 make made: 蛋糕 米饭
汤 *面包 茶; 买 buy bought: 苹果 橙子 *鸡蛋 牛奶 书 衬衫 手机 *雨伞; 卖 sell sold: 橙子 鸡蛋 *蛋糕 果汁 杂志 *衬衫 毛衣
地图; 看 see saw: 电影 照片 *地图; 读 read read: 书 小说 *杂志 信 邮件 诗 文章; 写 write wrote: 信 邮件 *小说 报告 诗 歌
文章; 听 hear heard: 音乐 新闻 歌 *笑话; 学 learn learned: 自然_语言_处理 NLP 数学 历史 中文 *英语; 唱 sing sang: 歌; 讲
tell told: 笑话; 踢 play played: 足球; 打 play played: 篮球; 弹 play played: 钢琴; 玩 play played: 游戏; 洗 clean
cleaned: 苹果 衬衫 *毛衣 汽车 自行车; 找 find found: 书 报告 手机 *雨伞 猫 狗 地图; 画 draw drew: 猫 *狗 苹果 桌子; 修
repair repaired: 手机 *汽车 自行车 椅子 桌子; 用 use used: 手机 雨伞 *地图 桌子; 回答 answer answered: 问题 信 *邮件"""
# what fits a slot; "_" is a space, "_ _" nothing on both sides
WORDS = """WHO: 我 I 我们 we 你 you 他们 they 孩子们 the_children 学生们 the_students 他 he 她 she 妈妈 Mom 爸爸 Dad
小明 Xiaoming 老师 the_teacher 我_的_朋友 my_friend 他_的_姐姐 his_sister 她_的_弟弟 her_brother 我们_的_邻居
our_neighbor; HE: 他 he 她 she 小红 Xiaohong 你_的_同事 your_colleague 妈妈_的_医生 Mom's_doctor; FEEL: 爱 love 喜欢
like 需要 need; JOB: 老师 a_teacher 学生 a_student 医生 a_doctor 工程师 an_engineer 作家 a_writer 演员 an_actor; THIS:
这 this 那 that; OWNER: 我 my 你 your 他 his 她 her 我们 our 他们 their 妈妈 Mom's 小明 Xiaoming's; NUMBER: 两 two 三
three 四 four 五 five 十 ten 几 several; QUALITY: 大 big 小 small 好 good 新 new 旧 old 贵 expensive 红 red 白 white;
WHERE: _ _ _ _ _ _ 在_家 at_home 在_学校 at_school 在_公园 in_the_park 在_商店 in_the_shop 在_教室 in_the_classroom
在_图书馆 in_the_library 在_办公室 in_the_office 在_咖啡馆 in_the_café 在_北京 in_Beijing 在_上海 in_Shanghai; PAST: _ _
昨天 yesterday 上周 last_week 昨晚 last_night 今早 this_morning; FUTURE: _ _ 明天 tomorrow 下周 next_week 今晚 tonight
周日 on_Sunday; OFTEN: _ _ 每天 every_day 周末 on_weekends 晚上 in_the_evening 早上 in_the_morning; THING: NOUN NOUN
OWNER_的_NOUN OWNER_OWN THIS_MEASURE_NOUN THIS_MEASURE; WHAT: NOUN NOUN OWNER_的_NOUN OWNER_OWN THIS_MEASURE_NOUN
THIS_MEASURE 一_MEASURE_NOUN A_MEASURE NUMBER_MEASURE_QUALITY_NOUN NUMBER_QUALITY_MANY"""


def read_table(table: str) -> list[list[list[str]]]:
    """Rows end at ";"; a row is the words before its ":" and the words after it."""
    return [[part.split() for part in row.split(":")] for row in table.split(";")]


def fill(text: str, side: int, slots) -> str:
    """A template of one side (0 Chinese, 1 English) with each slot filled, and the slots in what fills it."""
    return " ".join(fill(slots[w][side], side, slots) if w in slots else w for w in text.replace("_", " ").split())


def make_corpus(seed: int = 0, size: int = 30_000) -> Corpus:
    """Draw `size` distinct pairs, the same for the same seed; 500 are for validation and 1,000 for each test."""
    choose, templates, verbs = random.Random(seed).choice, SENTENCES.split(";"), read_table(VERBS)
    kinds = {kind: list(zip(row[::2], row[1::2])) for (kind,), row in read_table(WORDS)}
    nouns = {zh: (en, *head) for head, row in read_table(NOUNS) for zh, en in zip(row[::2], row[1::2])}
    known, unseen = {"我 爱 自然 语言 处理": "I love natural language processing"}, {}
    while len(known) + len(unseen) < size:
        template, ((verb, base, past), objects) = choose(templates), choose(verbs)
        slots, noun = {kind: choose(words) for kind, words in kinds.items()}, choose(objects)
        english, measure, unit, *qualities = nouns[noun.strip("*")]
        if "QUALITY" in template and not qualities:
            continue
        one, many = (english, f"{english}s") if unit == "-" else (f"{unit}_of_{english}", f"{unit}s_of_{english}")
        s = "" if slots["WHO"][1] in ("I", "we", "you", "they", "the_children", "the_students") else "s"
        quality = choose([pair for pair in kinds["QUALITY"] if pair[0] in qualities] or [("", "")])
        slots |= {"NOUN": (noun.strip("*"), many if measure != "-" == unit else english), "OWN": ("", english)}
        slots |= {"MEASURE": (measure, one), "A": ("", "an" if one[0] in "aeiou" else "a"), "MANY": ("", many)}
        slots |= {"DO": (verb, base), "DID": ("", past), "DOES": ("", base + s), "FEELS": ("", slots["FEEL"][1] + s)}
        slots |= {"AUX": ("", "does" if s else "do"), "QUALITY": quality}
        if measure == "-":  # 数学 has no measure word, so it cannot be counted
            slots |= {"THING": ("NOUN", "NOUN"), "WHAT": ("NOUN", "NOUN")}
        zh, en = (" ".join(fill(text, side, slots).split()) for side, text in enumerate(template.split("=")))
        held_out = noun.startswith("*") and " DO " in template and "什么 ？" not in template
        (unseen if held_out else known)[zh] = en
    pairs, held_out = ([(zh.split(), en.split()) for zh, en in part.items()] for part in (known, unseen))
    return Corpus(pairs[:-1500], pairs[-1500:-1000], pairs[-1000:], held_out[:1000])


def read_corpus(path: Path, config: Config) -> Corpus:
    """Pairs of source<TAB>target lines; a twentieth each, at most 500, is kept for validation and for the test."""
    pairs = []
    for number, line in enumerate(path.read_bytes().decode("utf-8-sig", "replace").rstrip("\r\n").split("\n"), 1):
        pair = [tokenize(column) for column in line.split("\t")[:2]]
        if len(pair) < 2 or not all(pair) or len(line) > 5000 or "\0" in line or "\ufffd" in line:
            raise UserError(f"{path}, line {number}: expected UTF-8, source<TAB>target, at most 5,000 characters")
        pairs += [pair] if max(map(len, pair)) <= config.max_length else []
    random.Random(config.seed).shuffle(pairs)
    count = min(500, math.ceil(len(pairs) / 20))
    held_out = {tuple(source) for source, _ in pairs[: 2 * count]}  # a source may have several translations
    learnt = [pair for pair in pairs if tuple(pair[0]) not in held_out]
    if len(pairs) < 10 or not learnt:
        raise UserError(f"{path}: too few pairs of at most {config.max_length} words: at least 10, not of one source")
    return Corpus(learnt, pairs[:count], pairs[count : 2 * count], [])


def pad_batch(sentences: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Indices of B sentences as ids [B, S], short rows filled up with PAD, and their lengths [B] (on the CPU)."""
    rows = [torch.tensor(sentence, dtype=torch.long) for sentence in sentences]
    return pad_sequence(rows, batch_first=True, padding_value=PAD), torch.tensor([len(row) for row in rows])


def init_embedding_weights(embedding: nn.Embedding, std: float = 1.0) -> None:
    """Draw the rows from N(0, std^2); that overwrites the pad row too, so it is made zero again."""
    nn.init.normal_(embedding.weight, std=std)
    nn.init.zeros_(embedding.weight[PAD])


class LSTMEncoder(nn.Module):
    """Reads a sentence: embedding, then an LSTM over the valid steps alone."""

    def __init__(self, vocab_size, embed_size, hidden_size, num_layers=1, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_size, padding_idx=PAD)
        self.dropout = nn.Dropout(dropout)
        self.lstm = nn.LSTM(embed_size, hidden_size, num_layers, batch_first=True)
        init_embedding_weights(self.embedding)

    def forward(self, source, lengths):
        """source [B, S], lengths [B] on the CPU -> context_vector [B, H], (hidden [L, B, H], cell [L, B, H])."""
        embedded = self.dropout(self.embedding(source))  # [B, S, E]
        # Packed, each row stops at its last valid step: pads would move the state, zero vectors or not.
        packed = pack_padded_sequence(embedded, lengths, batch_first=True, enforce_sorted=False)
        _, (hidden, cell) = self.lstm(packed)
        return hidden[-1], (hidden, cell)


class LSTMDecoder(nn.Module):
    """Writes a sentence: embedding of the word before, LSTM, and a projection to one logit a word."""

    def __init__(self, vocab_size, embed_size, hidden_size, num_layers=1, dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_size, padding_idx=PAD)
        self.dropout = nn.Dropout(dropout)
        self.lstm = nn.LSTM(embed_size, hidden_size, num_layers, batch_first=True)
        self.projection = nn.Linear(hidden_size, vocab_size)
        init_embedding_weights(self.embedding)

    def forward(self, previous, state):
        """Words before [B, T], state (h, c) -> logits [B, T, V], state: one fused call, whether T is 1 or many."""
        output, state = self.lstm(self.dropout(self.embedding(previous)), state)  # [B, T, H]
        return self.projection(output), state

    @torch.no_grad()
    def _generate_sequence(self, encoder_hidden, max_length):
        """Greedy search from (h, c), fed with its own words -> ids [B, up to max_length], PAD after a row's EOS."""
        state, word = encoder_hidden, torch.full_like(encoder_hidden[0][0, :, :1], SOS, dtype=torch.long)  # [B, 1]
        words, finished = [], torch.zeros_like(word, dtype=torch.bool)
        while len(words) < max_length and not finished.all():
            logits, state = self(word, state)  # [B, 1, V]
            word = logits.argmax(-1).masked_fill(finished, PAD)
            finished |= word == EOS
            words.append(word)
        return torch.cat(words, 1)


class Seq2Seq(nn.Module):
    """Encoder and decoder joined by (h, c) alone, the same in training and in use."""

    def __init__(self, source_size, target_size, config: Config):
        super().__init__()
        sizes = config.embed_size, config.hidden_size, config.num_layers, config.dropout
        self.encoder, self.decoder = LSTMEncoder(source_size, *sizes), LSTMDecoder(target_size, *sizes)

    def forward(self, source, lengths, previous):
        """Teacher forcing: source [B, S], lengths [B], the true words before [B, T] -> logits [B, T, V]."""
        return self.decoder(previous, self.encoder(source, lengths)[1])[0]

    def generate(self, source, lengths, max_length):
        """source [B, S], lengths [B] -> ids [B, up to max_length]."""
        return self.decoder._generate_sequence(self.encoder(source, lengths)[1], max_length)


def sequence_loss(logits, target):
    """Cross-entropy of logits [B, T, V] with target [B, T], summed over the valid tokens, and their number."""
    loss = nn.functional.cross_entropy(logits.flatten(0, 1), target.flatten(), ignore_index=PAD, reduction="sum")
    return loss, int((target != PAD).sum())


class Translator:
    """A model, its vocabularies and settings, the history of its training and the metrics measured after it."""

    def __init__(self, source_vocabulary, target_vocabulary, config: Config, device="cpu"):
        torch.manual_seed(config.seed)
        self.source_vocabulary, self.target_vocabulary, self.config = source_vocabulary, target_vocabulary, config
        self.model = Seq2Seq(len(source_vocabulary), len(target_vocabulary), config).to(device)
        self.device, self.history, self.metrics = device, [], {}

    def batches(self, pairs, rng=None):
        """(source [B, S], lengths [B], target [B, T + 1]: SOS … EOS), like lengths together; `rng` shuffles them."""
        pairs = sorted(pairs, key=lambda pair: (len(pair[0]), rng.random() if rng else 0))
        groups = [pairs[i : i + self.config.batch_size] for i in range(0, len(pairs), self.config.batch_size)]
        for group in rng.sample(groups, len(groups)) if rng else groups:
            source, lengths = pad_batch([self.source_vocabulary.sentence_to_indices(words) for words, _ in group])
            wanted = [self.target_vocabulary.sentence_to_indices(words) for _, words in group]
            target, _ = pad_batch([[SOS, *indices, EOS] for indices in wanted])
            yield source.to(self.device), lengths, target.to(self.device)  # packing wants the lengths on the CPU

    @torch.no_grad()
    def evaluate(self, pairs) -> dict[str, float]:
        """Loss a token, perplexity and token accuracy with teacher forcing; exact match of free translations."""
        self.model.eval()
        loss = tokens = correct = exact = 0
        words = self.target_vocabulary.indices_to_sentence
        for source, lengths, target in self.batches(pairs):
            logits, truth = self.model(source, lengths, target[:, :-1]), target[:, 1:]
            batch_loss, batch_tokens = sequence_loss(logits, truth)
            loss, tokens = loss + batch_loss.item(), tokens + batch_tokens
            correct += int((logits.argmax(-1) == truth)[truth != PAD].sum())
            written = self.model.generate(source, lengths, self.config.max_length).tolist()
            exact += sum(words(a) == words(b) for a, b in zip(written, truth.tolist()))
        scores = {"loss": loss / tokens, "perplexity": math.exp(min(loss / tokens, 99))}
        return {**scores, "token_accuracy": correct / tokens, "exact_match": exact / len(pairs)}

    def encode(self, text: str) -> tuple[list[str], torch.Tensor, torch.Tensor]:
        """A sentence's words, ids [1, S] and lengths [1]; raises UserError where there is nothing to translate."""
        words = tokenize(text, self.source_vocabulary.words)
        source, lengths = pad_batch([self.source_vocabulary.sentence_to_indices(words)])
        if not 0 < len(words) <= self.config.max_length or bool((source == UNK).all()):
            raise UserError(f"cannot translate {text!r}: expected 1 to {self.config.max_length} words, not all unknown")
        return words, source.to(self.device), lengths

    @torch.no_grad()
    def translate(self, text: str, trace=lambda line: None) -> str:
        """Translate a sentence greedily; `trace` is called with a line on each step: shapes, values, candidates."""
        words, source, lengths = self.encode(text)
        self.model.eval()
        embedded, names = self.model.encoder.embedding(source), self.target_vocabulary.words
        context, state = self.model.encoder(source, lengths)
        trace(f"1 tokens     {words}\n2 indices    {source[0].tolist()}\n3 embedding  {list(embedded.shape)}")
        for word, row in zip(words, embedded[0].tolist()):
            trace(f"  {' '.join(f'{value:+.2f}' for value in row[:6])} …  {word}")
        trace(f"4 context    {list(context.shape)}, state h {list(state[0].shape)}, c {list(state[1].shape)}")
        written = self.model.decoder._generate_sequence(state, self.config.max_length)  # [1, up to max_length]
        previous = nn.functional.pad(written, (1, -1), value=SOS)  # shifted right, as in training
        chances, best = self.model.decoder(previous, state)[0][0].softmax(-1).topk(3)
        for step, (before, row, ids) in enumerate(zip(previous[0].tolist(), chances.tolist(), best.tolist()), 1):
            candidates = "  ".join(f"{names[i]} {chance:.1%}" for i, chance in zip(ids, row))
            trace(f"5 step {step:<3} {names[before]:>12} -> {candidates}")
        return " ".join(self.target_vocabulary.indices_to_sentence(written[0].tolist()))

    def save(self, path: Path) -> None:
        """Write a checkpoint whole or not at all: a file beside it is filled, then takes its name."""
        content = {"weights": self.model.state_dict(), "config": asdict(self.config), "history": self.history}
        content["vocabularies"] = [self.source_vocabulary.words, self.target_vocabulary.words]
        part, buffer = path.with_name(path.name + ".part"), io.BytesIO()
        torch.save({**content, "metrics": self.metrics}, buffer)
        try:
            part.write_bytes(buffer.getvalue())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    @classmethod
    def load(cls, path: Path, device="cpu"):
        """Read a checkpoint; `weights_only` refuses one that carries code."""
        try:
            content = torch.load(path, map_location=device, weights_only=True)
            translator = cls(*map(Vocabulary, content["vocabularies"]), Config(**content["config"]), device)
            translator.model.load_state_dict(content["weights"])
            translator.history, translator.metrics = content["history"], content["metrics"]
        except Exception as error:  # whatever a missing, foreign, cut or tampered file leads to
            raise UserError(f"{path} is no checkpoint of this script, train first: {error!r:.90}") from None
        return translator


def train(translator: Translator, train_pairs, valid_pairs, on_step=lambda step, loss: None) -> None:
    """Adam, its rate warmed up and annealed; ends, after Ctrl-C too, with the weights of the best validation loss.

    `on_step(step, loss)` is called after each step. Raises UserError where the loss is not a number any more.
    """
    model, config, rng = translator.model, translator.config, random.Random(translator.config.seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=config.lr)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, config.lr, total_steps=config.steps + 1, pct_start=0.1)
    batches = itertools.chain.from_iterable(translator.batches(train_pairs, rng) for _ in itertools.count())
    best, lowest, seen, start = copy.deepcopy(model.state_dict()), math.inf, 0, time.perf_counter()
    try:
        for step, (source, lengths, target) in zip(range(1, config.steps + 1), batches):
            model.train()
            total, tokens = sequence_loss(model(source, lengths, target[:, :-1]), target[:, 1:])
            loss, seen = total / tokens, seen + tokens
            if not loss.isfinite():
                raise UserError(f"the loss became {loss.item()} at step {step}: try a lower --lr than {config.lr}")
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
            optimizer.step()
            schedule.step()
            on_step(step, loss.item())
            if step % math.ceil(config.steps / 10) == 0 or step == config.steps:
                seconds, valid = time.perf_counter() - start, translator.evaluate(valid_pairs)
                speed, left = f"{seen / seconds:,.0f} tokens/s", f"{seconds * (config.steps / step - 1):.0f} s left"
                translator.history.append({"step": step, "train_loss": loss.item(), **valid})
                if valid["loss"] < lowest:
                    best, lowest = copy.deepcopy(model.state_dict()), valid["loss"]
                print(f"step {step:>5}  loss {loss:.3f}  validation {valid['loss']:.3f}  {speed}  {left}", flush=True)
    except KeyboardInterrupt:
        if lowest == math.inf:  # nothing is learnt yet: an older checkpoint is worth more
            raise
        print("interrupted: the best weights so far are kept")
    model.load_state_dict(best)


def learn(arguments: argparse.Namespace, config: Config, device: str) -> None:
    """Train on a corpus, test, save, show translations; says what it is about to do and where the result is."""
    if arguments.save.is_dir() or not os.access(f"{arguments.save.parent}/.", os.W_OK):
        raise UserError(f"cannot write {arguments.save}: it needs the name of a file, in a folder that can be written")
    corpus = read_corpus(arguments.data, config) if arguments.data else make_corpus(config.seed)
    vocabularies = [Vocabulary.from_sentences(sentences, config.min_count) for sentences in zip(*corpus.train)]
    translator = Translator(*vocabularies, config, device)
    known, parameters = {*vocabularies[0].words}, sum(weight.numel() for weight in translator.model.parameters())
    print(f"data        {len(corpus.train):,} pairs from {arguments.data or 'the built-in grammar'}")
    print(f"vocabulary  {len(vocabularies[0]):,} source words, {len(vocabularies[1]):,} target words")
    print(f"model       {parameters:,} parameters on {device}, seed {config.seed}, {config.steps:,} steps", flush=True)
    train(translator, corpus.train, corpus.valid)
    for name, pairs in ("test", corpus.test), ("unseen", corpus.unseen):
        if pairs:
            translator.metrics[name] = scores = translator.evaluate(pairs)
            print(f"{name:11} {len(pairs)} pairs:", "  ".join(f"{key} {value:.3f}" for key, value in scores.items()))
    translator.save(arguments.save)
    for source, target in [p for p in corpus.test if known & {*p[0]} and len(p[0]) <= config.max_length][:5]:
        print(f"  {' '.join(source)}\n    {translator.translate(' '.join(source))}\n    ({' '.join(target)})")
    print(f"checkpoint  {arguments.save}")


def parse_arguments(argv=None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0], exit_on_error=False, allow_abbrev=False)
    add, checkpoint = parser.add_argument, Path("lstm_encoder_decoder.pt")
    add("--data", type=Path, help="your own UTF-8 file of source<TAB>target lines (default: the built-in grammar)")
    add("--translate", metavar="TEXT", help='translate TEXT, or the lines of standard input for "-"')
    add("--trace", metavar="TEXT", help="print how TEXT becomes its translation, step by step")
    add("--save", type=Path, default=checkpoint, help="checkpoint that training writes (default: %(default)s)")
    add("--load", type=Path, default=checkpoint, help="checkpoint to translate with (default: %(default)s)")
    add("--device", default="auto", help="auto, cpu, cuda or mps (default: %(default)s)")
    for f in fields(Config):
        add(f"--{f.name.replace('_', '-')}", type=type(f.default), default=f.default, help=f.metadata["help"])
    arguments, unknown = parser.parse_known_args(argv)
    if unknown:
        raise UserError(f"unknown option {unknown[0]}; --help lists them all")
    return arguments


def main(argv=None) -> int:
    """Run the command line; returns the exit status."""
    try:
        arguments = parse_arguments(argv)
        config = Config(**{f.name: getattr(arguments, f.name) for f in fields(Config)})
        there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
        device = arguments.device if arguments.device != "auto" else next(name for name in there if there[name])
        if not there.get(device):
            raise UserError(f"no device {device!r} here; try --device auto")
        if arguments.trace is not None:
            print("6 output    ", Translator.load(arguments.load, device).translate(arguments.trace, trace=print))
        elif arguments.translate is not None:
            translator = Translator.load(arguments.load, device)
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
            for line in sys.stdin if arguments.translate == "-" else [arguments.translate]:
                print(translator.translate(line), flush=True)
        else:
            learn(arguments, config, device)
    except (UserError, OSError, argparse.ArgumentError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
