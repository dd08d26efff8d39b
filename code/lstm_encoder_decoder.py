#!/usr/bin/env python3
"""Translate Chinese into English with an LSTM encoder-decoder: one file, PyTorch alone, no data to download.

    python lstm_encoder_decoder.py                              learn the built-in corpus, save a checkpoint, test it
    python lstm_encoder_decoder.py --translate "我 爱 NLP"       translate with that checkpoint ("-": standard input)
    python lstm_encoder_decoder.py --trace "我 爱 自然 语言 处理"  print every step from words to words
    python lstm_encoder_decoder.py --data pairs.tsv             learn your own pairs: source<TAB>target, one a line

The model is that of Sutskever, Vinyals & Le (2014, arXiv 1409.3215) in small, the source not reversed: one LSTM reads
the sentence, and its last state (h, c) is where a second LSTM starts to write the translation.
Dimensions, everywhere: B batch, S source length, T target length, V vocabulary, E embed size, H hidden size, L layers.
"""

import argparse
import io
import itertools
import math
import os
import random
import re
import time
from collections import Counter, defaultdict, namedtuple
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

import torch
from torch import nn

PAD, SOS, EOS, UNK = range(4)
SPECIALS = ["<pad>", "<sos>", "<eos>", "<unk>"]
Corpus = namedtuple("Corpus", "train valid test unseen")  # lists of (source words, target words)


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
    batch_size: int = option(48, "B, sentence pairs in a step", 1)
    lr: float = option(0.012, "Adam's learning rate at its peak", 1e-9)
    steps: int = option(1000, "training steps", 1)
    max_length: int = option(40, "words in the longest sentence", 1)
    seed: int = option(0, "the same seed repeats the same run", 0, 2**63)

    def __post_init__(self):
        for f in fields(self):
            low, high, value = f.metadata["low"], f.metadata["high"], getattr(self, f.name)
            if not low <= value < high:
                raise ValueError(f"--{f.name.replace('_', '-')} must be at least {low} and below {high}, not {value}")


class Vocabulary:
    """Words and their indices: PAD 0, SOS 1, EOS 2, UNK 3, then the words of the sentences as they first occur."""

    def __init__(self, sentences, min_count=1):
        counts = Counter(itertools.chain.from_iterable(sentences))
        self.words = list(dict.fromkeys([*SPECIALS, *(word for word in counts if counts[word] >= min_count)]))
        self.index = {word: i for i, word in enumerate(self.words)}

    def __len__(self):
        return len(self.words)

    def sentence_to_indices(self, sentence: list[str]) -> list[int]:
        return [self.index.get(word, UNK) for word in sentence]

    def indices_to_sentence(self, indices: list[int]) -> list[str]:
        """The words before the first EOS; where none was written, all of them: [:-1] would lose a real word."""
        return [self.words[i] for i in itertools.takewhile(lambda i: i != EOS, indices)]


def tokenize(text: str, known=()) -> list[str]:
    """Split at spaces; Chinese without spaces into the longest `known` words, where none fits by character."""
    if re.search(r"[\u3400-\u9fff]", text) and not re.search(r"\s", text.strip()):
        return re.findall("|".join([*map(re.escape, sorted(known, key=len)[::-1]), r"[A-Za-z0-9]+", r"\S"]), text)
    return re.sub(r'([.,!?;:"])(?=[.,!?;:"]*(?:\s|$))', r" \1 ", text).split()


