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
# # 优化器对嵌入的行做了什么？ {#optimisers}
#
# 一个词不在当前批次里，它那一行的梯度是零。梯度为零的行，优化器就不会动它吗？换成 Adam、SparseAdam，或加上权重衰减，又如何？
#
# 这个实验逐行对比更新前后的嵌入表，还要看看很晚才出现的词，以及 `<pad>` 那一行：它什么时候会离开零。

# %% [markdown] tags=["en"]
# # What does the optimiser do to embedding rows? {#optimisers}
#
# The row of a word that is absent from the batch has a zero gradient. Does the optimiser leave it alone, then? And with Adam, with SparseAdam, with weight decay?
#
# This lab compares the embedding table row by row before and after an update, and looks at words that come late and at the row of `<pad>`: when does it leave zero?

# %% [markdown] tags=["zh"]
# ## 先猜一猜 {#guess}
#
# 1. 第一个批次里有「苹果」，第二个批次里没有。第二步更新时，SGD、带动量的 SGD、Adagrad、RMSprop、Adam、SparseAdam、AdamW，谁会移动「苹果」那一行？
# 2. 从未出现过的词，谁会移动它的行？训练到一半才第一次出现的词，它的第一步有多大？
# 3. `padding_idx` 让 `<pad>` 行得不到梯度。输出层与嵌入共享权重之后，这句话还成立吗？
# 4. 学习率都调过之后，Adam 与带动量的 SGD，谁的验证损失更低？

# %% [markdown] tags=["en"]
# ## Guess first {#guess}
#
# 1. The first batch has 苹果 (apple), the second has not. Which of SGD, SGD with momentum, Adagrad, RMSprop, Adam, SparseAdam and AdamW move its row in the second step?
# 2. Which of them move the row of a word that never occurred? And how long is the first step of a word that first occurs late in training?
# 3. `padding_idx` keeps gradients from the `<pad>` row. Is that still true once the output layer shares the embedding's weights?
# 4. With both learning rates tuned, which has the lower validation loss: Adam, or SGD with momentum?

# %%
import lab_tools as lab
import lstm_encoder_decoder as s2s
import torch

pairs, source_vocabulary, target_vocabulary = lab.corpus()

OPTIMIZERS = {
    "sgd": ("SGD", lambda weights: torch.optim.SGD(weights, lr=0.1)),
    "momentum": ("SGD, momentum 0.9", lambda weights: torch.optim.SGD(weights, lr=0.1, momentum=0.9)),
    "adagrad": ("Adagrad", lambda weights: torch.optim.Adagrad(weights, lr=0.1)),
    "rmsprop": ("RMSprop", lambda weights: torch.optim.RMSprop(weights, lr=0.01)),
    "adam": ("Adam", lambda weights: torch.optim.Adam(weights, lr=0.01)),
    "sparse_adam": ("SparseAdam", lambda weights: torch.optim.SparseAdam(weights, lr=0.01)),
    "adamw": ("AdamW, decay 0.01", lambda weights: torch.optim.AdamW(weights, lr=0.01, weight_decay=0.01)),
    "adam_decay": ("Adam, decay 0.01", lambda weights: torch.optim.Adam(weights, lr=0.01, weight_decay=0.01)),
    "sgd_decay": ("SGD, decay 0.01", lambda weights: torch.optim.SGD(weights, lr=0.1, weight_decay=0.01)),
}

# %% [markdown] tags=["zh"]
# ## 两步更新，看第二步动了哪些行 {#two-updates}
#
# 取两个批次各做一步，只更新编码器的嵌入表。把行分成三类：在第二个批次里的；只在第一个批次里的；两个批次里都没有的。SparseAdam 只接受稀疏梯度，为它设 `sparse=True`。

# %% [markdown] tags=["en"]
# ## Two updates; which rows did the second one move? {#two-updates}
#
# One step on each of two batches, updating only the encoder's embedding table. Rows fall into three groups: in the second batch; in the first batch only; in neither. SparseAdam takes sparse gradients alone, so it gets `sparse=True`.

# %%
first, second = pairs.train[:24], pairs.train[400:424]


def row_ids(batch):
    return {i for words, _ in batch for i in source_vocabulary.sentence_to_indices(words)}


every = set(range(4, len(source_vocabulary)))
groups = {
    "present": row_ids(second),
    "absent": row_ids(first) - row_ids(second),
    "never": every - row_ids(first) - row_ids(second),
}


