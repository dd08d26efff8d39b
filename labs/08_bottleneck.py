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
# # 一个定长的状态，装得下多长的句子？ {#bottleneck}
#
# 编码器把整句话压进 $(h, c)$，句子长短都一样大。句子变长，翻译会差多少？把 $H$ 加大，够不够？Sutskever 等人[-@sutskever2014]把源句倒过来读就好了许多，在这里也是这样吗？
#
# 我们把脚本语料里的短句两个、三个地接起来，看一个短句独自出现与跟别的短句在一起时，译对的比例差多少。三种 $H$，正读与倒读，步数加倍，各三个种子。

# %% [markdown] tags=["en"]
# # How long a sentence fits into a state of fixed size? {#bottleneck}
#
# The encoder presses a whole sentence into $(h, c)$, which is the same size for short and long. How much does translation suffer as sentences grow? Is a larger $H$ the cure? Sutskever et al. [-@sutskever2014] gained much by reading the source backwards: is it so here too?
#
# Short sentences from the script's corpus are joined in twos and threes, to see how the share that is translated right changes with the company. Three sizes of $H$, forwards and backwards, and twice the steps, with three seeds each.

# %% [markdown] tags=["zh"]
# ## 先猜一猜 {#guess}
#
# 1. $H=128$ 的模型翻译独自的短句，大多能一字不差。三个接成一句，每个短句译对的比例还剩几成？
# 2. $H$ 减半，独自的短句受的影响大，还是三个一起时受的影响大？
# 3. 倒读之后，最后读进去的是第一个短句。哪一个短句会因此得益，哪一个会吃亏？

# %% [markdown] tags=["en"]
# ## Guess first {#guess}
#
# 1. Alone, a model with $H=128$ translates most short sentences word for word. With three joined into one, how large is the share of them that is still right?
# 2. With $H$ halved, which suffers more, a short sentence alone or one among three?
# 3. Read backwards, the first of the three is read last. Which gains by that, and which loses?

# %%
import itertools
import random
import textwrap

import lab_tools as lab
import lstm_encoder_decoder as s2s
import torch

pairs, _, _ = lab.corpus(30_000)
lengths = [len(source) for source, _ in pairs.train]
print(f"the built-in corpus: {min(lengths)} to {max(lengths)} words, {sum(lengths) / len(lengths):.1f} on average")

# %% [markdown] tags=["zh"]
# ## 更长的句子，由脚本自己的句子接成 {#longer-sentences}
#
# 语料里的句子很短，量不出多少瓶颈。所以取至多四个词的陈述句，两边都用分号接起来；这样，每一段在长句里和独自时说的是同一件事，译文也一样，只有长度变了。留出来测试的短句从不在训练里出现。这不是自然的长句：段与段之间没有关系，前一段帮不了后一段。

# %% [markdown] tags=["en"]
# ## Longer sentences, made from the script's own {#longer-sentences}
#
# The corpus has short sentences only, which show little of a bottleneck. So statements of at most four words are joined with semicolons on both sides: each says the same, and has the same translation, in company as alone, and only the length differs. Those kept for the test never occur in training. These are not natural long sentences: the parts have nothing to do with each other, and none helps with the next.

# %%
PARTS = (1, 2, 3)
HELD_OUT, TEST, TRAIN = 200, 300, 8000

statements = [pair for pair in pairs.train if len(pair[0]) <= 4 and pair[0][-1] != "？"]
learnt, held_out = statements[:-HELD_OUT], statements[-HELD_OUT:]


def joined(statements, parts, count, rng):
    """`count` pairs, each of `parts` different statements, with a semicolon between them on either side."""
    groups = (rng.sample(statements, parts) for _ in range(count))
    return [tuple(f" {mark} ".join(map(" ".join, side)).split() for mark, side in zip("；;", zip(*g))) for g in groups]


rng = random.Random(0)
train_pairs = [pair for parts in PARTS for pair in joined(learnt, parts, TRAIN, rng)]
test_pairs = {parts: joined(held_out, parts, TEST, rng) for parts in PARTS}
vocabularies = [s2s.Vocabulary(sentences) for sentences in zip(*train_pairs)]
words_read = {parts: sorted(len(source) for source, _ in test_pairs[parts]) for parts in PARTS}

for parts in PARTS:
    print(f"sentences of {words_read[parts][0]}–{words_read[parts][-1]} words, such as")
    for sentence in test_pairs[parts][0]:
        print(textwrap.fill(" ".join(sentence), 84, initial_indent="    ", subsequent_indent="    "))
