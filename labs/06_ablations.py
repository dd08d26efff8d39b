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
# 嵌入维度 $E$ 从 4 到 128，参数和质量各变多少？在嵌入上加 dropout，是不是总有好处？让解码器的嵌入与输出层共用一个矩阵，省下的参数要不要用质量来换？若学得更好，是共享的功劳，还是起点的？
#
# 三组对照，每组只比一样，每种三个种子。表里先写均值，括号里是三个种子中的最小与最大。

# %% [markdown] tags=["en"]
# # How large an embedding? Are dropout and tying worth it? {#ablations}
#
# With the embedding size $E$ going from 4 to 128, how do parameters and quality change? Is dropout on embeddings always of use? And if the decoder's embedding and output layer share a matrix, are the saved parameters paid for in quality? And if it learns better, is that due to sharing, or to the start?
#
# Three comparisons, one thing at a time, with three seeds a setting. The tables give the mean, and in parentheses the least and the greatest of the three.

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
import torch

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
RATES = (0.0, 0.3, 0.5)
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
# [@press2017] 与 [@inan2017] 提出让这两个矩阵合为一个。这要求 $E$ 与 $H$ 相等，这里都取 96。
#
# 共享同时改了两样：从头到尾用同一个矩阵；输出层的起点也换成了嵌入的起点，$\mathcal{N}(0,1)$ 的标准差是 PyTorch 给输出层的 $U(\pm 1/\sqrt{H})$ 的十几倍。要知道功过归谁，得有第三种做法：**复制**，训练之前把嵌入抄进输出层，之后各学各的。它的起点与共享一样，矩阵却是两个。两种标准差都试。

# %% [markdown] tags=["en"]
# ## Tying the decoder's embedding and the output layer {#tying}
#
# [@press2017] and [@inan2017] propose to make the two matrices one, which takes $E = H$: both are 96 here.
#
# Tying changes two things at once: one matrix serves throughout, and the output layer starts where the embedding starts, with a spread that for $\mathcal{N}(0,1)$ is more than ten times that of PyTorch's $U(\pm 1/\sqrt{H})$. To tell which of them matters takes a third way: **copied**, where the output layer is filled with a copy of the embedding before training, and the two learn apart from then on. It starts like the tied model, with two matrices. Both spreads are tried.


# %%
def joined(seed, kind, std):
    translator = lab.untrained(seed, embed_std=std, embed_size=96, hidden_size=96, steps=STEPS)
    decoder = translator.model.decoder
    if kind == "tied":
        decoder.projection.weight = decoder.embedding.weight
    if kind == "copied":
        with torch.no_grad():
            decoder.projection.weight.copy_(decoder.embedding.weight)
    return translator


