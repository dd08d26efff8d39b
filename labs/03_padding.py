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
# # 补齐会把状态推走多远？ {#padding}
#
# 一批句子长短不一，短的要用 `<pad>` 补齐。`<pad>` 的词向量是零：零向量进了 LSTM，状态是不是就不动了？如果不打包，翻译质量会差多少？打包又要付多少时间？
#
# 我们先量一量补齐对编码器最终状态的影响，再把「忘了打包」和「损失里算上补齐」各训练几次，与脚本的做法比较。

# %% [markdown] tags=["en"]
# # How far do pads push the state? {#padding}
#
# Sentences in a batch differ in length, and short ones are filled up with `<pad>`. Its vector is zero: does an LSTM that is fed zeros stand still? And without packing, how much worse are the translations? What does packing cost in time?
#
# First we measure what pads do to the encoder's final state; then “forgot to pack” and “counted pads in the loss” are trained several times each, and compared with what the script does.

# %% [markdown] tags=["zh"]
# ## 先猜一猜 {#guess}
#
# 1. 一个五词的句子后面加七个 `<pad>`，编码器的最终状态移动多远？用它自身长度的百分比来猜。
# 2. 训练和推理时都不打包，模型能不能自己学会忽略补齐？
# 3. 不打包的模型翻译同一句话，结果会不会随同批的其他句子而变？
# 4. 损失里算上补齐，译文会变差吗？报告出来的损失呢？

# %% [markdown] tags=["en"]
# ## Guess first {#guess}
#
# 1. Seven `<pad>`s follow a sentence of five words. How far does the encoder's final state move, in per cent of its own length?
# 2. If neither training nor inference packs, does the model learn to ignore pads by itself?
# 3. Does an unpacked model's translation of one sentence depend on the other sentences in the batch?
# 4. If the loss counts the pads, do translations get worse? And the loss that is reported?

# %%
import random
import time

import lab_tools as lab
import lstm_encoder_decoder as s2s
import torch

pairs, source_vocabulary, target_vocabulary = lab.corpus()
seeds, STEPS = range(3), 800


def read_with_pads(model, source):
    """What an encoder without packing does: the LSTM goes on through the pads."""
    return model.encoder.lstm(model.encoder.embedding(source))[1]


# %% [markdown] tags=["zh"]
# ## 零向量也会推动状态 {#zero-vectors}
#
# 补齐行是零，输入项 $W_{ih} \cdot 0$ 消失了，可偏置还在，循环项 $W_{hh} h$ 也还在，遗忘门照样一步一步衰减记忆。所以每多一个 `<pad>`，状态就再走一步。

# %% [markdown] tags=["en"]
# ## Zero vectors still push {#zero-vectors}
#
# The pad row is zero, so the input term $W_{ih} \cdot 0$ vanishes. But the biases remain, and so does the recurrence $W_{hh} h$, and the forget gate goes on fading the memory. Each further `<pad>` takes the state one more step.

# %%
five_words = [source_vocabulary.sentence_to_indices(words) for words, _ in pairs.valid if len(words) == 5]
source, lengths = s2s.pad_batch(five_words)  # [B, 5], no pads yet


@torch.no_grad()
def shift(model, pads, packed=False):
    """How far `pads` pads move the final hidden state, relative to its length: the mean over the sentences."""
    padded = torch.nn.functional.pad(source, (0, pads), value=s2s.PAD)
    true = model.encoder(source, lengths)[0]
    moved = model.encoder(padded, lengths)[0] if packed else read_with_pads(model, padded)[0][-1]
    return ((moved - true).norm(dim=1) / true.norm(dim=1)).mean().item()


pads = [0, 1, 2, 3, 5, 7]
fresh = [lab.untrained(seed).model for seed in seeds]
shifts = [[shift(model, count) for count in pads] for model in fresh]
packed_shift = max(shift(model, count, packed=True) for model in fresh for count in pads)
print("largest shift with packing:", packed_shift)