print(f"{len(learnt)} statements to learn, {len(held_out)} to test; {[len(v) for v in vocabularies]} words")

# %% [markdown] tags=["zh"]
# ## 训练与计分 {#training}
#
# 按段计分：前面各段给模型标准译文，让它接着写这一段，写到分号或句末，一字不差才算对。这样，前一段写错不会连累后一段；若状态不是瓶颈，各段译对的比例就与同伴的多少无关，曲线是平的。整句全对不适合作这个比较：段数一多，它本来就要下降。
#
# 这个分数不必真的逐步生成。贪心地写，一段译对当且仅当教师强制下这一段的每一步都选对（见实验「[[lab 07_teacher_forcing]]」），所以一次前向传播就够了。

# %% [markdown] tags=["en"]
# ## Training and scoring {#training}
#
# Scores are by part: the model is given the true translation of the parts before, and goes on to write this one, up to its semicolon or the end. Only word for word counts. A mistake in one part thus does not spoil the next, and if the state were no bottleneck, the share of parts right would not depend on their company: the curves would be level. Exact match of whole sentences would not do for this comparison: it falls with the number of parts in any case.
#
# The score needs no generation step by step. Written greedily, a part is right if and only if each of its steps is right under teacher forcing (see “[[lab 07_teacher_forcing]]”), so one forward pass will do.

# %% [markdown] tags=["zh"]
# 三种 $H$ 正读，最大的再倒读。倒过来的只有源句，先倒再补齐。最后，较大的两种正读再用两倍的步数训练一遍：如果长句只是学得慢，步数够了就该追上来；如果小的 $H$ 只是学得慢，也该追上大的。表里先写均值，括号里是三个种子中的最小与最大。

# %% [markdown] tags=["en"]
# All three sizes of $H$ read forwards, the largest backwards as well. Only the source is turned round, and before it is padded. Finally the two larger ones are trained again, forwards, with twice the steps: if long sentences are only slower to learn, more steps should let them catch up; and if a small $H$ is only slower to learn, it should catch up with the large one. The table gives the mean, and in parentheses the least and the greatest of the three seeds.

# %%
SIZES, STEPS, seeds = (32, 64, 128), 1000, range(3)
WAYS = {f"forward_h{size}": ((f"正读，H = {size}", f"forwards, H = {size}"), 1, size, STEPS) for size in SIZES}
WAYS["reversed_h128"] = (("倒读，H = 128", "backwards, H = 128"), -1, 128, STEPS)
for size in SIZES[1:]:
    names = (f"正读，H = {size}，两倍步数", f"forwards, H = {size}, twice the steps")
    WAYS[f"longer_h{size}"] = (names, 1, size, 2 * STEPS)


def read(pairs, way):
    return [(source[:: WAYS[way][1]], target) for source, target in pairs]


@torch.no_grad()
def scores(translator, pairs, parts):
    """The share of right translations of the first part, the second …; and, last, the share of right words."""
    semicolon, hits, words, tokens = translator.target_vocabulary.index[";"], torch.zeros(parts), 0, 0
    for source, lengths, target in translator.batches(pairs):
        truth, valid = target[:, 1:], target[:, 1:] != s2s.PAD
        right = translator.model(source, lengths, target[:, :-1]).argmax(-1) == truth  # [B, T]
        ends = (truth == semicolon).long()
        part = ends.cumsum(1) - ends  # [B, T]: which part a word is in; a semicolon closes its own
        hits += torch.stack([(right | (part != place) | ~valid).all(1).sum() for place in range(parts)])
        words, tokens = words + int((right & valid).sum()), tokens + int(valid.sum())
    return [*(hits / len(pairs)).tolist(), words / tokens]


found = {way: [] for way in WAYS}  # for each seed: number of parts -> scores
for way, (_, _, size, steps) in WAYS.items():
    for seed in seeds:
        config = s2s.Config(hidden_size=size, lr=0.015, batch_size=32, steps=steps, seed=seed)
        translator = lab.fit(s2s.Translator(*vocabularies, config), read(train_pairs, way))
        found[way].append({parts: scores(translator, read(test_pairs[parts], way), parts) for parts in PARTS})


def part_right(way, parts):
    """For each seed, the share of parts that are right, whatever their places."""
    return [sum(run[parts][:-1]) / parts for run in found[way]]


