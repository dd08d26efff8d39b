# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown] tags=["zh"]
# # 嵌入是怎样变得有意义的？ {#meaning}
#
# 训练之前，每个词的向量都是随机的。训练中从来没有人告诉模型「昨天」和「上周」都是时间，它们的行会自己靠拢吗？翻译得更好的模型，嵌入的几何也一定更清楚吗？
#
# 我们在训练途中几次停下来，看词的近邻和二维地图；再看地图本身藏起了多少。

# %% [markdown] tags=["en"]
# # How do embeddings become meaningful? {#meaning}
#
# Before training every word's vector is random. Nobody ever tells the model that 昨天 (yesterday) and 上周 (last week) are both times: will their rows draw together by themselves? And does a model that translates better always have clearer geometry?
#
# We stop several times along the way to look at words' neighbours and at a map of two dimensions; then at how much the map hides.

# %% [markdown] tags=["zh"]
# ## 先猜一猜 {#guess}
#
# 1. 训练之后，一个词最近的五个邻居里，平均有几个与它同类？
# 2. 嵌入从 $\mathcal{N}(0,1)$ 出发，还是从小得多的 $\mathcal{N}(0,1/E)$ 出发，哪一个翻译得更好？哪一个的近邻更有意义？是同一个吗？
# 3. 地图上挨着的两个词，在原来的 64 维里也挨着吗？

# %% [markdown] tags=["en"]
# ## Guess first {#guess}
#
# 1. After training, how many of a word's five nearest neighbours are of its own kind?
# 2. Starting from $\mathcal{N}(0,1)$ or from the much smaller $\mathcal{N}(0,1/E)$: which translates better? Which has the more meaningful neighbours? Is it the same one?
# 3. Are two words that lie side by side on the map neighbours in the 64 dimensions, too?

# %%
import itertools

import lab_tools as lab
import torch

pairs, source_vocabulary, target_vocabulary = lab.corpus()
CLASSES = {
    ("人", "people"): "我 我们 你 他 她 他们 妈妈 爸爸 小明 老师 孩子们 学生们",
    ("时间", "times"): "昨天 上周 昨晚 今早 明天 下周 今晚 周日 每天 周末 晚上 早上",
    ("地点", "places"): "家 学校 公园 商店 教室 图书馆 办公室 咖啡馆 北京 上海",
    ("动词", "verbs"): "吃 喝 做 买 卖 看 读 写 听 学 唱 洗 找 画 修 用",
    ("数词", "numbers"): "一 两 三 四 五 十 几",
    ("性质", "qualities"): "大 小 好 新 旧 贵 红 白",
    ("东西", "things"): "苹果 橙子 鸡蛋 蛋糕 书 小说 杂志 信 邮件 歌 手机 电影 汽车 衬衫 猫 狗",
}
words = [word for line in CLASSES.values() for word in line.split()]
if unknown := [word for word in words if word not in source_vocabulary.index]:
    raise ValueError(f"CLASSES has words that the script's corpus does not use: {' '.join(unknown)}")
kind = torch.tensor([number for number, line in enumerate(CLASSES.values()) for _ in line.split()])
ids = torch.tensor([source_vocabulary.index[word] for word in words])
itself = torch.eye(len(words), dtype=torch.bool)
same_kind = (kind[:, None] == kind) & ~itself
print(len(words), "words in", len(CLASSES), "kinds")

# %% [markdown] tags=["zh"]
# 上面的分类是我们写的，只用来打分，从不进入训练。近邻按余弦相似度取；地图是主成分分析（PCA）的前两个方向，即最能保留方差的平面。

# %% [markdown] tags=["en"]
# These kinds are ours and serve only to keep score; training never sees them. Neighbours are taken by cosine similarity; the map is the plane of the first two principal components (PCA), the one that keeps the most variance.


# %%
def on_map(rows):
    """The rows on their first two principal axes [N, 2], and the share of the variance that these keep."""
    centred = rows - rows.mean(0)
    _, sizes, axes = torch.linalg.svd(centred, full_matrices=False)
    return centred @ axes[:2].T, (sizes[:2].square().sum() / sizes.square().sum()).item()


