"""The cover: one sentence pair as the trained model holds it, each cell one value of its own embeddings and states.

Five rows of the source table on the left, the encoder's last (h, c) in the middle, five rows of the target table
on the right. `python -m publish diagrams` renders it with a browser, which brings the Chinese font; the JPEG is kept
in the repository beside a record of the values that were drawn and a digest of the drawing, so that a build needs
neither browser nor font. A cell's strength is its value's size; positive values have the quantity's colour, negative
ones are grey.
"""

from __future__ import annotations

import hashlib
import html
import io
import json

from PIL import Image

from publish.common import cache, palette, paths
from publish.draw import browser
from publish.run import loading

PICTURE = paths.THEME / "assets" / "img" / "posts" / "embedding-lstm-cover.jpg"
# What the pages show, in the smaller format and for browsers that do not know it; the large one is the share card.
SMALL, SMALLER = (PICTURE.with_name(f"embedding-lstm-cover-800.{kind}") for kind in ("webp", "avif"))
RECORD = PICTURE.with_suffix(".json")
WIDTH, HEIGHT = 1200, 630
QUALITY = 72
LEVELS = 100  # values are kept as whole hundredths of the largest one of their kind

# Where things stand, in pixels.
ROW, STRIP_HEIGHT, STRIP_WIDTH = 101, 62, 256
SOURCE_X, TARGET_X = 152, 732
STATE_X, STATE_COLUMNS, STATE_CELL, STATE_GAP = 488, 8, 10, 12
NEGATIVE = "#8b95a3"


def values() -> dict:
    """What the cover shows, read from the checkpoint: words, their rows, and the state after the last word."""
    import torch

    translator, s2s = loading.trained()
    source, target = s2s.make_corpus(translator.config.seed).train[0]
    encoder, decoder = translator.model.encoder, translator.model.decoder
    indices, lengths = s2s.pad_batch([translator.source_vocabulary.sentence_to_indices(source)])
    with torch.no_grad():
        _, (hidden, cell) = encoder(indices, lengths)
        source_rows = encoder.embedding(indices)[0]
        target_rows = decoder.embedding(torch.tensor(translator.target_vocabulary.sentence_to_indices(target)))
    return {
        "source": [list(pair) for pair in zip(source, _levels(source_rows.tolist()), strict=True)],
        "target": [list(pair) for pair in zip(target, _levels(target_rows.tolist()), strict=True)],
        "state": _levels([hidden[-1, 0].tolist()]) + _levels([cell[-1, 0].tolist()]),
    }


def _levels(rows: list[list[float]]) -> list[list[int]]:
    """Values as whole levels of the largest; the top 2 % are cut off, lest one of them dim all others."""
    sizes = sorted(abs(value) for row in rows for value in row)
    largest = sizes[int(len(sizes) * 0.98)] or 1.0
    return [[round(max(-1.0, min(1.0, value / largest)) * LEVELS) for value in row] for row in rows]


