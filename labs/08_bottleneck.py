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
# # 一个定长的状态，装得下多长的句子？
#
# 编码器把整句话压进 $(h, c)$，句子长短都一样大。句子变长，翻译会差多少？把 $H$ 加大，够不够？Sutskever 等人把源句倒过来读就好了许多 [@sutskever2014]，在这里也是这样吗？
#
# 我们把脚本语料里的短句一两个、三个地接起来，看同一个短句独自出现与跟别的短句在一起时，译对的机会差多少。几种 $H$，正读与倒读，各三个种子。

# %% [markdown] tags=["en"]
# # How long a sentence fits into a state of fixed size?
#
# The encoder presses a whole sentence into $(h, c)$, which is the same size for short and long. How much does translation suffer as sentences grow? Is a larger $H$ the cure? Sutskever et al. gained much by reading the source backwards [@sutskever2014]: is it so here too?
#
# Short sentences from the script's corpus are joined in twos and threes, to see how the chance of one to be translated right changes with its company. Several sizes of $H$, read forwards and backwards, three seeds each.

# %% [markdown] tags=["zh"]
# ## 先猜一猜
#
# 1. 一个短句独自翻译时大多能全对。三个接成一句，每个短句全对的机会还剩几成？
# 2. $H$ 减半，独自的短句受的影响大，还是三个一起时受的影响大？
# 3. 倒读之后，最后读进去的是第一个短句。哪一个短句会因此得益，哪一个会吃亏？

# %% [markdown] tags=["en"]
# ## Guess first
#
# 1. Alone, most short sentences are translated word for word. With three joined into one, how much of that chance is left to each?
# 2. With $H$ halved, which suffers more, a short sentence alone or one among three?
# 3. Read backwards, the first of the three is read last. Which gains by that, and which loses?

# %%
import itertools
import random

import lab_tools as lab
import lstm_encoder_decoder as s2s
import torch

pairs, _, _ = lab.corpus(30_000)
lengths = [len(source) for source, _ in pairs.train]
print(f"the built-in corpus: {min(lengths)} to {max(lengths)} words, {sum(lengths) / len(lengths):.1f} on average")

# %% [markdown] tags=["zh"]
# ## 更长的句子，由脚本自己的句子接成
#
# 语料里的句子很短，量不出多少瓶颈。所以取至多四个词的陈述句，两边都用分号接起来；这样，每一段在长句里和独自时说的是同一件事，译文也一样，只有长度变了。留出来测试的短句从不在训练里出现。这不是自然的长句：段与段之间没有关系，前一段帮不了后一段。

# %% [markdown] tags=["en"]
# ## Longer sentences, made from the script's own
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
vocabularies = [s2s.Vocabulary.from_sentences(sentences) for sentences in zip(*train_pairs)]
words_read = {parts: sorted(len(source) for source, _ in test_pairs[parts]) for parts in PARTS}

for parts in PARTS:
    source, target = test_pairs[parts][0]
    print(f"{words_read[parts][0]}–{words_read[parts][-1]} words:  {' '.join(source)}  =  {' '.join(target)}")
print(f"{len(learnt)} statements to learn, {len(held_out)} to test; {[len(v) for v in vocabularies]} words")

# %% [markdown] tags=["zh"]
# ## 训练与计分
#
# 按段计分：前面各段给模型标准译文，让它接着写这一段，写到分号或句末，一字不差才算对。这样，前一段写错不会连累后一段；若状态不是瓶颈，一段译对的机会就与同伴的多少无关，曲线是平的。整句全对不适合作这个比较：段数一多，它本来就要下降。
#
# 这个分数不必真的逐步生成。贪心地写，一段全对当且仅当教师强制下这一段的每一步都选对（见 [[lab 07_teacher_forcing]]），所以一次前向就够了。

# %% [markdown] tags=["en"]
# ## Training and scoring
#
# Scores are by part: the model is given the true translation of the parts before, and goes on to write this one, up to its semicolon or the end. Only word for word counts. A mistake in one part thus does not spoil the next, and if the state were no bottleneck, a part's chance would not depend on its company: the curves would be level. Exact match of whole sentences would not do for this comparison: it falls with the number of parts in any case.
#
# The score needs no generation step by step. Written greedily, a part is right if and only if each of its steps is right under teacher forcing (see [[lab 07_teacher_forcing]]), so one forward pass will do.

