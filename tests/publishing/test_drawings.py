"""Diagrams that we draw ourselves say the same in both languages, and count what they show."""

import re

import pytest

from publish.common import paths, tables
from publish.draw import drawings
from publish.pages import diagrams

STYLE = (paths.ROOT / "theme/assets/css/site/figures.css").read_text("utf-8")


def boxes(svg):
    """(role, text) of each box."""
    return re.findall(r'<g class="([\w-]+)"><rect[^>]*/>(?:<text[^>]*>([^<]*)</text>)?</g>', svg)


def test_packing_leaves_the_pads_out_and_keeps_all_words():
    roles = boxes(drawings.draw("packing", "zh"))
    padded, packed = roles[:10], roles[10:20]
    assert [text for role, text in padded if role == "pad"] == ["pad", "pad"]
    assert [text for role, text in packed if role != "gone"] == [text for role, text in padded if role != "pad"]
    assert [text for role, text in packed if role == "q-context"] == ["处理", "NLP"], "each sentence's last word"


@pytest.mark.parametrize("language", paths.LANGUAGES)
def test_counts_are_those_of_the_drawing(language):
    svg = drawings.draw("packing", language)
    text = re.sub("<[^>]+>", " ", svg)
    kept = sum(map(len, drawings.SENTENCES))
    assert str(kept) in text and str(2 * max(map(len, drawings.SENTENCES))) in text
    assert "batch_sizes = 2, 2, 2, 1, 1" in text
    assert "{" not in text


@pytest.mark.parametrize("name", drawings.DRAWINGS)
def test_both_languages_draw_the_same(name):
    zh, en = (drawings.draw(name, language) for language in paths.LANGUAGES)
    assert re.findall(r' (?:d|x|y|width|height)="[^"]*"', zh) == re.findall(r' (?:d|x|y|width|height)="[^"]*"', en)
    words = tables.load(paths.DIAGRAMS / f"{name}.toml")
    assert words["zh"].keys() == words["en"].keys()


@pytest.mark.parametrize("name", drawings.DRAWINGS)
def test_arrows_are_straight_and_do_not_cross(name):
    ways = [tuple(map(float, way)) for way in re.findall(r'd="M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)"', _drawn(name))]
    assert ways and all(x1 == x2 or y1 == y2 for x1, y1, x2, y2 in ways)
    for number, (x1, y1, x2, y2) in enumerate(ways):
        for x3, y3, x4, y4 in ways[:number]:
            apart = max(x1, x2) < min(x3, x4) or max(x3, x4) < min(x1, x2)
            assert apart or max(y1, y2) < min(y3, y4) or max(y3, y4) < min(y1, y2)


@pytest.mark.parametrize("name", drawings.DRAWINGS)
def test_colours_are_the_scheme_s_and_each_box_has_one(name):
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b(?!\))|rgb", re.sub(r"url\(#[^)]*\)", "", _drawn(name)))
    for role, _ in boxes(_drawn(name)):
        assert role == "plain" or f".drawn .{role} rect" in STYLE


@pytest.mark.parametrize("name", drawings.DRAWINGS)
def test_a_drawing_is_named_for_those_who_do_not_see_it(name):
    made = diagrams.inline(name, "en")
    for attribute, element in (("labelledby", "title"), ("describedby", "desc")):
        identity = re.search(f'aria-{attribute}="([^"]+)"', made)[1]
        assert re.search(f'<{element} id="{identity}">[^<]+</{element}>', made)
    assert 'role="img"' in made and "<figcaption>" in made
    identities = re.findall(r'(?<![\w-])id="([^"]+)"', made)
    assert len(identities) == len(set(identities))


def _drawn(name):
    return drawings.draw(name, "zh")