def moves(name):
    """The length of each row's move in the second of two steps."""
    translator = lab.untrained(0, batch_size=24)
    model, embedding = translator.model, translator.model.encoder.embedding
    embedding.sparse = name == "sparse_adam"
    optimizer = OPTIMIZERS[name][1]([embedding.weight])
    for batch in (first, second):
        before = embedding.weight.detach().clone()
        model.zero_grad()
        for tensors in translator.batches(batch):
            summed, tokens = s2s.teacher_forced(model, *tensors)
            (summed / tokens).backward()
        optimizer.step()
    return (embedding.weight.detach() - before).norm(dim=1)


moved = {name: moves(name) for name in OPTIMIZERS}
counts = {
    name: {group: int((moved[name][sorted(rows)] > 0).sum()) for group, rows in groups.items()} for name in OPTIMIZERS
}
lab.table(
    [
        ("优化器", "optimiser"),
        (f"本批次的 {len(groups['present'])} 行", f"{len(groups['present'])} rows in this batch"),
        (f"只在上一批次的 {len(groups['absent'])} 行", f"{len(groups['absent'])} rows of the last batch only"),
        (f"从未出现的 {len(groups['never'])} 行", f"{len(groups['never'])} rows that never occurred"),
    ],
    [[OPTIMIZERS[name][0], *[str(counts[name][group]) for group in groups]] for name in OPTIMIZERS],
)
length = {name: {group: moved[name][sorted(rows)].mean().item() for group, rows in groups.items()} for name in moved}
for name in ("adam", "adamw", "adam_decay"):
    print(f"{OPTIMIZERS[name][0]:18} mean move of a row", *(f"{g} {length[name][g]:.4f}" for g in groups), sep="   ")

# %% [markdown] tags=["zh"]
# 动量与 Adam 的一阶矩都会把过去的梯度带到现在：梯度为零，更新却不为零。不带动量的 SGD、Adagrad 和 RMSprop 没有这样的记忆：它们只用过去梯度的大小去缩放这一步的梯度，而零怎样缩放都是零。SparseAdam 只处理梯度里出现的行，矩估计也只在那时才更新，所以它并不是「更快的 Adam」，而是另一种算法。
#
# 权重衰减不看梯度，见没见过的行都动，动多少却要看写在哪里。AdamW 直接把每一行乘以 $1-\eta\lambda$；`Adam(weight_decay=…)` 把 $\lambda w$ 加进梯度，再由 Adam 除以它自己的大小：没有别的梯度时，$\lambda$ 大小几乎不起作用，每个数每步都走将近一个学习率。上面打印的 `never` 一栏，就是这两种衰减在从未出现的行上走的路。

# %% [markdown] tags=["en"]
# Momentum and Adam's first moment carry past gradients into the present: a zero gradient, but no zero update. Plain SGD, Adagrad and RMSprop have no such memory: they only scale this step's gradient by the size of past ones, and zero stays zero however it is scaled. SparseAdam handles only the rows in the gradient, and updates its moments only then: it is not a faster Adam, but another algorithm.
#
# Weight decay does not look at gradients and moves every row, seen or unseen; how far depends on where it is written. AdamW multiplies each row by $1-\eta\lambda$. `Adam(weight_decay=…)` adds $\lambda w$ to the gradient, and Adam then divides it by its own size: where there is no other gradient, $\lambda$ hardly matters, and each value goes nearly one learning rate a step. The column `never` printed above is what the two kinds of decay do to rows that never occurred.

# %%
decay_steps, rows = 100, {}
for name in ("sgd", "adamw"):
    table = torch.nn.Embedding(5, 64, padding_idx=s2s.PAD)
    torch.nn.init.normal_(table.weight)  # overwrites the pad row: the mistake this lab is about
    start = table.weight[s2s.PAD].norm().item()
    optimizer = OPTIMIZERS[name][1](table.parameters())
    for _ in range(decay_steps):
        optimizer.zero_grad()
        table(torch.tensor([s2s.PAD, 2])).pow(2).sum().backward()
        optimizer.step()
    rows[name] = 1 - table.weight[s2s.PAD].norm().item() / start
    print(f"{OPTIMIZERS[name][0]:18} a non-zero <pad> row lost {rows[name]:.2%} of its length in {decay_steps} steps")

