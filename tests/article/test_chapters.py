"""Each chapter has what the article promises of it, and all that the front matter says reaches the reader."""

import posixpath
import re

import pytest
import yaml

from publish.common import paths
from publish.pages import chapters as pages
from publish.site import articles
from tests import built

ROOT = {"zh": "", "en": "en/"}
ARTICLE = "posts/embedding-lstm-seq2seq.html"
FRONT = "posts/embedding-lstm-seq2seq/preface.html"  # its first page, where reading begins
TITLES = {
    "zh": [
        "架构概览：Embedding 在 Seq2Seq 中的战略地位",
        "编码器中的 Embedding：从离散到连续的语义映射",
        "解码器中的 Embedding：生成过程的语义引导",
        "训练过程：Embedding 是怎样学会的",
        "优化策略",
        "评估与实践技巧",
        "走向注意力",
        "小结 · 练习 · 常见问题 · 参考文献",
    ],
    "en": [
        "Architecture: where embeddings stand",
        "The encoder: from discrete words to continuous meaning",
        "The decoder: how embeddings guide generation",
        "Training: how embeddings learn",
        "Making embeddings better",
        "Evaluation and practice",
        "Towards attention",
        "Summary, exercises, questions, references",
    ],
}
MISTAKE = {"zh": r"常见错误：.{4,}", "en": r"A common mistake: .{8,}"}
CATEGORIES = {"zh": ["人工智能", "深度学习"], "en": ["Artificial intelligence", "Deep learning"]}
TAGS = {
    "zh": ["embedding", "lstm", "seq2seq", "机器翻译", "pytorch", "nlp"],
    "en": ["embedding", "lstm", "seq2seq", "machine translation", "pytorch", "nlp"],
}
each_language = pytest.mark.parametrize("language", paths.LANGUAGES)


def article(language):
    return built.soup(ROOT[language] + ARTICLE)


def front_page(language):
    return built.soup(ROOT[language] + FRONT)


def heading(node):
    return node.get_text().replace("¶", "").strip()


def parts(language, level):
    """heading -> the elements up to the next heading of this level or above."""
    found, here = {}, None
    for node in article(language).find("article").find_all(recursive=False):
        if re.fullmatch(r"h[1-6]", node.name or "") and int(node.name[1]) <= int(level[1]):
            here = found.setdefault(heading(node), []) if node.name == level else None
        elif here is not None:
            here.append(node)
    return found


def chapter(language, number):
    [nodes] = [nodes for title, nodes in parts(language, "h2").items() if title.startswith(f"{number} ")]
    return nodes


def inside(nodes, selector):
    """What matches in these elements, themselves among them."""
    return [hit for node in nodes for hit in ([node] if node.css.match(selector) else []) + node.select(selector)]


@each_language
def test_the_outline_s_chapters_are_there_in_their_order(language):
    titles = list(parts(language, "h2"))
    assert titles[0] == {"zh": "前言", "en": "Preface"}[language]
    numbered = [title for title in titles if re.match(r"\d ", title)]
    assert numbered == [f"{number} {title}" for number, title in enumerate(TITLES[language], 1)]


@each_language
@pytest.mark.parametrize("number", range(1, 8))
class TestChapter:
    def test_opens_with_its_idea(self, language, number):
        first = chapter(language, number)[0]
        assert first.name == "p" and len(first.get_text()) > 60

    def test_has_an_equation(self, language, number):
        assert inside(chapter(language, number), 'math[display="block"]')

    def test_shows_the_code_that_does_it(self, language, number):
        assert inside(chapter(language, number), ".language-python.highlight")

    def test_shows_what_a_run_really_printed(self, language, number):
        assert inside(chapter(language, number), ".output")

    def test_warns_of_a_common_mistake(self, language, number):
        boxes = inside(chapter(language, number), ".admonition.warning")
        assert boxes
        for box in boxes:
            title = box.select_one(".admonition-title").get_text()
            assert re.match(MISTAKE[language], title)
            assert len(box.get_text()) > len(title) + 40

    def test_asks_a_question_with_a_folded_answer(self, language, number):
        boxes = inside(chapter(language, number), "details.question")
        assert boxes
        for box in boxes:
            question = box.find("summary").get_text()
            assert re.search(r"[？?]$", question.strip()), question
            assert not box.has_attr("open")
            assert len(box.get_text()) > len(question) + 40


@each_language
def test_every_section_opens_with_words(language):
    """No section starts with a listing, a picture or a table that nobody has introduced."""
    sections = parts(language, "h3").items()
    assert [title for title, nodes in sections if not nodes or nodes[0].name not in ("p", "ul", "ol")] == []


# The front matter.


def front(language):
    source = paths.docs(language) / ARTICLE.replace(".html", ".md")
    return yaml.safe_load(source.read_text("utf-8").split("---")[1])


def meta(language, name):
    soup = front_page(language)
    tag = soup.find("meta", attrs={"property": name}) or soup.find(attrs={"name": name})
    return tag["content"] if tag else None


