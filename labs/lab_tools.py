"""What the labs share: a corpus small enough to train on many times, a training loop whose parts can be exchanged,
and figures and tables in Chinese and English.

It needs PyTorch, Matplotlib, IPython and lstm_encoder_decoder.py on the path, nothing else, so that a downloaded lab
runs with these two files beside it. LANGUAGES says which languages' figures and tables are shown.
"""

from __future__ import annotations

import io
import itertools
import logging
import math
import random
import re
import statistics
import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import lstm_encoder_decoder as s2s
import matplotlib
import torch
from IPython import get_ipython
from IPython.display import display
from matplotlib import pyplot as plt
from torch import nn

torch.set_num_threads(1)  # the models are too small to share out
matplotlib.use("agg")
logging.getLogger("matplotlib").setLevel(logging.ERROR)
warnings.filterwarnings("ignore", message="Glyph .* missing from font")  # the reader's browser has the glyphs

LANGUAGES = ["zh", "en"]
Text = tuple[str, str]  # the same in Chinese and in English

# ---------------------------------------------------------------------------------------------------- training
STEPS, LR, BATCH = 400, 0.01, 32


@cache
def corpus(size: int = 8000) -> tuple[s2s.Corpus, s2s.Vocabulary, s2s.Vocabulary]:
    """The script's corpus in small, with its source and target vocabularies."""
    pairs = s2s.make_corpus(0, size)
    vocabularies = (s2s.Vocabulary(words) for words in zip(*pairs.train, strict=True))
    return pairs, *vocabularies


def untrained(seed: int, embed_std: float = 1.0, **settings) -> s2s.Translator:
    """A new translator for the labs' corpus: E 64 and H 96 unless `settings`, fields of s2s.Config, say otherwise.

    `embed_std` is the standard deviation of both embedding tables' rows; 1 is the script's own.
    """
    settings = {"embed_size": 64, "hidden_size": 96, "batch_size": BATCH, "lr": LR, "steps": STEPS} | settings
    translator = s2s.Translator(*corpus()[1:], s2s.Config(**settings, seed=seed))
    if embed_std != 1:  # the script has drawn the rows with 1 already
        for part in (translator.model.encoder, translator.model.decoder):
            s2s.init_embedding_weights(part.embedding, embed_std)
    return translator


def mixed_batches(translator: s2s.Translator, pairs, rng: random.Random):
    """Batches of sentences of any lengths, where Translator.batches puts like lengths together."""
    pairs, size = rng.sample(pairs, len(pairs)), translator.config.batch_size
    for start in range(0, len(pairs), size):
        yield from translator.batches(pairs[start : start + size])


def update_with(
    optimizers: Sequence[torch.optim.Optimizer], model: nn.Module, config: s2s.Config
) -> Callable[[], None]:
    """The update of a step with optimisers of one's own, a function: clip the gradients, move along them.

    Each one's rate takes the way of the script's, and what it has of momentum stays. Sparse gradients are not clipped:
    PyTorch cannot.
    """
    schedules = [
        torch.optim.lr_scheduler.OneCycleLR(
            optimizer,
            [group["lr"] for group in optimizer.param_groups],
            total_steps=config.steps + 1,
            pct_start=0.1,
            cycle_momentum=False,
        )
        for optimizer in optimizers
    ]

    def update() -> None:
        learning = (weight for weight in model.parameters() if weight.grad is not None)
        nn.utils.clip_grad_norm_([weight for weight in learning if not weight.grad.is_sparse], max_norm=1.0)
        for optimizer, schedule in zip(optimizers, schedules, strict=True):
            optimizer.step()
            schedule.step()

    return update


def fit(
    translator: s2s.Translator,
    pairs=None,
    loss: Callable = s2s.teacher_forced,
    optimizers: Sequence[torch.optim.Optimizer] = (),
    batches: Callable = s2s.Translator.batches,
    on_step: Callable[[int], None] = lambda step: None,
) -> s2s.Translator:
    """Train with the script's own loop, without its validation: for the steps of the translator's settings.

    `loss(model, source, lengths, target)` gives the sum that is made small and its number of tokens; with no
    `optimizers` the script's Adam moves the weights. `on_step(step)` is called after each step.
    """
    model, config, rng = translator.model, translator.config, random.Random(translator.config.seed)
    pairs = corpus()[0].train if pairs is None else pairs
    epochs = (batches(translator, pairs, rng) for _ in itertools.count())
    update = update_with(optimizers, model, config) if optimizers else None
    for step, _, _ in s2s.training_steps(model, itertools.chain.from_iterable(epochs), config, loss, update):
        on_step(step)
    model.eval()
    return translator