# %% [markdown] tags=["zh"]
# 补齐行没有梯度，但如果初始化时忘了清零，权重衰减照样会移动它。清零之后，衰减再多次也还是零。
#
# ## 很晚才出现的词 {#late-words}
#
# Adam 用步数修正矩估计的偏差，而步数是整个优化器的，不是每一行的。一行直到很晚才第一次有梯度时，它的矩估计还都是零，修正却已经所剩无几：第一步接近 $\eta(1-\beta_1)/\sqrt{1-\beta_2}$，而不是 $\eta$。SparseAdam 也一样，它的步数同样是整个优化器的。

# %% [markdown] tags=["en"]
# The pad row has no gradient; but where an initialisation forgot to make it zero again, weight decay moves it all the same. Once zero, it stays zero under decay.
#
# ## Words that come late {#late-words}
#
# Adam corrects its moments' bias by the number of steps, and that number belongs to the optimiser, not to the row. Where a row gets its first gradient late, its moments are still zero, but next to nothing is left of the correction: the first step is close to $\eta(1-\beta_1)/\sqrt{1-\beta_2}$ instead of $\eta$. SparseAdam does the same, for it has one number of steps, too.

# %%
late_step, first_move = 5000, {}
for name in ("adam", "sparse_adam"):
    table = torch.nn.Embedding(2, 1, sparse=name == "sparse_adam")
    optimizer = OPTIMIZERS[name][1](table.parameters())
    for step in range(1, late_step + 1):
        before = table.weight.detach().clone()
        optimizer.zero_grad()
        table(torch.tensor([0, 1] if step == late_step else [0])).sum().backward()  # word 1 comes in the last step only
        optimizer.step()
        if step in (1, late_step):
            row = 0 if step == 1 else 1
            first_move[name, step] = (table.weight.detach() - before)[row].abs().item() / optimizer.defaults["lr"]
    print(
        f"{OPTIMIZERS[name][0]:12} first move, in learning rates: "
        f"{first_move[name, 1]:.2f} at step 1, {first_move[name, late_step]:.2f} at step {late_step}"
    )

# %% [markdown] tags=["zh"]
# ## 共享权重之后的 `<pad>` 行 {#pad-row}
#
# 解码器的投影层给每个词打分，`<pad>` 也是其中一个候选。让投影层与解码器的嵌入表共用一个矩阵（$E$ 与 $H$ 要相等），softmax 的梯度就会经投影层流进 `<pad>` 那一行：`padding_idx` 只管查表这条路。反过来，这一行也在被读：它是每一步 softmax 的一个候选。下面训练之后把 the 的行抄到 `<pad>` 行里，看损失动不动。

# %% [markdown] tags=["en"]
# ## The `<pad>` row under tied weights {#pad-row}
#
# The decoder's projection scores every word, `<pad>` among them. Let projection and decoder embedding share one matrix (which takes $E = H$), and the softmax's gradient flows through the projection into the row of `<pad>`: `padding_idx` guards the look-up alone. And the row is read as well, as a candidate of every softmax: below, after training, the row of “the” is copied into that of `<pad>`, to see whether the loss moves.

# %%
pad_gradient, pad_moved, pad_read = {}, {}, {}
for tied in (False, True):
    translator = lab.untrained(0, embed_size=96, hidden_size=96, steps=50)
    decoder = translator.model.decoder
    if tied:
        decoder.projection.weight = decoder.embedding.weight
        with torch.no_grad():
            decoder.embedding.weight[s2s.PAD].zero_()
    summed, tokens = s2s.teacher_forced(translator.model, *next(translator.batches(pairs.train)))
    (summed / tokens).backward()
    pad_gradient[tied] = decoder.embedding.weight.grad[s2s.PAD].norm().item()
    lab.fit(translator)
    pad_moved[tied] = decoder.embedding.weight[s2s.PAD].norm().item()
    plain = lab.token_loss(translator, pairs.valid)
    with torch.no_grad():
        decoder.embedding.weight[s2s.PAD] = decoder.embedding.weight[target_vocabulary.index["the"]]
    pad_read[tied] = abs(lab.token_loss(translator, pairs.valid) - plain)
    print(
        f"tied {tied!s:5}   <pad> row: gradient {pad_gradient[tied]:.4f}, length after 50 steps {pad_moved[tied]:.3f}"
    )
    print(f"             with the row of 'the' in its place the loss moves by {pad_read[tied]:.4f}")

