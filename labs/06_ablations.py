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
# # 嵌入多大才够？dropout 与共享权重值得吗？ {#ablations}
#
# 嵌入维度 $E$ 从 4 到 128，参数和质量各变多少？在嵌入上加 dropout，是不是总有好处？让解码器的嵌入与输出层共用一个矩阵，省下的参数要不要用质量来换？
#
# 三组对照，每组只改一样，其余照旧，每种三个种子。表里先写均值，括号里是三个种子中的最小与最大。

# %% [markdown] tags=["en"]
# # How large an embedding? Are dropout and tying worth it? {#ablations}
#
# With the embedding size $E$ going from 4 to 128, how do parameters and quality change? Is dropout on embeddings always of use? And if the decoder's embedding and output layer share a matrix, are the saved parameters paid for in quality?
#
# Three comparisons, each changing one thing, with three seeds a setting. The tables give the mean, and in parentheses the least and the greatest of the three.

# %% [markdown] tags=["zh"]
# ## 先猜一猜 {#guess}
#
# 1. $E$ 加倍，验证损失会一直下降，还是到某一处就不再变化？
# 2. 训练句子很少时，dropout 取 $0$ 好，还是 $0.3$ 好？句子多十倍呢？
# 3. 共享权重之后，整句全对的比例会上升、下降，还是分不出来？

# %% [markdown] tags=["en"]
# ## Guess first {#guess}
#
# 1. As $E$ doubles, does the validation loss keep falling, or level off somewhere?
# 2. With few sentences to learn from, is dropout better at $0$ or at $0.3$? And with ten times as many?
# 3. Tied, will exact match rise, fall, or be indistinguishable?

# %%
import itertools

import lab_tools as lab

pairs, source_vocabulary, target_vocabulary = lab.corpus()
seeds, STEPS = range(3), 500


def parameters(translator):
    return sum(weight.numel() for weight in translator.model.parameters())  # a shared matrix counts once


def measured(translator, learnt=None):
    """The metrics on the validation sentences, and the loss on the first 500 of those it learnt from."""
    lab.fit(translator, learnt)
    return translator.evaluate(pairs.valid) | {"learnt": lab.token_loss(translator, (learnt or pairs.train)[:500])}


def losses(results):
    return [metrics["loss"] for metrics in results]


def matches(results):
    return [metrics["exact_match"] for metrics in results]


HEAD = [
    ("参数", "parameters"),
    ("验证损失", "validation loss"),
    ("整句全对", "exact match"),
]

# %% [markdown] tags=["zh"]
# ## 嵌入维度 $E$ {#embed-size}
#
# 两张嵌入表的参数是 $(V_{\text{源}}+V_{\text{目标}}) \cdot E$，LSTM 的输入权重是两个 $4H \cdot E$，都随 $E$ 线性增长。

# %% [markdown] tags=["en"]
# ## Embedding size $E$ {#embed-size}
#
# The two embedding tables have $(V_{source}+V_{target}) \cdot E$ parameters, the LSTMs' input weights twice $4H \cdot E$: both grow in proportion to $E$.

# %%
SIZES = (4, 8, 16, 32, 64, 128)
by_size = {size: [measured(lab.untrained(seed, embed_size=size, steps=STEPS)) for seed in seeds] for size in SIZES}
size_parameters = {size: parameters(lab.untrained(0, embed_size=size)) for size in SIZES}
lab.table(
    [("E", "E"), *HEAD],
    [
        [str(size), f"{size_parameters[size]:,}", lab.ranged(losses(r), ".2f"), lab.ranged(matches(r), ".0%")]
        for size, r in by_size.items()
    ],
)

# %% [markdown] tags=["zh"]
# ## 嵌入上的 dropout {#dropout}
#
# 为了让过拟合出现，只给很少的训练句子，让模型把它们看许多遍。训练句子上的损失远低于验证损失，就是过拟合。最后两行用上全部训练句子，同样的步数，同样的 dropout。

