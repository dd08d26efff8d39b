"""A lab's page is made by mkdocs-jupyter, shows what the run left for its language, and is like the other pages."""

import json
import re

import nbformat
import pytest
from bs4 import BeautifulSoup
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from publish.common import paths
from publish.common.errors import PublishError
from publish.pages import explorables, gaps, lab_notebooks, listing, macros
from publish.run import notebooks
from publish.site import jupyter
from tests import built

LAB = """# %% [markdown] tags=["zh"]
# # 查表
#
# 哪个快，$x < y$ 吗？
#
# 见 [@a2015] 与[[lab 02_other]]，共 [[value lab.01_look-up.answer]] 个 `$a$ [[x]]`。
#
# $$\\sum_{b_t} g_{b_t} \\\\ *$$

# %% [markdown] tags=["en"]
# # Look-up
#
# Which is faster?

# %% tags=["hide"]
print("hidden")

# %%
print("$1", "<b>", [[1]])  # "$2"

# %% tags=["zh"]
print("只给中文")

# %% [markdown] tags=["zh"]
# ## 开销：几乎不看 $V$
#
# ### 甲 {#own-name}
#
# ## 开销：几乎不看 $V$

# %% [markdown] tags=["en"]
# ## Cost & `code`

# %%
show()
"""
OTHER = """# %% [markdown] tags=["zh"]
# # 另一个
#
# 共 [[value lab.02_other.answer]] 个，`[[value lab.02_other.answer .1f]]`，$x = [[value lab.02_other.answer]]$。

# %% [markdown] tags=["en"]
# # Another

# %%
def f():
    print(1)

# %%
for x in range(2):
    print(x)
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt" viewBox="0 0 9 9">'
    '<path id="a" fill="#000000"/></svg>'
)
REFERENCE = '[a2015]\nauthors = ["A B & C"]\nyear = 2015\ntitle = "T"\nvenue = "V"\nurl = "https://example.test"\n'
NAME = "01_look-up"


def display(data, **notes):
    return nbformat.v4.new_output("display_data", data=data | {"text/plain": "<object>"}, metadata=notes)


def printed(text, name="stdout"):
    return nbformat.v4.new_output("stream", name=name, text=text)


def executed(file):
    """The lab as a run would leave it."""
    notebook = notebooks.read(file)
    hidden, printing, chinese, showing = [cell for cell in notebook.cells if cell.cell_type == "code"]
    hidden.outputs = [printed("hidden input\n")]
    printing.outputs = [printed("$1 <b>\n"), printed("a warning\n", "stderr"), printed("[[1]]\n")]
    chinese.outputs = [printed("只给中文\n"), display({"image/svg+xml": SVG}, alt="只给中文的图")]
    showing.outputs = [
        display({"image/svg+xml": SVG}, lang="zh", alt="一条线", caption="图 <1>"),
        display({"image/svg+xml": SVG}, alt_zh="乙", alt_en="line", caption_zh="丙", caption_en="C"),
        display({"text/markdown": "| 量 | 值 |\n| --- | --: |\n| $E$ | 1 |"}, lang="zh"),
        display({"text/markdown": "| what | value |\n| --- | --: |\n| $E$ | 1 |"}, lang="en"),
    ]
    return notebook


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An executed lab, and one that the build does without since its inputs have changed, in a house of their own."""
    with pytest.MonkeyPatch.context() as patch:
        root = tmp_path_factory.mktemp("labs")
        for name in ("DOCS", "SITE", "LABS", "BUILT_LABS", "LAB_PAGES", "CACHE", "GLOSSARY", "REFERENCES", "VALUES"):
            patch.setattr(paths, name, root / name.lower())
        patch.setattr(explorables, "assets", lambda language: {})
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        patch.setenv(notebooks.WAITING, "02_other")
        for name in (paths.LABS, paths.BUILT_LABS, paths.DOCS):
            name.mkdir()
        (paths.LABS / "02_other.py").write_text(OTHER, "utf-8")
        (paths.LABS / "labhelp.py").write_text("ANSWER = 42\n", "utf-8")
        lab = paths.LABS / f"{NAME}.py"
        lab.write_text(LAB, "utf-8")
        nbformat.write(executed(lab), paths.BUILT_LABS / f"{NAME}.ipynb")
        (paths.BUILT_LABS / f"{NAME}.json").write_text('{"seconds": 12.4}', "utf-8")
        old = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=[printed("before\n")])])
        nbformat.write(old, paths.BUILT_LABS / "02_other.ipynb")
        (paths.BUILT_LABS / "02_other.json").write_text('{"seconds": 9}', "utf-8")
        paths.REFERENCES.write_text(REFERENCE, "utf-8")
        paths.VALUES.write_text(json.dumps({"lab": {NAME: {"answer": 42}, "02_other": {"answer": 41}}}), "utf-8")
        for language in paths.LANGUAGES:
            docs = paths.docs(language)
            (docs / "labs").mkdir(parents=True)
            (docs / "index.md").write_text("# 家\n", "utf-8")
            (docs / "references.md").write_text("# R\n\n[[references]]\n", "utf-8")
            (docs / "labs/index.md").write_text("---\nmath: true\n---\n\n# L\n\n[[labs]]\n", "utf-8")
        yield root


