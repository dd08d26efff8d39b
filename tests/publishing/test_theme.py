"""What the theme's script did in each reader's browser is done at build; a theme that has changed is noticed."""

import re

import pytest
from bs4 import BeautifulSoup

from publish.common.errors import PublishError
from publish.site import material
from tests import built

SCRIPT = (
    'q("table:not([class])",e);let n=d("meta",{name:"theme-color"});document.head.appendChild(n);'
    'let r=d("meta",{name:"color-scheme"});document.head.appendChild(r);r.content="dark";s=".node circle,.a{b:c}"'
)
PAGES = [built.SITE / path for path in built.pages()]


@pytest.fixture
def bundle(tmp_path):
    """Writes a theme's script into a site of its own and returns the site."""

    def write(script: str):
        folder = tmp_path / "assets" / "javascripts"
        folder.mkdir(parents=True)
        (folder / "bundle.1a2b.min.js").write_text(script, "utf-8")
        return tmp_path

    return write


def test_a_table_gets_a_box_unless_it_has_a_look_of_its_own():
    own = '<table class="x-table"><tr></tr></table>'
    made = material.complete(f"<table><tr></tr></table><p></p>{own}<table><tr></tr></table>", "zh")
    box = material.BOX.format("<table><tr></tr></table>")
    assert made == f"{box}<p></p>{own}{box}"


def test_each_block_of_code_gets_a_button_before_its_text():
    made = material.complete("<pre><span></span><code>a</code></pre><pre><code>b</code></pre>", "en")
    button = material.BUTTON.format("Copy to clipboard")
    assert made == f"<pre><span></span>{button}<code>a</code></pre><pre>{button}<code>b</code></pre>"


def test_code_with_a_look_of_its_own_gets_none():
    for own in ('<pre id="listing"><code>a</code></pre>', '<pre class="x-code"><code>a</code></pre>'):
        assert material.complete(own, "zh") == own


def test_the_themes_script_loses_its_habits_and_nothing_else(bundle):
    site = bundle(SCRIPT)
    material.mend_script(site)
    (file,) = site.rglob("*.js")
    assert file.read_text("utf-8") == (
        'q("table.bare",e);let n=d("meta",{name:"theme-color"});document.head.appendChild(n);'
        'let r=d("meta",{name:"color-scheme"});r.content="dark";s=""'
    )


@pytest.mark.parametrize("script", [SCRIPT.replace("color-scheme", "colour"), SCRIPT + ';q("table:not([class])")'])
def test_a_theme_with_other_words_stops_the_build_and_is_left_as_it_came(bundle, script):
    site = bundle(script)
    with pytest.raises(
        PublishError, match=r"bundle\.1a2b\.min\.js: the theme's script has .* EDITS in publish/site/material"
    ):
        material.mend_script(site)
    (file,) = site.rglob("*.js")
    assert file.read_text("utf-8") == script


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(built.SITE)))
def test_no_page_leaves_a_table_or_a_block_of_code_to_the_script(path):
    page = BeautifulSoup(path.read_text("utf-8"), "lxml")
    article = page.find("article")
    for table in article.select("table:not([class])"):
        assert table.parent["class"] == ["md-typeset__table"], table.get_text()[:60]
    for pre in article.select(".highlight > pre:not([id])"):
        assert [child.name for child in pre.children][-2:] == ["span", "code"], pre.get_text()[:60]
        assert pre.button["title"], pre.get_text()[:60]
    names = [element["id"] for element in article.select("[id]")]
    assert len(names) == len(set(names))


def test_the_theme_neither_looks_for_tables_nor_adds_buttons():
    config = re.search(r'"features": \[([^]]*)]', (built.SITE / "index.html").read_text("utf-8"))[1]
    assert "navigation.footer" in config
    assert "content.code" not in config
    (script,) = (built.SITE / "assets" / "javascripts").glob("bundle*.js")
    assert "table:not([class])" not in script.read_text("utf-8")