# %% [markdown] tags=["en"]
# ## Dropout on embeddings {#dropout}
#
# To bring overfitting about, there are few sentences to learn from, and each is seen many times: it shows in a loss on those sentences far below the validation loss. The last rows use all training sentences, for as many steps.

# %%
few = pairs.train[:500]
RATES = (0.0, 0.1, 0.3, 0.5)
by_rate = {rate: [measured(lab.untrained(seed, dropout=rate, steps=STEPS), few) for seed in seeds] for rate in RATES}
everything = {0.0: by_size[64], 0.3: [measured(lab.untrained(seed, dropout=0.3, steps=STEPS)) for seed in seeds]}
passes = STEPS * lab.BATCH / len(few)
print(f"{len(few)} sentences, each seen {passes:.0f} times; {len(pairs.train)} in all")
lab.table(
    [("句数", "sentences"), "dropout", ("学过的句子上的损失", "loss on sentences learnt from"), *HEAD[1:]],
    [
        [
            f"{count:,}",
            str(rate),
            lab.ranged([metrics["learnt"] for metrics in r], ".2f"),
            lab.ranged(losses(r), ".2f"),
            lab.ranged(matches(r), ".0%"),
        ]
        for count, results in ((len(few), by_rate), (len(pairs.train), everything))
        for rate, r in results.items()
    ],
    align="rrrrr",
)

# %% [markdown] tags=["zh"]
# ## 共享解码器的嵌入与输出层 {#tying}
#
# [@press2017] 与 [@inan2017] 提出让这两个矩阵合为一个。这要求 $E$ 与 $H$ 相等，这里都取 96。共享之后，嵌入的初始标准差也就成了输出层的：$\mathcal{N}(0,1)$ 对输出层来说很大，所以两种标准差都试，免得把初始化的功过算在共享头上。

# %% [markdown] tags=["en"]
# ## Tying the decoder's embedding and the output layer {#tying}
#
# [@press2017] and [@inan2017] propose to make the two matrices one, which takes $E = H$: both are 96 here. Tied, the embedding's initial spread becomes the output layer's as well, and $\mathcal{N}(0,1)$ is large for an output layer. Both spreads are tried, lest tying be credited or blamed for the initialisation.


# %%
def joined(seed, tied, std):
    translator = lab.untrained(seed, embed_std=std, embed_size=96, hidden_size=96, steps=STEPS)
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
        [
            *[(f"dropout {rate}", losses(r)) for rate, r in by_rate.items()],
            *[(say(f"全部，{rate}", f"all, {rate}"), losses(r)) for rate, r in everything.items()],
        ],
        [(say(*WAYS[way][0]), losses(r)) for way, r in by_way.items()],
    ]
    parts = (
        say("嵌入维度", "embedding size"),
        say(
            f"dropout（{len(few)} 句；最后两行：全部 {len(pairs.train):,} 句）",
            f"dropout ({len(few)} sentences; last two rows: all {len(pairs.train):,})",
        ),
        say("共享权重", "tying"),
    )
    for panel, part, settings in zip(axes, parts, rows):
        lab.heading(panel, part)
        lab.strip(panel, settings)
    axes[-1].set_xlabel(title)


lab.show(
    draw,
    panels=3,
    height=120,
    alt=(
        "三组点图，横轴是验证损失。第一组：E 从 4 到 128，损失逐步下降。第二组：句子少时，dropout 取 0.3 的损失低于不用和取 0.5 的；用上全部句子，不用 dropout 的更低。"
        "第三组：同一种初始化下，共享权重的损失低于各自一个。",
        "Three dot plots of validation loss. First: it falls as E goes from 4 to 128. Second: with few sentences dropout of 0.3 is lower than none and than 0.5; with all of them none is lower. "
        "Third: with the same initialisation, tied is lower than apart.",
    ),
    caption=(
        "每个圈是一个种子，竖线是均值。三组的横轴不同，不能跨组比较。",
        "A circle is a seed, the stroke their mean. The axes differ: do not compare across panels.",
    ),
)