# %% [markdown] tags=["zh"]
# 三种 $H$ 正读，较大的两种再倒读。倒过来的只有源句，先倒再补齐。最后，$H$ 最大的那种正读再用两倍的步数训练一遍：如果长句只是学得慢，给够时间就该追上来。

# %% [markdown] tags=["en"]
# All three sizes of $H$ read forwards, the two larger ones backwards as well. Only the source is turned round, and before it is padded. Finally the largest is trained again, forwards, with twice the steps: if long sentences are only slower to learn, time should let them catch up.

# %%
SIZES, STEPS, seeds = (32, 64, 128), 1000, range(3)
WAYS = {f"forward_h{size}": ((f"正读，H = {size}", f"forwards, H = {size}"), 1, size, STEPS) for size in SIZES}
WAYS |= {f"reversed_h{size}": ((f"倒读，H = {size}", f"backwards, H = {size}"), -1, size, STEPS) for size in SIZES[1:]}
WAYS["longer_h128"] = (("正读，H = 128，两倍步数", "forwards, H = 128, twice the steps"), 1, 128, 2 * STEPS)


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
    """For each seed, the chance of a part to be right, whatever its place."""
    return [sum(run[parts][:-1]) / parts for run in found[way]]


lab.table(
    [
        ("一段译对的机会", "chance of a part"),
        ("独自", "alone"),
        ("两段一句", "one of two"),
        ("三段一句", "one of three"),
    ],
    [[WAYS[way][0], *(lab.ranged(part_right(way, parts), ".0%") for parts in PARTS)] for way in WAYS],
)

# %% tags=["hide"]
spans = [f"{words_read[parts][0]}–{words_read[parts][-1]}" for parts in PARTS]


def in_words(way):
    return ", ".join(f"{sum(part_right(way, parts)) / len(seeds):.0%}" for parts in PARTS)


def draw(axes, say):
    upper, lower = axes
    lab.heading(upper, say("一段译对的机会", "Chance of a part to be right"))
    for way, style in zip([f"forward_h{size}" for size in SIZES] + ["longer_h128"], lab.SERIES):
        lab.curves(upper, PARTS, list(zip(*(part_right(way, parts) for parts in PARTS))), say(*WAYS[way][0]), **style)
    upper.set_xlabel(say(f"句中的段数（{'、'.join(spans)} 个词）", f"parts in a sentence ({', '.join(spans)} words)"))
    lab.heading(lower, say("三段一句，各段译对的机会", "Three parts: the chance of each"))
    for way, style in zip(("forward_h128", "reversed_h128"), (lab.SERIES[2], lab.SERIES[4])):
        lab.curves(lower, PARTS, [run[3][:-1] for run in found[way]], say(*WAYS[way][0]), **style)
    lower.set_xlabel(say("句中第几段", "place of the part in its sentence"))
    for panel in axes:
        panel.set_xticks(PARTS)
        panel.set_ylim(0, 1)
        lab.percent(panel.yaxis)