# The corpus is drawn from a small bilingual grammar: Chinese = English. Words in capitals are slots, filled on either
# side in that side's own words and order; "-" is what there is not, and a sentence that would need it is dropped.
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
HE 在 哪里 ？ = where is HE ?; OWNER 的 OWN 很 QUALITY = OWNER OWN is QUALITY;
THIS MEASURE NOUN 不 QUALITY = THIS MEASURE is not QUALITY"""
# measure word, English unit, qualities: nouns
NOUNS = """个 - 大 小 好: 苹果 apple 橙子 orange 鸡蛋 egg 蛋糕 cake; 本 - 新 旧 好: 书 book 小说 novel 杂志 magazine; 篇
- 新 旧 好: 文章 article 报告 report; 封 - 新 旧: 信 letter 邮件 email; 首 - 新 旧 好: 歌 song 诗 poem; 个 - 新 好: 笑话
joke 问题 question 游戏 game; 部 - 新 旧 贵: 手机 phone 电影 movie; 辆 - 新 旧 贵 红: 汽车 car 自行车 bike; 把 - 新 旧
贵 红: 雨伞 umbrella 椅子 chair; 件 - 新 旧 红 白: 衬衫 shirt 毛衣 sweater; 张 - 旧 好 大: 照片 photo 地图 map 桌子
table; 只 - 大 小 白: 猫 cat 狗 dog; 杯 cup 热: 茶 tea 咖啡 coffee; 瓶 bottle 冷: 水 water 牛奶 milk 果汁 juice; 碗 bowl
热: 米饭 rice 汤 soup; 片 slice 大: 面包 bread; - - -: 自然_语言_处理 natural_language_processing NLP NLP 数学 math 历史
history 中文 Chinese 英语 English 音乐 music 足球 football 篮球 basketball 钢琴 the_piano 新闻 the_news"""
# verb, English, past: objects, *never met in training
VERBS = """吃 eat ate: 苹果 *橙子 鸡蛋 蛋糕 米饭 面包; 喝 drink drank: 茶 咖啡 水 *牛奶 果汁 汤; 做 make made: 蛋糕 米饭
汤 *面包 茶; 买 buy bought: 苹果 橙子 *鸡蛋 牛奶 书 衬衫 手机 *雨伞; 卖 sell sold: 橙子 鸡蛋 *蛋糕 果汁 杂志 *衬衫 毛衣
地图; 看 see saw: 电影 照片 *地图; 读 read read: 书 小说 *杂志 信 邮件 诗 文章; 写 write wrote: 信 邮件 *小说 报告 诗 歌
文章; 听 hear heard: 音乐 新闻 歌 *笑话; 学 learn learned: 自然_语言_处理 NLP 数学 历史 中文 *英语; 唱 sing sang: 歌; 讲
tell told: 笑话; 踢 play played: 足球; 打 play played: 篮球; 弹 play played: 钢琴; 玩 play played: 游戏; 洗 clean
cleaned: 苹果 衬衫 *毛衣 汽车 自行车; 找 find found: 书 报告 手机 *雨伞 猫 狗 地图; 画 draw drew: 猫 *狗 苹果 桌子; 修
repair repaired: 手机 *汽车 自行车 椅子 桌子; 用 use used: 手机 雨伞 *地图 桌子; 回答 answer answered: 问题 信 *邮件"""
# what fits a slot; "_" is a space, "_ _" nothing on both sides
WORDS = """WHO: WE WE HE HE; WE: 我 I 我们 we 你 you 他们 they 孩子们 the_children 学生们 the_students; HE: 他 he 她 she
妈妈 Mom 爸爸 Dad 小明 Xiaoming 小红 Xiaohong 司机 the_driver 我_的_朋友 my_friend 他_的_姐姐 his_sister 她_的_弟弟
her_brother 我们_的_邻居 our_neighbor 你_的_同事 your_colleague; FEEL: 爱 love 喜欢 like 需要 need; JOB: 老师 a_teacher
学生 a_student 医生 a_doctor 工程师 an_engineer 作家 a_writer 演员 an_actor; THIS: 这 this 那 that; OWNER: 我 my 你 your
他 his 她 her 我们 our 他们 their 妈妈 Mom's 小明 Xiaoming's; NUMBER: 两 two 三 three 四 four 五 five 十 ten 几 several;
QUALITY: 大 big 小 small 好 good 新 new 旧 old 贵 expensive 红 red 白 white 热 hot 冷 cold - -; WHERE: _ _ _ _ _ _ 在_家
at_home 在_学校 at_school 在_公园 in_the_park 在_商店 in_the_shop 在_教室 in_the_classroom 在_图书馆 in_the_library
在_办公室 in_the_office 在_咖啡馆 in_the_café 在_北京 in_Beijing 在_上海 in_Shanghai; PAST: _ _ 昨天 yesterday 上周
last_week 昨晚 last_night 今早 this_morning; FUTURE: _ _ 明天 tomorrow 下周 next_week 今晚 tonight 周日 on_Sunday;
OFTEN: _ _ 每天 every_day 周末 on_weekends 晚上 in_the_evening 早上 in_the_morning; THING: NOUN NOUN OWNER_的_OWN
OWNER_OWN THIS_MEASURE_NOUN THIS_MEASURE; WHAT: NOUN NOUN OWNER_的_OWN OWNER_OWN THIS_MEASURE_NOUN THIS_MEASURE
一_MEASURE_NOUN A_MEASURE NUMBER_MEASURE_QUALITY_NOUN NUMBER_QUALITY_MANY"""


def read_table(table: str) -> list[list[list[str]]]:
    """Rows end at ";"; a row is the words before its ":" and the words after it."""
    return [[part.split() for part in row.split(":")] for row in table.split(";")]


def fill(text: str, slots: dict[str, str]) -> str:
    """A side's template with each slot filled, and the slots in what fills it."""
    return " ".join(fill(slots[word], slots) if word in slots else word for word in text.replace("_", " ").split())


