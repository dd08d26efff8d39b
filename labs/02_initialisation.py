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
# # 词嵌入该怎样初始化？ {#initialisation}
#
# 嵌入表的初始化常见的就有好几种，从 $\mathcal{N}(0,1)$ 到 $U(-0.08, 0.08)$，标准差相差二十多倍。训练预算相同时，差别有多大？还是说训练几百步之后，起点就不重要了？
#
# 这里比较五种，只换两张嵌入表的初始化，LSTM 与投影层照旧，`<pad>` 行总是重新清零。每种初始化先挑学习率，再用三个随机种子各训练一次。

# %% [markdown] tags=["en"]
# # How should embeddings be initialised? {#initialisation}
#
# Several initialisations of embedding tables are customary, from $\mathcal{N}(0,1)$ to $U(-0.08, 0.08)$, and their spreads are more than twentyfold apart. How much does that matter at equal training? Or has the start become irrelevant after some hundred steps?
#
# Five are compared here. Only the two embedding tables are drawn differently; LSTM and projection stay, and the `<pad>` row is always made zero again. Each initialisation first takes a learning rate, then is trained with three seeds.

# %% [markdown] tags=["zh"]
# ## 先猜一猜 {#guess}
#
# 1. 把下面五种按最终的验证损失从好到坏排个序。
# 2. Xavier 的公式 $\sigma = \sqrt{2/(V+E)}$ 把 $V$ 也算进「扇入」。可是查表并不对 $V$ 求和。$V$ 越大，它给出的标准差越小：这是好事吗？
# 3. 换一个随机种子，名次会变吗？

# %% [markdown] tags=["en"]
# ## Guess first {#guess}
#
# 1. Rank the five below by their final validation loss, best first.
# 2. Xavier's formula $\sigma = \sqrt{2/(V+E)}$ counts $V$ as a fan, though a look-up sums nothing over $V$. The larger $V$, the smaller the spread it gives: is that a good thing?
# 3. Does another seed change the ranking?

# %%
import math

import lab_tools as lab
import torch
from torch import nn

pairs, source_vocabulary, target_vocabulary = lab.corpus()
E, STEPS = 64, 320
INITS = {
    "normal": ("N(0, 1)", nn.init.normal_),
    "scaled": ("N(0, 1/E)", lambda weight: nn.init.normal_(weight, std=E**-0.5)),
    "xavier": ("Xavier", nn.init.xavier_normal_),
    "xavier_50k": ("Xavier, V=50k", lambda weight: nn.init.normal_(weight, std=math.sqrt(2 / (50_000 + E)))),
    "uniform": ("U(±0.08)", lambda weight: nn.init.uniform_(weight, -0.08, 0.08)),
}


def initialised(name, seed, lr):
    translator = lab.untrained(seed, lr=lr, embed_size=E, steps=STEPS)
    for part in (translator.model.encoder, translator.model.decoder):
        with torch.no_grad():
            INITS[name][1](part.embedding.weight)
            part.embedding.weight[0].zero_()  # every initialiser overwrites the pad row
    return translator


# %% [markdown] tags=["zh"]
# 其中 `Xavier, V=50k` 取的是词表有五万词时公式给出的标准差；我们的词表很小，这样才能看到「把 $V$ 算进去」的后果。$U(-0.08, 0.08)$ 是 [@sutskever2014] 的选择。
#
# ## 训练之前：门看到了什么 {#gates}
#
# 嵌入经 $W_{ih}$ 进入四个门。先看它给门的预激活带来多大的变化：变化太小，不同的词在 LSTM 眼里几乎一样。

# %% [markdown] tags=["en"]
# `Xavier, V=50k` takes the spread that the formula gives for a vocabulary of fifty thousand words; ours is small, and this shows what counting $V$ leads to. $U(-0.08, 0.08)$ is the choice of [@sutskever2014].
#
# ## Before training: what the gates see {#gates}
#
# Embeddings enter the four gates through $W_{ih}$. First, how much they move the gates' pre-activations: if it is little, all words look nearly alike to the LSTM.