def make(language, **changes):
    """Builds the site in a language; returns its folder."""
    settings = {"docs_dir": str(paths.docs(language)), "site_dir": str(paths.site(language)), "strict": True}
    nav = ["index.md", "references.md", {"L": ["labs/index.md"]}]
    build(load_config(str(paths.CONFIGS[language]), **settings, nav=nav, **changes))
    return paths.site(language)


@pytest.fixture(scope="module")
def sites(folder):
    return {language: make(language) for language in paths.LANGUAGES}


@pytest.fixture(scope="module")
def pages(sites):
    """The lab's page in each language."""
    return {
        language: BeautifulSoup((site / f"labs/{NAME}.html").read_text("utf-8"), "lxml")
        for language, site in sites.items()
    }


def texts(page, selector):
    return [found.get_text() for found in page.select(f"article {selector}")]


@pytest.mark.parametrize("language", paths.LANGUAGES)
def test_the_plugin_renders_and_neither_runs_nor_publishes_what_failed(language):
    settings = load_config(str(paths.CONFIGS[language])).plugins["mkdocs-jupyter"].config
    assert (settings["execute"], settings["allow_errors"]) == (False, False)
    (other,) = set(paths.LANGUAGES) - {language}
    assert settings["remove_tag_config"] == {"remove_cell_tags": [other], "remove_input_tags": ["hide"]}


def test_without_the_plugin_there_is_no_site(folder, caplog):
    with pytest.raises(Abort):
        make("zh", plugins={"tags": {}})
    assert "mkdocs-jupyter is not among the plugins" in caplog.text


def test_a_page_that_the_plugin_has_not_made_stops_the_build():
    with pytest.raises(PublishError, match="lab 01_x was not rendered by mkdocs-jupyter"):
        jupyter.content("<h1>查表</h1><pre><code>x</code></pre>", "01_x")


def test_cells_of_the_other_language_and_hidden_input_are_left_out(pages):
    assert texts(pages["zh"], "h1, h2, h3") == ["查表¶", "开销：几乎不看 V¶", "甲¶", "开销：几乎不看 V¶"]
    assert texts(pages["en"], "h1, h2, h3") == ["Look-up¶", "Cost & code¶"]
    printing = 'print("$1", "<b>", [[1]])  # "$2"\n'
    assert texts(pages["zh"], ".language-python code") == [printing, 'print("只给中文")\n', "show()\n"]
    assert texts(pages["en"], ".language-python code") == [printing, "show()\n"]


def test_what_a_cell_prints_in_pieces_stands_in_one_box(pages):
    assert texts(pages["en"], ".output code") == ["hidden input\n", "$1 <b>\n[[1]]\n"]
    assert texts(pages["zh"], ".output code")[2:] == ["只给中文\n"]


def test_nothing_that_the_plugin_brings_along_is_left(pages, sites):
    for language, page in pages.items():
        article = page.article
        assert "jp-Notebook" not in str(article)
        assert not article.select("script, style, link, clipboard-copy")
        classes = {name for node in article.select("[class]") for name in node["class"]}
        assert not {name for name in classes if name.startswith(("jp-", "cell", "CodeMirror"))}
        text = (sites[language] / f"labs/{NAME}.html").read_text("utf-8")
        assert not re.findall(r"https?://(?!www\.w3\.org)\S+", text)
        assert len(text) < 40_000


