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
# # 查表就是独热向量乘矩阵吗？ {#lookup}
#
# 教科书说：词嵌入等于独热（one-hot）向量乘以权重矩阵。数值上真的一点不差吗？既然相等，为什么没有人真的去做这个乘法？
#
# 这个实验用脚本里编码器自己的嵌入层，依次比较三件事：前向的数值、随词表大小 $V$ 增长的开销，以及反向传播时每一行得到的梯度。

# %% [markdown] tags=["en"]
# # Is a look-up a one-hot vector times a matrix? {#lookup}
#
# Textbooks say that an embedding is a one-hot vector times a weight matrix. Are the two exactly equal in value? And if they are, why does nobody multiply?
#
# With the script's own encoder embedding, this lab compares three things: the values going forward, the cost as the vocabulary size $V$ grows, and the gradient that each row receives going backward.

# %% [markdown] tags=["zh"]
# ## 先猜一猜 {#guess}
#
# 1. 两种算法的结果之差是零，还是一个很小的浮点误差？
# 2. 词表大到几百倍，查表会慢多少倍？乘法呢？
# 3. 「我」在一个批次里出现两次，它那一行的梯度是两处之和、平均，还是最后一处？`<pad>` 那一行呢？

# %% [markdown] tags=["en"]
# ## Guess first {#guess}
#
# 1. Do the two differ by exactly zero, or by a small rounding error?
# 2. With a vocabulary some hundred times larger, how many times slower is the look-up? And the product?
# 3. The word 我 occurs twice in a batch. Is the gradient of its row the sum over both places, their mean, or the last one alone? And the row of `<pad>`?

# %%
import time

import lab_tools as lab
import lstm_encoder_decoder as s2s
import torch
from torch.nn.functional import one_hot

pairs, source_vocabulary, target_vocabulary = lab.corpus()
embedding = lab.untrained(seed=0).model.encoder.embedding  # nn.Embedding(V, E, padding_idx=0)
V, E = embedding.weight.shape

sentences = [s2s.tokenize("我 爱 自然 语言 处理"), s2s.tokenize("我 爱 NLP")]
ids, lengths = s2s.pad_batch([source_vocabulary.sentence_to_indices(words) for words in sentences])
print("ids", list(ids.shape), ids.tolist())

# %% [markdown] tags=["zh"]
# ## 数值：一个元素也不差 {#values}
#
# 独热向量只有一个 1，其余全是 0。与矩阵相乘，就是把那一行乘以 1，再加上许多个 0，所以不会产生舍入误差。

# %% [markdown] tags=["en"]
# ## Values: not one element differs {#values}
#
# A one-hot vector has a single 1 and zeros elsewhere. Multiplying it with the matrix takes that row times 1 and adds many zeros, so that nothing is rounded.

# %%
looked_up = embedding(ids)  # [B, S, E]
hot = one_hot(ids, V).float()  # [B, S, V]
multiplied = hot @ embedding.weight  # [B, S, V] x [V, E] -> [B, S, E]

max_difference = (looked_up - multiplied).abs().max().item()
print(f"look-up {list(looked_up.shape)}   one-hot {list(hot.shape)} x {list(embedding.weight.shape)}")
print(f"largest difference: {max_difference}")
assert max_difference == 0

# %% [markdown] tags=["zh"]
# ## 开销：查表几乎不看 $V$ {#cost}
#
# 现在让 $V$ 变大，$E$ 与词数不变。查表只读需要的行；乘法要把整张表过一遍，还得先造出一个 $[N, V]$ 的独热张量。量的是处理器时间，每种情形重复十轮，取最快的一轮。

# %% [markdown] tags=["en"]
# ## Cost: a look-up hardly notices $V$ {#cost}
#
# Now $V$ grows while $E$ and the number of words stay. The look-up reads only the rows it needs; the product goes through the whole table, after a one-hot tensor of $[N, V]$ has been made. What is timed is processor time: the quickest of ten rounds counts.