# %% [markdown] tags=["zh"]
# 打包之后，位移是零：`pack_padded_sequence` 让每一行停在自己的最后一个有效步。另一个等价的办法是照常读完，再从 `output` 里取出最后一个有效步：

# %% [markdown] tags=["en"]
# With packing the shift is zero: `pack_padded_sequence` stops each row at its last valid step. Another way to the same result is to read on, and pick the last valid step out of `output`:

# %%
mixed = s2s.pad_batch([source_vocabulary.sentence_to_indices(words) for words, _ in pairs.valid[:64]])
with torch.no_grad():
    encoder = fresh[0].encoder
    output, _ = encoder.lstm(encoder.embedding(mixed[0]))  # [B, S, H]
    last_valid = output[torch.arange(len(output)), mixed[1] - 1]  # [B, H]
    difference = (last_valid - encoder(*mixed)[0]).abs().max().item()
print(f"last valid step against packed h[-1]: largest difference {difference:.1e}")
assert difference < 1e-5 and packed_shift < 1e-6

# %% [markdown] tags=["zh"]
# ## 对质量的影响 {#quality}
#
# 三种训练，其余全部相同，每种三个种子。批次里的句子长短混排（脚本自己按长度分批，补齐本来就少）：
#
# - **打包**：脚本的做法。
# - **不打包**：编码器把补齐也读进去，训练与推理都如此。
# - **损失算上补齐**：编码器打包，但损失在补齐的位置也要求模型输出 `<pad>`。
#
# 另外，打包训练的模型在推理时忘了打包，也量一次：训练与推理不一致。表里先写均值，括号里是三个种子中的最小与最大。

# %% [markdown] tags=["en"]
# ## What it does to quality {#quality}
#
# Three ways to train, all else equal, three seeds each. Sentences of all lengths are mixed in a batch (the script itself batches by length, which leaves few pads):
#
# - **packed**: what the script does.
# - **unpacked**: the encoder reads the pads too, in training and in inference.
# - **loss on pads**: the encoder packs, but the loss demands `<pad>` at the padded positions.
#
# A model trained with packing is also used without it: training and inference then disagree. The table gives the mean, and in parentheses the least and the greatest of the three seeds.


# %%
def unpacked_loss(model, source, lengths, target):
    logits, _ = model.decoder(target[:, :-1], read_with_pads(model, source))
    return s2s.sequence_loss(logits, target[:, 1:])


def loss_on_pads(model, source, lengths, target):
    logits, answers = model(source, lengths, target[:, :-1]).flatten(0, 1), target[:, 1:].flatten()
    return torch.nn.functional.cross_entropy(logits, answers, reduction="sum"), len(answers)  # no ignore_index


@torch.no_grad()
def counted_loss(translator):
    """The validation loss as a mean over all positions, the padded ones too."""
    summed = positions = 0
    for batch in lab.mixed_batches(translator, pairs.valid, random.Random(1)):
        loss, here = loss_on_pads(translator.model, *batch)
        summed, positions = summed + loss.item(), positions + here
    return summed / positions


@torch.no_grad()
def translations(translator, packed, alone=False):
    """The validation sentences' translations, in mixed batches or one by one, by source sentence."""
    model, words = translator.model, {}
    batches = (
        (batch for pair in pairs.valid for batch in translator.batches([pair]))
        if alone
        else lab.mixed_batches(translator, pairs.valid, random.Random(1))
    )
    for source, lengths, _ in batches:
        state = model.encoder(source, lengths)[1] if packed else read_with_pads(model, source)
        written = model.decoder._generate_sequence(state, translator.config.max_length)
        for ids, row in zip(source.tolist(), written.tolist()):
            words[tuple(i for i in ids if i != s2s.PAD)] = target_vocabulary.indices_to_sentence(row)
    return words


truth = {tuple(source_vocabulary.sentence_to_indices(source)): target for source, target in pairs.valid}


def exact(words):
    return sum(words[key] == truth[key] for key in truth) / len(truth)