def look_at(translator):
    rows = translator.model.encoder.embedding.weight.detach()[ids]
    unit = rows / rows.norm(dim=1, keepdim=True)
    cosine = unit @ unit.T
    nearest = cosine.masked_fill(itself, -2).topk(5).indices
    flat, kept = on_map(rows)
    close = {
        name: torch.cdist(x, x).masked_fill(itself, torch.inf).topk(5, largest=False).indices.tolist()
        for name, x in (("full", rows), ("map", flat))
    }
    shared = sum(len(set(a) & set(b)) for a, b in zip(close["full"], close["map"])) / (5 * len(words))
    return {
        "purity": same_kind.gather(1, nearest).float().mean().item(),
        "same": cosine[same_kind].mean().item(),
        "other": cosine[~same_kind & ~itself].mean().item(),
        "variance": kept,
        "overlap": shared,
        "nearest": nearest[:, :3].tolist(),
        "flat": flat,
        "rows": rows.clone(),
        "cosine": cosine,
    }


STEPS, seeds = (0, 100, 300, 800), range(3)
STARTS = {"wide": 1.0, "small": 64**-0.5}  # standard deviation of the embeddings before training
seen, exact = {}, {start: [] for start in STARTS}
for start, std in STARTS.items():
    for seed in seeds:
        translator = lab.untrained(seed, embed_std=std, steps=STEPS[-1])
        seen[start, seed, 0] = look_at(translator)

        def watch(step):
            if step in STEPS:
                seen[start, seed, step] = look_at(translator)

        lab.fit(translator, on_step=watch)
        exact[start].append(translator.evaluate(pairs.valid)["exact_match"])


def runs(start, key):
    return [[seen[start, seed, step][key] for step in STEPS] for seed in seeds]


chance = same_kind.sum().item() / (~itself).sum().item()
print(f"by chance, {chance:.0%} of the neighbours would be of the same kind")

# %% [markdown] tags=["zh"]
# ## 近邻 {#neighbours}

# %% [markdown] tags=["en"]
# ## Neighbours {#neighbours}


# %%
def neighbours(start, step, word):
    return " ".join(words[i] for i in seen[start, 0, step]["nearest"][words.index(word)])


lab.table(
    [("词", "word"), *[(f"第 {step} 步", f"step {step}") for step in STEPS]],
    [
        [word, *[neighbours("small", step, word) for step in STEPS]]
        for word in ["昨天", "北京", "吃", "三", "苹果", "新"]
    ],
    align="lllll",
)

# %% [markdown] tags=["zh"]
# 上表是从 $\mathcal{N}(0,1/E)$ 出发的一个种子，每格是最近的三个词。下图是两种起点、三个种子的同类比例。

# %% [markdown] tags=["en"]
# The table is one seed that started from $\mathcal{N}(0,1/E)$; each cell has the three nearest words. The figure shows the share of the same kind for both starts and three seeds.


# %% tags=["hide"]
def draw(axes, say):
    upper, lower = axes
    titles = {"wide": ("起点 N(0, 1)", "start N(0, 1)"), "small": ("起点 N(0, 1/E)", "start N(0, 1/E)")}
    lab.heading(upper, say("五个最近邻中同类的比例", "Share of the 5 nearest that are of the same kind"))
    for (start, title), style in zip(titles.items(), lab.SERIES):
        lab.curves(upper, STEPS, runs(start, "purity"), say(*title), **style)
    upper.plot([STEPS[0], STEPS[-1]], [chance, chance], color=lab.STRONG, linestyle=(0, (1, 1.5)))
    lab.entry(upper, say("碰巧", "by chance"), color=lab.STRONG, linestyle=(0, (1, 1.5)))
    upper.set_ylim(0, 1)
    lab.percent(upper.yaxis)
    upper.set_xticks(STEPS)
    upper.set_xlabel(say("训练步数", "training step"))
    lab.heading(lower, say("最后整句全对的比例", "Exact match at the end"))
    lab.strip(lower, [(say(*title), exact[start]) for start, title in titles.items()], lab.SERIES)
    lab.percent(lower.xaxis)