# %%
std, gate = {}, {}
for name in INITS:
    encoder = initialised(name, seed=0, lr=0.01).model.encoder
    rows = encoder.embedding.weight[1:]  # without <pad>
    std[name] = rows.std().item()
    gate[name] = (rows @ encoder.lstm.weight_ih_l0.T).std().item()

lab.table(
    [
        ("初始化", "initialisation"),
        ("标准差", "std"),
        ("词对门的影响（标准差）", "effect of a word on the gates (std)"),
    ],
    [[INITS[name][0], f"{std[name]:.4f}", f"{gate[name]:.4f}"] for name in INITS],
)

# %% [markdown] tags=["zh"]
# ## 训练：两个学习率，三个种子 {#training}
#
# 初始化与学习率互相影响：Adam 每一步移动多远，以学习率为尺度，与这个数本身的大小无关。只用一个学习率来比不公平，所以每种初始化先用一个单独的种子在两个学习率里挑验证损失低的，再用另外三个种子比较。表里先写均值，括号里是三个种子中的最小与最大。

# %% [markdown] tags=["en"]
# ## Training: two learning rates, three seeds {#training}
#
# Initialisation and learning rate interact: how far Adam moves a value in a step is scaled by the learning rate, whatever the value's own size. One rate for all would be unfair, so each initialisation first takes the one of two with the lower validation loss, tried with a seed of its own; three other seeds then make the comparison. The table gives the mean, and in parentheses the least and the greatest of the three seeds.