def test_code_and_output_are_blocks_like_others_with_a_button(pages):
    blocks = pages["zh"].select("article .highlight")
    assert len(blocks) == 6
    assert all(block.select_one("pre > .md-code__nav > button") for block in blocks)


def test_figures_are_those_of_the_language_and_say_what_they_show(pages, sites):
    assert [svg["aria-label"] for svg in pages["zh"].select("figure.plot svg")] == ["只给中文的图", "一条线", "乙"]
    assert [svg["aria-label"] for svg in pages["en"].select("figure.plot svg")] == ["line"]
    assert texts(pages["zh"], "figcaption") == ["图 <1>", "丙"]
    assert texts(pages["en"], "figcaption") == ["C"]
    assert [path["id"] for path in pages["zh"].select("figure path")] == [f"fig-{NAME}-{n}-a" for n in range(3)]
    assert 'viewBox="0 0 9 9"' in (sites["zh"] / f"labs/{NAME}.html").read_text("utf-8")


def test_tables_are_those_of_the_language_in_boxes_that_scroll(pages):
    assert texts(pages["zh"], ".md-typeset__scrollwrap th") == ["量", "值"]
    assert texts(pages["en"], ".md-typeset__scrollwrap th") == ["what", "value"]
    assert [cell["style"] for cell in pages["en"].select("td[style]")] == ["text-align:right"]


def test_formulas_are_rendered_and_dollars_in_code_are_not(pages):
    page = pages["zh"]
    assert len(page.select("article p math")) == 1  # x < y
    assert len(page.select("article .math-display > math")) == 1
    assert len(page.select("article td math")) == 1
    assert texts(page, "p code") == ["$a$ [[x]]"]


def test_macros_are_expanded_and_lead_to_pages(pages):
    paragraph = pages["zh"].select_one("article .citation").parent
    assert paragraph.get_text() == "见 C (2015) 与另一个，共 42 个 $a$ [[x]]。"
    assert [link["href"] for link in paragraph.select("a")] == ["../references.html#a2015", "../labs/02_other.html"]


def test_headings_have_the_ids_and_links_of_other_pages(pages):
    ids = ["查表", "开销几乎不看-v", "own-name", "开销几乎不看-v_1"]
    headings = pages["zh"].article.select("h1, h2, h3")
    assert [heading["id"] for heading in headings] == ids
    links = [heading.select_one("a.headerlink") for heading in headings]
    assert [(link["href"], link["title"]) for link in links] == [(f"#{name}", "本节链接") for name in ids]


def test_the_table_of_contents_and_the_search_know_the_sections(pages, sites):
    entries = pages["zh"].select(".md-sidebar--secondary a.md-nav__link")
    assert [entry["href"] for entry in entries] == ["#开销几乎不看-v", "#own-name", "#开销几乎不看-v_1"]
    assert entries[0].get_text().strip() == "开销：几乎不看 V"
    index = built.search_index(sites["zh"])
    lab = [address for address, _ in index["pages"]].index(f"labs/{NAME}.html")
    sections = [section for section in index["sections"] if section[0] == lab]
    assert [id for _, id, *_ in sections] == ["查表", *(entry["href"].removeprefix("#") for entry in entries)]
    _, _, _, title, text, code = sections[0]
    assert title == "查表"
    assert {"hidden", "input"} <= set(code.split()) and "下载" not in text


def test_title_and_description_are_the_lab_s(pages):
    assert pages["zh"].title.get_text() == "查表 · 深度解析 Embedding"
    assert pages["zh"].select_one("meta[name=description]")["content"] == "哪个快，x < y 吗？"
    assert pages["en"].select_one("meta[name=description]")["content"] == "Which is faster?"


def test_the_page_offers_the_lab_and_what_it_needs_beside_it(pages, sites):
    for language, page in pages.items():
        links = [link["href"].removeprefix("../") for link in page.select(".lab-downloads a[download]")]
        assert links == [
            f"downloads/labs/{NAME}.ipynb",
            f"downloads/labs/{NAME}.py",
            listing.DOWNLOAD,
            "downloads/labs/labhelp.py",
        ]
        assert all((sites[language] / link).is_file() for link in links)
        assert not re.search(r"12 ?(?:s\b|秒)", page.get_text())  # the seconds of the machine that built it