# %% [markdown] tags=["zh"]
# ## 这会影响质量吗 {#quality}
#
# 三种训练：全部用 Adam；两张嵌入表用 SparseAdam、其余用 Adam；全部用带动量的 SGD。Adam 与 SGD 先各用一个单独的种子，在四个学习率里挑验证损失最低的；SparseAdam 沿用 Adam 的。然后用另外三个种子比较。学习率都按脚本的方式先升后降，动量却固定不变（脚本让 Adam 的 $\beta_1$ 随学习率变化），免得把它也比进去。先打印出来的是每个学习率的验证损失；表里先写均值，括号里是三个种子中的最小与最大。

# %% [markdown] tags=["en"]
# ## Does it matter for quality? {#quality}
#
# Three ways to train: Adam for all; SparseAdam for the two embedding tables and Adam for the rest; SGD with momentum for all. Adam and SGD first take the best of four learning rates, tried with a seed of its own; SparseAdam takes Adam's. Three other seeds then make the comparison. Rates rise and fall as in the script, but momentum is kept fixed (the script varies Adam's $\beta_1$ with the rate), lest that be compared, too. Printed first is the validation loss at each rate; the table gives the mean, and in parentheses the least and the greatest of the three seeds.

# %%
trial, seeds = 3, range(3)


def train_with(way, rate, seed):
    translator = lab.untrained(seed)
    model = translator.model
    tables = [model.encoder.embedding, model.decoder.embedding]
    if way == "adam":
        optimizers = [torch.optim.Adam(model.parameters(), lr=rate)]
    elif way == "sgd":
        optimizers = [torch.optim.SGD(model.parameters(), lr=rate, momentum=0.9)]
    else:
        for embedding in tables:
            embedding.sparse = True
        weights = [embedding.weight for embedding in tables]
        rest = [w for w in model.parameters() if all(w is not other for other in weights)]
        optimizers = [torch.optim.SparseAdam(weights, lr=rate), torch.optim.Adam(rest, lr=rate)]
    return lab.fit(translator, optimizers=optimizers).evaluate(pairs.valid)


ways = {"adam": "Adam", "sparse_adam": "SparseAdam + Adam", "sgd": "SGD, momentum 0.9"}
RATES = {"adam": (0.005, 0.01, 0.02, 0.04), "sgd": (0.5, 1.0, 2.0, 4.0)}
tried = {way: {rate: train_with(way, rate, trial)["loss"] for rate in RATES[way]} for way in RATES}
best_rate = {way: min(tried[way], key=tried[way].get) for way in RATES}
best_rate["sparse_adam"] = best_rate["adam"]
for way in RATES:
    print(f"{ways[way]:18}", *[f"{rate}: {value:.3f}" for rate, value in tried[way].items()], sep="   ")

measured = {way: [train_with(way, best_rate[way], seed) for seed in seeds] for way in ways}
loss = {way: [metrics["loss"] for metrics in measured[way]] for way in ways}
exact = {way: [metrics["exact_match"] for metrics in measured[way]] for way in ways}
lab.table(
    [
        ("优化器", "optimiser"),
        ("学习率", "rate"),
        ("验证损失", "validation loss"),
        ("整句全对", "exact match"),
    ],
    [[ways[way], str(best_rate[way]), lab.ranged(loss[way], ".3f"), lab.ranged(exact[way], ".0%")] for way in ways],
)


# %% tags=["hide"]
def draw(axes, say):
    lab.heading(axes, say("训练后的验证损失（每词）", "Validation loss a token after training"))
    lab.strip(axes, [(ways[way], loss[way]) for way in ways])


lab.show(
    draw,
    height=90,
    alt=(
        "点图：三种训练方式各三个种子的验证损失。均值依次为 "
        + "、".join(f"{ways[way]} {sum(loss[way]) / len(seeds):.3f}" for way in ways)
        + "。",
        "Dot plot: validation losses of three seeds for three ways to train. Means, in order: "
        + ", ".join(f"{ways[way]} {sum(loss[way]) / len(seeds):.3f}" for way in ways)
        + ".",
    ),
    caption=("每个圈是一个种子，竖线是均值。", "A circle is a seed, the stroke their mean."),
)

