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
# # 嵌入多大才够？dropout 与共享权重值得吗？
#
# 嵌入维度 $E$ 从 4 到 128，参数和质量各变多少？在嵌入上加 dropout，是不是总有好处？让解码器的嵌入与输出层共用一个矩阵，省下的参数要不要用质量来换？
#
# 三组对照，每组只改一样，其余照旧，每种三个种子。

# %% [markdown] tags=["en"]
# # How large an embedding? Are dropout and tying worth it?
#
# With the embedding size $E$ going from 4 to 128, how do parameters and quality change? Is dropout on embeddings always of use? And if the decoder's embedding and output layer share a matrix, are the saved parameters paid for in quality?
#
# Three comparisons, each changing one thing, with three seeds a setting.

# %% [markdown] tags=["zh"]
# ## 先猜一猜
#
# 1. $E$ 加倍，验证损失会一直下降，还是到某一处就不再变化？
# 2. 训练句子很少时，dropout 取 $0$ 好，还是 $0.3$ 好？
# 3. 共享权重之后，整句全对的比例会上升、下降，还是分不出来？

# %% [markdown] tags=["en"]
# ## Guess first
#
# 1. As $E$ doubles, does the validation loss keep falling, or level off somewhere?
# 2. With few sentences to learn from, is dropout better at $0$ or at $0.3$?
# 3. Tied, will exact match rise, fall, or be indistinguishable?

# %%
import lab_tools as lab

pairs, source_vocabulary, target_vocabulary = lab.corpus()
seeds = range(3)


def parameters(translator):
    return sum(weight.numel() for weight in translator.model.parameters())  # a shared matrix counts once


def measured(translator, learnt=None):
    metrics = lab.fit(translator, learnt).evaluate(pairs.valid)
    return metrics["loss"], metrics["exact_match"]


def losses(results):
    return [loss for loss, _ in results]


def matches(results):
    return [exact for _, exact in results]


HEAD = [
    ("参数", "parameters"),
    ("验证损失：均值（最小 – 最大）", "validation loss: mean (least – greatest)"),
    ("整句全对", "exact match"),
]

# %% [markdown] tags=["zh"]
# ## 嵌入维度 $E$
#
# 两张嵌入表的参数是 $(V_{\text{源}}+V_{\text{目标}}) \cdot E$，LSTM 的输入权重是两个 $4H \cdot E$，都随 $E$ 线性增长。

# %% [markdown] tags=["en"]
# ## Embedding size $E$
#
# The two embedding tables have $(V_{source}+V_{target}) \cdot E$ parameters, the LSTMs' input weights twice $4H \cdot E$: both grow in proportion to $E$.

# %%
SIZES = (4, 8, 16, 32, 64, 128)
by_size = {size: [measured(lab.untrained(seed, embed_size=size)) for seed in seeds] for size in SIZES}
size_parameters = {size: parameters(lab.untrained(0, embed_size=size)) for size in SIZES}
lab.table(
    [("E", "E"), *HEAD],
    [
        [str(size), f"{size_parameters[size]:,}", lab.ranged(losses(r), ".2f"), lab.ranged(matches(r), ".0%")]
        for size, r in by_size.items()
    ],
)

# %% [markdown] tags=["zh"]
# ## 嵌入上的 dropout
#
# 为了让过拟合有机会出现，只给很少的训练句子，让模型把它们看许多遍。

# %% [markdown] tags=["en"]
# ## Dropout on embeddings
#
# To give overfitting a chance, there are few sentences to learn from, and each is seen many times.

# %%
few = pairs.train[:1000]
RATES = (0.0, 0.1, 0.3, 0.5)
by_rate = {rate: [measured(lab.untrained(seed, dropout=rate), few) for seed in seeds] for rate in RATES}
passes = lab.STEPS * lab.BATCH / len(few)
print(f"{len(few)} sentences, each seen {passes:.0f} times")
lab.table(
    [("dropout", "dropout"), *HEAD[1:]],
    [[str(rate), lab.ranged(losses(r), ".2f"), lab.ranged(matches(r), ".0%")] for rate, r in by_rate.items()],
)

# %% [markdown] tags=["zh"]
# ## 共享解码器的嵌入与输出层
#
# [@press2017] 与 [@inan2017] 提出让这两个矩阵合为一个，前提是 $E = H$，这里都取 96。共享之后，嵌入的初始标准差也就成了输出层的：$\mathcal{N}(0,1)$ 对输出层来说很大，所以两种标准差都试，免得把初始化的功过算在共享头上。

