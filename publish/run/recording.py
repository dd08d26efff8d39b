"""Records the default run: the script's own `train`, from the same seed, with a watch that looks at chosen steps.

The first half of the time-lapse (publish/run/timelapse.py draws it), a step of `python -m publish export`. The watch
only reads: it calls `evaluate` and `translate`, which draw no random number, so that the losses are those of the run
that left the checkpoint (tests/browser/test_timelapse.py compares them). What is kept is small enough for a page:
losses, the source rows on one plane, and the translations of a few sentences at each step.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

from publish.common import cache, paths
from publish.run import loading

BUILT = paths.WEB / "recording.json"
# Dense where much happens, and the tenths of the run, after which the script itself looks at the validation pairs.
STEPS = (0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 110, 120, 135, 150, 165, 180, 220, 240, 270, 340, 450)
GRID = 300  # places on the map are whole numbers between -GRID and GRID
MOST_LETTERS = 60  # an untrained model writes up to 40 words; what goes beyond two lines says nothing more

# The kinds of words that the map tells apart. They are ours: the training never sees them.
KINDS = {
    "person": "我 我们 你 他们 他 她 谁 妈妈 爸爸 小明 小红 司机 孩子们 学生们 老师 朋友 姐姐 弟弟 邻居 同事 医生 学生 "
    "工程师 作家 演员",
    "verb": "吃 喝 做 买 卖 看 读 写 听 学 唱 讲 踢 打 弹 玩 洗 找 画 修 用 回答 爱 喜欢 需要 是",
    "thing": "苹果 橙子 鸡蛋 蛋糕 书 小说 杂志 文章 报告 信 邮件 歌 诗 笑话 问题 游戏 手机 电影 汽车 自行车 雨伞 "
    "椅子 衬衫 毛衣 照片 地图 桌子 猫 狗 茶 咖啡 水 牛奶 果汁 米饭 汤 面包 自然 语言 处理 NLP 数学 历史 "
    "中文 英语 音乐 足球 篮球 钢琴 新闻 什么",
    "time": "昨天 上周 昨晚 今早 明天 下周 今晚 周日 每天 周末 晚上 早上 时候",
    "place": "家 学校 公园 商店 教室 图书馆 办公室 咖啡馆 北京 上海 哪里",
    "quality": "大 小 好 新 旧 贵 红 白 热 冷",
    "count": "一 两 三 四 五 十 几 个 本 篇 封 首 部 辆 把 件 张 只 杯 瓶 碗 片",
    "other": "的 了 没 不 会 吗 ？ 在 很 这 那",
}


def step() -> bool:
    return cache.run("recording", [paths.SCRIPT, paths.CHECKPOINT, Path(__file__)], [BUILT], record)


def record() -> None:
    """Train once more, as the script does by default, and write what was seen on the way."""
    import torch

    trained, s2s = loading.trained()
    config, vocabularies = trained.config, (trained.source_vocabulary, trained.target_vocabulary)
    s2s.use_threads(config)  # sums on other threads would round otherwise than the run's
    corpus, first = s2s.make_corpus(config.seed), len(s2s.SPECIALS)
    sentences = chosen_sentences(corpus, trained)
    translator = s2s.Translator(*vocabularies, config)
    recorder = Recorder(translator, corpus.valid, sentences)
    recorder.look(0, None)
    s2s.train(translator, corpus.train, corpus.valid, recorder)
    lowest = min(translator.history, key=lambda row: row["loss"])
    words = vocabularies[0].words[first:]
    kinds = [kind_of(word) for word in words]
    content = {
        "words": words,
        "kinds": kinds,
        "target_vocabulary": len(vocabularies[1]),
        "embed_size": config.embed_size,
        "sentences": [[part, " ".join(source), " ".join(target)] for part, source, target in sentences],
        "losses": recorder.losses,
        "frames": recorder.frames,
        "history": translator.history,
        "kept_step": lowest["step"],  # whose weights `train` ends with
        **plane(torch.stack(recorder.tables)[:, first:], kinds),
    }
    cache.write(BUILT, json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n")


class Recorder:
    """Takes the place of the script's Watch: keeps every step's loss, and at chosen steps what the model can do."""

    def __init__(self, translator, valid_pairs, sentences):
        self.translator = translator
        self.valid_pairs = valid_pairs
        self.sentences = sentences
        self.wanted = chosen_steps(translator.config.steps)
        self.losses, self.frames, self.tables = [], [], []

    def trained(self, step: int, loss: float, tokens: int) -> None:
        self.losses.append(loss)
        if step in self.wanted:
            self.look(step, loss)

    def look(self, step: int, loss: float | None) -> None:
        self.tables.append(self.translator.model.encoder.embedding.weight.detach().clone())
        valid = self.translator.evaluate(self.valid_pairs)
        written = [shortened(self.translator.translate(" ".join(source))) for _, source, _ in self.sentences]
        self.frames.append({"step": step, "train_loss": loss, **valid, "written": written})

    def improved(self) -> None:
        pass

    def validated(self, step: int, loss: float, valid_loss: float) -> None:
        pass


def chosen_steps(steps: int) -> list[int]:
    tenth = math.ceil(steps / 10)
    return sorted({*(step for step in STEPS if step < steps), *range(tenth, steps, tenth), steps})


def chosen_sentences(corpus, trained) -> list[tuple[str, list[str], list[str]]]:
    """(part of the corpus, source, target): the first test sentence of each of four lengths, however it is translated;
    and, so that the end is no show of perfection, the first with an unseen verb and object that the model gets wrong.
    """
    wrong = lambda source, target: trained.translate(" ".join(source)) != " ".join(target)  # noqa: E731
    tests = [next((pair for pair in corpus.test if len(pair[0]) == length), None) for length in (3, 5, 7, 9)]
    unseen = next((pair for pair in corpus.unseen if wrong(*pair)), None)
    return [("test", *pair) for pair in tests if pair] + [("unseen", *pair) for pair in [unseen] if pair]


def kind_of(word: str) -> str:
    return next((kind for kind, words in KINDS.items() if word in words.split()), "other")


def shortened(text: str) -> str:
    """The text, or its first words and "…" where it is long."""
    return text if len(text) <= MOST_LETTERS else text[:MOST_LETTERS].rpartition(" ")[0] + " …"


def plane(tables, kinds: list[str]) -> dict:
    """The moves of the rows [frames, V, E] since the start, on the two directions in which the last ones differ most.

    `moved` are the steps from frame to frame, [frames, V, 2], in units of 1 / GRID of the longest way. For each frame,
    `kept` is the plane's share of the moves' variance, `length` their mean length, and `alike` the share of a word's
    five nearest that are of its kind, on the plane and in all dimensions; `alike_chance` is that of any five.
    """
    import torch

    moves = tables - tables[0]
    centred = moves[-1] - moves[-1].mean(0)
    axes = torch.linalg.svd(centred, full_matrices=False)[2][:2]  # [2, E]
    axes = axes * (centred @ axes.T).pow(3).sum(0).sign()[:, None]  # a direction's sign is arbitrary: fix it
    flat = moves @ axes.T
    places = (flat / flat.abs().max() * GRID).round().int()
    numbers = torch.tensor([list(KINDS).index(kind) for kind in kinds])
    same = (numbers[:, None] == numbers) & ~torch.eye(len(kinds), dtype=torch.bool)  # [V, V]
    return {
        "moved": torch.diff(places, dim=0, prepend=places[:1]).tolist(),
        "kept": [share(rows, axes) for rows in moves],
        "length": moves.norm(dim=-1).mean(-1).tolist(),
        "length_start": tables[0].norm(dim=-1).mean().item(),
        "alike": [alike(rows @ axes.T, rows, same) for rows in moves],
        "alike_chance": same.float().sum().item() / (len(kinds) * (len(kinds) - 1)),
    }


def share(rows, axes) -> float:
    """How much of the rows' variance the plane keeps; 0 where there is none."""
    centred = rows - rows.mean(0)
    whole = centred.pow(2).sum().item()
    return (centred @ axes.T).pow(2).sum().item() / whole if whole else 0.0


def alike(flat, rows, same) -> list[float]:
    """The share of a word's five nearest that are of its kind, over all words: by the places [V, 2] on the map, as an
    eye sees it, and by the cosine of the moves [V, E] less their mean. 0 where nothing has moved.
    """
    import torch

    centred = torch.nn.functional.normalize(rows - rows.mean(0))
    itself = torch.eye(len(rows), dtype=torch.bool)
    near = [torch.cdist(flat, flat), -(centred @ centred.T)]
    nearest = [distances.masked_fill(itself, math.inf).topk(5, largest=False).indices for distances in near]
    return [same.gather(1, five).float().mean().item() * bool(rows.any()) for five in nearest]