# %% tags=["hide"]
VALUES = {"seeds": len(seeds), "steps": lab.STEPS, "decay_steps": decay_steps}
VALUES |= {f"{group}_rows": len(groups[group]) for group in groups}
VALUES |= {f"{group}_moved_{name}": counts[name][group] for group in groups for name in OPTIMIZERS}
VALUES |= {f"never_shift_{name}": length[name]["never"] for name in ("adamw", "adam_decay")}
VALUES |= {"late_step": late_step, "late_move": first_move["adam", late_step], "first_move": first_move["adam", 1]}
VALUES |= {"pad_read_untied": pad_read[False], "pad_read_tied": pad_read[True]}
VALUES |= lab.compared("adam_sparse", loss["adam"], loss["sparse_adam"]) | lab.compared(
    "adam_sgd", loss["adam"], loss["sgd"]
)
VALUES |= {"absent_shift_adam": length["adam"]["absent"], "present_shift_adam": length["adam"]["present"]}
VALUES |= {"pad_gradient_untied": pad_gradient[False], "pad_gradient_tied": pad_gradient[True]}
VALUES |= {"pad_moved_untied": pad_moved[False], "pad_moved_tied": pad_moved[True]}
VALUES |= {"pad_drift_decay": rows["adamw"], "pad_drift_sgd": rows["sgd"]}
for way in RATES:
    for place, rate in zip(("lowest", "low", "high", "highest"), RATES[way]):
        VALUES |= {f"trial_rate_{way}_{place}": rate, f"trial_loss_{way}_{place}": tried[way][rate]}
means = {way: sum(loss[way]) / len(seeds) for way in ways}
VALUES["gap"] = max(means.values()) - min(means.values())  # between the ways, each at its rate
for way in ways:
    VALUES[f"rate_{way}"] = best_rate[way]
    VALUES |= lab.spread(f"loss_{way}", loss[way]) | lab.spread(f"exact_{way}", exact[way])
VALUES["gap_rates_sgd"] = max(tried["sgd"].values()) - min(tried["sgd"].values())
# what the closing says must stay true
for name in ("sgd", "adagrad", "rmsprop", "sparse_adam"):
    assert counts[name]["absent"] == counts[name]["never"] == 0, "no memory of past gradients, no move"
for name in ("momentum", "adam"):
    assert counts[name]["absent"] == len(groups["absent"]) and counts[name]["never"] == 0, "memory moves absent rows"
for name in ("adamw", "adam_decay", "sgd_decay"):
    assert counts[name]["never"] == len(groups["never"]), "decay moves every row"
assert length["adam_decay"]["never"] > 10 * length["adamw"]["never"], "coupled decay is normalised by Adam"
for name in ("adam", "sparse_adam"):
    assert abs(first_move[name, 1] - 1) < 0.01, "at first a row moves by one learning rate"
    assert abs(first_move[name, late_step] - 0.1 / 0.001**0.5) < 0.1, "and by three where it comes late"
assert pad_gradient[False] == pad_moved[False] == rows["sgd"] == 0, "untied, the pad row gets no gradient"
assert pad_gradient[True] > 0 and pad_moved[True] > 0.01 and rows["adamw"] > 0, "tied, it does; decay moves it"
assert pad_read[False] < 1e-6 and pad_read[True] > 1e-3, "tied, the pad row is read by the softmax"
assert VALUES["gap"] < 0.5 * VALUES["gap_rates_sgd"], "SGD's rates are further apart than the optimisers"