lab.table(
    [
        ("各段译对的比例", "share of parts right"),
        ("独自", "alone"),
        ("两段一句", "one of two"),
        ("三段一句", "one of three"),
    ],
    [[WAYS[way][0], *(lab.ranged(part_right(way, parts), ".0%") for parts in PARTS)] for way in WAYS],
)

# %% tags=["hide"]
spans = [f"{words_read[parts][0]}–{words_read[parts][-1]}" for parts in PARTS]


def in_words(way, mark):
    return mark.join(f"{sum(part_right(way, parts)) / len(seeds):.0%}" for parts in PARTS)


shown = [f"forward_h{size}" for size in SIZES] + [f"longer_h{size}" for size in SIZES[1:]]


def by_place(way, mark):
    return mark.join(f"{sum(run[3][place] for run in found[way]) / len(seeds):.0%}" for place in range(3))


def draw(axes, say):
    upper, lower = axes
    lab.heading(upper, say("各段译对的比例", "Share of parts right"))
    for way, style in zip(shown, lab.SERIES):
        lab.curves(upper, PARTS, list(zip(*(part_right(way, parts) for parts in PARTS))), say(*WAYS[way][0]), **style)
    upper.set_xlabel(say(f"句中的段数（{'、'.join(spans)} 个词）", f"parts in a sentence ({', '.join(spans)} words)"))
    lab.heading(lower, say("三段一句，每一段译对的比例", "Three parts: share right, by place"))
    for way, style in zip(("forward_h128", "reversed_h128"), (lab.SERIES[2], lab.SERIES[4])):
        lab.curves(lower, PARTS, [run[3][:-1] for run in found[way]], say(*WAYS[way][0]), **style)
    lower.set_xlabel(say("句中第几段", "place of the part in its sentence"))
    for panel in axes:
        panel.set_xticks(PARTS)
        panel.set_ylim(0, 1)
        lab.percent(panel.yaxis)


lab.show(
    draw,
    panels=2,
    height=140,
    alt=(
        "上图：各段译对的比例随句中的段数下降。一、二、三段依次为："
        + "；".join(f"{WAYS[way][0][0]}，{in_words(way, '、')}" for way in shown)
        + f"。下图：H = 128、三段一句时，三段依次为：正读 {by_place('forward_h128', '、')}；倒读 {by_place('reversed_h128', '、')}。",
        "Above: the share of parts right falls with the number of parts in a sentence. For one, two and three: "
        + "; ".join(f"{WAYS[way][0][1]}: {in_words(way, ', ')}" for way in shown)
        + f". Below: three parts, H = 128; the first, second and third: {by_place('forward_h128', ', ')} forwards, "
        + f"{by_place('reversed_h128', ', ')} backwards.",
    ),
    caption=(
        "线是三个种子的均值，色带是最小到最大。",
        "Lines are means of three seeds, bands go from the least to the greatest.",
    ),
)

# %% tags=["hide"]
VALUES = {"seeds": len(seeds), "steps": STEPS, "steps_longer": 2 * STEPS, "sizes": list(SIZES), "test": TEST}
VALUES |= {"corpus_shortest": min(lengths), "corpus_longest": max(lengths), "learnt": len(learnt), "held_out": HELD_OUT}
for parts in PARTS:
    VALUES |= {f"words_{parts}_min": words_read[parts][0], f"words_{parts}_max": words_read[parts][-1]}
for way, parts in itertools.product(WAYS, PARTS):
    VALUES |= lab.spread(f"part_{way}_of{parts}", part_right(way, parts))
    VALUES |= lab.spread(f"token_{way}_of{parts}", [run[parts][-1] for run in found[way]])
    for place in range(parts):
        VALUES |= lab.spread(f"place_{way}_{place + 1}of{parts}", [run[parts][place] for run in found[way]])


def at(way, place):
    """For each seed, the share of right parts in one place of three."""
    return [run[3][place - 1] for run in found[way]]


FORWARDS, BACKWARDS = "forward_h128", "reversed_h128"
VALUES |= lab.compared("orders_of3", part_right(FORWARDS, 3), part_right(BACKWARDS, 3))
for place in PARTS:
    VALUES |= lab.compared(f"orders_{place}of3", at(FORWARDS, place), at(BACKWARDS, place))