after = {start: [seen[start, seed, STEPS[-1]]["purity"] for seed in seeds] for start in STARTS}
lab.show(
    draw,
    panels=2,
    height=110,
    alt=(
        f"上图：同类近邻的比例随训练上升。从 N(0, 1/E) 出发升到 {sum(after['small']) / 3:.0%}，从 N(0, 1) 出发只到 {sum(after['wide']) / 3:.0%}。"
        "下图：整句全对的比例，名次相反。",
        f"Above: the share of same-kind neighbours rises in training, to {sum(after['small']) / 3:.0%} from N(0, 1/E) but only to "
        f"{sum(after['wide']) / 3:.0%} from N(0, 1). Below: exact match, where the order is the reverse.",
    ),
    caption=(
        "近邻更有意义的那个模型，翻译得更差。线是三个种子的均值，色带是最小到最大。",
        "The model with the more meaningful neighbours translates worse. Lines are means of three seeds, bands span them.",
    ),
)

# %% [markdown] tags=["zh"]
# ## 地图，以及它藏起了什么 {#map}
#
# 每幅图各做各的 PCA，方向和正负没有意义，只能看谁与谁在一起。图里写出名字的六个词，是挑出来的散得最开的，两幅图里是同样六个。

# %% [markdown] tags=["en"]
# ## The map, and what it hides {#map}
#
# Each map has its own PCA: directions and signs mean nothing, only who is near whom. The six words that are named lie well apart, and are the same on both maps.


# %% tags=["hide"]
def in_points(flat):
    """The map's spots in points, about as the figure will show them."""
    low, high = flat.min(0).values, flat.max(0).values
    return (flat - low) / (high - low) * torch.tensor([290.0, 205.0])


maps = {step: in_points(seen["small", 0, step]["flat"]) for step in (0, STEPS[-1])}
between = torch.stack([torch.cdist(spots, spots) for spots in maps.values()]).amin(0)  # on the map where it is less
named = [between.sum(1).argmax().item()]
while len(named) < 6:
    named.append(between[named].amin(0).argmax().item())


def name_words(panel, flat, spots):
    """Write the named words beside their marks, on the side where fewer marks are."""
    for word in named:
        wide, (x, y) = lab.width_of(words[word]), spots[word].tolist()
        places = [(x + 5, y - 6), (x - 5 - wide, y - 6), (x - wide / 2, y + 5), (x - wide / 2, y - 17)]

        def covered(corner):
            marks = spots - torch.tensor(corner)
            inside = (marks[:, 0] > -4) & (marks[:, 0] < wide + 4) & (marks[:, 1] > -3) & (marks[:, 1] < 14)
            return int(inside.sum()) + 10 * (corner[0] < -8 or corner[0] + wide > 298)

        dx, dy = (a - b for a, b in zip(min(places, key=covered), (x, y)))
        style = {"fontweight": "bold", "ha": "left", "va": "bottom", "annotation_clip": False}
        panel.annotate(words[word], flat[word].tolist(), (dx, dy), textcoords="offset points", **style)


def draw(axes, say):
    marks = [*"osD^vP*"]
    tones = [lab.ACCENT, lab.QUANTITIES["source-embedding"], lab.GOOD, lab.INK, lab.QUANTITIES["context"], lab.STRONG]
    tones.append(lab.QUANTITIES["gradient"])
    for panel, step in zip(axes, (0, STEPS[-1])):
        view = seen["small", 0, step]
        kept = f"{view['variance']:.0%}"
        lab.heading(panel, say(f"第 {step} 步（保留方差的 {kept}）", f"Step {step} ({kept} of the variance kept)"))
        for number, name in enumerate(CLASSES):
            spots = view["flat"][kind == number]
            style = {"color": tones[number], "marker": marks[number], "linestyle": "none"}
            panel.plot(spots[:, 0], spots[:, 1], alpha=0.9, **style)
            if step == 0:
                lab.entry(panel, say(*name), **style)
        name_words(panel, view["flat"], maps[step])
        panel.set_xlabel(say("横：第一个方向，纵：第二个方向", "across: first direction, up: second direction"))
        panel.set_xticks([])
        panel.set_yticks([])
        panel.margins(0.06)


def same_on_map(step):
    """Of the five nearest on the map, the share that are of the same kind."""
    flat = seen["small", 0, step]["flat"]
    close = torch.cdist(flat, flat).masked_fill(itself, torch.inf).topk(5, largest=False).indices
    return same_kind.gather(1, close).float().mean().item()


