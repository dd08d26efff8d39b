"""What is taken out of pages and style sheets is what nobody sees; everything else stays to the letter."""

import pytest

from publish import weight

KNOWN = {"a", "b", "md-x--on"}


def test_marks_without_a_colour_of_their_own_go_and_the_text_stays():
    line = '<span class="k">def</span><span class="w"> </span><span class="n">f</span><span class="p">():</span>'
    assert weight.slim(line) == '<span class="k">def</span> f():'


def test_tex_inside_mathml_goes():
    formula = '<math><semantics><mi>E</mi><annotation encoding="application/x-tex">E</annotation></semantics></math>'
    assert weight.slim(formula) == "<math><semantics><mi>E</mi></semantics></math>"


def test_pieces_of_a_diagram_s_line_are_joined():
    piece = '<tspan font-style="normal" class="text-inner-tspan" font-weight="normal">{}</tspan>'
    line = "<tspan>" + "".join(piece.format(word) for word in ("打包：8", " 格", " =")) + "</tspan>"
    assert weight.slim(line) == "<tspan>" + piece.format("打包：8 格 =") + "</tspan>"


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".a{x:1}", ".a{x:1}"),
        (".gone{x:1}", ""),
        (".a .gone{x:1}", ""),
        (".a,.gone,p>.b{x:1}", ".a,p>.b{x:1}"),
        ("html{x:1}", "html{x:1}"),
        (".md-x--on:hover{x:1}", ".md-x--on:hover{x:1}"),
        (".a:not(.gone){x:1}", ".a:not(.gone){x:1}"),
        (".a:is(.gone,.b) p{x:1}", ".a:is(.gone,.b) p{x:1}"),
        ("@media print{.a{x:1}.gone{x:1}}", "@media print{.a{x:1}}"),
        ("@media print{.gone{x:1}}", ""),
        ("@font-face{src:url(x.woff)}", "@font-face{src:url(x.woff)}"),
        ('[dir="ltr"] .a{x:url("y.svg")}', '[dir="ltr"] .a{x:url("y.svg")}'),
    ],
)
def test_rules_for_classes_that_nothing_names_go(css, kept):
    assert weight.cut(css, KNOWN) == kept


def test_classes_are_those_of_pages_and_all_words_of_scripts(tmp_path):
    (tmp_path / "page.html").write_text('<p class="one two--x">three</p>', "utf-8")
    (tmp_path / "script.js").write_text('element.classList.add("four-five")', "utf-8")
    assert {"one", "two--x", "four-five"} <= weight.words(tmp_path)
    assert "three" not in weight.words(tmp_path)