gaining = [place for place in PARTS if lab.apart(at(BACKWARDS, place), at(FORWARDS, place))]
losing = [place for place in PARTS if lab.apart(at(FORWARDS, place), at(BACKWARDS, place))]


def which(places, one, more):
    """'no part visibly gains', 'the third part gains' or 'the first and third parts gain'."""
    names = " and ".join(("first", "second", "third")[place - 1] for place in places)
    return (
        f"the {names} parts {more}"
        if len(places) > 1
        else f"the {names} part {one}"
        if places
        else f"no part visibly {one}"
    )


VALUES["reversal_zh"] = "，".join(
    f"{what}的是第" + "、第".join("一二三"[place - 1] + "段" for place in places) if places else f"看不出哪一段{what}"
    for what, places in (("得益", gaining), ("吃亏", losing))
)
VALUES["reversal_en"] = f"{which(gaining, 'gains', 'gain')}, {which(losing, 'loses', 'lose')}"


def mean(way, parts):
    return sum(part_right(way, parts)) / len(seeds)


# a small state with twice the steps against a large one with the plain number, and both with twice
VALUES |= lab.compared("catching_up", part_right("longer_h64", 3), part_right(FORWARDS, 3))
VALUES |= lab.compared("longer", part_right("longer_h64", 3), part_right("longer_h128", 3))
caught_up = not lab.apart(part_right(FORWARDS, 3), part_right("longer_h64", 3))
VALUES["speed_zh"] = (
    "步数够了，小的追得上步数少的大的，所以固定步数下「大的更好」，有一部分是大的学得快"
    if caught_up
    else "步数加倍也没有追上，不过两者之差小了多少，也说明了快慢占多少"
)
VALUES["speed_en"] = (
    "given the steps, the small one catches up with the large one that had fewer: at a fixed number of steps, part of what a large $H$ gains is that it learns faster"
    if caught_up
    else "even twice the steps do not let it catch up, and by how much the difference shrank says what speed accounts for"
)
# the place of three that is translated worst, in each direction
worst = {way: min(PARTS, key=lambda place: VALUES[f"place_{way}_{place}of3_mean"]) for way in (FORWARDS, BACKWARDS)}
middle = set(worst.values()) == {2}
VALUES["worst_zh"] = (
    "中间一段两种读法都最差"
    if middle
    else "最差的，正读是第{}段，倒读是第{}段".format(*("一二三"[place - 1] for place in worst.values()))
)
VALUES["worst_en"] = (
    "The middle one is worst either way"
    if middle
    else "The worst is number {} forwards and number {} backwards".format(*worst.values())
)
# what the closing says must stay true
for way in WAYS:
    assert mean(way, 1) > 1.3 * mean(way, 3), "company hurts in every setting"
    if way != "forward_h32":
        assert lab.apart(part_right(way, 1), part_right(way, 3)), "and beyond the seeds from H = 64 on"
assert VALUES["part_forward_h128_of1_min"] > 0.5, "alone, most are right with H = 128"
alone, three = ([VALUES[f"part_forward_h{size}_of{parts}_mean"] for size in SIZES] for parts in (1, 3))
assert alone[0] < alone[1] and alone[1] - alone[0] > 1.5 * (alone[2] - alone[1]), (
    "alone gains mostly by the first doubling of H"
)
assert three[0] < three[1] < three[2], "one of three gains by both"
for size in SIZES[1:]:
    assert mean(f"longer_h{size}", 3) > mean(f"forward_h{size}", 3), "more steps help long sentences"
gaps = [mean(way, 1) - mean(way, 3) for way in ("longer_h128", FORWARDS)]
assert gaps[0] < gaps[1], "slow learning is part of the gap"