lab.show(
    draw,
    panels=2,
    height=230,
    alt=(
        f"两幅散点图，七类词各用一种记号。五个最近的记号里，同类的在训练前占 {same_on_map(0):.0%}，训练后占 {same_on_map(STEPS[-1]):.0%}。",
        f"Two scatter plots, with a mark for each of the seven kinds. Of a mark's five nearest, {same_on_map(0):.0%} are of its "
        f"kind before training and {same_on_map(STEPS[-1]):.0%} after it.",
    ),
    caption=(
        "同一个模型（起点 N(0, 1/E)，种子 0）训练前后的源语言嵌入，投影到各自的前两个主成分。",
        "One model's source embeddings (start N(0, 1/E), seed 0) before and after training, on the first two principal components of each.",
    ),
)


# %%
def rank_correlation(a, b):
    """Spearman's correlation of two lists."""
    ranks = torch.stack([x.argsort().argsort().double() for x in (a, b)])
    return torch.corrcoef(ranks)[0, 1].item()


upper = torch.triu(torch.ones_like(itself), 1).bool()
agreement = {
    step: [
        rank_correlation(seen["small", a, step]["cosine"][upper], seen["small", b, step]["cosine"][upper])
        for a, b in itertools.combinations(seeds, 2)
    ]
    for step in (0, STEPS[-1])
}
last = [seen["small", seed, STEPS[-1]] for seed in seeds]
lab.table(
    [
        ("训练之后，起点 N(0, 1/E)", "after training, start N(0, 1/E)"),
        ("均值（范围）", "mean (range)"),
    ],
    [
        [("二维地图保留的方差", "variance that the map keeps"), lab.ranged([v["variance"] for v in last], ".0%")],
        [
            ("五个近邻中地图也保留的", "of the 5 neighbours, kept by the map"),
            lab.ranged([v["overlap"] for v in last], ".0%"),
        ],
        [
            ("两个种子的相似度的秩相关，训练前", "rank correlation between seeds, before"),
            lab.ranged(agreement[0], ".2f"),
        ],
        [
            ("两个种子的相似度的秩相关，训练后", "rank correlation between seeds, after"),
            lab.ranged(agreement[STEPS[-1]], ".2f"),
        ],
    ],
)

# %% tags=["hide"]
VALUES = {
    "seeds": len(seeds),
    "steps": STEPS[-1],
    "words": len(words),
    "classes": len(CLASSES),
    "purity_chance": chance,
}
for start, suffix in (("small", ""), ("wide", "_wide")):
    for when, step in (("before", 0), ("after", STEPS[-1])):
        for name, key in (("purity", "purity"), ("same_class", "same"), ("other_class", "other")):
            values = [seen[start, seed, step][key] for seed in seeds]
            VALUES |= lab.spread(f"{name}_{when}{suffix}", values)
    VALUES |= lab.spread(f"exact{suffix or '_small'}", exact[start])


def travelled(start):
    """For each seed, how far the rows moved in training, relative to their length before it."""
    ends = ((seen[start, seed, 0]["rows"], seen[start, seed, STEPS[-1]]["rows"]) for seed in seeds)
    return [((last - first).norm(dim=1) / first.norm(dim=1)).mean().item() for first, last in ends]


for start, suffix in (("small", ""), ("wide", "_wide")):
    VALUES |= lab.spread(f"travelled{suffix}", travelled(start))
VALUES["variance_2d_before"] = sum(seen["small", seed, 0]["variance"] for seed in seeds) / len(seeds)
VALUES["variance_2d_after"] = sum(view["variance"] for view in last) / len(seeds)
VALUES |= lab.spread("overlap_2d", [view["overlap"] for view in last])
VALUES["axis_agreement_before"] = sum(agreement[0]) / len(agreement[0])
VALUES["axis_agreement"] = sum(agreement[STEPS[-1]]) / len(agreement[STEPS[-1]])
# what the closing says must stay true
before = [seen["small", seed, 0]["purity"] for seed in seeds]
assert lab.apart(after["small"], before) and min(after["small"]) > 0.5, "rows of a kind draw together"
assert lab.apart(after["small"], after["wide"]), "from the small start more than from the wide one"
assert lab.apart(exact["wide"], exact["small"]), "which translates better all the same"
assert lab.apart(travelled("small"), travelled("wide")), "rows of the wide start hardly have to move"
assert VALUES["same_class_after_mean"] > VALUES["other_class_after_mean"] + 0.1, "the same by mean cosine"
assert VALUES["overlap_2d_max"] < 0.6 and VALUES["variance_2d_after"] < 0.6, "the map hides a lot"
assert VALUES["axis_agreement"] > VALUES["axis_agreement_before"] + 0.1, "similarities come back with another seed"