# %%
rates, trial, seeds = (0.02, 0.04), 3, range(3)
marks = [STEPS // 4 * quarter for quarter in (1, 2, 3, 4)]


def trained(name, seed, rate):
    """Validation losses at the marks, and exact match at the end."""
    translator, curve = initialised(name, seed, rate), []

    def watch(step):
        if step in marks:
            curve.append(lab.token_loss(translator, pairs.valid))

    lab.fit(translator, on_step=watch)
    return curve, translator.evaluate(pairs.valid)["exact_match"]


tried = {name: {rate: trained(name, trial, rate)[0][-1] for rate in rates} for name in INITS}
best_rate = {name: min(rates, key=tried[name].get) for name in INITS}
runs = {name: [trained(name, seed, best_rate[name]) for seed in seeds] for name in INITS}
losses = {name: [curve for curve, _ in runs[name]] for name in INITS}
final = {name: [run[-1] for run in losses[name]] for name in INITS}
exact = {name: [share for _, share in runs[name]] for name in INITS}

lab.table(
    [
        ("初始化", "initialisation"),
        ("学习率", "rate"),
        ("验证损失", "validation loss"),
        ("整句全对", "exact match"),
    ],
    [
        [INITS[name][0], str(best_rate[name]), lab.ranged(final[name], ".2f"), lab.ranged(exact[name], ".0%")]
        for name in INITS
    ],
)

# %% tags=["hide"]
order = sorted(INITS, key=lambda name: sum(final[name]))


def draw(axes, say):
    lab.heading(axes, say("验证损失（每词）", "Validation loss a token"))
    for name, style in zip(INITS, lab.SERIES):
        lab.curves(axes, marks, losses[name], INITS[name][0], band=name == "normal", **style)
    axes.set_ylim(bottom=0)
    axes.set_xticks(marks)
    axes.set_xlabel(say("训练步数", "training step"))


lab.show(
    draw,
    height=190,
    alt=(
        "折线图：五种初始化的验证损失随步数下降。最后从低到高依次为 "
        + "、".join(INITS[name][0] for name in order)
        + "。",
        "Line chart: validation loss falls with the steps for all five. At the end, from low to high: "
        + ", ".join(INITS[name][0] for name in order)
        + ".",
    ),
    caption=(
        "每种初始化取挑出的学习率。线是三个种子的均值，色带是 N(0, 1) 的最小到最大；其余四种的没有画，区间见上表。",
        "Each at the rate it took. Lines are means of three seeds; the band goes from the least to the greatest of N(0, 1). "
        "The other four have none here: their ranges are in the table.",
    ),
)

# %% tags=["hide"]
others = [name for name in INITS if name != "normal"]
VALUES = {"seeds": len(seeds), "steps": STEPS, "lr_low": rates[0], "lr_high": rates[1], "others": len(others)}
VALUES["others_at_high"] = sum(best_rate[name] == rates[1] for name in others)
VALUES["gate_ratio_50k"] = gate["scaled"] / gate["xavier_50k"]
VALUES |= lab.compared("scaled_50k", final["scaled"], final["xavier_50k"])
VALUES |= lab.compared("xavier_50k", final["xavier"], final["xavier_50k"])
for name in INITS:
    VALUES |= {f"std_{name}": std[name], f"gate_{name}": gate[name], f"lr_{name}": best_rate[name]}
    VALUES |= lab.spread(f"loss_{name}", final[name]) | lab.spread(f"exact_{name}", exact[name])
    VALUES |= lab.spread(f"loss_{name}_early", [run[0] for run in losses[name]])
means = {name: VALUES[f"loss_{name}_mean"] for name in INITS}
four = [means[name] for name in others]
VALUES |= {"gap_normal": min(four) - means["normal"], "gap_others": max(four) - min(four)}
rankings = {tuple(sorted(others, key=lambda name: final[name][place])) for place in range(len(seeds))}
VALUES["ranking_zh"] = "随种子变了" if len(rankings) > 1 else "在这几个种子上没有变"
VALUES["ranking_en"] = "changes with the seed" if len(rankings) > 1 else "is the same for these seeds"
# what the closing says must stay true
assert all(lab.apart(final[name], final["normal"]) for name in others), "N(0, 1) is better than the other four"
assert VALUES["gap_others"] < VALUES["gap_normal"], "and the four are nearer to each other than to it"
assert all(curve[-1] < curve[0] for name in INITS for curve in losses[name]), "the loss falls in all"
assert gate["normal"] > 5 * max(gate[name] for name in others), "its words move the gates most"
assert gate["xavier"] < gate["scaled"] and VALUES["gate_ratio_50k"] > 10, "among the four, gates differ widely"

# %% [markdown] tags=["zh"]
# ## 看到了什么 {#findings}
#
# - 在这个任务、Adam 与 [[value lab.02_initialisation.steps]] 步的预算下，$\mathcal{N}(0,1)$ 的**每一个**种子都好于其余四种的每一个种子：验证损失均值 [[value lab.02_initialisation.loss_normal_mean .2f]]，而 $\mathcal{N}(0,1/E)$ 是 [[value lab.02_initialisation.loss_scaled_mean .2f]]，$U(-0.08,0.08)$ 是 [[value lab.02_initialisation.loss_uniform_mean .2f]]。
# - 一个说得通的解释在第一张表里：标准差小，词对门的影响就小（[[value lab.02_initialisation.gate_normal .2f]] 对 [[value lab.02_initialisation.gate_scaled .3f]]），模型得先把行拉开，才分得清词。不过，它解释得了 $\mathcal{N}(0,1)$ 与其余四种的差距，在这四种之间却看不出多少作用：四者的均值最多相差 [[value lab.02_initialisation.gap_others .2f]]，离 $\mathcal{N}(0,1)$ 最近的也差 [[value lab.02_initialisation.gap_normal .2f]]。Xavier 取五万词时，影响只有 $\mathcal{N}(0,1/E)$ 的 [[value lab.02_initialisation.gate_ratio_50k .0f]] 分之一，损失均值是 [[value lab.02_initialisation.loss_xavier_50k_mean .2f]] 对 [[value lab.02_initialisation.loss_scaled_mean .2f]]（[[value lab.02_initialisation.scaled_50k_zh]]）；按我们的小词表算的 Xavier，影响也比 $\mathcal{N}(0,1/E)$ 小（[[value lab.02_initialisation.gate_xavier .3f]]），损失均值是 [[value lab.02_initialisation.loss_xavier_mean .2f]]。本实验没有单独检验这个解释。
# - 把 $V$ 算进 Xavier 的「扇入」，大词表会得到 [[value lab.02_initialisation.std_xavier_50k .4f]] 这样小的标准差，损失均值是 [[value lab.02_initialisation.loss_xavier_50k_mean .2f]]；按我们的小词表算的是 [[value lab.02_initialisation.loss_xavier_mean .2f]]，两者的[[value lab.02_initialisation.xavier_50k_zh]]。
# - 第三个猜测：$\mathcal{N}(0,1)$ 总在第一；其余四种之间的名次[[value lab.02_initialisation.ranking_zh]]。
#
# **不能**由此得出「永远用 $\mathcal{N}(0,1)$」。学习率只试了两个，除 $\mathcal{N}(0,1)$ 之外的 [[value lab.02_initialisation.others]] 种里，有 [[value lab.02_initialisation.others_at_high]] 种取了较大的 [[value lab.02_initialisation.lr_high]]；更大或更小的会怎样，限于构建的时间没有试。步数再多，差距可能缩小；嵌入与输出层共享权重时、用 SGD 时、模型更大时，结论都可能不同。而且学得快不等于嵌入的几何更有意义，见实验「[[lab 05_meaning]]」。

# %% [markdown] tags=["en"]
# ## What was seen {#findings}
#
# - On this task, with Adam and [[value lab.02_initialisation.steps]] steps, **every** seed of $\mathcal{N}(0,1)$ is better than every seed of the other four: mean validation loss [[value lab.02_initialisation.loss_normal_mean .2f]], against [[value lab.02_initialisation.loss_scaled_mean .2f]] for $\mathcal{N}(0,1/E)$ and [[value lab.02_initialisation.loss_uniform_mean .2f]] for $U(-0.08,0.08)$.
# - A plausible reason stands in the first table: with a small spread a word hardly moves the gates ([[value lab.02_initialisation.gate_normal .2f]] against [[value lab.02_initialisation.gate_scaled .3f]]), and the model has to pull the rows apart before it can tell words from each other. It accounts for the gap between $\mathcal{N}(0,1)$ and the other four; among these it shows little: their means are at most [[value lab.02_initialisation.gap_others .2f]] apart, while the nearest to $\mathcal{N}(0,1)$ is [[value lab.02_initialisation.gap_normal .2f]] from it. Xavier for fifty thousand words has [[value lab.02_initialisation.gate_ratio_50k .0f]] times less effect than $\mathcal{N}(0,1/E)$, and a mean loss of [[value lab.02_initialisation.loss_xavier_50k_mean .2f]] against [[value lab.02_initialisation.loss_scaled_mean .2f]] ([[value lab.02_initialisation.scaled_50k_en]]); Xavier for our small vocabulary has less effect than $\mathcal{N}(0,1/E)$, too ([[value lab.02_initialisation.gate_xavier .3f]]), at a mean loss of [[value lab.02_initialisation.loss_xavier_mean .2f]]. The lab does not test the explanation separately.
# - Counting $V$ in Xavier's fan gives a large vocabulary a spread as small as [[value lab.02_initialisation.std_xavier_50k .4f]], with a mean loss of [[value lab.02_initialisation.loss_xavier_50k_mean .2f]]; the one computed for our small vocabulary has [[value lab.02_initialisation.loss_xavier_mean .2f]], and [[value lab.02_initialisation.xavier_50k_en]].
# - The third guess: $\mathcal{N}(0,1)$ is always first; the order of the other four [[value lab.02_initialisation.ranking_en]].
#
# This does **not** say “always use $\mathcal{N}(0,1)$”. Only two rates were tried: of the other [[value lab.02_initialisation.others]] initialisations, [[value lab.02_initialisation.others_at_high]] took the higher one, [[value lab.02_initialisation.lr_high]]; what higher or lower ones would do the time for a build did not allow to try. More steps may narrow the gap, and tied weights, SGD or larger models may turn out otherwise. Nor does fast learning make the embeddings' geometry more meaningful: see “[[lab 05_meaning]]”.
