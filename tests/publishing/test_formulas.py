"""Formulas reach the reader as markup, readable without a script, and wrong TeX never reaches anybody."""

import io
import json
import re

import pytest
from fontTools import ttLib

from publish.pages import fonts, formulas


def rendered(tex, display=False, folder=None):
    return formulas.render([(tex, display)], folder / "formulas.json")[(tex, display)]


def test_formula_is_for_eyes_and_for_screen_readers(tmp_path):
    formula = rendered(r"h_t = o_t \odot \tanh(c_t)", folder=tmp_path)
    assert formula.mathml.startswith("<math><msub><mi>h</mi><mi>t</mi></msub><mo>=</mo>")
    assert "annotation" not in formula.mathml and "semantics" not in formula.mathml
    assert 'class="katex-html" aria-hidden="true"' in formula.html


@pytest.mark.parametrize(
    ("tex", "letters"),
    [(r"\mathbb{E}", "𝔼"), (r"\mathbb{R}", "ℝ"), (r"\mathcal{N}", "𝒩"), (r"\mathcal{L}", "ℒ"), (r"\mathbf{W}", "𝐖")],
)
def test_letters_of_other_alphabets_are_unicode_s_own(tmp_path, tex, letters):
    """Browsers no longer read mathvariant="double-struck" and its like."""
    assert f">{letters}<" in rendered(tex, folder=tmp_path).mathml


def test_sides_of_an_alignment_are_named_by_a_class(tmp_path):
    aligned = rendered(r"\begin{aligned} a &= b \\ c &= d \end{aligned}", display=True, folder=tmp_path).mathml
    assert aligned.startswith('<math display="block"><mtable class="aligned"><mtr>')


@pytest.mark.parametrize(
    ("tex", "markup"),
    [
        (r"\ln x", '<mi>ln</mi><mo>\u2061</mo><mspace width="0.1667em"></mspace><mi>x</mi>'),
        (r"\ln x_t", '<mo>\u2061</mo><mspace width="0.1667em"></mspace><msub>'),
        (r"\exp(x)", '<mi>exp</mi><mo>\u2061</mo><mo stretchy="false">(</mo>'),
        ("x_{t-1}", '<msub><mi>x</mi><mrow><mi>t</mi><mo lspace="0em" rspace="0em">−</mo><mn>1</mn></mrow></msub>'),
        ("x-1", "<mi>x</mi><mo>−</mo><mn>1</mn>"),
        ("(x)-1", '<mo stretchy="false">)</mo><mo>−</mo><mn>1</mn>'),
        ("(-1)", '<mo stretchy="false">(</mo><mo form="prefix">−</mo><mn>1</mn>'),
        ("(x)^2-1", "</msup><mo>−</mo><mn>1</mn>"),
        (r"\sum_k -x", '</msub><mo form="prefix">−</mo><mi>x</mi>'),
        ("x = -1", '<mo>=</mo><mo form="prefix">−</mo><mn>1</mn>'),
        (r"\hat x", '<mover accent="true"><mi>x</mi><mo>^</mo></mover>'),
        ("a, b", "<mi>a</mi><mo>,</mo><mi>b</mi>"),
        (r"\text{a<b}", "<mtext>a&lt;b</mtext>"),
    ],
)
def test_formula_is_spaced_as_tex_does(tmp_path, tex, markup):
    assert markup in rendered(tex, folder=tmp_path).mathml


@pytest.mark.parametrize("tex", [r"\frac{1}{2", r"\nosuchcommand x", "a_b_c", "中文不在文本里"])
def test_wrong_tex_stops_the_build_and_quotes_itself(tmp_path, tex):
    with pytest.raises(formulas.FormulaError) as error:
        rendered(tex, folder=tmp_path)
    assert error.value.tex == tex
    assert repr(tex) in str(error.value)


def test_chinese_may_stand_in_text(tmp_path):
    formula = rendered(r"\text{编码}", folder=tmp_path)
    assert "编码" in formula.mathml and "编码" in formula.html


def test_formulas_are_found_as_markdown_leaves_them():
    content = '<p><span class="arithmatex">\\(a &lt; b\\)</span></p><div class="arithmatex">\\[\nc\n\\]</div>'
    assert formulas.found(content) == [("a < b", False), ("c", True)]


def test_every_formula_of_a_page_is_replaced(tmp_path):
    content = '<p><span class="arithmatex">\\(a\\)</span></p><div class="arithmatex">\\[c\\]</div>'
    result = formulas.place(content, formulas.render(formulas.found(content), tmp_path / "formulas.json"))
    assert "arithmatex" not in result
    assert result.count("<math") == 2


def test_punctuation_stays_with_the_formula_that_it_follows(tmp_path):
    a, b, c = (f'<span class="arithmatex">\\({letter}\\)</span>' for letter in "abc")
    content = f"<p>设 {a}，见（{b}）和 {c} 。</p>"
    result = formulas.place(content, formulas.render(formulas.found(content), tmp_path / "formulas.json"))
    held = re.findall(r'<span class="held">(.*?</math></span>[^<]*)</span>', result)
    assert [re.sub(r"<[^>]*>", "", one) for one in held] == ["a，", "（b）"]