# %%
positions = 64  # words in a batch, N
sizes = [100, 300, 1000, 3000, 10_000, 30_000]


def microseconds(work, calls):
    """Processor time of a call in the quickest of ten rounds: what else runs on the machine should not count."""
    rounds = []
    for _ in range(10):
        start = time.process_time()
        for _ in range(calls):
            work()
        rounds.append((time.process_time() - start) / calls * 1e6)
    return min(rounds)


look_up_times, product_times = [], []
with torch.no_grad():
    for size in sizes:
        weight = torch.randn(size, E)
        words = torch.randint(size, (positions,))
        look_up_times.append(microseconds(lambda: torch.nn.functional.embedding(words, weight), 100))
        product_times.append(microseconds(lambda: one_hot(words, size).float() @ weight, 3))

lab.table(
    [("V", "V"), ("查表，微秒", "look-up, µs"), ("独热 × 矩阵，微秒", "one-hot × matrix, µs")],
    [[f"{size:,}", f"{a:,.1f}", f"{b:,.1f}"] for size, a, b in zip(sizes, look_up_times, product_times)],
)

# %% tags=["hide"]
slower = product_times[-1] / look_up_times[-1]


def draw(axes, say):
    lab.heading(axes, say("一个批次用时，微秒（对数）", "Time for a batch, µs (log scale)"))
    product = lab.entry(axes, say("独热 × 矩阵", "one-hot × matrix"), **lab.SERIES[1])
    look_up = lab.entry(
        axes, say("查表", "look-up"), color=lab.QUANTITIES["source-embedding"], linestyle="-", marker="o"
    )
    axes.loglog(sizes, product_times, **product)
    axes.loglog(sizes, look_up_times, **look_up)
    axes.set_xlabel(say("词表大小 V（对数）", "vocabulary size V (log scale)"))


lab.show(
    draw,
    alt=(
        f"双对数折线图。查表的用时随 V 基本持平；独热向量乘矩阵的用时随 V 上升，V 为 {sizes[-1]:,} 时是查表的 {slower:,.0f} 倍。",
        f"Line chart on logarithmic axes. The look-up stays nearly level as V grows; the product rises, to {slower:,.0f} times "
        f"the look-up at V = {sizes[-1]:,}.",
    ),
    caption=(
        "同样的结果，两种代价。在构建这个网页的机器上计时；换一台机器，绝对值会变，差距仍然悬殊。",
        "The same result at two prices. Timed on the machine that built this page: another gives other values, but as wide a gap.",
    ),
)

# %%
one_hot_mb = positions * sizes[-1] * 4 / 1e6  # float32
ids_kb = positions * 8 / 1e3  # int64
print(f"input of one batch at V = {sizes[-1]:,}: one-hot {one_hot_mb:.1f} MB, ids {ids_kb:.2f} kB")

# %% [markdown] tags=["zh"]
# ## 梯度：一行一行地累加 {#gradients}
#
# 设 $g_{b,t}$ 是损失对位置 $(b,t)$ 的词向量的梯度，$W$ 是嵌入表。对 $\text{one-hot} \cdot W$ 求导，得到
#
# $$\frac{\partial \mathcal{L}}{\partial W_i} = \sum_{b,t:\; x_{b,t} = i} g_{b,t}$$
#
# 也就是：第 $i$ 行的梯度，是这个词**所有出现位置**的梯度之和；没有出现的词，梯度是零。下面随手取一个 $g$，拿两条路的结果逐行比较。

# %% [markdown] tags=["en"]
# ## Gradients: summed row by row {#gradients}
#
# Let $g_{b,t}$ be the loss's gradient for the word vector at position $(b,t)$, and $W$ the embedding table. Differentiating $\text{one-hot} \cdot W$ gives
#
# $$\frac{\partial \mathcal{L}}{\partial W_i} = \sum_{b,t:\; x_{b,t} = i} g_{b,t}$$
#
# In words: the gradient of row $i$ is the sum over **all places where that word occurs**; a word that does not occur gets zero. Below, with an arbitrary $g$, both ways are compared row by row.