@torch.no_grad()
def token_loss(translator: s2s.Translator, pairs) -> float:
    """The loss a token on these pairs, without the translations that Translator.evaluate would write as well."""
    model, summed, tokens = translator.model.eval(), 0.0, 0
    for batch in translator.batches(pairs):
        loss, count = s2s.teacher_forced(model, *batch)
        summed, tokens = summed + loss.item(), tokens + count
    return summed / tokens


# ----------------------------------------------------------------------------------------------------- figures
def spread(key: str, values: Iterable[float]) -> dict[str, float]:
    """Mean, least and greatest of several seeds' values, as entries for VALUES."""
    values = [float(value) for value in values]
    return {f"{key}_mean": statistics.fmean(values), f"{key}_min": min(values), f"{key}_max": max(values)}


def ranged(values: Iterable[float], form: str = ".1%") -> str:
    """'61.2% (58.0% – 64.4%)': the mean, and the least and greatest of the seeds. No line breaks inside it."""
    values = [float(value) for value in values]
    text = f"{statistics.fmean(values):{form}} ({min(values):{form}} – {max(values):{form}})"
    text = re.sub(r"-(0(?:\.0+)?)(?![\d.])", r"\1", text)  # what rounds to zero has no sign
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def apart(higher: Iterable[float], lower: Iterable[float]) -> bool:
    """Whether every value of the one lies above every value of the other: what the labs call a clear difference."""
    return min(higher) > max(lower)


def compared(key: str, a: Sequence[float], b: Sequence[float]) -> dict[str, str]:
    """Whether two ranges overlap, in words, as entries for VALUES: what a text says of them stays true by itself."""
    overlap = not (apart(a, b) or apart(b, a))
    words = ("区间相互重叠", "the ranges overlap") if overlap else ("区间不重叠", "the ranges do not overlap")
    return {f"{key}_zh": words[0], f"{key}_en": words[1]}


def present(data: dict[str, str], notes: dict[str, str]) -> None:
    """Show a figure or table in a notebook; where there is none, as in a terminal, print its text."""
    if get_ipython():
        display(data, metadata=notes, raw=True)
    else:
        print(data["text/plain"])


def table(head: Sequence[str | Text], rows: Iterable[Sequence[str | Text]], align: str = "") -> None:
    """Show a table in each language; a cell is a string for both or a pair (Chinese, English).

    `align` has an l or an r a column. Without it the first column stands at the left and the others, figures, at the
    right.
    """
    rows = list(rows)
    for number, language in enumerate(("zh", "en")):
        if language in LANGUAGES:
            cells = [[cell if isinstance(cell, str) else cell[number] for cell in row] for row in [head, *rows]]
            rule = ["---" if side == "l" else "--:" for side in align or "l" + "r" * (len(head) - 1)]
            lines = ["| " + " | ".join(row) + " |" for row in [cells[0], rule, *cells[1:]]]
            plain = "\n".join("   ".join(row) for row in cells)
            data = {"text/markdown": "\n".join(lines), "text/plain": plain}
            present(data, {"lang": language})