def test_second_build_starts_no_node(tmp_path, monkeypatch):
    first = rendered("x^2", folder=tmp_path)
    monkeypatch.setattr(formulas.node, "run", lambda *_: pytest.fail("Node was started for a known formula"))
    assert rendered("x^2", folder=tmp_path) == first


def test_error_points_to_the_line_of_the_formula():
    source = "---\nmath: true\n---\n\n见\n\n$$\n\\frac{1\n$$\n"
    assert formulas.line_of("\\frac{1", source) == 8


def published(folder, **pages):
    formulas.publish({url: [rendered(tex, folder=folder) for tex in wanted] for url, wanted in pages.items()}, folder)


def test_drawings_for_browsers_without_mathml_stand_in_the_order_of_the_page(tmp_path):
    published(tmp_path, **{"posts/a.html": ["a", "b"]})
    script = (tmp_path / "assets/katex/pages/posts-a.js").read_text("utf-8")
    first, second = json.loads(re.fullmatch(r"drawFormulas\((.*)\);\n", script)[1])
    assert ">a<" in first and ">b<" in second


def test_a_page_s_head_names_its_font_and_its_drawings(tmp_path):
    published(tmp_path, **{"posts/a.html": ["a"]})
    head = formulas.head("posts/a.html", "../")
    named = re.findall(r"\.\./([\w./-]+)", head)
    assert named == ["assets/math/posts-a.woff2", "assets/katex/pages/posts-a.js", "assets/katex/katex.css"]
    assert all((tmp_path / name).is_file() for name in named)
    assert "font-display:swap" in head


def test_only_letters_that_the_formulas_show_are_published(tmp_path):
    published(tmp_path, **{"a.html": [r"x + 1 + \Delta + \sqrt{h}"], "b.html": ["y"]})
    font = ttLib.TTFont(tmp_path / formulas.font("a.html"))
    letters = set(font.getBestCmap())
    assert letters == {ord(sign) for sign in "+1𝑥ℎΔ√"}
    assert "MATH" in font, "without it nothing grows"
    files = {path.name: path for path in (tmp_path / "assets/katex/fonts").iterdir()}
    assert set(files) == {"KaTeX_Main-Regular.woff", "KaTeX_Math-Italic.woff"}
    letters = {name: set(ttLib.TTFont(path).getBestCmap()) for name, path in files.items()}
    assert {ord("+"), ord("1")} <= letters["KaTeX_Main-Regular.woff"]
    assert {ord("x"), ord("y")} <= letters["KaTeX_Math-Italic.woff"]
    assert ord("z") not in letters["KaTeX_Math-Italic.woff"]
    css = (tmp_path / formulas.STYLE).read_text("utf-8")
    assert set(re.findall(r"fonts/([\w.-]+)", css)) == set(files)
    assert "font-display:swap" in css


def test_larger_sizes_come_only_of_what_grows(tmp_path):
    def sizes(tex):
        font = ttLib.TTFont(io.BytesIO(fonts.math_font(rendered(tex, folder=tmp_path).mathml, tmp_path)))
        variants = font["MATH"].table.MathVariants
        return variants.VertGlyphCoverage.glyphs if variants.VertGlyphCoverage else []

    assert sizes("(x)") == sizes(r"[\frac{x}{x}]") == []
    assert sizes(r"[x] \left(\frac{x}{x}\right)") == ["parenleft", "parenright"]
    assert sizes(r"\sqrt{x}") == []
    assert len(sizes(r"\sqrt{\frac{x}{x}}")) == 1


def test_a_font_is_cut_once(tmp_path, monkeypatch):
    mathml = rendered("x", folder=tmp_path).mathml
    first = fonts.math_font(mathml, tmp_path)
    monkeypatch.setattr(fonts, "cut", lambda *_: pytest.fail("cut a second time"))
    assert fonts.math_font(mathml, tmp_path) == first


def test_fonts_follow_the_commands(tmp_path):
    markup = rendered(r"\mathbb{R} \mathbf{W} \Bigl( \sum", display=True, folder=tmp_path).html
    css = (formulas.KATEX / "dist" / "katex-swap.min.css").read_text("utf-8")
    used = fonts.used_by(css, markup)
    assert {"KaTeX_AMS-Regular", "KaTeX_Main-Bold", "KaTeX_Size2-Regular"} <= used
    assert "KaTeX_Fraktur-Regular" not in used


@pytest.mark.parametrize(
    ("title", "shown"),
    [(r"停在 \(\ln V\) 不动", "停在 ln V 不动"), (r"not \(1/\sqrt{E}\)", "not 1/√E"), ("无公式 {x}", "无公式 {x}")],
)
def test_a_formula_in_a_title_reads_as_text_in_the_contents(title, shown):
    assert formulas.in_text(title) == shown