# %% [markdown] tags=["zh"]
# ## 看到了什么 {#findings}
#
# - **有同伴就变差**。正读、$H=128$ 时，独自的短句译对的比例是 [[value lab.08_bottleneck.part_forward_h128_of1_mean .0%]]（[[value lab.08_bottleneck.part_forward_h128_of1_min .0%]] – [[value lab.08_bottleneck.part_forward_h128_of1_max .0%]]），三段一句时只有 [[value lab.08_bottleneck.part_forward_h128_of3_mean .0%]]（[[value lab.08_bottleneck.part_forward_h128_of3_min .0%]] – [[value lab.08_bottleneck.part_forward_h128_of3_max .0%]]）。词还是那些词，前面各段又给了标准译文，不同的是状态里要同时装三段，每个词也要多走几步。量过的每一种设置都是这样；$H$ 为 64 和 128 时，独自与三段一句的区间都不重叠。
# - **$H$ 加大，两种句子得益的时候不同**。$H$ 从 32 加到 64，独自的由 [[value lab.08_bottleneck.part_forward_h32_of1_mean .0%]]（[[value lab.08_bottleneck.part_forward_h32_of1_min .0%]] – [[value lab.08_bottleneck.part_forward_h32_of1_max .0%]]）升到 [[value lab.08_bottleneck.part_forward_h64_of1_mean .0%]]（[[value lab.08_bottleneck.part_forward_h64_of1_min .0%]] – [[value lab.08_bottleneck.part_forward_h64_of1_max .0%]]），三段一句的由 [[value lab.08_bottleneck.part_forward_h32_of3_mean .0%]]（[[value lab.08_bottleneck.part_forward_h32_of3_min .0%]] – [[value lab.08_bottleneck.part_forward_h32_of3_max .0%]]）升到 [[value lab.08_bottleneck.part_forward_h64_of3_mean .0%]]（[[value lab.08_bottleneck.part_forward_h64_of3_min .0%]] – [[value lab.08_bottleneck.part_forward_h64_of3_max .0%]]）；再加到 128，独自的到 [[value lab.08_bottleneck.part_forward_h128_of1_mean .0%]]，三段一句的到 [[value lab.08_bottleneck.part_forward_h128_of3_mean .0%]]。独自的主要得益于前一次，三段一句的两次都升，差距还在。
# - **装不下，还是学得慢？** $H=128$ 步数加倍，三段一句的升到 [[value lab.08_bottleneck.part_longer_h128_of3_mean .0%]]（[[value lab.08_bottleneck.part_longer_h128_of3_min .0%]] – [[value lab.08_bottleneck.part_longer_h128_of3_max .0%]]），独自的是 [[value lab.08_bottleneck.part_longer_h128_of1_mean .0%]]（[[value lab.08_bottleneck.part_longer_h128_of1_min .0%]] – [[value lab.08_bottleneck.part_longer_h128_of1_max .0%]]）。可见原来的差距有一部分是学得慢；加倍之后仍差一截，再久会怎样，没有量。
# - **$H$ 大，是装得多，还是学得快？** $H=64$ 步数加倍，三段一句的由 [[value lab.08_bottleneck.part_forward_h64_of3_mean .0%]] 升到 [[value lab.08_bottleneck.part_longer_h64_of3_mean .0%]]（[[value lab.08_bottleneck.part_longer_h64_of3_min .0%]] – [[value lab.08_bottleneck.part_longer_h64_of3_max .0%]]）；$H=128$ 用原来的步数是 [[value lab.08_bottleneck.part_forward_h128_of3_mean .0%]]，与它的[[value lab.08_bottleneck.catching_up_zh]]：[[value lab.08_bottleneck.speed_zh]]。两者的步数都加倍，又是另一次比较：[[value lab.08_bottleneck.part_longer_h64_of3_mean .0%]] 对 [[value lab.08_bottleneck.part_longer_h128_of3_mean .0%]]，[[value lab.08_bottleneck.longer_zh]]。要说「装不下」，得看步数再多也不动的那部分，本实验还没有走到那里。
# - **正读与倒读**。$H=128$、三段一句，总的比例正读 [[value lab.08_bottleneck.part_forward_h128_of3_mean .0%]]（[[value lab.08_bottleneck.part_forward_h128_of3_min .0%]] – [[value lab.08_bottleneck.part_forward_h128_of3_max .0%]]），倒读 [[value lab.08_bottleneck.part_reversed_h128_of3_mean .0%]]（[[value lab.08_bottleneck.part_reversed_h128_of3_min .0%]] – [[value lab.08_bottleneck.part_reversed_h128_of3_max .0%]]），[[value lab.08_bottleneck.orders_of3_zh]]。分开看：第一段正读 [[value lab.08_bottleneck.place_forward_h128_1of3_mean .0%]]（[[value lab.08_bottleneck.place_forward_h128_1of3_min .0%]] – [[value lab.08_bottleneck.place_forward_h128_1of3_max .0%]]），倒读 [[value lab.08_bottleneck.place_reversed_h128_1of3_mean .0%]]（[[value lab.08_bottleneck.place_reversed_h128_1of3_min .0%]] – [[value lab.08_bottleneck.place_reversed_h128_1of3_max .0%]]），[[value lab.08_bottleneck.orders_1of3_zh]]；第二段正读 [[value lab.08_bottleneck.place_forward_h128_2of3_mean .0%]]（[[value lab.08_bottleneck.place_forward_h128_2of3_min .0%]] – [[value lab.08_bottleneck.place_forward_h128_2of3_max .0%]]），倒读 [[value lab.08_bottleneck.place_reversed_h128_2of3_mean .0%]]（[[value lab.08_bottleneck.place_reversed_h128_2of3_min .0%]] – [[value lab.08_bottleneck.place_reversed_h128_2of3_max .0%]]），[[value lab.08_bottleneck.orders_2of3_zh]]；第三段正读 [[value lab.08_bottleneck.place_forward_h128_3of3_mean .0%]]（[[value lab.08_bottleneck.place_forward_h128_3of3_min .0%]] – [[value lab.08_bottleneck.place_forward_h128_3of3_max .0%]]），倒读 [[value lab.08_bottleneck.place_reversed_h128_3of3_mean .0%]]（[[value lab.08_bottleneck.place_reversed_h128_3of3_min .0%]] – [[value lab.08_bottleneck.place_reversed_h128_3of3_max .0%]]），[[value lab.08_bottleneck.orders_3of3_zh]]。区间不重叠才算有差别，所以第三个猜测的答案是：[[value lab.08_bottleneck.reversal_zh]]。倒读时，第一段最后读进去，离译文的开头最近，第三段最远。[[value lab.08_bottleneck.worst_zh]]，为什么，本实验没有回答。
#
# 最后一点与 [@sutskever2014] 并不矛盾：他们倒读真实的长句，网络深得多，也大得多，并且说自己没有完整的解释。倒读好不好，要看在什么样的句子上量。
#
# 瓶颈的另一种解法是注意力：不压缩，写每个词时都回头看。它的结果不在这个实验里。