results = {name: [] for name in ("packed", "mismatch", "unpacked", "unpacked_alone", "loss_on_pads")}
changed, trained_shift, valid_loss, counted = [], [], {"packed": [], "loss_on_pads": []}, []
for seed in seeds:
    packed = lab.fit(lab.untrained(seed, steps=STEPS), batches=lab.mixed_batches)
    results["packed"].append(exact(translations(packed, packed=True)))
    results["mismatch"].append(exact(translations(packed, packed=False)))
    trained_shift.append(shift(packed.model, pads[-1]))
    valid_loss["packed"].append(packed.evaluate(pairs.valid)["loss"])

    unpacked = lab.fit(lab.untrained(seed, steps=STEPS), loss=unpacked_loss, batches=lab.mixed_batches)
    together, alone = (translations(unpacked, packed=False, alone=alone) for alone in (False, True))
    results["unpacked"].append(exact(together))
    results["unpacked_alone"].append(exact(alone))
    changed.append(sum(together[key] != alone[key] for key in truth) / len(truth))

    counting = lab.fit(lab.untrained(seed, steps=STEPS), loss=loss_on_pads, batches=lab.mixed_batches)
    results["loss_on_pads"].append(exact(translations(counting, packed=True)))
    valid_loss["loss_on_pads"].append(counting.evaluate(pairs.valid)["loss"])
    counted.append(counted_loss(counting))

names = {
    "packed": ("打包", "packed"),
    "loss_on_pads": ("损失算上补齐", "loss on pads"),
    "unpacked": ("不打包", "unpacked"),
    "unpacked_alone": ("不打包，逐句翻译", "unpacked, one by one"),
    "mismatch": ("打包训练，推理不打包", "packed, used unpacked"),
}
lab.table(
    [("做法", "way"), ("整句全对", "exact match")],
    [[names[name], lab.ranged(results[name])] for name in names],
)
print(f"translations that change with the neighbours, unpacked: {lab.ranged(changed, '.0%')}")
print(f"loss on pads, validation loss a word: {lab.ranged(valid_loss['loss_on_pads'], '.3f')}")
print(f"loss on pads, mean over pads too:     {lab.ranged(counted, '.3f')}")

# %% [markdown] tags=["zh"]
# ## 打包要付多少时间 {#cost}
#
# 打包要排序、重排，还让 LSTM 一步一步地处理越来越小的批次。同一个混排的批次，编码器打包与不打包各做一次前向与反向传播，轮流量，各取最快的一次。

# %% [markdown] tags=["en"]
# ## What packing costs in time {#cost}
#
# Packing sorts and rearranges, and has the LSTM work on a batch that shrinks step by step. On the same mixed batch the encoder does a forward and a backward pass, packed and unpacked by turns, and the quickest of each counts.

# %%
batch = next(lab.mixed_batches(lab.untrained(0), pairs.train, random.Random(0)))
encoder, quickest = fresh[0].encoder, {"packed": float("inf"), "unpacked": float("inf")}
for _ in range(200):
    for way in quickest:
        encoder.zero_grad()
        start = time.process_time()
        h = encoder(*batch[:2])[0] if way == "packed" else read_with_pads(fresh[0], batch[0])[0][-1]
        h.sum().backward()
        quickest[way] = min(quickest[way], time.process_time() - start)
packing_cost = quickest["packed"] / quickest["unpacked"]
shortest, longest = (int(length) for length in batch[1].aminmax())
print(f"the encoder, {len(batch[1])} sentences of {shortest}–{longest} words, on this machine:")
print(f"packed takes {packing_cost:.1f} times as long as unpacked")

# %% tags=["hide"]
moved_all = [row[-1] for row in shifts]
exact_zh, exact_en = (
    mark.join(f"{names[name][number]} {sum(results[name]) / len(seeds):.0%}" for name in names)
    for number, mark in enumerate(("、", ", "))
)