# %%
torch.manual_seed(1)
upstream = torch.randn(*ids.shape, E)  # g [B, S, E]

embedding.weight.grad = None
(embedding(ids) * upstream).sum().backward()
from_look_up = embedding.weight.grad.clone()  # [V, E]
from_product = hot.flatten(0, 1).T @ upstream.flatten(0, 1)  # what the product's gradient would be

differs = (from_look_up - from_product).abs().amax(1) > 1e-5
print("rows where the two differ:", [source_vocabulary.words[i] for i in differs.nonzero().flatten()])

word = source_vocabulary.index["我"]
repeat_error = (from_look_up[word] - upstream[ids == word].sum(0)).abs().max().item()
rows_with_gradient = int((from_look_up.norm(dim=1) > 0).sum())
distinct = len(set(ids.flatten().tolist()) - {s2s.PAD})
pad_row_gradient = from_look_up[s2s.PAD].norm().item()
print(f"我 occurs {int((ids == word).sum())} times; its gradient minus the sum of both: {repeat_error:.1e}")
print(f"rows with a gradient: {rows_with_gradient} of {V}; distinct words in the batch: {distinct}")
print(f"gradient of the <pad> row: {pad_row_gradient}")
assert rows_with_gradient == distinct and repeat_error < 1e-5 and pad_row_gradient == 0
assert [source_vocabulary.words[i] for i in differs.nonzero().flatten()] == ["<pad>"]

# %% tags=["hide"]
norms = from_look_up.norm(dim=1)
occurring = sorted(set(ids.flatten().tolist()) - {s2s.PAD})
absent = [i for i in range(len(s2s.SPECIALS), V) if i not in occurring][:3]
shown = [s2s.PAD, *occurring, *absent]


def draw(axes, say):
    lab.heading(axes, say("梯度的长度", "Length of the gradient"))
    places = range(len(shown))
    axes.bar(places, [norms[i].item() for i in shown], color=lab.QUANTITIES["gradient"], width=0.6)
    axes.set_xticks(places, [source_vocabulary.words[i] for i in shown])
    axes.tick_params(axis="x", length=0)
    axes.grid(axis="x", visible=False)


lab.show(
    draw,
    height=110,
    alt=(
        f"柱状图：批次里出现的 {distinct} 个词的行有梯度，出现两次的「我」和「爱」也各只有一行；<pad> 行和没有出现的词都是零。",
        f"Bar chart: the rows of the {distinct} words in the batch have a gradient, 我 and 爱, which occur twice, in one row each; "
        "the <pad> row and the absent words have none.",
    ),
    caption=(
        f"{V} 行中的 {len(shown)} 行：<pad>、批次里的 {distinct} 个词，和另外 {len(absent)} 个没有出现的词。",
        f"{len(shown)} of the {V} rows: <pad>, the {distinct} words in the batch, and {len(absent)} words that do not occur.",
    ),
)

# %% [markdown] tags=["zh"]
# 唯一不同的是 `<pad>` 那一行：`padding_idx` 让查表的反向传播跳过它，乘法却不知道什么是补齐，照样给它梯度。
#
# 默认情况下，`nn.Embedding` 的梯度仍是一张与权重同样大的稠密矩阵，绝大多数行是零。设 `sparse=True`，PyTorch 就只存出现过的行：

# %% [markdown] tags=["en"]
# The one row that differs is that of `<pad>`: `padding_idx` makes the look-up's backward pass skip it, while a product knows nothing of padding and gives it a gradient like any other.
#
# By default the gradient of `nn.Embedding` is still a dense matrix as large as the weights, most of its rows zero. With `sparse=True` PyTorch stores only the rows that occurred:

# %%
sparse = torch.nn.Embedding(sizes[-1], E, sparse=True)
words = torch.randint(sizes[-1], (positions,))
sparse(words).sum().backward()
gradient = sparse.weight.grad
dense_gradient_kb = sizes[-1] * E * 4 / 1e3
sparse_gradient_kb = (gradient._indices().numel() * 8 + gradient._values().numel() * 4) / 1e3
print(f"V = {sizes[-1]:,}: dense gradient {dense_gradient_kb:,.0f} kB, sparse gradient {sparse_gradient_kb:,.1f} kB")

# %% tags=["hide"]
VALUES = {
    "vocab_small": sizes[0],
    "vocab_large": sizes[-1],
    "lookup_us_small": look_up_times[0],
    "lookup_us_large": look_up_times[-1],
    "product_us_small": product_times[0],
    "product_us_large": product_times[-1],
    "lookup_growth": look_up_times[-1] / look_up_times[0],
    "product_growth": product_times[-1] / product_times[0],
    "ratio_large": slower,
    "vocab_growth": sizes[-1] // sizes[0],
    "positions": positions,
    "one_hot_mb": one_hot_mb,
    "ids_kb": ids_kb,
    "max_difference": max_difference,
    "rows": V,
    "rows_with_gradient": rows_with_gradient,
    "distinct_words": distinct,
    "pad_row_gradient": pad_row_gradient,
    "dense_gradient_kb": dense_gradient_kb,
    "sparse_gradient_kb": sparse_gradient_kb,
}
# what the closing says must stay true, by a wide margin: timings vary
assert VALUES["lookup_growth"] < 5 < VALUES["vocab_growth"], "the look-up hardly notices V"
assert VALUES["product_growth"] > 5 * VALUES["lookup_growth"] and slower > 20, "the product does"

# %% [markdown] tags=["zh"]
# ## 看到了什么 {#findings}
#
# - **数值**：两种算法最大相差 [[value lab.01_lookup.max_difference .0f]]，不是「很小」，而是没有。
# - **开销**：$V$ 大到 [[value lab.01_lookup.vocab_growth ,d]] 倍，这一次查表用时是原来的 [[value lab.01_lookup.lookup_growth .1f]] 倍，乘法是 [[value lab.01_lookup.product_growth ,.0f]] 倍；词表最大时，乘法的用时是查表的 [[value lab.01_lookup.ratio_large ,.0f]] 倍。所以输入给模型的是索引，而不是独热向量。
# - **梯度**：[[value lab.01_lookup.rows]] 行里只有 [[value lab.01_lookup.rows_with_gradient]] 行有梯度，正好是批次里不同的词数；重复出现的词，梯度是各处之和；`<pad>` 行是零。
#
# 「查表等于独热向量乘矩阵」对数值成立，对开销不成立；对梯度也成立，只有补齐行例外。计时只在一台机器的 CPU 上做过，倍数会因机器而异。

# %% [markdown] tags=["en"]
# ## What was seen {#findings}
#
# - **Values**: the largest difference is [[value lab.01_lookup.max_difference .0f]]; not small, but none.
# - **Cost**: with $V$ [[value lab.01_lookup.vocab_growth ,d]] times as large, the look-up took [[value lab.01_lookup.lookup_growth .1f]] times as long in this run, the product [[value lab.01_lookup.product_growth ,.0f]] times; with the largest vocabulary the product took [[value lab.01_lookup.ratio_large ,.0f]] times as long as the look-up. That is why a model is given ids, never one-hot vectors.
# - **Gradients**: [[value lab.01_lookup.rows_with_gradient]] of [[value lab.01_lookup.rows]] rows have one, just as many as there are distinct words in the batch; a repeated word's gradient is the sum over its places; the row of `<pad>` gets none.
#
# “A look-up is one-hot times matrix” holds for values, not for cost; it holds for gradients too, except in the pad row. The timing is of one machine's CPU, and the ratios differ between machines.