# The light scheme's colours: the site replaces exactly these by its variables, so that figures follow light and dark.
QUANTITIES = {
    "source-embedding": "#1f5fe0",
    "target-embedding": "#a84400",
    "hidden": "#0f6e55",
    "cell": "#4a3c00",
    "context": "#7418a5",
    "gradient": "#cc1268",
    "attention": "#04303f",
}
INK, GREY, HAIR, ACCENT, GOOD, STRONG = "#22252a", "#5b6068", "#dedad2", "#a3341f", "#14703f", "#85807a"
# Settings that are compared: hues that can be told apart on light and on dark, and a dash and a mark of their own.
SERIES = [
    {"color": ACCENT, "linestyle": "-", "marker": "o"},
    {"color": INK, "linestyle": (0, (5, 2)), "marker": "s"},
    {"color": GOOD, "linestyle": (0, (1, 1.5)), "marker": "^"},
    {"color": QUANTITIES["context"], "linestyle": (0, (6, 2, 1, 2)), "marker": "D"},
    {"color": QUANTITIES["source-embedding"], "linestyle": (0, (3, 1)), "marker": "v"},
]
SIZE = 10.5  # points; a figure is at most 330 points wide and stays readable when a phone shrinks it
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "labs",
    "font.size": SIZE,
    "text.color": INK,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.unicode_minus": False,
    "grid.color": HAIR,
    "grid.linewidth": 0.8,
    "axes.axisbelow": True,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "lines.linewidth": 1.8,
    "lines.markersize": 5,
}


def width_of(text: str) -> float:
    """About how wide a text is, in points: Matplotlib would measure with a font that lacks Chinese."""
    text = re.sub(r"[$\\{}^]|mathdefault", "", text)  # a logarithmic axis writes $\\mathdefault{10^{2}}$
    return sum(1.0 if ord(sign) > 0x2E80 else 0.56 for sign in text) * SIZE


def show(draw: Callable, *, alt: Text, caption: Text, panels: int = 1, height: float = 150, width: float = 330) -> None:
    """Show a figure of panels that stand one below the other, once for each language.

    `draw(axes, say)` draws; axes is one panel or a list of them, and say("文", "text") picks the language's text.
    `alt` says in words what is seen, for readers who do not see it; `caption` stands below the figure.
    """
    for text in (*alt, *caption):
        if not text.strip():
            raise ValueError("a figure needs a text alternative and a caption in Chinese and in English")
    for number, language in enumerate(("zh", "en")):
        if language in LANGUAGES:
            with plt.rc_context(STYLE):
                figure, axes = plt.subplots(panels, squeeze=False)
                axes = list(axes[:, 0])
                draw(axes[0] if panels == 1 else axes, lambda *texts, number=number: texts[number])
                _place(figure, axes, width, height)
                svg = to_svg(figure)
                plt.close(figure)
            notes = {"lang": language, "alt": alt[number], "caption": caption[number]}
            present({"image/svg+xml": svg, "text/plain": alt[number]}, notes)


def heading(axes, text: str) -> None:
    """What a panel's vertical axis shows, written above it: a turned label is hard to read."""
    axes.lab_heading = text


def entry(axes, text: str, **style) -> dict:
    """Name a style in the key above the panel; returns the style, to draw with."""
    axes.lab_entries = [*getattr(axes, "lab_entries", []), (text, style)]
    return style


def curves(axes, x: Sequence[float], runs: Sequence[Sequence[float]], text: str, band: bool = True, **style) -> None:
    """One setting's runs: the mean as a line, the range over the seeds as a band, where bands can be told apart."""
    columns = list(zip(*runs, strict=True))
    entry(axes, text, **style)
    axes.plot(x, [statistics.fmean(column) for column in columns], **style)
    if band:
        low, high = ([pick(column) for column in columns] for pick in (min, max))
        axes.fill_between(x, low, high, color=style["color"], alpha=0.2, linewidth=0)


def strip(axes, rows: Sequence[tuple[str, Sequence[float]]], styles: Sequence[dict] = ()) -> None:
    """One row a setting: a dot a seed and a stroke at the mean; the settings' names stand at the left.

    The axis goes from zero to the tick after the greatest value. `styles` are the settings' own in the panel beside.
    """
    for place, (_, values) in enumerate(rows):
        style = styles[place] if styles else {"color": INK, "marker": "o"}
        offsets = [place + 0.12 * ((i % 3) - 1) for i in range(len(values))]
        ring = {"marker": style["marker"], "markerfacecolor": "none", "markeredgewidth": 1.4, "clip_on": False}
        axes.plot(values, offsets, linestyle="none", color=style["color"], **ring)
        mean = statistics.fmean(values)
        axes.plot([mean, mean], [place - 0.32, place + 0.32], color=style["color"], linewidth=2.4)
    axes.lab_greatest = max(max(values) for _, values in rows)
    axes.set_xlim(0, axes.lab_greatest or 1)
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", visible=False)


