"""Each chapter has what the article promises of it, and all that the front matter says reaches the reader."""

import posixpath
import re

import pytest
import yaml

from publish.common import paths
from publish.pages import chapters as pages
from publish.site import articles
from tests import built

ARTICLE = "posts/embedding-lstm-seq2seq.html"
FRONT = "posts/embedding-lstm-seq2seq/preface.html"  # its first page, where reading begins
SOURCE = paths.docs("zh") / "posts" / "embedding-lstm-seq2seq.md"
TITLES = {
    1: "架构概览：Embedding 在 Seq2Seq 中的战略地位",
    2: "编码器中的 Embedding：从离散到连续的语义映射",
    3: "解码器中的 Embedding：生成过程的语义引导",
    4: "训练过程：Embedding 是怎样学会的",
    5: "优化策略",
    6: "评估与实践技巧",
    7: "走向注意力",
    8: "小结",
}


def heading(node):
    return node.get_text().replace("¶", "").strip()


def parts(level):
    """heading -> the elements up to the next heading of this level or above."""
    found, here = {}, None
    for node in built.soup(ARTICLE).find("article").find_all(recursive=False):
        if re.fullmatch(r"h[1-6]", node.name or "") and int(node.name[1]) <= int(level[1]):
            here = found.setdefault(heading(node), []) if node.name == level else None
        elif here is not None:
            here.append(node)
    return found


def chapters():
    numbered = {re.match(r"\d", title)[0]: nodes for title, nodes in parts("h2").items() if re.match(r"\d ", title)}
    return {int(number): nodes for number, nodes in numbered.items()}


def inside(nodes, selector):
    """What matches in these elements, themselves among them."""
    return [hit for node in nodes for hit in ([node] if node.css.match(selector) else []) + node.select(selector)]


def test_the_outline_s_chapters_are_there_in_their_order():
    titles = [title for title in parts("h2") if re.match(r"\d ", title)]
    assert [int(title[0]) for title in titles] == list(TITLES)
    for title in titles:
        assert title[2:].startswith(TITLES[int(title[0])]), title
    assert next(iter(parts("h2"))) == "前言"


@pytest.mark.parametrize("number", range(1, 8))
class TestChapter:
    def test_opens_with_its_idea(self, number):
        first = chapters()[number][0]
        assert first.name == "p" and len(first.get_text()) > 60

    def test_has_an_equation(self, number):
        assert inside(chapters()[number], 'math[display="block"]')

    def test_shows_the_code_that_does_it(self, number):
        assert inside(chapters()[number], ".language-python.highlight")

    def test_shows_what_a_run_really_printed(self, number):
        assert inside(chapters()[number], ".output")

    def test_warns_of_a_common_mistake(self, number):
        boxes = inside(chapters()[number], ".admonition.warning")
        assert boxes
        for box in boxes:
            title = box.select_one(".admonition-title").get_text()
            assert re.match(r"常见错误：.{4,}", title)
            assert len(box.get_text()) > len(title) + 40

    def test_asks_a_question_with_a_folded_answer(self, number):
        boxes = inside(chapters()[number], "details.question")
        assert boxes
        for box in boxes:
            question = box.find("summary").get_text()
            assert re.search(r"[？?]$", question.strip()), question
            assert not box.has_attr("open")
            assert len(box.get_text()) > len(question) + 40


def test_every_section_opens_with_words():
    """No section starts with a listing, a picture or a table that nobody has introduced."""
    silent = [title for title, nodes in parts("h3").items() if not nodes or nodes[0].name not in ("p", "ul", "ol")]
    assert silent == []


# The front matter.


def front():
    return yaml.safe_load(SOURCE.read_text("utf-8").split("---")[1])


def meta(name):
    tag = built.soup(FRONT).find("meta", attrs={"property": name}) or built.soup(FRONT).find(attrs={"name": name})
    return tag["content"] if tag else None


def test_the_front_matter_has_every_key_of_the_outline():
    assert front().keys() >= {
        "title",
        "date",
        "categories",
        "tags",
        "author",
        "description",
        "image",
        "math",
        "mermaid",
    }
    assert front()["image"].keys() == {"path", "alt"}
    assert front()["categories"] == ["人工智能", "深度学习"]
    assert front()["tags"] == ["embedding", "lstm", "seq2seq", "机器翻译", "pytorch", "nlp"]
    assert str(front()["date"]) == "2025-01-29"


def test_title_and_description_are_the_head_s_and_the_share_card_s():
    soup, front_matter = built.soup(FRONT), front()
    assert soup.title.get_text().startswith(front_matter["title"])
    assert heading(soup.find("h1")) == front_matter["title"] == meta("og:title")
    assert meta("description") == front_matter["description"] == meta("og:description")
    assert meta("og:type") == "article"
    assert meta("article:published_time") == str(front_matter["date"])
    assert meta("author") == front_matter["author"]


