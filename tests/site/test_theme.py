"""The look keeps its promises: colours that can be read and told apart, no slant, nothing from elsewhere, one cover."""

import io
import itertools
import json
import re

import pytest
from PIL import Image, ImageChops, ImageStat

from publish.common import palette, paths
from publish.draw import cover
from publish.site import styles

SHEETS = paths.THEME / "assets" / "css"
CSS = sorted(SHEETS.rglob("*.css"))
SCRIPTS = sorted((paths.THEME / "assets" / "js").glob("*.js"))
SCHEMES = dict(zip(("light", "dark"), palette.schemes(), strict=True))

# Machado, Oliveira & Fernandes (2009), severity 1, on linear RGB.
SIGHT = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
# Distance in Oklab. The finest step that can be seen is about 0.02.
APART = 0.05


def linear(colour: str) -> list[float]:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio."""
    low, high = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (linear(one), linear(other))
    )
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, sight: str) -> list[float]:
    """The colour in Oklab, as somebody with this sight sees it."""
    rgb = linear(colour)
    rgb = [max(0.0, min(1.0, sum(a * b for a, b in zip(row, rgb, strict=True)))) for row in SIGHT[sight]]
    cones = (
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    )
    lms = [sum(a * b for a, b in zip(row, rgb, strict=True)) ** (1 / 3) for row in cones]
    lab = (
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    )
    return [sum(a * b for a, b in zip(row, lms, strict=True)) for row in lab]


def distance(one: str, other: str, sight: str) -> float:
    pairs = zip(seen(one, sight), seen(other, sight), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_colour_of_text_can_be_read_on_every_ground(scheme):
    colours = SCHEMES[scheme]
    text = [f"q-{name}" for name in palette.QUANTITIES] + ["ink", "ink-2", "accent", "good", "bad"]
    text += [name for name in colours if name.startswith("code-")]
    weak = {
        f"{name} on {ground}": round(contrast(colours[name], colours[ground]), 2)
        for name in text
        for ground in ("paper", "paper-2")
        if contrast(colours[name], colours[ground]) < 4.5
    }
    assert not weak


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_can_be_read_on_a_quantitys_pale_ground(scheme):
    colours = SCHEMES[scheme]
    for name in palette.QUANTITIES:
        for word in ("ink", f"q-{name}"):
            assert contrast(colours[word], colours[f"q-{name}-soft"]) >= 4.5, (name, word)


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_two_quantities_look_alike(scheme, sight):
    colours = SCHEMES[scheme]
    near = {
        (one, other): round(distance(colours[f"q-{one}"], colours[f"q-{other}"], sight), 3)
        for one, other in itertools.combinations(palette.QUANTITIES, 2)
    }
    assert min(near.values()) >= APART, min(near.items(), key=lambda item: item[1])


def test_each_quantity_is_told_by_more_than_its_colour():
    css = palette.STYLESHEET.read_text("utf-8")
    side_by_side = (("source-embedding", "target-embedding"), ("hidden", "cell"), ("context", "attention"))
    dashes = {name: re.search(rf"--q-{name}-dash: ([^;]+);", css)[1] for name in palette.QUANTITIES}
    for one, other in side_by_side:
        assert dashes[one] != dashes[other]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_both_schemes_name_the_same_colours(scheme):
    assert SCHEMES[scheme].keys() == SCHEMES["light"].keys()


def test_every_colour_that_a_style_asks_for_exists():
    css = "\n".join(file.read_text("utf-8") for file in CSS)
    defined = set(re.findall(r"(--[\w-]+):", css))
    asked = {name for name in re.findall(r"var\((--[\w-]+)\)", css) if not name.startswith("--md-")}
    assert asked <= defined


def test_nothing_slants():
    for file in CSS:
        assert not re.search(r"font-style:\s*(italic|oblique)", file.read_text("utf-8")), file.name


def test_styles_and_scripts_ask_nobody_else():
    elsewhere = re.compile(r"""https?://|url\(\s*["']?//|@import (?!"site/)|\bfetch\(|\bimport\b.*\bfrom\b""")
    for file in CSS + SCRIPTS:
        assert not elsewhere.search(file.read_text("utf-8")), file.name


def test_every_part_of_the_style_sheet_has_its_place_in_it():
    named = styles.IMPORT.findall((SHEETS / "site.css").read_text("utf-8"))
    assert sorted(named) == sorted(f"site/{file.name}" for file in (SHEETS / "site").iterdir())
    whole = styles.whole(SHEETS / "site.css")
    assert [whole.count((SHEETS / name).read_text("utf-8")) for name in named] == [1] * len(named)
    assert "@import" not in whole


def test_readers_get_the_style_sheet_in_one_file(site):
    for folder in (site / "assets" / "css", site / "en" / "assets" / "css"):
        names = sorted(file.stem for file in folder.iterdir())
        assert names == ["code-page", "colours", "glossary", "home", "site"]
        assert "@import" not in (folder / "site.css").read_text("utf-8")


def test_motion_stops_where_it_is_not_wanted():
    css = styles.whole(SHEETS / "site.css")
    for rule in re.finditer(r"(?:animation|scroll-behavior):(?! (?:none|auto) !important)", css):
        before = css[: rule.start()].rsplit("@media", 1)[-1]
        assert before.startswith(" (prefers-reduced-motion: no-preference)"), rule[0]


def test_a_plot_in_light_colours_follows_the_scheme():
    svg = f'<path style="stroke: {palette.LIGHT["hidden"].upper()}; fill: none"/><text style="fill: #5f6368">'
    assert palette.follow_scheme(svg) == (
        f'<path style="stroke: var(--q-hidden, {palette.LIGHT["hidden"].upper()}); fill: none"/>'
        '<text style="fill: var(--ink-2, #5f6368)">'
    )


def test_a_colour_without_a_meaning_stays_as_it_was_drawn():
    assert palette.follow_scheme("fill: #123456; stroke: #0f6e5599") == "fill: #123456; stroke: #0f6e5599"


# The cover.


def test_the_kept_cover_is_what_its_record_draws():
    record = cover.record()
    assert record["drawing"] == cover.digest(cover.draw(record["values"])), "the drawing changed: run `make diagrams`"


def test_the_kept_cover_is_what_a_browser_renders_today():
    rendered = cover.render(cover.draw(cover.record()["values"]))
    fresh = Image.open(io.BytesIO(rendered)).convert("RGB")
    kept = Image.open(cover.PICTURE).convert("RGB")
    assert kept.size == (cover.WIDTH, cover.HEIGHT) == fresh.size
    # Fonts differ from machine to machine by a few pixels around the words, and in nothing else.
    assert max(ImageStat.Stat(ImageChops.difference(kept, fresh)).mean) < 4


def test_the_cover_shows_the_models_own_first_sentence():
    shown, kept = cover.values(), cover.record()["values"]
    for side in ("source", "target"):
        assert [word for word, _ in kept[side]] == [word for word, _ in shown[side]]
        assert [len(row) for _, row in kept[side]] == [len(row) for _, row in shown[side]]
    assert [len(row) for row in kept["state"]] == [len(row) for row in shown["state"]]


def test_the_cover_as_pages_show_it_is_small():
    for file, most in ((cover.SMALLER, 12_000), (cover.SMALL, 20_000), (cover.PICTURE, 100_000)):
        assert file.stat().st_size < most
        assert Image.open(file).size == ((1200, 630) if file == cover.PICTURE else (800, 420))


def test_the_cover_names_no_machine():
    assert json.loads(cover.RECORD.read_text("utf-8")).keys() == {"drawing", "values"}