shown = [f"forward_h{size}" for size in SIZES] + ["longer_h128"]
lab.show(
    draw,
    panels=2,
    height=140,
    alt=(
        "上图：一段译对的机会随句中的段数下降。一、二、三段依次为："
        + "；".join(f"{WAYS[way][0][0]}，{in_words(way)}" for way in shown)
        + "。下图：H = 128、三段一句时，第一段最高，后两段低得多；正读与倒读的色带大多重叠。",
        "Above: a part's chance falls with the number of parts in its sentence. For one, two and three: "
        + "; ".join(f"{WAYS[way][0][1]}: {in_words(way)}" for way in shown)
        + ". Below: three parts, H = 128: the first is highest, the other two far lower; the bands of both orders mostly overlap.",
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
# what the closing says must stay true
assert all(lab.apart(part_right(way, 1), part_right(way, 3)) for way in WAYS)
assert lab.apart(part_right("forward_h128", 3), part_right("forward_h64", 3))
assert lab.apart(part_right("longer_h128", 3), part_right("forward_h128", 3))
for way in ("forward_h128", "reversed_h128"):
    assert VALUES[f"place_{way}_2of3_mean"] < min(VALUES[f"place_{way}_{place}of3_mean"] for place in (1, 3))
assert VALUES["place_forward_h128_1of3_mean"] < VALUES["place_reversed_h128_1of3_mean"]
assert VALUES["place_forward_h128_1of3_max"] > VALUES["place_reversed_h128_1of3_min"]
assert not any(
    lab.apart(part_right(a, parts), part_right(b, parts))
    for a, b in itertools.permutations(("forward_h128", "reversed_h128"))
    for parts in PARTS
)

# %% [markdown] tags=["zh"]
# ## 看到了什么
#
# - **有同伴就变差**。正读、$H=128$ 时，一段独自译对的机会是 [[value lab.08_bottleneck.part_forward_h128_of1_mean .0%]]（[[value lab.08_bottleneck.part_forward_h128_of1_min .0%]] – [[value lab.08_bottleneck.part_forward_h128_of1_max .0%]]），三段一句时只有 [[value lab.08_bottleneck.part_forward_h128_of3_mean .0%]]（[[value lab.08_bottleneck.part_forward_h128_of3_min .0%]] – [[value lab.08_bottleneck.part_forward_h128_of3_max .0%]]）。词还是那些词，前面各段又给了标准译文，不同的是状态里要同时装三段，每个词也要多走几步。量过的每一种设置，独自与三段一句的区间都不重叠。
# - **$H$ 加大有用，长句得益更多**。$H$ 从 64 加到 128，独自的从 [[value lab.08_bottleneck.part_forward_h64_of1_mean .0%]]（[[value lab.08_bottleneck.part_forward_h64_of1_min .0%]] – [[value lab.08_bottleneck.part_forward_h64_of1_max .0%]]）到 [[value lab.08_bottleneck.part_forward_h128_of1_mean .0%]]，三段一句的从 [[value lab.08_bottleneck.part_forward_h64_of3_mean .0%]]（[[value lab.08_bottleneck.part_forward_h64_of3_min .0%]] – [[value lab.08_bottleneck.part_forward_h64_of3_max .0%]]）到 [[value lab.08_bottleneck.part_forward_h128_of3_mean .0%]]；但没有把差距补平。
# - **装不下，还是学得慢？** 步数加倍，三段一句的升到 [[value lab.08_bottleneck.part_longer_h128_of3_mean .0%]]（[[value lab.08_bottleneck.part_longer_h128_of3_min .0%]] – [[value lab.08_bottleneck.part_longer_h128_of3_max .0%]]），独自的是 [[value lab.08_bottleneck.part_longer_h128_of1_mean .0%]]（[[value lab.08_bottleneck.part_longer_h128_of1_min .0%]] – [[value lab.08_bottleneck.part_longer_h128_of1_max .0%]]）。可见原来的差距有一部分是学得慢，加倍之后仍差一截；再久会怎样，没有量。
# - **倒读在这里看不出好坏**。$H=128$、三段一句，正读 [[value lab.08_bottleneck.part_forward_h128_of3_mean .0%]]（[[value lab.08_bottleneck.part_forward_h128_of3_min .0%]] – [[value lab.08_bottleneck.part_forward_h128_of3_max .0%]]），倒读 [[value lab.08_bottleneck.part_reversed_h128_of3_mean .0%]]（[[value lab.08_bottleneck.part_reversed_h128_of3_min .0%]] – [[value lab.08_bottleneck.part_reversed_h128_of3_max .0%]]），一段、两段时区间也都重叠。三段各自的均值，正读 [[value lab.08_bottleneck.place_forward_h128_1of3_mean .0%]]、[[value lab.08_bottleneck.place_forward_h128_2of3_mean .0%]]、[[value lab.08_bottleneck.place_forward_h128_3of3_mean .0%]]，倒读 [[value lab.08_bottleneck.place_reversed_h128_1of3_mean .0%]]、[[value lab.08_bottleneck.place_reversed_h128_2of3_mean .0%]]、[[value lab.08_bottleneck.place_reversed_h128_3of3_mean .0%]]：第一段倒读时离译文开头最近，均值高一些，区间却仍与正读重叠；中间一段两种读法都最差，为什么，本实验没有回答。
#
# 最后一点不与 [@sutskever2014] 矛盾：他们倒读真实的长句，网络深得多，也大得多，并且说自己没有完整的解释。这里只说明，倒读的好处不是在哪里都能看到。
#
# 瓶颈的另一种解法是注意力：不压缩，写每个词时都回头看。它的结果不在这个实验里，要等带注意力的变体，用同样的句子、同样的计分来比。

# %% [markdown] tags=["en"]
# ## What was seen
#
# - **Company hurts.** Read forwards with $H=128$, a part alone is right with a chance of [[value lab.08_bottleneck.part_forward_h128_of1_mean .0%]] ([[value lab.08_bottleneck.part_forward_h128_of1_min .0%]] – [[value lab.08_bottleneck.part_forward_h128_of1_max .0%]]), one of three with [[value lab.08_bottleneck.part_forward_h128_of3_mean .0%]] ([[value lab.08_bottleneck.part_forward_h128_of3_min .0%]] – [[value lab.08_bottleneck.part_forward_h128_of3_max .0%]]). The words are the same, and the parts before it were given in their true translation; what differs is that the state has to hold three at once, and that each word has further to go. In every setting measured, the ranges of alone and one of three do not overlap.
# - **A larger $H$ helps, and long sentences most.** From $H=64$ to 128, a part alone goes from [[value lab.08_bottleneck.part_forward_h64_of1_mean .0%]] ([[value lab.08_bottleneck.part_forward_h64_of1_min .0%]] – [[value lab.08_bottleneck.part_forward_h64_of1_max .0%]]) to [[value lab.08_bottleneck.part_forward_h128_of1_mean .0%]], one of three from [[value lab.08_bottleneck.part_forward_h64_of3_mean .0%]] ([[value lab.08_bottleneck.part_forward_h64_of3_min .0%]] – [[value lab.08_bottleneck.part_forward_h64_of3_max .0%]]) to [[value lab.08_bottleneck.part_forward_h128_of3_mean .0%]]; the gap stays.
# - **Too small a state, or too slow to learn?** With twice the steps one of three rises to [[value lab.08_bottleneck.part_longer_h128_of3_mean .0%]] ([[value lab.08_bottleneck.part_longer_h128_of3_min .0%]] – [[value lab.08_bottleneck.part_longer_h128_of3_max .0%]]), alone to [[value lab.08_bottleneck.part_longer_h128_of1_mean .0%]] ([[value lab.08_bottleneck.part_longer_h128_of1_min .0%]] – [[value lab.08_bottleneck.part_longer_h128_of1_max .0%]]). So slow learning was part of the gap, and a gap remains after doubling; what still more steps would do was not measured.
# - **Reading backwards makes no visible difference here.** With $H=128$ and three parts, forwards gets [[value lab.08_bottleneck.part_forward_h128_of3_mean .0%]] ([[value lab.08_bottleneck.part_forward_h128_of3_min .0%]] – [[value lab.08_bottleneck.part_forward_h128_of3_max .0%]]), backwards [[value lab.08_bottleneck.part_reversed_h128_of3_mean .0%]] ([[value lab.08_bottleneck.part_reversed_h128_of3_min .0%]] – [[value lab.08_bottleneck.part_reversed_h128_of3_max .0%]]); for one and two parts the ranges overlap too. The means of the three parts are [[value lab.08_bottleneck.place_forward_h128_1of3_mean .0%]], [[value lab.08_bottleneck.place_forward_h128_2of3_mean .0%]] and [[value lab.08_bottleneck.place_forward_h128_3of3_mean .0%]] forwards, [[value lab.08_bottleneck.place_reversed_h128_1of3_mean .0%]], [[value lab.08_bottleneck.place_reversed_h128_2of3_mean .0%]] and [[value lab.08_bottleneck.place_reversed_h128_3of3_mean .0%]] backwards: the first, nearest to the start of the translation when read backwards, does somewhat better on average, but within overlapping ranges; the middle one is worst either way, and this lab does not say why.
#
# The last point does not contradict [@sutskever2014]: they read real, long sentences backwards, with much deeper and larger networks, and say that they have no complete explanation. It shows only that the gain of reversal does not appear everywhere.
#
# Attention is another answer to the bottleneck: compress nothing, and look back while writing each word. Its figures are not in this lab. They will come with the variant that has attention, on the same sentences and by the same score.