def test_the_image_is_the_cover_with_its_text_alternative():
    picture = built.soup(FRONT).select_one(".cover img")
    assert built.soup(ARTICLE).select_one(".cover img")["alt"] == picture["alt"]
    assert picture["src"].endswith(front()["image"]["path"])
    assert picture["alt"] == front()["image"]["alt"]
    assert (built.SITE / front()["image"]["path"]).is_file()


def test_each_tag_leads_to_the_list_of_its_pages():
    """…and the list leads back."""
    links = {link.get_text().strip(): link["href"] for link in built.soup(FRONT).select(".article-header .md-tag")}
    assert links.keys() == set(front()["tags"])
    tags = built.soup("tags.html")
    for name, href in links.items():
        page, _, fragment = href.partition("#")
        assert page == "../../tags.html"
        title = tags.find(id=fragment)
        assert title and name in title.get_text()
        assert title.find_next("a", href=FRONT)


def test_the_reading_time_is_counted_in_the_text():
    content = str(built.soup(ARTICLE).find("article"))
    for page in (ARTICLE, FRONT):  # both tell how long all of it takes
        assert minutes(page) == pytest.approx(articles.reading_minutes(content), rel=0.1)


def minutes(page):
    return int(re.search(r"读完约 (\d+) 分钟", built.soup(page).select_one(".article-facts").get_text())[1])


# The chapters' pages.


def test_chapters_together_are_the_article():
    """Each block of code, each formula and each section of the whole stands in one chapter, in the same order."""
    whole, parts_of_it = built.soup(ARTICLE).article, [built.soup(path).article for path in built.chapters()]
    for selector in ("pre code", "math", "details summary", "figure.diagram", "table"):
        texts = [node.get_text() for node in whole.select(selector)]
        assert texts and texts == [node.get_text() for part in parts_of_it for node in part.select(selector)], selector
    sections = [node["id"] for node in whole.select("h2, h3, h4") if node["id"]]
    apart = [node["id"] for part in parts_of_it for node in part.select("h1, h2, h3") if node["id"]]
    assert [name for name in apart if name not in ("article", "contents")] == sections


@pytest.mark.parametrize("path", built.chapters()[1:])
def test_a_chapter_says_where_it_belongs(path):
    place = built.soup(path).select_one(".chapter-place")
    number = built.chapters().index(path)
    assert f"第 {number} 章，共 {len(TITLES)} 章" in place.get_text()
    assert {link["href"] for link in place.find_all("a")} == {"preface.html", "../embedding-lstm-seq2seq.html"}
    assert 0 < minutes(path) < minutes(ARTICLE)
    assert not built.soup(path).select(".article-header, .cover, .md-tag")


def test_one_turns_the_pages_from_chapter_to_chapter():
    order = ["index.html", *built.chapters(), "demos/lstm_encoder_decoder.html"]
    for before, path, after in zip(order, order[1:], order[2:], strict=False):
        links = {kind: built.soup(path).find("link", rel=kind)["href"] for kind in ("prev", "next")}
        found = [posixpath.normpath(posixpath.join(posixpath.dirname(path), links[kind])) for kind in ("prev", "next")]
        assert found == [before, after]
    assert not built.soup(ARTICLE).find("link", rel=["prev", "next"])
    assert built.soup(ARTICLE).select_one(f'.article-facts a[href="{posixpath.relpath(FRONT, "posts")}"]')


@pytest.mark.parametrize("path", ["faq.html", "exercises.html", "index.html", "demos/translation-microscope.html"])
def test_links_to_sections_lead_to_chapters(path):
    links = [link["href"] for link in built.soup(path).select("article a[href]")]
    assert [link for link in links if "posts/embedding-lstm-seq2seq/" in link and "#" in link]
    assert [link for link in links if ARTICLE in link] == []


def test_in_the_whole_article_links_to_its_sections_stay_in_it():
    links = [link["href"] for link in built.soup(ARTICLE).select("article a[href]:not(.headerlink)")]
    assert sum(link.startswith("#") for link in links) > 30
    assert [link for link in links if link.startswith("embedding-lstm-seq2seq/") and "#" in link] == []


PAGES = [path for path in built.pages() if not path.endswith("404.html")]


@pytest.mark.parametrize("path", PAGES)
def test_math_and_diagrams_cost_nothing_where_there_are_none(path):
    """`math` and `mermaid` in the front matter are true where they are needed, and nothing is loaded elsewhere."""
    soup, english = built.soup(path), path.startswith("en/")
    source = paths.docs("en" if english else "zh") / path.removeprefix("en/").replace(".html", ".md")
    chapter = pages.by_uri("en" if english else "zh").get(path.removeprefix("en/").replace(".html", ".md"))
    text = chapter.markdown if chapter else source.read_text("utf-8") if source.is_file() else None
    said = text and yaml.safe_load(text.split("---")[1])
    drawn = bool(soup.find("meta", attrs={"name": "formulas"}))
    assert drawn == bool(soup.find("math"))
    assert not [script for script in soup.find_all("script", src=True) if re.search("katex|mermaid", script["src"])]
    if said is not None:
        assert bool(said.get("math")) == drawn
        assert bool(said.get("mermaid")) == bool(soup.select("figure.diagram"))