# %% tags=["hide"]
VALUES = {
    "seeds": len(seeds),
    "steps": STEPS,
    "sizes": list(SIZES),
    "dropout_pairs": len(few),
    "dropout_passes": passes,
}
for size in SIZES:
    VALUES[f"params_e{size}"] = size_parameters[size]
    VALUES |= lab.spread(f"loss_e{size}", losses(by_size[size])) | lab.spread(f"exact_e{size}", matches(by_size[size]))
for rate in RATES:
    name = f"dropout_{rate * 100:.0f}"
    VALUES |= lab.spread(f"loss_{name}", losses(by_rate[rate])) | lab.spread(f"exact_{name}", matches(by_rate[rate]))
    VALUES |= lab.spread(f"learnt_{name}", [metrics["learnt"] for metrics in by_rate[rate]])
for way in WAYS:
    VALUES[f"params_{way}"] = way_parameters[way]
    VALUES |= lab.spread(f"loss_{way}", losses(by_way[way])) | lab.spread(f"exact_{way}", matches(by_way[way]))
for name, value in (("loss", losses), ("exact", matches)):
    VALUES |= lab.spread(f"{name}_dropout_30_all", value(everything[0.3]))
VALUES["all_pairs"] = len(pairs.train)
VALUES["saved_share"] = 1 - way_parameters["tied"] / way_parameters["untied"]
# what the closing says must stay true
for small, large in itertools.pairwise(SIZES):
    assert VALUES[f"loss_e{small}_mean"] > VALUES[f"loss_e{large}_mean"]
assert lab.apart(losses(by_size[4]), losses(by_size[16])) and lab.apart(losses(by_size[16]), losses(by_size[64]))
assert VALUES["learnt_dropout_0_max"] < 0.2 < 1 < VALUES["loss_dropout_0_min"]
assert VALUES["loss_dropout_30_mean"] < min(VALUES["loss_dropout_0_mean"], VALUES["loss_dropout_50_mean"])
assert VALUES["exact_dropout_30_mean"] < VALUES["exact_dropout_0_mean"] + 0.02
assert lab.apart(losses(everything[0.3]), losses(everything[0.0]))
assert lab.apart(losses(by_way["untied"]), losses(by_way["tied"]))
assert VALUES["loss_untied_small_mean"] > VALUES["loss_tied_small_mean"] + 0.1

# %% [markdown] tags=["zh"]
# ## 看到了什么 {#findings}
#
# - **嵌入维度**：在这个预算下，$E$ 每加倍一次，损失的均值都更低：$E=4$、16、64 依次是 [[value lab.06_ablations.loss_e4_mean .2f]]、[[value lab.06_ablations.loss_e16_mean .2f]]、[[value lab.06_ablations.loss_e64_mean .2f]]，三个种子的区间互不重叠；再到 128 是 [[value lab.06_ablations.loss_e128_mean .2f]]（[[value lab.06_ablations.loss_e128_min .2f]] – [[value lab.06_ablations.loss_e128_max .2f]]），均值还低一些，区间却与 64 的重叠，走没走平分不出。代价是参数由 [[value lab.06_ablations.params_e16 ,d]]（$E=16$）增到 [[value lab.06_ablations.params_e128 ,d]]。步数固定，所以这里量到的也包括「大的学得快」。
# - **dropout 有没有用，要看有没有过拟合。** 只给 [[value lab.06_ablations.dropout_pairs]] 句，每句看 [[value lab.06_ablations.dropout_passes .0f]] 遍，不用 dropout 时学过的句子损失只有 [[value lab.06_ablations.learnt_dropout_0_mean .2f]]，验证损失却是 [[value lab.06_ablations.loss_dropout_0_mean .2f]]：背下来了，没有学会。dropout 取 $0.3$，验证损失降到 [[value lab.06_ablations.loss_dropout_30_mean .2f]]（[[value lab.06_ablations.loss_dropout_30_min .2f]] – [[value lab.06_ablations.loss_dropout_30_max .2f]]）；取 $0.5$ 就过了头，[[value lab.06_ablations.loss_dropout_50_mean .2f]]。整句全对没有跟着上升，$0.3$ 是 [[value lab.06_ablations.exact_dropout_30_mean .0%]]，不用是 [[value lab.06_ablations.exact_dropout_0_mean .0%]]：模型错的时候不再那么自信，但看不出它多译对了几句。给它全部 [[value lab.06_ablations.all_pairs ,d]] 句，过拟合没有了，同样的 $0.3$ 把损失从 [[value lab.06_ablations.loss_e64_mean .2f]] 抬到 [[value lab.06_ablations.loss_dropout_30_all_mean .2f]]，每个种子都更差：没有东西可防，只拖慢学习。
# - **共享权重**：少 [[value lab.06_ablations.saved_share .0%]] 的参数，同样的步数反而学得更好：[[value lab.06_ablations.loss_tied_mean .2f]] 对 [[value lab.06_ablations.loss_untied_mean .2f]]，三个种子的区间不重叠；换成小的初始标准差，均值也是共享的低，[[value lab.06_ablations.loss_tied_small_mean .2f]] 对 [[value lab.06_ablations.loss_untied_small_mean .2f]]。
#
# 这些是一个小模型、一部小语法、[[value lab.06_ablations.steps]] 步的结果。换成真实语料，$E$ 多大才够、dropout 有没有用，都要重新量。

