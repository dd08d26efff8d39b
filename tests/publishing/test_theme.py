"""What the theme's script did in each reader's browser is done at build; a theme that has changed is noticed."""

import re
import shutil
from pathlib import Path

import material as installed
import pytest
from bs4 import BeautifulSoup

from publish.common import node
from publish.site import material
from tests import built

THEME = Path(installed.__file__).parent / "templates" / "assets"
PAGES = [built.SITE / path for path in built.pages()]


@pytest.fixture
def theme(tmp_path):
    """A folder with the installed theme's own files."""
    shutil.copytree(THEME, tmp_path / "assets", ignore=shutil.ignore_patterns("*.map", "lunr", "workers", "images"))
    return tmp_path


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


@pytest.mark.parametrize("patch", material.PATCHES, ids=lambda patch: patch.name)
def test_every_patch_fits_the_installed_theme(patch):
    (file,) = THEME.parent.glob(patch.file)
    assert len(re.findall(patch.pattern, file.read_text("utf-8"))) == 1, f"{patch.why} Look for what stands there now."


def test_the_theme_is_mended_without_a_word_and_its_scripts_can_be_read(theme, capsys):
    before = {file: file.read_text("utf-8") for kind in ("js", "css") for file in theme.rglob(f"*.{kind}")}
    material.mend(theme)
    changed = [file for file, text in before.items() if file.read_text("utf-8") != text]
    assert sorted(file.name.split(".")[0] for file in changed) == ["bundle", "palette"]
    for file in changed:
        if file.suffix == ".js":
            node.run("new Function(require('fs').readFileSync(0, 'utf8'))", file.read_text("utf-8"))
    (script,) = theme.rglob("bundle.*.min.js")
    assert '"table.bare"' in script.read_text("utf-8") and '"table:not([class])"' not in script.read_text("utf-8")
    assert not any("data-md-color-switching]" in file.read_text("utf-8") for file in theme.rglob("palette.*.css"))
    assert capsys.readouterr() == ("", "")


def test_a_theme_with_other_words_goes_without_the_patch_and_one_line_says_so(theme, capsys):
    (file,) = theme.rglob("bundle.*.js")
    other = file.read_text("utf-8").replace("color-scheme", "colour") + ';q("table:not([class])")'
    file.write_text(other, "utf-8")
    (palette,) = theme.rglob("palette.*.css")
    palette.unlink()
    material.mend(theme)
    lines = capsys.readouterr().err.splitlines()
    told = ["tables", "colour scheme", "no pause of motion"]
    assert [re.search("'(.*)'", line)[1] for line in lines] == told
    assert "fits 2 places" in lines[0] and "fits 0 places" in lines[1]
    after = file.read_text("utf-8")
    assert after.count('"table:not([class])"') == 2 and 'name:"colour"' in after


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