# %% [markdown] tags=["zh"]
# ## 看到了什么 {#findings}
#
# - 没有人教过类别，同类的词却靠拢了：从小的起点出发，近邻的同类比例由 [[value lab.05_meaning.purity_before_mean .0%]] 升到 [[value lab.05_meaning.purity_after_mean .0%]]（碰巧是 [[value lab.05_meaning.purity_chance .0%]]）。一个说得通的原因：它们出现在同样的位置，又要求译文做同样的事，得到的梯度相似。
# - **翻译得好与几何有意义是两回事。** 从 $\mathcal{N}(0,1)$ 出发的模型整句全对 [[value lab.05_meaning.exact_wide_mean .0%]]，好于小起点的 [[value lab.05_meaning.exact_small_mean .0%]]，它的同类近邻却只有 [[value lab.05_meaning.purity_after_wide_mean .0%]]。这与一个简单的解释相符：随机的行彼此本来就离得远，LSTM 可以直接把它们当作各不相同的记号，不必挪动很多。量出来也是这样：训练中每行平均移动自身原来长度的 [[value lab.05_meaning.travelled_wide_mean .1f]] 倍，从小的起点出发则是 [[value lab.05_meaning.travelled_mean .1f]] 倍。
# - **地图藏起了很多。** 两个方向只保留 [[value lab.05_meaning.variance_2d_after .0%]] 的方差；真正的五个近邻，地图上平均只剩 [[value lab.05_meaning.overlap_2d_mean .0%]]。看着挨在一起的词，先到原空间里查一查。
# - 换一个种子，坐标全变，词与词的相似关系却部分重现：秩相关为 [[value lab.05_meaning.axis_agreement .2f]]，训练前是 [[value lab.05_meaning.axis_agreement_before .2f]]。
#
# 这些数字来自一部很小的语法，类别由语法决定，比真实语料整齐得多。

# %% [markdown] tags=["en"]
# ## What was seen {#findings}
#
# - Nobody taught the kinds, and yet words of a kind drew together: from the small start, the share of same-kind neighbours rose from [[value lab.05_meaning.purity_before_mean .0%]] to [[value lab.05_meaning.purity_after_mean .0%]] (by chance it would be [[value lab.05_meaning.purity_chance .0%]]). A plausible reason: they stand in the same places and ask the same of the translation, so their gradients are alike.
# - **Translating well and meaningful geometry are two things.** The model that started from $\mathcal{N}(0,1)$ gets [[value lab.05_meaning.exact_wide_mean .0%]] of the sentences exactly right, more than the [[value lab.05_meaning.exact_small_mean .0%]] from the small start, and yet only [[value lab.05_meaning.purity_after_wide_mean .0%]] of its neighbours are of the same kind. That fits a simple explanation: random rows lie far apart to begin with, and the LSTM can use them as distinct tokens without moving them much. So it was: in training a row moved by [[value lab.05_meaning.travelled_wide_mean .1f]] times its first length on average, and from the small start by [[value lab.05_meaning.travelled_mean .1f]] times.
# - **The map hides a lot.** Two directions keep [[value lab.05_meaning.variance_2d_after .0%]] of the variance, and of the five true neighbours only [[value lab.05_meaning.overlap_2d_mean .0%]] are left on the map. Before believing two neighbours on a map, look them up in the full space.
# - Another seed changes every coordinate, but the similarities between words come back in part: their rank correlation is [[value lab.05_meaning.axis_agreement .2f]], before training [[value lab.05_meaning.axis_agreement_before .2f]].
#
# All this is from a very small grammar, which itself decides the kinds; real text is far less tidy.