def make_corpus(seed: int = 0, size: int = 30_000) -> Corpus:
    """Draw `size` distinct pairs, the same for the same seed; 500 are for validation and 1,000 for each test."""
    choose, templates, verbs = random.Random(seed).choice, SENTENCES.split(";"), read_table(VERBS)
    kinds = {kind: list(zip(row[::2], row[1::2])) for (kind,), row in read_table(WORDS)}
    nouns = {zh: (zh, en, *head) for head, row in read_table(NOUNS) for zh, en in zip(row[::2], row[1::2])}
    known, unseen = {"我 爱 自然 语言 处理": "I love natural language processing"}, {}
    while len(known) + len(unseen) < size:
        (verb, base, past), objects = choose(verbs)
        template, chosen = choose(templates), choose(objects)
        noun, thing, measure, unit, *qualities = nouns[chosen.strip("*")]
        zh, en = (dict(zip(kinds, words)) for words in zip(*map(choose, kinds.values())))
        one, many = (thing, f"{thing}s") if unit == "-" else (f"{unit}_of_{thing}", f"{unit}s_of_{thing}")
        s, quality = "s" * (en["WHO"] == "HE"), choose(qualities)
        zh |= dict(DO=verb, MEASURE=measure, NOUN=noun, OWN=noun if measure != "-" else "-", QUALITY=quality)
        en |= dict(DO=base, DID=past, DOES=base + s, FEELS=en["FEEL"] + s, AUX="does" if s else "do", OWN=thing)
        en |= dict(MEASURE=one, A="an" if one[0] in "aeiou" else "a", NOUN=many if measure != "-" == unit else thing)
        en |= dict(MANY=many, QUALITY=dict(kinds["QUALITY"])[quality])
        source, target = (" ".join(fill(*side).split()) for side in zip(template.split("="), (zh, en)))
        if "-" not in source:
            (unseen if chosen[0] == "*" and {verb, noun} <= {*source.split()} else known)[source] = target
    pairs, held_out = ([(zh.split(), en.split()) for zh, en in part.items()] for part in (known, unseen))
    return Corpus(pairs[:-1500], pairs[-1500:-1000], pairs[-1000:], held_out[:1000])


def read_corpus(path: Path, config: Config) -> Corpus:
    """Pairs of source<TAB>target lines; of the sources a twentieth each, at most 500, is for validation and test."""
    translations = defaultdict(list)  # by source: one that has several stays in one part
    for number, line in enumerate(path.read_bytes().decode("utf-8-sig", "replace").rstrip("\r\n").split("\n"), 1):
        pair = [tokenize(column) for column in line.split("\t")[:2]]
        if len(pair) < 2 or not all(pair) or len(line) > 5000 or "\0" in line or "\ufffd" in line:
            raise ValueError(f"{path}, line {number}: expected UTF-8, source<TAB>target, at most 5,000 characters")
        if max(map(len, pair)) <= config.max_length:
            translations[tuple(pair[0])].append(pair[1])
    sources, count = [*translations], min(500, math.ceil(len(translations) / 20))
    if len(sources) < 10:
        raise ValueError(f"{path}: {len(sources)} sources of at most {config.max_length} words, at least 10 are needed")
    random.Random(config.seed).shuffle(sources)
    parts = sources[2 * count :], sources[:count], sources[count : 2 * count]
    return Corpus(*([(list(s), target) for s in part for target in translations[s]] for part in parts), [])