def draw(axes, say):
    upper, lower = axes
    lab.heading(upper, say("状态移动的距离 ÷ 状态的长度", "Distance the state moves ÷ its length"))
    style = {"color": lab.QUANTITIES["hidden"], "linestyle": "-", "marker": "o"}
    lab.curves(upper, pads, shifts, say("不打包，三个未训练的编码器", "unpacked, three untrained encoders"), **style)
    style = lab.entry(upper, say("打包", "packed"), color=lab.INK, linestyle=(0, (5, 2)), marker="s")
    upper.plot(pads, [0] * len(pads), **style)
    lab.percent(upper.yaxis)
    upper.set_xticks(pads)
    upper.set_xlabel(say("句子后面的 <pad> 数", "pads after the sentence"))
    lab.heading(lower, say("整句全对的比例", "Share of sentences translated exactly"))
    lab.strip(lower, [(say(*names[name]), results[name]) for name in names])
    lab.percent(lower.xaxis)


lab.show(
    draw,
    panels=2,
    height=130,
    alt=(
        f"上图：不打包时，状态随 <pad> 数越走越远，{pads[-1]} 个时平均为自身长度的 {sum(moved_all) / 3:.0%}；打包时始终为零。"
        f"下图：各做法三个种子的整句全对比例，均值依次为 {exact_zh}；打包训练而推理不打包的最低。",
        f"Above: unpacked, the state drifts further with each pad, to {sum(moved_all) / 3:.0%} of its own length at {pads[-1]}; "
        f"packed, it stays. Below: exact match of three seeds for each way; means, in order: {exact_en}. Packed in training "
        "but not in use is lowest.",
    ),
    caption=(
        "上：线是三个种子的均值，色带是它们的最小到最大，比线窄的地方看不见。下：每个圈是一个种子，竖线是均值。",
        "Above: the line is the mean of three seeds, the band their range, which the line hides where it is narrower. Below: a circle is a seed, the stroke their mean.",
    ),
)

# %% tags=["hide"]
VALUES = {"seeds": len(seeds), "steps": STEPS, "pads_max": pads[-1], "shift_packed": packed_shift}
VALUES |= lab.spread("shift_1", [row[1] for row in shifts]) | lab.spread("shift_7", moved_all)
VALUES |= lab.spread("shift_trained", trained_shift) | lab.spread("changed_by_neighbours", changed)
VALUES["packing_cost"] = packing_cost
for name in results:
    VALUES |= lab.spread(f"exact_{name}", results[name])
VALUES |= lab.spread("counted_loss", counted)
for name in valid_loss:
    VALUES |= lab.spread(f"loss_{name}", valid_loss[name])
pads_harm = lab.apart(results["loss_on_pads"], results["packed"]) - lab.apart(
    results["packed"], results["loss_on_pads"]
)  # 1: more sentences right, 0: the ranges overlap, -1: fewer
VALUES["pads_zh"] = ("区间重叠，看不出译文变差", "这一次还更高", "这一次低一些")[pads_harm]
VALUES["pads_en"] = ("the ranges overlap: no visible harm", "here it is even higher", "here it is lower")[pads_harm]
# what the closing says must stay true
assert lab.apart(results["packed"], results["unpacked"]), "packed is better than unpacked"
others = [share for name in results if name != "mismatch" for share in results[name]]
assert VALUES["exact_mismatch_max"] < min(others), "packed in training alone is worst"
assert min(changed) > 0.1, "unpacked, translations depend on the neighbours"
assert VALUES["shift_7_mean"] > 1.3 * VALUES["shift_1_mean"] > 0.26, "each pad pushes the state further"
assert VALUES["shift_trained_min"] > 0.3, "that of a trained encoder, too"
assert VALUES["exact_loss_on_pads_mean"] > VALUES["exact_packed_mean"] - 0.2, "pads in the loss leave translations good"
assert all(low < 0.9 * true for low, true in zip(counted, valid_loss["loss_on_pads"])), "and flatter the loss"