def draw(shown: dict) -> str:
    """The cover as SVG."""
    colours = palette.DARK
    ground, ink = colours["paper"], colours["ink"]
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{ground}"/>']
    width = STATE_COLUMNS * STATE_CELL
    rows_of_state = -(-len(shown["state"][0]) // STATE_COLUMNS)
    height = rows_of_state * STATE_CELL
    state_top = HEIGHT / 2 - height / 2
    state_left, state_right = STATE_X - 10, STATE_X + 2 * width + STATE_GAP + 10
    sides = (
        ("source", "source-embedding", SOURCE_X, SOURCE_X - 20, "end", 40),
        ("target", "target-embedding", TARGET_X, TARGET_X + STRIP_WIDTH + 18, "start", 28),
    )
    for side, quantity, x, word_x, anchor, size in sides:
        rows, colour = shown[side], colours[quantity]
        top = HEIGHT / 2 - (ROW * (len(rows) - 1) + STRIP_HEIGHT) / 2
        for number, (word, row) in enumerate(rows):
            y = top + number * ROW
            middle = y + STRIP_HEIGHT / 2
            at_state = state_top + height * (number + 0.5) / len(rows)
            if side == "source":
                parts.append(_curve(x + STRIP_WIDTH + 8, middle, state_left, at_state, colour))
            else:
                parts.append(_curve(state_right, at_state, x - 8, middle, colour))
            parts.append(
                f'<text x="{word_x}" y="{middle + size * 0.36:.1f}" text-anchor="{anchor}" font-size="{size}" '
                f'font-weight="600" fill="{ink}">{html.escape(word)}</text>'
            )
            cell = STRIP_WIDTH / len(row)
            parts += [
                _cell(x + place * cell, y, cell * 0.75, STRIP_HEIGHT, value, colour) for place, value in enumerate(row)
            ]
    for number, (row, name) in enumerate(zip(shown["state"], ("hidden", "cell"), strict=True)):
        left = STATE_X + number * (width + STATE_GAP)
        for place, value in enumerate(row):
            x, y = left + place % STATE_COLUMNS * STATE_CELL, state_top + place // STATE_COLUMNS * STATE_CELL
            parts.append(_cell(x, y, STATE_CELL - 1, STATE_CELL - 1, value, colours[name]))
        parts.append(
            f'<text x="{left + width / 2}" y="{state_top + height + 38:.1f}" text-anchor="middle" font-size="28" '
            f'font-weight="600" fill="{colours[name]}">{name[0]}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f"font-family=\"'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif\">"
        f"{''.join(parts)}</svg>"
    )


def _cell(x: float, y: float, width: float, height: float, value: int, colour: str) -> str:
    size = (abs(value) / LEVELS) ** 0.75
    fill, strength = (colour, 0.1 + 0.9 * size) if value > 0 else (NEGATIVE, 0.1 + 0.42 * size)
    box = f'x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}"'
    return f'<rect {box} fill="{fill}" opacity="{strength:.2f}"/>'


def _curve(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    bend = (x2 - x1) * 0.55
    return (
        f'<path d="M{x1:.1f} {y1:.1f} C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}" '
        f'fill="none" stroke="{colour}" stroke-width="3" stroke-linecap="round" opacity="0.75"/>'
    )


def digest(svg: str) -> str:
    return hashlib.sha256(svg.encode("utf-8")).hexdigest()


def render(svg: str) -> bytes:
    """The SVG as a JPEG."""
    with browser.launch() as chromium:
        page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        try:
            page.set_content(f"<!doctype html><style>*{{margin:0}}svg{{display:block}}</style>{svg}")
            return page.screenshot(type="jpeg", quality=QUALITY)
        finally:
            page.close()


def shrink(picture: bytes, kind: str) -> bytes:
    """The picture as pages show it: 800 pixels wide, a quarter of the bytes or less."""
    image = Image.open(io.BytesIO(picture)).resize((800, 420), Image.Resampling.LANCZOS)
    small = io.BytesIO()
    image.save(small, kind, **{"WEBP": {"quality": 74, "method": 6}, "AVIF": {"quality": 36, "speed": 2}}[kind])
    return small.getvalue()


def record() -> dict:
    return json.loads(RECORD.read_text("utf-8"))


def step(everything: bool = False) -> list[str]:
    """Render the cover if what it shows changed: the values, where there is a checkpoint to ask, or the drawing."""
    shown = values() if paths.CHECKPOINT.is_file() else record()["values"]
    svg = draw(shown)
    made = {"drawing": digest(svg), "values": shown}
    if not everything and all(file.is_file() for file in (PICTURE, SMALL, SMALLER, RECORD)) and record() == made:
        return []
    picture = render(svg)
    cache.write(PICTURE, picture)
    cache.write(SMALL, shrink(picture, "WEBP"))
    cache.write(SMALLER, shrink(picture, "AVIF"))
    cache.write(RECORD, json.dumps(made, ensure_ascii=False) + "\n")
    return [PICTURE.name]