KINDS = {"untied": ("各自", "apart"), "copied": ("复制", "copied"), "tied": ("共享", "tied")}
SPREADS = {"": ("N(0, 1)", 1.0), "_small": ("N(0, 1/E)", 96**-0.5)}
WAYS = {
    kind + suffix: ((f"{zh}，{spread}", f"{en}, {spread}"), kind, std)
    for suffix, (spread, std) in SPREADS.items()
    for kind, (zh, en) in KINDS.items()
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
mean_loss = {way: sum(losses(r)) / len(seeds) for way, r in by_way.items()}


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
        "三组点图，横轴是验证损失。第一组：E 从 4 到 64，损失逐步下降。第二组：句子少时，dropout 取 0.3 的损失低于不用的；用上全部句子，不用 dropout 的更低。"
        "第三组，均值依次为：" + "；".join(f"{WAYS[way][0][0]}，{mean_loss[way]:.2f}" for way in WAYS) + "。",
        "Three dot plots of validation loss. First: it falls as E goes from 4 to 64. Second: with few sentences dropout of 0.3 is lower than none; with all of them none is lower. "
        "Third, means: " + "; ".join(f"{WAYS[way][0][1]}: {mean_loss[way]:.2f}" for way in WAYS) + ".",
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
for suffix in SPREADS:
    for one, other in itertools.combinations(KINDS, 2):
        pair = (losses(by_way[one + suffix]), losses(by_way[other + suffix]))
        VALUES |= lab.compared(f"{one}_{other}{suffix}", *pair)
VALUES |= lab.compared("e64_e128", losses(by_size[64]), losses(by_size[128]))
VALUES |= lab.compared("dropout_30_50", losses(by_rate[0.3]), losses(by_rate[0.5]))
# of what tying gains over two matrices of their own, the share that the copied start has already
start_share = {
    suffix: (mean_loss["untied" + suffix] - mean_loss["copied" + suffix])
    / (mean_loss["untied" + suffix] - mean_loss["tied" + suffix])
    for suffix in SPREADS
}
VALUES |= {f"start_share{suffix}": share for suffix, share in start_share.items()}
mostly = sum(share > 0.5 for share in start_share.values())
VALUES["tying_zh"] = (
    "两种标准差下，好处都只有小半能靠起点得到",
    "两种标准差下结果不一：一种的好处大半来自起点，另一种不是",
    "两种标准差下，好处的大半都来自起点，不来自共享本身",
)[mostly]
VALUES["tying_en"] = (
    "with both spreads, the start alone gives less than half of the gain",
    "the two spreads disagree: with one of them the start gives more than half of the gain, with the other it does not",
    "with both spreads more than half of the gain comes from the start, not from sharing as such",
)[mostly]
# what the closing says must stay true
for small, large in itertools.pairwise(SIZES[:-1]):
    assert VALUES[f"loss_e{small}_mean"] > VALUES[f"loss_e{large}_mean"], "each doubling of E up to 64 helps"
assert VALUES["loss_e128_mean"] < VALUES["loss_e32_mean"], "E = 128 is better than 32"
assert lab.apart(losses(by_size[4]), losses(by_size[16])), "E = 4 and 16 do not overlap"
assert lab.apart(losses(by_size[16]), losses(by_size[64])), "E = 16 and 64 do not overlap"
assert VALUES["learnt_dropout_0_max"] < 0.2 < 1 < VALUES["loss_dropout_0_min"], "few sentences are overfitted"
assert VALUES["loss_dropout_30_mean"] < VALUES["loss_dropout_0_mean"], "dropout helps where there is overfitting"
assert VALUES["exact_dropout_30_mean"] < VALUES["exact_dropout_0_mean"] + 0.02, "but not exact match"
assert lab.apart(losses(everything[0.3]), losses(everything[0.0])), "and harms where there is none"
for suffix in SPREADS:
    assert mean_loss["tied" + suffix] < mean_loss["untied" + suffix] - 0.02, "tied learns more in the same steps"

# %% [markdown] tags=["zh"]
# ## 看到了什么 {#findings}
#
# - **嵌入维度**：在这个预算下，$E$ 从 4 到 64，每加倍一次，损失的均值都更低：$E=4$、16、64 依次是 [[value lab.06_ablations.loss_e4_mean .2f]]、[[value lab.06_ablations.loss_e16_mean .2f]]、[[value lab.06_ablations.loss_e64_mean .2f]]，三个种子的区间互不重叠；再到 128 是 [[value lab.06_ablations.loss_e128_mean .2f]]（[[value lab.06_ablations.loss_e128_min .2f]] – [[value lab.06_ablations.loss_e128_max .2f]]），与 64 的[[value lab.06_ablations.e64_e128_zh]]；区间重叠，就分不出走没走平。代价是参数由 [[value lab.06_ablations.params_e16 ,d]]（$E=16$）增到 [[value lab.06_ablations.params_e128 ,d]]。步数固定，所以这里量到的也包括「大的学得快」。
# - **dropout 有没有用，要看有没有过拟合。** 只给 [[value lab.06_ablations.dropout_pairs]] 句，每句看 [[value lab.06_ablations.dropout_passes .0f]] 遍，不用 dropout 时学过的句子损失只有 [[value lab.06_ablations.learnt_dropout_0_mean .2f]]，验证损失却是 [[value lab.06_ablations.loss_dropout_0_mean .2f]]：背下来了，没有学会。dropout 取 $0.3$，验证损失降到 [[value lab.06_ablations.loss_dropout_30_mean .2f]]（[[value lab.06_ablations.loss_dropout_30_min .2f]] – [[value lab.06_ablations.loss_dropout_30_max .2f]]）；取 $0.5$ 是 [[value lab.06_ablations.loss_dropout_50_mean .2f]]，与 $0.3$ 的[[value lab.06_ablations.dropout_30_50_zh]]。整句全对没有跟着上升，$0.3$ 是 [[value lab.06_ablations.exact_dropout_30_mean .0%]]，不用是 [[value lab.06_ablations.exact_dropout_0_mean .0%]]：损失低了，看不出它多译对了几句。给它全部 [[value lab.06_ablations.all_pairs ,d]] 句，每句看的遍数少了，同样的 $0.3$ 把损失从 [[value lab.06_ablations.loss_e64_mean .2f]] 抬到 [[value lab.06_ablations.loss_dropout_30_all_mean .2f]]，两者的区间不重叠：这点步数里，它拖慢了学习。
# - **共享权重**：少 [[value lab.06_ablations.saved_share .0%]] 的参数，同样的步数学得更多：$\mathcal{N}(0,1)$ 时 [[value lab.06_ablations.loss_tied_mean .2f]] 对各自的 [[value lab.06_ablations.loss_untied_mean .2f]]（[[value lab.06_ablations.untied_tied_zh]]），$\mathcal{N}(0,1/E)$ 时 [[value lab.06_ablations.loss_tied_small_mean .2f]] 对 [[value lab.06_ablations.loss_untied_small_mean .2f]]（[[value lab.06_ablations.untied_tied_small_zh]]）。
# - **该归功于共享吗？** 只把起点复制过去，矩阵仍是两个，损失是 [[value lab.06_ablations.loss_copied_mean .2f]]（[[value lab.06_ablations.loss_copied_min .2f]] – [[value lab.06_ablations.loss_copied_max .2f]]）和 [[value lab.06_ablations.loss_copied_small_mean .2f]]（[[value lab.06_ablations.loss_copied_small_min .2f]] – [[value lab.06_ablations.loss_copied_small_max .2f]]），共享带来的好处里，它已经有了 [[value lab.06_ablations.start_share .0%]] 和 [[value lab.06_ablations.start_share_small .0%]]：[[value lab.06_ablations.tying_zh]]。与共享相比，$\mathcal{N}(0,1)$ 时[[value lab.06_ablations.copied_tied_zh]]，$\mathcal{N}(0,1/E)$ 时[[value lab.06_ablations.copied_tied_small_zh]]。省下的参数是实的；学得更多，先看是不是换了起点。
#
# 这些是一个小模型、一部小语法、[[value lab.06_ablations.steps]] 步的结果。换成真实语料，$E$ 多大才够、dropout 有没有用，都要重新量。

# %% [markdown] tags=["en"]
# ## What was seen {#findings}
#
# - **Embedding size**: within this budget each doubling of $E$ from 4 to 64 lowers the mean loss: [[value lab.06_ablations.loss_e4_mean .2f]], [[value lab.06_ablations.loss_e16_mean .2f]] and [[value lab.06_ablations.loss_e64_mean .2f]] for $E=4$, 16 and 64, with ranges of three seeds that do not overlap. At 128 it is [[value lab.06_ablations.loss_e128_mean .2f]] ([[value lab.06_ablations.loss_e128_min .2f]] – [[value lab.06_ablations.loss_e128_max .2f]]); against 64, [[value lab.06_ablations.e64_e128_en]]. Where they do, whether it has levelled off cannot be told. The price: [[value lab.06_ablations.params_e128 ,d]] parameters instead of [[value lab.06_ablations.params_e16 ,d]] at $E=16$. The steps are fixed, so this includes that large ones learn faster.
# - **Dropout helps where there is overfitting.** With [[value lab.06_ablations.dropout_pairs]] sentences, each seen [[value lab.06_ablations.dropout_passes .0f]] times, and no dropout, the loss is [[value lab.06_ablations.learnt_dropout_0_mean .2f]] on the sentences learnt from and [[value lab.06_ablations.loss_dropout_0_mean .2f]] on others: learnt by heart, not understood. Dropout of $0.3$ lowers the latter to [[value lab.06_ablations.loss_dropout_30_mean .2f]] ([[value lab.06_ablations.loss_dropout_30_min .2f]] – [[value lab.06_ablations.loss_dropout_30_max .2f]]); at $0.5$ it is [[value lab.06_ablations.loss_dropout_50_mean .2f]], and against $0.3$ [[value lab.06_ablations.dropout_30_50_en]]. Exact match does not follow: [[value lab.06_ablations.exact_dropout_30_mean .0%]] at $0.3$, [[value lab.06_ablations.exact_dropout_0_mean .0%]] without. The loss is lower, but there is no sign that more sentences are right. With all [[value lab.06_ablations.all_pairs ,d]] sentences each is seen far less often, and the same $0.3$ raises the loss from [[value lab.06_ablations.loss_e64_mean .2f]] to [[value lab.06_ablations.loss_dropout_30_all_mean .2f]], with ranges that do not overlap: within these steps it slows learning down.
# - **Tying**: with [[value lab.06_ablations.saved_share .0%]] fewer parameters the same steps learn more: with $\mathcal{N}(0,1)$ [[value lab.06_ablations.loss_tied_mean .2f]] against [[value lab.06_ablations.loss_untied_mean .2f]] apart ([[value lab.06_ablations.untied_tied_en]]), with $\mathcal{N}(0,1/E)$ [[value lab.06_ablations.loss_tied_small_mean .2f]] against [[value lab.06_ablations.loss_untied_small_mean .2f]] ([[value lab.06_ablations.untied_tied_small_en]]).
# - **Is that due to sharing?** With only the start copied, and two matrices still, the loss is [[value lab.06_ablations.loss_copied_mean .2f]] ([[value lab.06_ablations.loss_copied_min .2f]] – [[value lab.06_ablations.loss_copied_max .2f]]) and [[value lab.06_ablations.loss_copied_small_mean .2f]] ([[value lab.06_ablations.loss_copied_small_min .2f]] – [[value lab.06_ablations.loss_copied_small_max .2f]]): of what tying gains, that is [[value lab.06_ablations.start_share .0%]] and [[value lab.06_ablations.start_share_small .0%]]. In short, [[value lab.06_ablations.tying_en]]. Copied against tied, [[value lab.06_ablations.copied_tied_en]] with $\mathcal{N}(0,1)$, and with $\mathcal{N}(0,1/E)$ [[value lab.06_ablations.copied_tied_small_en]]. The saved parameters are real; before crediting tying with faster learning, see whether it was the start.
#
# All this is a small model, a small grammar and [[value lab.06_ablations.steps]] steps. On real text, how large an $E$ is enough and what dropout does have to be measured anew.