def test_a_lab_that_the_build_does_without_has_gaps_for_what_it_tells(sites):
    """And nothing of an earlier run: neither its output nor its figures."""
    page = BeautifulSoup((sites["zh"] / "labs/02_other.html").read_text("utf-8"), "lxml")
    gap = gaps.TEXT["zh"]
    assert texts(page, "h1") == ["另一个¶"]
    assert texts(page, "pre code") == ["def f():\n    print(1)\n", "for x in range(2):\n    print(x)\n"]
    assert texts(page, ".lab-gap") == [gap, gap, gap]  # a figure, one in code, what the last cell prints
    assert texts(page, "code .lab-gap") == [gap]
    assert gap.strip("⟦⟧") in page.select_one("article math").get_text()
    assert "还没有跑完" in page.select_one(".lab-downloads").get_text()
    assert not re.search("before|41", page.article.get_text())
    english = BeautifulSoup((sites["en"] / "labs/02_other.html").read_text("utf-8"), "lxml")
    assert texts(english, ".lab-gap") == [gaps.TEXT["en"]]
    download = (sites["zh"] / "downloads/labs/02_other.ipynb").read_text("utf-8")
    assert f"共 {gap} 个" in download and "41" not in download


def test_a_lab_that_has_run_has_no_gaps(pages):
    assert not any(texts(page, ".lab-gap") for page in pages.values())


def test_without_a_lab_s_run_there_is_no_site(folder, monkeypatch, tmp_path, caplog):
    monkeypatch.delenv(notebooks.WAITING)
    monkeypatch.setattr(paths, "BUILT_LABS", tmp_path / "none")
    with pytest.raises(Abort):
        make("zh")
    assert f"lab {NAME} has not run. Run `python -m publish labs`." in caplog.text


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[value no.such]]", r"labs/01_look-up\.py:2: no value 'no\.such'"),
        ("# A\n\n[@nobody1900]", r"labs/01_look-up\.py:4: no reference 'nobody1900'"),
        ("[there](../nowhere.md#x)", r"labs/01_look-up\.py: a link leads to \.\./nowhere\.md, which is no page"),
        ("[[listing]]", r"labs/01_look-up\.py: \[\[listing …\]\] cannot stand in a lab"),
    ],
)
def test_what_is_wrong_in_a_lab_is_named_with_its_line(folder, monkeypatch, tmp_path, text, complaint):
    for name in ("LABS", "BUILT_LABS", "LAB_PAGES"):
        monkeypatch.setattr(paths, name, tmp_path / "labs")
    monkeypatch.setenv(notebooks.WAITING, NAME)
    paths.LABS.mkdir()
    cell = "\n".join(f"# {line}".rstrip() for line in text.split("\n"))
    (paths.LABS / f"{NAME}.py").write_text(f"# %% [markdown]\n{cell}\n", "utf-8")
    with pytest.raises(PublishError, match=complaint):
        lab_notebooks.write(NAME, macros.Page(uri=f"labs/{NAME}.ipynb"))


def test_a_link_to_a_section_that_a_lab_has_not_stops_the_build(folder, monkeypatch, tmp_path, caplog):
    monkeypatch.setattr(paths, "SITE", tmp_path / "site")
    page = paths.docs("zh") / "index.md"
    try:
        page.write_text(f"# 家\n\n[有](labs/{NAME}.ipynb#own-name)，[没有](labs/{NAME}.ipynb#nowhere)\n", "utf-8")
        with pytest.raises(Abort):
            make("zh")
    finally:
        page.write_text("# 家\n", "utf-8")
    assert len(caplog.messages) == 1
    assert "does not contain an anchor '#nowhere'" in caplog.text


def test_wrong_tex_in_a_lab_is_named_with_its_line(folder, monkeypatch, tmp_path, caplog):
    lab = paths.LABS / "02_other.py"
    monkeypatch.setattr(paths, "SITE", tmp_path / "site")
    try:
        lab.write_text(OTHER.replace("# # 另一个", "# # 另一个\n#\n# 吗？\n#\n# $\\frac{e$\n#"), "utf-8")
        with pytest.raises(Abort):
            make("zh")
    finally:
        lab.write_text(OTHER, "utf-8")
    assert re.search(r"labs/02_other\.py:6: formula .*frac", caplog.text)