# %% [markdown] tags=["zh"]
# ## 看到了什么 {#findings}
#
# - 梯度为零不等于不动。第二步里，Adam 移动了只在上一批次出现的全部 [[value lab.04_optimisers.absent_rows]] 行，平均移动 [[value lab.04_optimisers.absent_shift_adam .3f]]，而本批次的行是 [[value lab.04_optimisers.present_shift_adam .3f]]。在不带动量的 SGD、Adagrad、RMSprop 与 SparseAdam 下，这 [[value lab.04_optimisers.absent_rows]] 行一行也没动；权重衰减连从未出现的 [[value lab.04_optimisers.never_rows]] 行也动了：AdamW 下平均移动 [[value lab.04_optimisers.never_shift_adamw .4f]]，`Adam(weight_decay=…)` 下是 [[value lab.04_optimisers.never_shift_adam_decay .4f]]。
# - 第 [[value lab.04_optimisers.late_step ,d]] 步才第一次出现的词，第一步走 [[value lab.04_optimisers.late_move .2f]] 个学习率；一开始就出现的，第一步走 [[value lab.04_optimisers.first_move .2f]] 个。「每步大约一个学习率」不是上限。
# - 不共享权重时，`<pad>` 行的梯度是零，训练后仍是零；共享之后梯度不再是零，训练五十步后这一行的长度是 [[value lab.04_optimisers.pad_moved_tied .2f]]。它也真的在被读：换上 the 的行，损失变了 [[value lab.04_optimisers.pad_read_tied .3f]]；不共享时换嵌入表的这一行，损失纹丝不动。别再假定它是零，也别去改它。
# - 忘了清零的补齐行，在 AdamW 下 [[value lab.04_optimisers.decay_steps]] 步缩短了 [[value lab.04_optimisers.pad_drift_decay .1%]]；没有衰减就一动不动。
# - 质量：Adam 的验证损失为 [[value lab.04_optimisers.loss_adam_mean .3f]]（[[value lab.04_optimisers.loss_adam_min .3f]] – [[value lab.04_optimisers.loss_adam_max .3f]]），SparseAdam 为 [[value lab.04_optimisers.loss_sparse_adam_mean .3f]]（[[value lab.04_optimisers.loss_sparse_adam_min .3f]] – [[value lab.04_optimisers.loss_sparse_adam_max .3f]]），带动量的 SGD 为 [[value lab.04_optimisers.loss_sgd_mean .3f]]（[[value lab.04_optimisers.loss_sgd_min .3f]] – [[value lab.04_optimisers.loss_sgd_max .3f]]）。与 Adam 相比，SparseAdam 的[[value lab.04_optimisers.adam_sparse_zh]]，SGD 的[[value lab.04_optimisers.adam_sgd_zh]]；区间若重叠，三个种子就分不出高下。
# - 这里学习率比优化器要紧：三种办法的均值最多相差 [[value lab.04_optimisers.gap .3f]]，而 SGD 的四个学习率之间相差 [[value lab.04_optimisers.gap_rates_sgd .3f]]。只拿一个没调过的学习率去比，换来的结论可能只是学习率的，不是优化器的。

# %% [markdown] tags=["en"]
# ## What was seen {#findings}
#
# - A zero gradient does not mean no move. In the second step Adam moved all [[value lab.04_optimisers.absent_rows]] rows that only the last batch had, by [[value lab.04_optimisers.absent_shift_adam .3f]] on average, against [[value lab.04_optimisers.present_shift_adam .3f]] for this batch's rows. Plain SGD, Adagrad, RMSprop and SparseAdam moved none of these [[value lab.04_optimisers.absent_rows]]; weight decay moved even the [[value lab.04_optimisers.never_rows]] rows that never occurred, by [[value lab.04_optimisers.never_shift_adamw .4f]] on average with AdamW and by [[value lab.04_optimisers.never_shift_adam_decay .4f]] with `Adam(weight_decay=…)`.
# - A word that first occurs in step [[value lab.04_optimisers.late_step ,d]] moves by [[value lab.04_optimisers.late_move .2f]] learning rates in its first step, one that occurs from the start by [[value lab.04_optimisers.first_move .2f]]. “About one learning rate a step” is no upper bound.
# - Untied, the `<pad>` row gets no gradient and is still zero after training; tied, it gets one, and after fifty steps its length is [[value lab.04_optimisers.pad_moved_tied .2f]]. And it is read: with the row of “the” in its place the loss moved by [[value lab.04_optimisers.pad_read_tied .3f]]; the same change to an untied embedding moved it not at all. Do not rely on its being zero, and do not write to it.
# - A pad row that was not made zero lost [[value lab.04_optimisers.pad_drift_decay .1%]] of its length in [[value lab.04_optimisers.decay_steps]] steps of AdamW; without decay it did not move at all.
# - Quality: Adam's validation loss is [[value lab.04_optimisers.loss_adam_mean .3f]] ([[value lab.04_optimisers.loss_adam_min .3f]] – [[value lab.04_optimisers.loss_adam_max .3f]]), SparseAdam's [[value lab.04_optimisers.loss_sparse_adam_mean .3f]] ([[value lab.04_optimisers.loss_sparse_adam_min .3f]] – [[value lab.04_optimisers.loss_sparse_adam_max .3f]]), that of SGD with momentum [[value lab.04_optimisers.loss_sgd_mean .3f]] ([[value lab.04_optimisers.loss_sgd_min .3f]] – [[value lab.04_optimisers.loss_sgd_max .3f]]). Against Adam, [[value lab.04_optimisers.adam_sparse_en]] for SparseAdam, and for SGD [[value lab.04_optimisers.adam_sgd_en]]; where they do, three seeds cannot tell them apart.
# - Here the rate matters more than the optimiser: the three means are at most [[value lab.04_optimisers.gap .3f]] apart, the four rates of SGD [[value lab.04_optimisers.gap_rates_sgd .3f]]. A comparison at one untuned rate may say something about that rate, not about the optimiser.