@each_language
def test_the_front_matter_has_every_key_of_the_outline(language):
    matter = front(language)
    assert matter.keys() >= {"title", "date", "author", "description", "math", "mermaid"}
    assert matter["image"].keys() == {"path", "alt"}
    assert matter["categories"] == CATEGORIES[language]
    assert matter["tags"] == TAGS[language]
    assert str(matter["date"]) == "2025-01-29"


@each_language
def test_title_and_description_are_the_head_s_and_the_share_card_s(language):
    soup, matter = front_page(language), front(language)
    assert soup.title.get_text().startswith(matter["title"])
    assert heading(soup.find("h1")) == matter["title"] == meta(language, "og:title")
    assert meta(language, "description") == matter["description"] == meta(language, "og:description")
    assert meta(language, "og:type") == "article"
    assert meta(language, "article:published_time") == str(matter["date"])
    assert meta(language, "author") == matter["author"]


@each_language
def test_the_image_is_the_cover_with_its_text_alternative(language):
    picture, image = front_page(language).select_one(".cover img"), front(language)["image"]
    assert article(language).select_one(".cover img")["alt"] == picture["alt"] == image["alt"]
    assert picture["src"].endswith(image["path"])
    assert (built.SITE / ROOT[language] / image["path"]).is_file()


@each_language
def test_each_tag_leads_to_the_list_of_its_pages(language):
    """…and the list leads back."""
    links = {tag.get_text().strip(): tag["href"] for tag in front_page(language).select(".article-header .md-tag")}
    assert links.keys() == set(TAGS[language])
    tags = built.soup(f"{ROOT[language]}tags.html")
    for name, href in links.items():
        page, _, fragment = href.partition("#")
        assert page == "../../tags.html"
        title = tags.find(id=fragment)
        assert title and name in title.get_text()
        assert title.find_next("a", href=FRONT)


@each_language
def test_the_reading_time_is_counted_in_the_text(language):
    counted = articles.reading_minutes(str(article(language).find("article")))
    for page in (ARTICLE, FRONT):  # both tell how long all of it takes
        assert minutes(ROOT[language] + page) == pytest.approx(counted, rel=0.1)


def minutes(path):
    told = built.soup(path).select_one(".article-facts").get_text()
    return int(re.search(r"读完约 (\d+) 分钟|About (\d+) minutes to read", told)[1 if "分钟" in told else 2])


# The chapters' pages.


@each_language
def test_chapters_together_are_the_article(language):
    """Each block of code, each formula and each section of the whole stands in one chapter, in the same order."""
    whole = article(language).article
    parts_of_it = [built.soup(path).article for path in built.chapters((language,))]
    for selector in ("pre code", "math", "details summary", "figure.diagram", "table"):
        texts = [node.get_text() for node in whole.select(selector)]
        assert texts and texts == [node.get_text() for part in parts_of_it for node in part.select(selector)], selector
    sections = [node["id"] for node in whole.select("h2, h3, h4") if node["id"]]
    apart = [node["id"] for part in parts_of_it for node in part.select("h1, h2, h3") if node["id"]]
    assert [name for name in apart if name not in ("article", "contents")] == sections


@each_language
@pytest.mark.parametrize("number", range(1, 9))
def test_a_chapter_says_where_it_belongs(language, number):
    path = built.chapters((language,))[number]
    place = built.soup(path).select_one(".chapter-place")
    assert {"zh": f"第 {number} 章，共 8 章", "en": f"Chapter {number} of 8"}[language] in place.get_text()
    assert {link["href"] for link in place.find_all("a")} == {"preface.html", "../embedding-lstm-seq2seq.html"}
    assert 0 < minutes(path) < minutes(ROOT[language] + ARTICLE)
    assert not built.soup(path).select(".article-header, .cover, .md-tag")


@each_language
def test_one_turns_the_pages_from_chapter_to_chapter(language):
    root = ROOT[language]
    order = [f"{root}index.html", *built.chapters((language,)), f"{root}demos/lstm_encoder_decoder.html"]
    for before, path, after in zip(order, order[1:], order[2:], strict=False):
        links = {kind: built.soup(path).find("link", rel=kind)["href"] for kind in ("prev", "next")}
        found = [posixpath.normpath(posixpath.join(posixpath.dirname(path), links[kind])) for kind in ("prev", "next")]
        assert found == [before, after]
    assert not article(language).find("link", rel=["prev", "next"])
    assert article(language).select_one(f'.article-facts a[href="{posixpath.relpath(FRONT, "posts")}"]')


@each_language
@pytest.mark.parametrize("page", ["faq.html", "exercises.html", "index.html", "demos/translation-microscope.html"])
def test_links_to_sections_lead_to_chapters(language, page):
    path = ROOT[language] + page
    links = [link["href"] for link in built.soup(path).select("article a[href]")]
    assert [link for link in links if "posts/embedding-lstm-seq2seq/" in link and "#" in link]
    assert [link for link in links if ARTICLE in link] == []


@each_language
def test_in_the_whole_article_links_to_its_sections_stay_in_it(language):
    links = [link["href"] for link in article(language).select("article a[href]:not(.headerlink)")]
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