def pad_batch(sentences: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Indices of B sentences as ids [B, S], short rows filled up with PAD, and their lengths [B] (on the CPU)."""
    rows, lengths = [torch.tensor(row, dtype=torch.long) for row in sentences], [len(row) for row in sentences]
    return nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=PAD), torch.tensor(lengths, device="cpu")


def init_embedding_weights(embedding: nn.Embedding, std: float = 1.0) -> nn.Embedding:
    """Draw the rows from N(0, std^2); that overwrites the pad row too, so it is made zero again."""
    nn.init.normal_(embedding.weight, std=std)
    nn.init.zeros_(embedding.weight[PAD])
    return embedding


class LSTMEncoder(nn.Module):
    """Reads a sentence: embedding, then an LSTM over the valid steps alone."""

    def __init__(self, vocab_size, embed_size, hidden_size, num_layers=1, dropout=0.0):
        super().__init__()
        self.embedding = init_embedding_weights(nn.Embedding(vocab_size, embed_size, padding_idx=PAD))
        self.dropout = nn.Dropout(dropout)
        self.lstm = nn.LSTM(embed_size, hidden_size, num_layers, batch_first=True)

    def forward(self, source, lengths):
        """source [B, S], lengths [B] on the CPU -> context_vector [B, H], (hidden [L, B, H], cell [L, B, H])."""
        embedded = self.dropout(self.embedding(source))  # [B, S, E]
        # Packed, each row stops at its last valid step: pads would move the state, zero vectors or not.
        packed = nn.utils.rnn.pack_padded_sequence(embedded, lengths, batch_first=True, enforce_sorted=False)
        _, (hidden, cell) = self.lstm(packed)
        return hidden[-1], (hidden, cell)


class LSTMDecoder(nn.Module):
    """Writes a sentence: embedding of the word before, LSTM, and a projection to one logit a word."""

    def __init__(self, vocab_size, embed_size, hidden_size, num_layers=1, dropout=0.0):
        super().__init__()
        self.embedding = init_embedding_weights(nn.Embedding(vocab_size, embed_size, padding_idx=PAD))
        self.dropout = nn.Dropout(dropout)
        self.lstm = nn.LSTM(embed_size, hidden_size, num_layers, batch_first=True)
        self.projection = nn.Linear(hidden_size, vocab_size)

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


def sequence_loss(logits, target):
    """Cross-entropy of logits [B, T, V] with target [B, T], summed over the valid tokens, and their number."""
    loss = nn.functional.cross_entropy(logits.flatten(0, 1), target.flatten(), ignore_index=PAD, reduction="sum")
    return loss, int((target != PAD).sum())


class Seq2Seq(nn.Module):
    """The translator: encoder and decoder joined by (h, c) alone, its vocabularies, settings and training history."""

    def __init__(self, source_vocabulary, target_vocabulary, config: Config, history=()):
        super().__init__()
        torch.manual_seed(config.seed)
        sizes = config.embed_size, config.hidden_size, config.num_layers, config.dropout
        self.encoder = LSTMEncoder(len(source_vocabulary), *sizes)
        self.decoder = LSTMDecoder(len(target_vocabulary), *sizes)
        self.source_vocabulary, self.target_vocabulary = source_vocabulary, target_vocabulary
        self.config, self.history = config, [*history]

    def forward(self, source, lengths, previous):
        """Teacher forcing: source [B, S], lengths [B], the true words before [B, T] -> logits [B, T, V]."""
        return self.decoder(previous, self.encoder(source, lengths)[1])[0]

    def batches(self, pairs, rng=None):
        """(source [B, S], lengths [B], target [B, T + 1]: SOS … EOS), like lengths together; `rng` shuffles them."""
        pairs = sorted(pairs, key=lambda pair: (len(pair[0]), rng.random() if rng else 0))
        groups = [pairs[i : i + self.config.batch_size] for i in range(0, len(pairs), self.config.batch_size)]
        for group in rng.sample(groups, len(groups)) if rng else groups:
            targets = [self.target_vocabulary.sentence_to_indices(target) for _, target in group]
            source = pad_batch([self.source_vocabulary.sentence_to_indices(source) for source, _ in group])
            yield *source, pad_batch([[SOS, *indices, EOS] for indices in targets])[0]

    @torch.no_grad()
    def evaluate(self, pairs) -> dict[str, float]:
        """Loss a token, perplexity and token accuracy with teacher forcing; exact match of free translations."""
        loss = tokens = correct = exact = 0
        words = self.target_vocabulary.indices_to_sentence
        for source, lengths, target in self.eval().batches(pairs):
            logits, truth = self(source, lengths, target[:, :-1]), target[:, 1:]
            batch_loss, batch_tokens = sequence_loss(logits, truth)
            loss, tokens = loss + batch_loss.item(), tokens + batch_tokens
            correct += int((logits.argmax(-1) == truth)[truth != PAD].sum())
            written = self.decoder._generate_sequence(self.encoder(source, lengths)[1], self.config.max_length)
            exact += sum(words(a) == words(b) for a, b in zip(written.tolist(), truth.tolist()))
        scores = {"loss": loss / tokens, "perplexity": math.exp(min(loss / tokens, 99))}
        return {**scores, "token_accuracy": correct / tokens, "exact_match": exact / len(pairs)}

    @torch.no_grad()
    def translate(self, text: str, trace=lambda line: None) -> str:
        """Translate a sentence greedily; `trace` is given a line on each step. ValueError where no word is known."""
        words = tokenize(text, self.source_vocabulary.words)
        if not self.source_vocabulary.index.keys() & {*words}:
            raise ValueError(f"cannot translate {text!r}: it has no word that this model knows")
        source, lengths = pad_batch([self.source_vocabulary.sentence_to_indices(words)])
        embedded, (context, state) = self.eval().encoder.embedding(source), self.encoder(source, lengths)
        trace(f"1 tokens     {words}\n2 indices    {source[0].tolist()}\n3 embedding  {list(embedded.shape)}")
        for word, row in zip(words, embedded[0].tolist()):
            trace(f"  {' '.join(f'{value:+.2f}' for value in row[:6])} …  {word}")
        trace(f"4 context    {list(context.shape)}, state h {list(state[0].shape)}, c {list(state[1].shape)}")
        written = self.decoder._generate_sequence(state, self.config.max_length)  # [1, up to max_length]
        previous, names = nn.functional.pad(written, (1, -1), value=SOS), self.target_vocabulary.words  # as in training
        chances, best = self.decoder(previous, state)[0][0].softmax(-1).topk(3)
        for step, (before, row, ids) in enumerate(zip(previous[0].tolist(), chances.tolist(), best.tolist()), 1):
            candidates = "  ".join(f"{names[i]} {chance:.1%}" for i, chance in zip(ids, row))
            trace(f"5 step {step:<3} {names[before]:>12} -> {candidates}")
        return " ".join(self.target_vocabulary.indices_to_sentence(written[0].tolist()))

    def save(self, path: Path) -> None:
        """Write a checkpoint whole or not at all: a file beside it is filled, then takes its name."""
        words = [self.source_vocabulary.words, self.target_vocabulary.words]
        content = {"weights": self.state_dict(), "vocabularies": words, "config": asdict(self.config)}
        part, buffer = path.with_name(path.name + ".part"), io.BytesIO()
        torch.save({**content, "history": self.history}, buffer)
        try:
            part.write_bytes(buffer.getvalue())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    @classmethod
    def load(cls, path: Path):
        """Read a checkpoint; `weights_only` refuses one that carries code."""
        try:
            content = torch.load(path, map_location="cpu", weights_only=True)
            source_words, target_words = (Vocabulary([words]) for words in content["vocabularies"])
            model = cls(source_words, target_words, Config(**content["config"]), content["history"])
            model.load_state_dict(content["weights"])
        except Exception as error:  # whatever a missing, foreign, cut or tampered file leads to
            raise ValueError(f"{path} is no checkpoint of this script, train first: {error!r:.90}") from None
        return model


def train(model: Seq2Seq, train_pairs, valid_pairs, on_step=lambda step, loss: None, on_best=lambda: None) -> None:
    """Adam, its rate warmed up and annealed; ends with the weights of the best validation loss.

    `on_step(step, loss)` is called after each step, `on_best()` when the validation loss is the lowest so far.
    Raises ValueError where the loss is not a number any more.
    """
    config, rng = model.config, random.Random(model.config.seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=config.lr)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, config.lr, total_steps=config.steps + 1, pct_start=0.1)
    batches = itertools.chain.from_iterable(model.batches(train_pairs, rng) for _ in itertools.count())
    best, lowest, seen, start = model.state_dict(), math.inf, 0, time.perf_counter()
    for step, (source, lengths, target) in zip(range(1, config.steps + 1), batches):
        total, tokens = sequence_loss(model.train()(source, lengths, target[:, :-1]), target[:, 1:])
        loss, seen = total / tokens, seen + tokens
        if not loss.isfinite():
            raise ValueError(f"the loss became {loss.item()} at step {step}: try a lower --lr than {config.lr}")
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
        optimizer.step()
        schedule.step()
        on_step(step, loss.item())
        if step % math.ceil(config.steps / 10) == 0 or step == config.steps:
            seconds, valid = time.perf_counter() - start, model.evaluate(valid_pairs)
            speed, left = f"{seen / seconds:,.0f} tokens/s", f"{seconds * (config.steps / step - 1):.0f} s left"
            model.history.append({"step": step, "train_loss": loss.item(), **valid})
            if valid["loss"] < lowest:
                best, lowest = {name: weight.clone() for name, weight in model.state_dict().items()}, valid["loss"]
                on_best()
            print(f"step {step:>5}  loss {loss:.3f}  validation {valid['loss']:.3f}  {speed}  {left}", flush=True)
    model.load_state_dict(best)


def learn(config: Config, data: Path | None, save: Path) -> None:
    """Train on a corpus, save, test, show translations; says what it is about to do and where the result is."""
    if save.is_dir() or not os.access(f"{save.parent}/.", os.W_OK):
        raise ValueError(f"cannot write {save}: it needs the name of a file, in a folder that can be written")
    corpus = read_corpus(data, config) if data else make_corpus(config.seed)
    model = Seq2Seq(*(Vocabulary(sentences, min_count=2) for sentences in zip(*corpus.train)), config)
    parameters, device = sum(w.numel() for w in model.parameters()), next(model.parameters()).device
    print(f"data        {len(corpus.train):,} pairs from {data or 'the built-in grammar'}")
    print(f"vocabulary  {len(model.source_vocabulary):,} source words, {len(model.target_vocabulary):,} target words")
    print(f"model       {parameters:,} parameters on {device}, seed {config.seed}, {config.steps:,} steps", flush=True)
    train(model, corpus.train, corpus.valid, on_best=lambda: model.save(save))
    for name, pairs in {"test": corpus.test, "unseen": corpus.unseen}.items():
        if pairs:
            scores = model.evaluate(pairs).items()
            print(f"{name:11} {len(pairs)} pairs:", *(f" {score} {value:.3f}" for score, value in scores))
    for source, target in [pair for pair in corpus.test if model.source_vocabulary.index.keys() & {*pair[0]}][:5]:
        print(f"  {' '.join(source)}\n    {model.translate(' '.join(source))}\n    ({' '.join(target)})")
    print(f"checkpoint  {save}")


def main(argv=None) -> None:
    """Run the command line; what its user can mend ends in one line on standard error and status 2."""
    devices = ["cuda"] * torch.cuda.is_available() + ["mps"] * torch.backends.mps.is_available() + ["cpu"]
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0], usage=argparse.SUPPRESS, allow_abbrev=False)
    add, checkpoint = parser.add_argument, Path("lstm_encoder_decoder.pt")
    add("--data", type=Path, help="your own UTF-8 file of source<TAB>target lines (default: the built-in grammar)")
    add("--translate", metavar="TEXT", help='translate TEXT, or the lines of standard input for "-"')
    add("--trace", metavar="TEXT", help="print how TEXT becomes its translation, step by step")
    add("--save", type=Path, default=checkpoint, help="checkpoint that training writes (default: %(default)s)")
    add("--load", type=Path, default=checkpoint, help="checkpoint to translate with (default: %(default)s)")
    add("--device", choices=["auto", *devices], default="auto", help="where to compute (default: %(default)s)")
    for f in fields(Config):
        add(f"--{f.name.replace('_', '-')}", type=type(f.default), default=f.default, help=f.metadata["help"])
    arguments = parser.parse_args(argv)
    try:
        config = Config(**{f.name: getattr(arguments, f.name) for f in fields(Config)})
        device = devices[0] if arguments.device == "auto" else arguments.device
        torch.set_default_device(None if device == "cpu" else device)  # None, since naming the CPU would cost time
        if arguments.trace is not None:
            print("6 output    ", Seq2Seq.load(arguments.load).translate(arguments.trace, trace=print))
        elif arguments.translate is not None:
            model = Seq2Seq.load(arguments.load)
            stdin = open(0, encoding="utf-8", errors="replace", closefd=False) if arguments.translate == "-" else None
            for line in stdin or [arguments.translate]:
                print(model.translate(line), flush=True)
        else:
            learn(config, arguments.data, arguments.save)
    except (ValueError, OSError, KeyboardInterrupt) as error:
        parser.error(str(error) or "interrupted (training saves its best weights as it goes)")


if __name__ == "__main__":
    main()