# %% [markdown] tags=["en"]
# ## Tying the decoder's embedding and the output layer
#
# [@press2017] and [@inan2017] propose to make the two matrices one, which takes $E = H$: both are 96 here. Tied, the embedding's initial spread becomes the output layer's as well, and $\mathcal{N}(0,1)$ is large for an output layer. Both spreads are tried, lest tying be credited or blamed for the initialisation.

# %%
def joined(seed, tied, std):
    translator = lab.untrained(seed, embed_size=96, hidden_size=96, embed_std=std)
    decoder = translator.model.decoder
    if tied:
        decoder.projection.weight = decoder.embedding.weight
    return translator


WAYS = {
    "untied": (("各自一个，N(0, 1)", "apart, N(0, 1)"), False, 1.0),
    "tied": (("共享，N(0, 1)", "tied, N(0, 1)"), True, 1.0),
    "untied_small": (("各自一个，N(0, 1/E)", "apart, N(0, 1/E)"), False, 96**-0.5),
    "tied_small": (("共享，N(0, 1/E)", "tied, N(0, 1/E)"), True, 96**-0.5),
}
by_way = {way: [measured(joined(seed, *WAYS[way][1:])) for seed in seeds] for way in WAYS}
way_parameters = {way: parameters(joined(0, *WAYS[way][1:])) for way in WAYS}
lab.table(
    [("输出层", "output layer"), *HEAD],
    [
        [WAYS[way][0], f"{way_parameters[way]:,}", lab.ranged(losses(r), ".2f"), lab.ranged(matches(r), ".0%")]
        for way, r in by_way.items()
    ],
)

# %% tags=["hide"]
def draw(axes, say):
    title = say("验证损失（每词），越低越好", "Validation loss a token, lower is better")
    rows = [
        [(f"E = {size}", losses(r)) for size, r in by_size.items()],
        [(f"dropout {rate}", losses(r)) for rate, r in by_rate.items()],
        [(say(*WAYS[way][0]), losses(r)) for way, r in by_way.items()],
    ]
    parts = say("嵌入维度", "embedding size"), say(f"dropout（{len(few)} 句）", f"dropout ({len(few)} sentences)"), say(
        "共享权重", "tying"
    )
    for panel, part, settings in zip(axes, parts, rows):
        lab.heading(panel, part)
        lab.strip(panel, settings)
        panel.set_xlim(left=0)
    axes[-1].set_xlabel(title)


lab.show(
    draw,
    panels=3,
    height=120,
    alt=(
        "三组点图，横轴是验证损失。第一组：E 从 4 到 128，损失逐步下降。第二组：dropout 从 0 到 0.5，0.5 的损失最高。"
        "第三组：同一种初始化下，共享权重的损失低于各自一个。",
        "Three dot plots of validation loss. First: it falls as E goes from 4 to 128. Second: dropout from 0 to 0.5, highest at 0.5. "
        "Third: with the same initialisation, tied is lower than apart.",
    ),
    caption=("每个圈是一个种子，竖线是均值。三组的横轴不同，不能跨组比较。", "A circle is a seed, the stroke their mean. The axes differ: do not compare across panels."),
)

# %% tags=["hide"]
VALUES = {"seeds": len(seeds), "steps": lab.STEPS, "sizes": list(SIZES), "dropout_pairs": len(few), "dropout_passes": passes}
for size in SIZES:
    VALUES[f"params_e{size}"] = size_parameters[size]
    VALUES |= lab.spread(f"loss_e{size}", losses(by_size[size])) | lab.spread(f"exact_e{size}", matches(by_size[size]))
for rate in RATES:
    name = f"dropout_{rate * 100:.0f}"
    VALUES |= lab.spread(f"loss_{name}", losses(by_rate[rate])) | lab.spread(f"exact_{name}", matches(by_rate[rate]))
for way in WAYS:
    VALUES[f"params_{way}"] = way_parameters[way]
    VALUES |= lab.spread(f"loss_{way}", losses(by_way[way])) | lab.spread(f"exact_{way}", matches(by_way[way]))
VALUES["saved_share"] = 1 - way_parameters["tied"] / way_parameters["untied"]
# what the closing says must stay true
for small, large in ((4, 16), (16, 64), (64, 128)):
    assert VALUES[f"loss_e{small}_mean"] > VALUES[f"loss_e{large}_mean"]
