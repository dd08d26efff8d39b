"""A lab's figure stands in other pages as a file, in the colours of both schemes."""

import re
from types import SimpleNamespace

import pytest

from publish.common import palette
from publish.common.errors import PublishError
from publish.pages import plots
from publish.run import notebooks

LIGHT, DARK = palette.schemes()
SVG = (
    '<?xml version="1.0"?>\n<!-- made --><svg xmlns="http://www.w3.org/2000/svg" width="330pt" height="150pt">'
    f'<path style="stroke: {LIGHT["accent"]}; fill: #123456"/>'
    '<text style="font-family: var(--font-text, system-ui, sans-serif)">E</text></svg>'
)


@pytest.fixture
def lab(monkeypatch):
    """A lab of one figure."""
    notes = {"alt": "a <rising> line", "caption": "Loss & steps."}
    item = SimpleNamespace(data={"image/svg+xml": SVG}, metadata=notes)
    monkeypatch.setattr(notebooks, "figures", lambda name, language: [item] if name == "03_padding" else [])
    monkeypatch.setattr(notebooks, "waiting", set)


def test_a_figure_comes_with_its_words_its_size_and_the_way_to_its_lab(lab):
    block = plots.block("03_padding 1", "en", "../../")
    assert block.count('alt="a &lt;rising&gt; line" width="440" height="200" loading="lazy"') == 2
    assert re.findall(r'class="(\w+)-only" src="([^"]+)"', block) == [
        ("light", "../../assets/plots/03_padding-1.light.svg"),
        ("dark", "../../assets/plots/03_padding-1.dark.svg"),
    ]
    assert "Loss &amp; steps. Lab “<a href=" in block
    assert '"../../labs/03_padding.html"' in block


def test_a_still_is_the_first_figure_without_words(lab, monkeypatch):
    still = plots.still("03_padding", "en", "../")
    assert re.findall(r'src="([^"]+)" alt="" width="440" height="200" loading="lazy"', still) == [
        "../assets/plots/03_padding-1.light.svg",
        "../assets/plots/03_padding-1.dark.svg",
    ]
    assert plots.still("01_lookup", "en", "../") == ""
    monkeypatch.setattr(notebooks, "waiting", lambda: {"03_padding"})
    assert plots.still("03_padding", "en", "../") == ""


def test_each_scheme_has_its_colours_and_what_is_no_colour_of_ours_stays(lab):
    made = plots.assets("zh")
    light, dark = made["assets/plots/03_padding-1.light.svg"], made["assets/plots/03_padding-1.dark.svg"]
    assert LIGHT["accent"] in light and LIGHT["ink"] in light
    assert DARK["accent"] in dark and DARK["ink"] in dark and LIGHT["accent"] not in dark
    assert "#123456" in light and "#123456" in dark
    assert "var(" not in light + dark and "<!--" not in light + dark


def test_a_figure_that_is_not_there_is_refused_with_the_remedy(lab):
    with pytest.raises(PublishError, match="no figure 2 in lab 03_padding") as error:
        plots.block("03_padding 2", "zh", "")
    assert "It has 1" in str(error.value)
    with pytest.raises(PublishError, match="03_padding"):
        plots.block("03_paddin 1", "zh", "")


def test_a_lab_that_has_still_to_run_leaves_a_gap(lab, monkeypatch):
    monkeypatch.setattr(notebooks, "waiting", lambda: {"03_padding"})
    assert "⟦实验进行中⟧" in plots.block("03_padding 1", "zh", "../")
    assert plots.assets("zh") == {}