def percent(axis) -> None:
    """An axis of shares, in per cent."""
    axis.set_major_formatter(lambda value, place: f"{value:.0%}")


def _place(figure, axes: list, width: float, height: float) -> None:
    """Lay the panels out by our own measure of texts, and draw their headings and keys."""
    line = 1.45 * SIZE
    lines = [_lines(panel, width - 8) for panel in axes]
    # Matplotlib chooses its ticks for the size it draws at: nearly the final one first, then what the ticks ask for.
    figure.set_size_inches(width / 72, len(axes) * height / 72)
    for number, panel in enumerate(axes):
        panel.set_position([0.15, 1 - (number + 1) / len(axes), 0.8, 1 / len(axes)])
    figure.canvas.draw()
    for panel in axes:
        if greatest := getattr(panel, "lab_greatest", 0):
            step = panel.get_xticks()[1] - panel.get_xticks()[0]
            panel.set_xlim(0, math.ceil(round(greatest / step, 6)) * step)
    left = max((width_of(tick.get_text()) for panel in axes for tick in panel.get_yticklabels()), default=0) + 10
    right = max(12, *(_overhang(panel) + 2 for panel in axes))
    feet = [2.1 * SIZE + line * bool(panel.get_xlabel()) for panel in axes]
    tall = [len(rows) * line + height + below + 6 for rows, below in zip(lines, feet, strict=True)]
    figure.set_size_inches(width / 72, sum(tall) / 72)
    top = sum(tall)
    for panel, rows, below, whole in zip(axes, lines, feet, tall, strict=True):
        spot = [left / width, (top - whole + below) / sum(tall), (width - left - right) / width, height / sum(tall)]
        panel.set_position(spot)
        panel.xaxis.labelpad = 2
        for number, row in enumerate(rows):
            y = top - line * (number + 0.65)
            for x, text, style in row:
                _write(figure, x, y, text, style, width, sum(tall))
        top -= whole


def _overhang(panel) -> float:
    """Half the width of the last label below a panel, which may stand at the very end of the axis."""
    end = panel.get_xlim()[1] * (1 + 1e-9)
    ticks = zip(panel.get_xticks(), panel.get_xticklabels(), strict=True)
    return max((width_of(label.get_text()) / 2 for place, label in ticks if place <= end), default=0)


def _lines(panel, width: float) -> list[list[tuple[float, str, dict | None]]]:
    """The heading and the key's entries as lines of (x, text, style), broken where the figure ends."""
    rows, x = [], 0.0
    if getattr(panel, "lab_heading", ""):
        rows.append([(0.0, panel.lab_heading, None)])
    for number, (text, style) in enumerate(getattr(panel, "lab_entries", [])):
        wide = _swatch(style) + width_of(text) + 18
        if number == 0 or x + wide > width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, text, style))
        x += wide
    return rows


def _swatch(style: dict) -> float:
    """How wide a key's sample of a style is, in points: a piece of the line, or a mark alone."""
    return STYLE["lines.markersize"] + 2 if style.get("linestyle") == "none" else 22


def _write(figure, x: float, y: float, text: str, style: dict | None, width: float, tall: float) -> None:
    if style is not None:
        ends = [x, x + _swatch(style) / 2, x + _swatch(style)]
        sample = plt.Line2D([end / width for end in ends], [y / tall] * 3, transform=figure.transFigure, **style)
        sample.set_markevery([1])
        figure.add_artist(sample)
        x += _swatch(style) + 5
    weight = "bold" if style is None else "normal"
    figure.text(x / width, y / tall, text, va="center_baseline", fontweight=weight)


def to_svg(figure) -> str:
    """The figure as SVG: transparent, the same bytes for the same figure, in the fonts of the page around it."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = stream.getvalue()
    svg = re.sub(
        r"font: (?:(bold|700) )?([\d.]+px) [^;\"]*",
        lambda match: f"font-size: {match[2]}; {'font-weight: 700; ' if match[1] else ''}{FAMILY}",
        svg,
    )
    return re.sub(r"font-family: '[^;\"]*", FAMILY, svg)


FAMILY = "font-family: var(--font-text, system-ui, sans-serif)"