assert lab.apart(losses(by_size[16]), losses(by_size[64]))
assert lab.apart(losses(by_rate[0.5]), losses(by_rate[0.0]))
assert lab.apart(losses(by_way["untied"]), losses(by_way["tied"]))
assert lab.apart(losses(by_way["untied_small"]), losses(by_way["tied_small"]))

# %% [markdown] tags=["zh"]
# ## 看到了什么
#
# - **嵌入维度**：在这个预算下，$E$ 越大损失越低，从 $E=16$ 的 [[value lab.06_ablations.loss_e16_mean .2f]] 到 $E=64$ 的 [[value lab.06_ablations.loss_e64_mean .2f]]，三个种子的区间不重叠；再到 128 是 [[value lab.06_ablations.loss_e128_mean .2f]]（[[value lab.06_ablations.loss_e128_min .2f]] – [[value lab.06_ablations.loss_e128_max .2f]]）。代价是参数由 [[value lab.06_ablations.params_e16 ,d]] 增到 [[value lab.06_ablations.params_e128 ,d]]。步数固定，所以这里量到的也包括“大的学得快”。
# - **dropout**：只有 [[value lab.06_ablations.dropout_pairs]] 句，每句看约 [[value lab.06_ablations.dropout_passes .0f]] 遍，dropout 取 $0.5$ 的损失仍明显高于不用（[[value lab.06_ablations.loss_dropout_50_mean .2f]] 对 [[value lab.06_ablations.loss_dropout_0_mean .2f]]）；取 $0.1$ 是 [[value lab.06_ablations.loss_dropout_10_mean .2f]]，区间若重叠就不能说它有用或有害。dropout 拖慢学习，训练短、模型小、语法规整的时候，没有什么过拟合可防。
# - **共享权重**：少 [[value lab.06_ablations.saved_share .0%]] 的参数，同样的步数反而学得更好：[[value lab.06_ablations.loss_tied_mean .2f]] 对 [[value lab.06_ablations.loss_untied_mean .2f]]；换成小的初始标准差也是如此，[[value lab.06_ablations.loss_tied_small_mean .2f]] 对 [[value lab.06_ablations.loss_untied_small_mean .2f]]。
#
# 这些是一个小模型、一部小语法、[[value lab.06_ablations.steps]] 步的结果。换成真实语料，$E$ 的拐点、dropout 的作用都要重新量。

# %% [markdown] tags=["en"]
# ## What was seen
#
# - **Embedding size**: within this budget a larger $E$ means a lower loss, from [[value lab.06_ablations.loss_e16_mean .2f]] at $E=16$ to [[value lab.06_ablations.loss_e64_mean .2f]] at $E=64$, with ranges of three seeds that do not overlap; at 128 it is [[value lab.06_ablations.loss_e128_mean .2f]] ([[value lab.06_ablations.loss_e128_min .2f]] – [[value lab.06_ablations.loss_e128_max .2f]]). The price: [[value lab.06_ablations.params_e128 ,d]] parameters instead of [[value lab.06_ablations.params_e16 ,d]]. The steps are fixed, so this includes that large ones learn faster.
# - **Dropout**: with [[value lab.06_ablations.dropout_pairs]] sentences, each seen some [[value lab.06_ablations.dropout_passes .0f]] times, dropout of $0.5$ is still clearly worse than none ([[value lab.06_ablations.loss_dropout_50_mean .2f]] against [[value lab.06_ablations.loss_dropout_0_mean .2f]]); at $0.1$ it is [[value lab.06_ablations.loss_dropout_10_mean .2f]], and where ranges overlap that proves neither help nor harm. Dropout slows learning down; a short run of a small model on a regular grammar has little overfitting to prevent.
# - **Tying**: with [[value lab.06_ablations.saved_share .0%]] fewer parameters the same steps learn more: [[value lab.06_ablations.loss_tied_mean .2f]] against [[value lab.06_ablations.loss_untied_mean .2f]], and with the small initial spread likewise, [[value lab.06_ablations.loss_tied_small_mean .2f]] against [[value lab.06_ablations.loss_untied_small_mean .2f]].
#
# All this is a small model, a small grammar and [[value lab.06_ablations.steps]] steps. On real text, where $E$ levels off and what dropout does have to be measured anew.
