"""What is taken out of pages and style sheets is what nobody sees; everything else stays to the letter."""

import pytest

from publish.common import cache, node
from publish.site import minify

PAGE = '<html dir="ltr"><body class="a b"><p class="md-x--on" style="--given: var(--in-page)"></p></body></html>'


@pytest.fixture
def purged(tmp_path):
    """Writes a style sheet of the theme beside a page, a script and a style of our own, and returns what is left."""

    def purge(css: str) -> str:
        sheet = tmp_path / "assets/stylesheets/main.css"
        cache.write(sheet, css)
        cache.write(tmp_path / "page.html", PAGE)
        cache.write(
            tmp_path / "assets/javascripts/bundle.js", 'x.classList.add("md-set--on","md-source");y("--in-script")'
        )
        cache.write(tmp_path / "assets/css/site.css", ".ours { color: var(--in-style) }")
        minify.purge(tmp_path)
        return sheet.read_text("utf-8")

    return purge


def test_marks_without_a_colour_of_their_own_go_and_the_text_stays():
    line = '<span class="k">def</span><span class="w"> </span><span class="n">f</span><span class="p">():</span>'
    assert minify.slim(line) == '<span class="k">def</span> f():'


def test_indentation_goes_but_for_what_is_shown_as_it_was_written():
    page = "<p>\n\n    one  two</p>\n<pre>a\n\n    b</pre>\n  <textarea>\n  c</textarea>\n \n<i></i>"
    assert minify.slim(page) == "<p>\none  two</p>\n<pre>a\n\n    b</pre>\n<textarea>\n  c</textarea>\n<i></i>"


def test_what_is_no_mark_of_code_stays():
    page = '<p>one  <span class="node">two</span></p>'
    assert minify.slim(page) == page


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".a{x:1}.gone{x:1}", ".a{x:1}"),
        (".a .gone{x:1}p{x:1}", "p{x:1}"),
        (".a,.gone,p>.b{x:1}", ".a,p>.b{x:1}"),
        (".md-x--on:hover{x:1}.md-set--on{x:1}", ".md-x--on:hover{x:1}.md-set--on{x:1}"),
        (".a:not(.gone){x:1}", ".a:not(.gone){x:1}"),
        ("@media print{.a{x:1}.gone{x:1}}", "@media print{.a{x:1}}"),
        ("@font-face{src:url(x.woff)}", "@font-face{src:url(x.woff)}"),
        ('[dir=ltr] .a{x:url("y.svg")}[dir=rtl] .a{x:1}', '[dir=ltr] .a{x:url("y.svg")}'),
        (".a{x:1}.md-source{x:1}", ".a{x:1}"),
    ],
)
def test_rules_for_what_no_page_has_and_no_script_sets_go(purged, css, kept):
    assert purged(css) == kept


def test_values_go_that_no_rule_reads_that_is_left(purged):
    css = ":root{--gone:1;--read:2;--by-gone:3}.a{x:var(--read)}.gone{x:var(--by-gone)}"
    assert purged(css) == ":root{--read:2}.a{x:var(--read)}"


def test_a_value_is_read_by_another_value_a_page_a_script_or_a_style_of_ours(purged):
    css = ":root{--in-page:1;--in-script:2;--in-style:3;--first:4;--second:var(--first)}.a{x:var(--second)}"
    assert purged(css) == css


def test_our_own_styles_and_scripts_are_shorter_and_do_the_same(tmp_path):
    script = tmp_path / "assets/js/small.js"
    text = "/* why */\n(function (root) {\n  const twice = (number) => 2 * number;\n  root.x = twice(21);\n})"
    cache.write(script, text + "(globalThis);\n")
    style = tmp_path / "assets/css/site.css"
    cache.write(
        style, '/* why */\n.a,\n.b > p {\n  content: "x  y";\n}\n@media print {\n  .gone {\n    margin: 1px;\n  }\n}\n'
    )
    cache.write(tmp_path / "assets/explorables/read.js", "// to be read\n")
    minify.shorten(tmp_path)
    after = script.read_text("utf-8")
    assert len(after) < len(text) and "why" not in after and "twice" not in after
    assert node.run(f"{after}\nprocess.stdout.write(String(globalThis.x))", "") == "42"
    assert style.read_text("utf-8").strip() == '.a,.b>p{content:"x  y"}@media print{.gone{margin:1px}}'
    assert (tmp_path / "assets/explorables/read.js").read_text("utf-8") == "// to be read\n"