# %% [markdown] tags=["en"]
# ## What was seen {#findings}
#
# - **Embedding size**: within this budget each doubling of $E$ lowers the mean loss: [[value lab.06_ablations.loss_e4_mean .2f]], [[value lab.06_ablations.loss_e16_mean .2f]] and [[value lab.06_ablations.loss_e64_mean .2f]] for $E=4$, 16 and 64, with ranges of three seeds that do not overlap. At 128 it is [[value lab.06_ablations.loss_e128_mean .2f]] ([[value lab.06_ablations.loss_e128_min .2f]] – [[value lab.06_ablations.loss_e128_max .2f]]): a lower mean, but a range that overlaps that of 64, so whether it has levelled off cannot be told. The price: [[value lab.06_ablations.params_e128 ,d]] parameters instead of [[value lab.06_ablations.params_e16 ,d]] at $E=16$. The steps are fixed, so this includes that large ones learn faster.
# - **Dropout helps where there is overfitting.** With [[value lab.06_ablations.dropout_pairs]] sentences, each seen [[value lab.06_ablations.dropout_passes .0f]] times, and no dropout, the loss is [[value lab.06_ablations.learnt_dropout_0_mean .2f]] on the sentences learnt from and [[value lab.06_ablations.loss_dropout_0_mean .2f]] on others: learnt by heart, not understood. Dropout of $0.3$ lowers the latter to [[value lab.06_ablations.loss_dropout_30_mean .2f]] ([[value lab.06_ablations.loss_dropout_30_min .2f]] – [[value lab.06_ablations.loss_dropout_30_max .2f]]); $0.5$ is too much, [[value lab.06_ablations.loss_dropout_50_mean .2f]]. Exact match does not follow: [[value lab.06_ablations.exact_dropout_30_mean .0%]] at $0.3$, [[value lab.06_ablations.exact_dropout_0_mean .0%]] without. The model is less sure of itself where it errs, but there is no sign that it gets more sentences right. With all [[value lab.06_ablations.all_pairs ,d]] sentences there is no overfitting, and the same $0.3$ raises the loss from [[value lab.06_ablations.loss_e64_mean .2f]] to [[value lab.06_ablations.loss_dropout_30_all_mean .2f]], for every seed: with nothing to prevent, it only slows learning down.
# - **Tying**: with [[value lab.06_ablations.saved_share .0%]] fewer parameters the same steps learn more: [[value lab.06_ablations.loss_tied_mean .2f]] against [[value lab.06_ablations.loss_untied_mean .2f]], with ranges of three seeds that do not overlap; with the small initial spread the mean of the tied ones is lower, too: [[value lab.06_ablations.loss_tied_small_mean .2f]] against [[value lab.06_ablations.loss_untied_small_mean .2f]].
#
# All this is a small model, a small grammar and [[value lab.06_ablations.steps]] steps. On real text, how large an $E$ is enough and what dropout does have to be measured anew.