# %% [markdown] tags=["en"]
# ## What was seen {#findings}
#
# - **Company hurts.** Read forwards with $H=128$, the share of parts right is [[value lab.08_bottleneck.part_forward_h128_of1_mean .0%]] ([[value lab.08_bottleneck.part_forward_h128_of1_min .0%]] – [[value lab.08_bottleneck.part_forward_h128_of1_max .0%]]) alone, and among three [[value lab.08_bottleneck.part_forward_h128_of3_mean .0%]] ([[value lab.08_bottleneck.part_forward_h128_of3_min .0%]] – [[value lab.08_bottleneck.part_forward_h128_of3_max .0%]]). The words are the same, and the parts before it were given in their true translation; what differs is that the state has to hold three at once, and that each word has further to go. It is so in every setting measured, and with $H=64$ and 128 the ranges of alone and one of three do not overlap.
# - **A larger $H$ helps short and long at different times.** From $H=32$ to 64, a part alone goes from [[value lab.08_bottleneck.part_forward_h32_of1_mean .0%]] ([[value lab.08_bottleneck.part_forward_h32_of1_min .0%]] – [[value lab.08_bottleneck.part_forward_h32_of1_max .0%]]) to [[value lab.08_bottleneck.part_forward_h64_of1_mean .0%]] ([[value lab.08_bottleneck.part_forward_h64_of1_min .0%]] – [[value lab.08_bottleneck.part_forward_h64_of1_max .0%]]), one of three from [[value lab.08_bottleneck.part_forward_h32_of3_mean .0%]] ([[value lab.08_bottleneck.part_forward_h32_of3_min .0%]] – [[value lab.08_bottleneck.part_forward_h32_of3_max .0%]]) to [[value lab.08_bottleneck.part_forward_h64_of3_mean .0%]] ([[value lab.08_bottleneck.part_forward_h64_of3_min .0%]] – [[value lab.08_bottleneck.part_forward_h64_of3_max .0%]]); at 128, alone reaches [[value lab.08_bottleneck.part_forward_h128_of1_mean .0%]], one of three [[value lab.08_bottleneck.part_forward_h128_of3_mean .0%]]. Alone gains mostly by the first doubling, one of three by both, and the gap stays.
# - **Too small a state, or too slow to learn?** With $H=128$ and twice the steps, one of three rises to [[value lab.08_bottleneck.part_longer_h128_of3_mean .0%]] ([[value lab.08_bottleneck.part_longer_h128_of3_min .0%]] – [[value lab.08_bottleneck.part_longer_h128_of3_max .0%]]), and alone it is [[value lab.08_bottleneck.part_longer_h128_of1_mean .0%]] ([[value lab.08_bottleneck.part_longer_h128_of1_min .0%]] – [[value lab.08_bottleneck.part_longer_h128_of1_max .0%]]). So slow learning was part of the gap; a gap remains after doubling, and what still more steps would do was not measured.
# - **Does a larger $H$ hold more, or learn faster?** With twice the steps $H=64$ goes from [[value lab.08_bottleneck.part_forward_h64_of3_mean .0%]] to [[value lab.08_bottleneck.part_longer_h64_of3_mean .0%]] ([[value lab.08_bottleneck.part_longer_h64_of3_min .0%]] – [[value lab.08_bottleneck.part_longer_h64_of3_max .0%]]) of one of three; $H=128$ with the plain number of steps has [[value lab.08_bottleneck.part_forward_h128_of3_mean .0%]], and [[value lab.08_bottleneck.catching_up_en]]: [[value lab.08_bottleneck.speed_en]]. Twice the steps for both is another comparison: [[value lab.08_bottleneck.part_longer_h64_of3_mean .0%]] against [[value lab.08_bottleneck.part_longer_h128_of3_mean .0%]], and [[value lab.08_bottleneck.longer_en]]. To say “it does not fit in” one would need the part that no further steps can move, and this lab has not gone that far.
# - **Forwards and backwards.** With $H=128$ and three parts, the share of all parts right is [[value lab.08_bottleneck.part_forward_h128_of3_mean .0%]] ([[value lab.08_bottleneck.part_forward_h128_of3_min .0%]] – [[value lab.08_bottleneck.part_forward_h128_of3_max .0%]]) forwards and [[value lab.08_bottleneck.part_reversed_h128_of3_mean .0%]] ([[value lab.08_bottleneck.part_reversed_h128_of3_min .0%]] – [[value lab.08_bottleneck.part_reversed_h128_of3_max .0%]]) backwards: [[value lab.08_bottleneck.orders_of3_en]]. By place: the first, [[value lab.08_bottleneck.place_forward_h128_1of3_mean .0%]] ([[value lab.08_bottleneck.place_forward_h128_1of3_min .0%]] – [[value lab.08_bottleneck.place_forward_h128_1of3_max .0%]]) forwards and [[value lab.08_bottleneck.place_reversed_h128_1of3_mean .0%]] ([[value lab.08_bottleneck.place_reversed_h128_1of3_min .0%]] – [[value lab.08_bottleneck.place_reversed_h128_1of3_max .0%]]) backwards ([[value lab.08_bottleneck.orders_1of3_en]]); the second, [[value lab.08_bottleneck.place_forward_h128_2of3_mean .0%]] ([[value lab.08_bottleneck.place_forward_h128_2of3_min .0%]] – [[value lab.08_bottleneck.place_forward_h128_2of3_max .0%]]) and [[value lab.08_bottleneck.place_reversed_h128_2of3_mean .0%]] ([[value lab.08_bottleneck.place_reversed_h128_2of3_min .0%]] – [[value lab.08_bottleneck.place_reversed_h128_2of3_max .0%]]) ([[value lab.08_bottleneck.orders_2of3_en]]); the third, [[value lab.08_bottleneck.place_forward_h128_3of3_mean .0%]] ([[value lab.08_bottleneck.place_forward_h128_3of3_min .0%]] – [[value lab.08_bottleneck.place_forward_h128_3of3_max .0%]]) and [[value lab.08_bottleneck.place_reversed_h128_3of3_mean .0%]] ([[value lab.08_bottleneck.place_reversed_h128_3of3_min .0%]] – [[value lab.08_bottleneck.place_reversed_h128_3of3_max .0%]]) ([[value lab.08_bottleneck.orders_3of3_en]]). Only ranges that do not overlap count as a difference, so the answer to the third guess is: [[value lab.08_bottleneck.reversal_en]]. Read backwards, the first part is read last, nearest to the start of the translation, and the third is farthest. [[value lab.08_bottleneck.worst_en]]; this lab does not say why.
#
# The last point does not contradict [@sutskever2014]: they read real, long sentences backwards, with much deeper and larger networks, and say that they have no complete explanation. What reversal is worth depends on the sentences it is measured on.
#
# Attention is another answer to the bottleneck: compress nothing, and look back while writing each word. Its figures are not in this lab.
