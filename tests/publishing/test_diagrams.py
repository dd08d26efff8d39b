"""Diagrams in the repository are what their sources say, keep up with them, and follow light and dark."""

import re

import pytest

from publish.common import paths
from publish.common.errors import PublishError
from publish.draw import mermaid
from publish.pages import diagrams

SOURCE = """flowchart TD
    accTitle: 名字
    accDescr: 说明
    A[输入] -->|边| B[输出]
    class A q-hidden
"""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """One diagram drawn in Chromium."""
    source = tmp_path_factory.mktemp("diagrams") / "small.zh.mmd"
    source.write_text(SOURCE, "utf-8")
    source.with_suffix(".svg").write_text(mermaid.draw([source])[source], "utf-8")
    return source


@pytest.fixture(scope="module")
def anew():
    """All diagrams of the repository, drawn again."""
    return mermaid.draw(mermaid.sources())


def essence(svg):
    """What a reader gets, whatever the fonts: all words, the name, and which node has which role."""
    words = re.findall(r">([^<>]+)<", re.sub(r"<style.*?</style>", "", svg, flags=re.DOTALL))
    nodes = re.findall(r'<g class="(node[^"]*)" id="([^"]*)"', svg)
    return [word.strip() for word in words if word.strip()], nodes, re.findall(r'data-digest="(\w+)"', svg)


def size(svg):
    return [float(number) for number in re.search(r'viewBox="([^"]*)"', svg)[1].split()][2:]


def test_repository_s_drawings_are_what_their_sources_draw(anew):
    for source, svg in anew.items():
        kept = source.with_suffix(".svg").read_text("utf-8")
        assert essence(kept) == essence(svg), paths.shown(source)
        assert size(kept) == pytest.approx(size(svg), rel=0.2), paths.shown(source)


def test_every_drawing_has_a_source_and_the_other_way_round():
    stems = {path.stem for path in paths.DIAGRAMS.glob("*.svg")}
    assert stems == {path.stem for path in mermaid.sources()}


def test_each_diagram_exists_in_both_languages():
    names = {
        language: {p.name.split(".")[0] for p in paths.DIAGRAMS.glob(f"*.{language}.mmd")} for language in ("zh", "en")
    }
    assert names["zh"] == names["en"]


def test_drawing_has_no_colour_of_its_own(drawn):
    svg = drawn.with_suffix(".svg").read_text("utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?\b(?=[;\"' ])|rgba?\(|hsl\(", svg)
    assert "var(--q-hidden-soft)" in svg
    assert "var(--q-cell" not in svg


def test_drawing_is_named_for_those_who_do_not_see_it(drawn):
    svg = drawn.with_suffix(".svg").read_text("utf-8")
    title, description = (
        re.search(r'aria-labelledby="([^"]*)"', svg)[1],
        re.search(r'aria-describedby="([^"]*)"', svg)[1],
    )
    assert f'<title id="{title}">名字</title>' in svg
    assert f'<desc id="{description}">说明</desc>' in svg
    assert "<foreignObject" not in svg


def test_drawing_has_nothing_that_leaves_no_trace(drawn):
    svg = drawn.with_suffix(".svg").read_text("utf-8")
    assert not re.search(r"<(?:g|text|tspan|rect)(?![^>]*width)[^>]*></", svg)
    assert len(re.findall(r'class="[^"]*flowchart-link[^"]*"', svg)) == 1
    assert re.search(r' d="M[\d.]+,[\d.]+L[\d.]+,[\d.]+"', svg), "the line from A to B is straight"


def test_drawings_of_a_page_share_one_style(drawn, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "DIAGRAMS", tmp_path)
    for name, role in (("one", "q-hidden"), ("two", "q-cell")):
        source = tmp_path / f"{name}.zh.mmd"
        source.write_text(SOURCE.replace("q-hidden", role), "utf-8")
        source.with_suffix(".svg").write_text(
            drawn.with_suffix(".svg")
            .read_text("utf-8")
            .replace("diagram-small", f"diagram-{name}")
            .replace("q-hidden", role)
            .replace(mermaid.digest(drawn), mermaid.digest(source)),
            "utf-8",
        )
    page = diagrams.place('<div data-diagram="one"></div><p></p><div data-diagram="two"></div>', "zh")
    assert page.count("<svg ") == 2 and page.count("<style>") == 1
    style = page.split("<style>")[1].split("</style>")[0]
    assert style.count("figure.diagram svg .flowchart-link {") == 1
    assert "figure.diagram svg .node.q-hidden rect" in style and "figure.diagram svg .node.q-cell rect" in style
    assert "#diagram" not in style


def test_ids_are_unique_and_every_reference_has_its_target(drawn):
    svg = drawn.with_suffix(".svg").read_text("utf-8")
    ids = re.findall(r'(?<![\w-])id="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert all(name.startswith("diagram-small") for name in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)


def test_changed_source_stops_the_build_until_it_is_drawn(drawn, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "DIAGRAMS", tmp_path)
    for path in (drawn, drawn.with_suffix(".svg")):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    assert "<figcaption>名字</figcaption>" in diagrams.inline("small", "zh")
    (tmp_path / drawn.name).write_text(SOURCE + "    B --> C[又]\n", "utf-8")
    with pytest.raises(PublishError, match=r"small\.zh\.mmd: .*older than its source\. Run `make diagrams`"):
        diagrams.inline("small", "zh")


@pytest.mark.parametrize(
    ("text", "complaint"), [("flowchart TD\n A-->B\n", "accTitle"), (SOURCE + "  A --> \n", "Mermaid refuses it")]
)
def test_wrong_source_is_named(tmp_path, text, complaint):
    source = tmp_path / "bad.zh.mmd"
    source.write_text(text, "utf-8")
    with pytest.raises(PublishError, match=rf"bad\.zh\.mmd: .*{complaint}"):
        mermaid.draw([source])