# %% [markdown] tags=["zh"]
# ## 看到了什么 {#findings}
#
# - 零向量挡不住 LSTM：一个 `<pad>` 就让未训练编码器的状态移动自身长度的 [[value lab.03_padding.shift_1_mean .0%]]，七个移动 [[value lab.03_padding.shift_7_mean .0%]]；训练好的编码器也照样被推走，七个移动 [[value lab.03_padding.shift_trained_mean .0%]]。打包之后是零。
# - **不打包**，同样的步数只有 [[value lab.03_padding.exact_unpacked_mean .0%]] 的句子整句全对，打包有 [[value lab.03_padding.exact_packed_mean .0%]]；三个种子的区间不重叠。而且同一句话的翻译会随同批的邻居改变：[[value lab.03_padding.changed_by_neighbours_mean .0%]] 的句子如此。
# - **打包训练、推理不打包**最糟：[[value lab.03_padding.exact_mismatch_mean .0%]]。训练与推理必须一致。
# - **损失算上补齐**：整句全对 [[value lab.03_padding.exact_loss_on_pads_mean .0%]]（[[value lab.03_padding.exact_loss_on_pads_min .0%]] – [[value lab.03_padding.exact_loss_on_pads_max .0%]]），打包是 [[value lab.03_padding.exact_packed_mean .0%]]（[[value lab.03_padding.exact_packed_min .0%]] – [[value lab.03_padding.exact_packed_max .0%]]），[[value lab.03_padding.pads_zh]]。`<eos>` 之后总是 `<pad>`，这条规律好学。明显变了的是**报告出来的数**：连补齐一起平均是 [[value lab.03_padding.counted_loss_mean .3f]]，只算真正的词是 [[value lab.03_padding.loss_loss_on_pads_mean .3f]]。补齐越多，这个数越好看，与模型好坏无关，困惑度也跟着失真。
#
# 这些差距是在混排的批次和固定的步数下量的；句子长度相近、训练更久，差距也许会小一些。打包不是为了快：同一个批次，编码器打包的用时，在构建这个网页的机器上是不打包的 [[value lab.03_padding.packing_cost .1f]] 倍，换一台机器、换一种长度又是另一个数。打包是为了正确；脚本按长度分批，让要补的本来就少。

# %% [markdown] tags=["en"]
# ## What was seen {#findings}
#
# - Zeros do not stop an LSTM: one pad moves an untrained encoder's state by [[value lab.03_padding.shift_1_mean .0%]] of its length, seven by [[value lab.03_padding.shift_7_mean .0%]]; a trained one is moved as well, by [[value lab.03_padding.shift_trained_mean .0%]] for seven. With packing it is zero.
# - **Unpacked**, the same number of steps gets [[value lab.03_padding.exact_unpacked_mean .0%]] of the sentences right, packed [[value lab.03_padding.exact_packed_mean .0%]]; the ranges of three seeds do not overlap. Worse, a sentence's translation depends on its neighbours in the batch: [[value lab.03_padding.changed_by_neighbours_mean .0%]] of them change.
# - **Packed in training but not in inference** is worst: [[value lab.03_padding.exact_mismatch_mean .0%]]. Training and inference must agree.
# - **Counting pads in the loss**: [[value lab.03_padding.exact_loss_on_pads_mean .0%]] exact ([[value lab.03_padding.exact_loss_on_pads_min .0%]] – [[value lab.03_padding.exact_loss_on_pads_max .0%]]), packed [[value lab.03_padding.exact_packed_mean .0%]] ([[value lab.03_padding.exact_packed_min .0%]] – [[value lab.03_padding.exact_packed_max .0%]]); [[value lab.03_padding.pads_en]]. That only `<pad>` follows `<eos>` is easy to learn. What it clearly spoils is the **figure that is reported**: [[value lab.03_padding.counted_loss_mean .3f]] as a mean over pads too, [[value lab.03_padding.loss_loss_on_pads_mean .3f]] over real words. The more pads, the better it looks, whatever the model is worth; perplexity is distorted with it.
#
# These gaps were measured with mixed batches and a fixed number of steps; like lengths and longer training may narrow them. Packing is not for speed: on the same batch, the packed encoder took [[value lab.03_padding.packing_cost .1f]] times as long as the unpacked one on the machine that built this page, and other machines and lengths give other figures. It is for correctness; and batches of like length, as in the script, leave few pads to begin with.
