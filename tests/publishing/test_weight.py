"""What is taken out of pages and style sheets is what nobody sees; everything else stays to the letter."""

import pytest

from publish.common import cache, node
from publish.site import minify

KNOWN = {"a", "b", "md-x--on", "data-md-color-primary=custom"}


def test_marks_without_a_colour_of_their_own_go_and_the_text_stays():
    line = '<span class="k">def</span><span class="w"> </span><span class="n">f</span><span class="p">():</span>'
    assert minify.slim(line) == '<span class="k">def</span> f():'


def test_indentation_goes_but_for_what_is_shown_as_it_was_written():
    page = "<p>\n\n    one  two</p>\n<pre>a\n\n    b</pre>\n  <textarea>\n  c</textarea>\n \n<i></i>"
    assert minify.slim(page) == "<p>\none  two</p>\n<pre>a\n\n    b</pre>\n<textarea>\n  c</textarea>\n<i></i>"


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
        ("[data-md-color-primary=red]{x:1}", ""),
        ("[data-md-color-primary=custom]{x:1}", "[data-md-color-primary=custom]{x:1}"),
        ("[dir=rtl] .a{x:1}", ""),
        ("[dir=rtl] .a,.b{x:1}", ".b{x:1}"),
    ],
)
def test_rules_for_classes_that_nothing_names_go(css, kept):
    assert minify.cut(css, KNOWN) == kept


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (":root{--gone:1;--read:2;x:3}", ":root{--read:2;x:3}"),
        (':root{--gone:url("data:a;b");x:3!important}', ":root{x:3!important}"),
        (":root{--gone:1}.a{--read:2}", ".a{--read:2}"),
        ("@media print{:root{--gone:1}}", ""),
        (".a{--read:2}", ".a{--read:2}"),
    ],
)
def test_values_that_nothing_reads_go(css, kept):
    assert minify.without_unread(css, {"--read"}) == kept


def test_a_value_is_read_by_a_style_a_page_or_any_script_that_names_it(tmp_path):
    (tmp_path / "a.css").write_text(":root{--set:1} p{color:var( --in-style, red)}", "utf-8")
    (tmp_path / "a.html").write_text('<p style="--given: 1; color: var(--in-page)">', "utf-8")
    (tmp_path / "a.js").write_text('x.style.getPropertyValue("--in-script")', "utf-8")
    assert minify.values_read(tmp_path) == {"--in-style", "--in-page", "--in-script"}


def test_classes_are_those_of_pages_and_those_that_the_theme_s_script_sets(tmp_path):
    (tmp_path / "assets/javascripts").mkdir(parents=True)
    (tmp_path / "page.html").write_text('<p class="one two--x">three</p>', "utf-8")
    (tmp_path / "assets/javascripts/bundle.js").write_text('a.classList.add("md-four--on","five","md-source")', "utf-8")
    found = minify.classes_of_theme(tmp_path)
    assert {"one", "two--x", "md-four--on", "focus-visible"} <= found
    assert not {"three", "five", "md-source"} & found


def test_style_sheets_of_our_own_lose_comments_and_line_ends_alone():
    css = (
        '/* why */\n.a,\n.b > p {\n  content: "x  y";\n  color: red;\n}\n@media print {\n  .gone {\n    x: 1;\n  }\n}\n'
    )
    assert minify.shorten(css) == '.a, .b > p { content: "x  y"; color: red; }@media print { .gone { x: 1; } }'


def test_scripts_of_our_own_are_shorter_and_do_the_same(tmp_path, monkeypatch):
    script = tmp_path / "assets/js/small.js"
    text = "/* why */\n(function (root) {\n  const twice = (number) => 2 * number;\n  root.x = twice(21);\n})"
    text += "(globalThis);\n"
    cache.write(
        script,
        text,
    )
    cache.write(tmp_path / "assets/explorables/read.js", "// to be read\n")
    before = script.read_text("utf-8")
    minify.shorten_scripts(tmp_path, tmp_path / "kept")
    after = script.read_text("utf-8")
    assert len(after) < len(before) / 2 and "why" not in after
    assert node.run(f"{after}\nprocess.stdout.write(String(globalThis.x))", "") == "42"
    assert (tmp_path / "assets/explorables/read.js").read_text("utf-8") == "// to be read\n"
    cache.write(script, before)
    monkeypatch.setattr(minify.node, "run", lambda *_: pytest.fail("Node was started for a known script"))
    minify.shorten_scripts(tmp_path, tmp_path / "kept")
    assert script.read_text("utf-8") == after
