"""What a reader is promised of the look, in a real browser: the column, both schemes, keys, fingers, paper."""

import re
from urllib.parse import quote

import pytest

from tests import built
from tests.keyboard import tab_into
from tests.scrolling import top_of

ARTICLE = "posts/embedding-lstm-seq2seq.html"
FRONT = "posts/embedding-lstm-seq2seq/preface.html"  # where reading begins
CODE = "demos/lstm_encoder_decoder.html"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_visit_has_the_systems_scheme_before_the_theme_has_woken(new_page, address, scheme):
    page = new_page(color_scheme=scheme)
    page.route("**/bundle.*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(address + "index.html")
    expected = {"light": "default", "dark": "slate"}[scheme]
    assert page.evaluate("document.body.dataset.mdColorScheme") == expected


def test_the_article_is_one_column_of_36_to_40_characters_at_a_calm_line_height(page, address):
    page.goto(address + ARTICLE)
    size, line, width = page.evaluate(
        """() => {
          const paragraph = [...document.querySelectorAll("article > p")].find(p => p.offsetHeight > 60);
          const style = getComputedStyle(paragraph);
          return [parseFloat(style.fontSize), parseFloat(style.lineHeight), paragraph.clientWidth];
        }"""
    )
    assert 36 <= width / size <= 40
    assert 1.7 <= line / size <= 1.9


@pytest.mark.parametrize("name", built.pages())
def test_no_text_slants(new_page, address, name):
    page = new_page()
    page.goto(address + name)
    slanted = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter(element =>
          getComputedStyle(element).fontStyle !== "normal" && !element.closest("math, svg") &&
          [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())
        ).map(element => element.outerHTML.slice(0, 80))"""
    )
    assert slanted == []


def test_the_article_s_front_page_shows_all_of_its_front_matter(page, address):
    page.goto(address + FRONT)
    header = page.locator(".article-header")
    assert "大纲：Yonghui Zuo" in header.inner_text()
    assert header.locator('time[datetime="2025-01-29"]').count() == 1
    assert re.search(r"读完约 \d+ 分钟", header.inner_text())
    assert header.locator(".article-categories").inner_text() == "分类：人工智能、深度学习"
    assert set(header.locator(".md-tag").all_inner_texts()) == {
        "embedding",
        "lstm",
        "seq2seq",
        "机器翻译",
        "pytorch",
        "nlp",
    }
    description = page.locator('meta[name="description"]').get_attribute("content")
    assert description and header.locator(".page-lead").inner_text() == description
    cover = header.locator(".cover img")
    assert len(cover.get_attribute("alt")) > 20
    assert cover.evaluate("image => image.complete && image.naturalWidth > 0")


@pytest.mark.parametrize("name", ["index.html", "en/index.html"])
def test_the_home_page_leads_everywhere(page, address, name):
    page.goto(address + name)
    links = page.evaluate("[...document.querySelectorAll('.home a')].map(link => link.getAttribute('href'))")
    doors = [
        FRONT,
        CODE,
        "labs/index.html",
        "demos/translation-microscope.html",
        "demos/attention-microscope.html",
        "demos/training-microscope.html",
    ]
    for door in [
        *doors,
        "exercises.html",
        "glossary.html",
        "faq.html",
        "downloads/lstm_encoder_decoder.py",
    ]:
        assert door in links, door
    assert "python lstm_encoder_decoder.py" in page.locator(".home").inner_text()
    assert page.locator(".home .output").count() >= 1


def test_a_missing_page_says_so_and_leads_on(new_page, address, watch):
    page = new_page()
    assert page.goto(address + "404.html").ok
    assert "404" in page.title()
    assert page.locator("article a").count() >= 3


def test_every_page_says_how_it_is_licensed_built_and_checked(page, address):
    page.goto(address + ARTICLE)
    colophon = page.locator(".site-colophon")
    assert "MIT" in colophon.inner_text() and "CC BY 4.0" in colophon.inner_text()
    assert colophon.locator('a[href="../how-checked.html"]').count() == 1


# Keys and fingers.


def test_menu_and_search_open_by_keyboard_on_a_phone(new_page, address):
    page = new_page(**PHONE)
    page.goto(address + "index.html")
    for toggle in ("__drawer", "__search"):
        button = page.locator(f'button[data-opens="{toggle}"]')
        assert button.get_attribute("aria-label")
        button.focus()
        page.keyboard.press("Enter")
        assert page.locator(f"#{toggle}").is_checked()
        page.locator(f"#{toggle}").evaluate("box => box.click()")


# Where the Tab key stops although nothing can be seen there.
UNSEEN = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  return box.right <= 0 || box.left >= innerWidth || getComputedStyle(one).visibility === "hidden"
    ? (one.textContent.trim() || one.outerHTML).slice(0, 60) : "";
}"""


def test_a_closed_drawer_is_no_stop_for_the_tab_key(new_page, address):
    page = new_page(**PHONE, reduced_motion="reduce")
    page.goto(address + "demos/training-microscope.html")
    unseen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        unseen.append(page.evaluate(UNSEEN))
    assert not any(unseen), unseen
    page.locator('button[data-opens="__drawer"]').press("Enter")
    tab_into(page, ".md-sidebar--primary", 30)
    assert page.evaluate(UNSEEN) == ""


# What the Tab key has stopped at, if a reader cannot see it or that it is there.
HIDDEN_STOP = """() => {
  const one = document.activeElement, shown = one.matches(".md-option") ? one.nextElementSibling : one;
  const box = shown.getBoundingClientRect(), style = getComputedStyle(shown);
  let opacity = 1;
  for (let up = shown; up; up = up.parentElement) opacity *= getComputedStyle(up).opacity;
  const seen = box.width > 4 && box.height > 4 && box.right > 0 && box.left < innerWidth && opacity > 0.5 &&
    style.visibility === "visible" && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return one === document.body || seen ? "" : one.outerHTML.slice(0, 120);
}"""


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("path", [FRONT, CODE, "index.html", "labs/03_padding.html", "faq.html", "glossary.html"])
def test_every_stop_of_the_tab_key_can_be_seen(new_page, address, path, size):
    page = new_page(
        **(PHONE if size == "phone" else {"viewport": {"width": 1280, "height": 800}}), reduced_motion="reduce"
    )
    page.goto(address + path)
    hidden = []
    for _ in range(30):
        page.keyboard.press("Tab")
        hidden.append(page.evaluate(HIDDEN_STOP))
    assert not any(hidden), list(filter(None, hidden))


def test_the_button_to_the_top_is_no_part_of_the_page_s_text(page, address):
    page.goto(address + FRONT)
    page.evaluate("scrollTo(0, 2000)")
    page.evaluate("scrollBy(0, -300)")
    button = page.locator(".md-top:not([hidden])")
    button.wait_for()
    assert button.get_attribute("aria-label") == "回到页面顶部"
    assert button.evaluate("one => getComputedStyle(one, '::after').content") == '"回到页面顶部"'
    assert page.evaluate("document.querySelector('.md-container').textContent.includes('回到页面顶部')") is False


def test_a_phone_s_header_names_the_section_that_is_read(new_page, address):
    page = new_page(**PHONE, reduced_motion="reduce")
    page.goto(f"{address}posts/embedding-lstm-seq2seq/practice.html#seeds")
    heading = page.locator("#seeds").text_content().replace("¶", "").strip()
    place = "document.querySelector('[data-md-component=header-topic]')"
    page.wait_for_function("() => document.querySelector('.md-header__title--active')")
    page.wait_for_function(f"said => {place}.textContent.trim() === said", arg=heading)
    page.evaluate("scrollTo(0, 0)")
    title = page.title().partition(" · ")[0]
    page.wait_for_function(f"said => {place}.textContent.trim() === said", arg=title)


def test_the_drawer_opens_without_javascript(new_page, address):
    page = new_page(**PHONE, java_script_enabled=False)
    page.goto(address + "index.html")
    assert not page.locator(".md-sidebar--primary").is_visible()
    page.locator("label.md-header__button[for=__drawer]").tap()
    page.locator(".md-sidebar--primary a.md-nav__link:visible").first.wait_for()  # it slides in


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_going_backwards_the_focus_is_not_under_the_header(new_page, address, size):
    page = new_page(
        **(PHONE if size == "phone" else {"viewport": {"width": 1280, "height": 800}}), reduced_motion="reduce"
    )
    page.goto(address + "demos/training-microscope.html")
    page.wait_for_function("() => window.Explorables?.trainingMicroscope?.bench")
    page.locator("article :is(a, button)").last.focus()
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        under = page.evaluate("""() => {
          const { left, width, top } = document.activeElement.getBoundingClientRect();
          const there = document.elementFromPoint(left + width / 2, top + 2);
          return there && there.closest(".md-header, .md-top") ? document.activeElement.outerHTML.slice(0, 90) : "";
        }""")
        assert under == ""


def first_term(page):
    term = page.locator("a.term").first
    term.scroll_into_view_if_needed()
    return term, term.get_attribute("data-definition")


def test_a_term_explains_itself_to_the_keyboard_and_to_escape(page, address):
    page.goto(address + ARTICLE)
    term, definition = first_term(page)
    term.focus()
    tip = page.locator("#term-tip")
    assert tip.is_visible() and definition in tip.inner_text()
    assert term.get_attribute("aria-describedby") == "term-tip"
    page.keyboard.press("Escape")
    assert tip.is_hidden()


def test_a_term_explains_itself_to_the_pointer(page, address):
    page.goto(address + ARTICLE)
    term, definition = first_term(page)
    term.hover()
    tip = page.locator("#term-tip")
    assert definition in tip.inner_text()
    box = tip.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2, steps=3)
    assert tip.is_visible(), "one can move onto the explanation to read it"


def test_a_terms_first_touch_explains_and_the_second_follows(new_page, address):
    page = new_page(**PHONE)
    page.goto(address + ARTICLE)
    term, definition = first_term(page)
    term.tap()
    tip = page.locator("#term-tip")
    assert definition in tip.inner_text() and ARTICLE in page.url
    box = tip.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    term.tap()
    page.wait_for_url("**/glossary.html#*")


def test_boxes_that_scroll_sideways_can_be_reached_by_keyboard(new_page, address):
    page = new_page(**PHONE)
    page.goto(address + ARTICLE)
    unreachable = page.evaluate(
        """() => [...document.querySelectorAll("article *")].filter(box =>
          box.scrollWidth > box.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(box).overflowX) &&
          box.tabIndex < 0 && !box.querySelector("a[href], button")
        ).map(box => box.outerHTML.slice(0, 80))"""
    )
    assert unreachable == []


FIGURES = {  # pages whose figures take more or less room than their pictures, and what says that all are there
    "demos/training-microscope.html": "() => !document.querySelector('.explorable:not(.x-live)')",
    "demos/translation-microscope.html": "() => Explorables.translationMicroscope.ready",
    ARTICLE: "() => document.readyState === 'complete'",
}


@pytest.mark.parametrize("size", [{"viewport": {"width": 1280, "height": 900}}, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", FIGURES)
def test_a_page_opened_at_a_heading_stays_there(new_page, address, path, size):
    page = new_page(**size)
    page.goto(address + path, wait_until="domcontentloaded")
    names = page.evaluate("[...document.querySelectorAll('article h2[id]')].map(heading => heading.id)")
    for name in (names[len(names) // 2], names[-2]):
        page.goto("about:blank")
        page.goto(f"{address}{path}#{quote(name)}")
        page.wait_for_function(FIGURES[path])
        assert 40 < top_of(page, name) < 160, name


def test_line_numbers_are_large_enough_to_hit(new_page, address):
    page = new_page(**PHONE)
    page.goto(address + CODE)
    width, height = page.locator(".listing a[data-line]").first.evaluate(
        "link => [link.offsetWidth, link.offsetHeight]"
    )
    assert width >= 24 and height >= 24


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_focus_can_be_seen(new_page, address, size):
    page = new_page(**(PHONE if size == "phone" else {}))
    page.goto(address + "index.html")
    for _ in range(6):
        page.keyboard.press("Tab")
        style, width = page.evaluate(
            """() => {
              const focused = document.activeElement;
              const style = getComputedStyle(focused.matches(".md-option") ? focused.nextElementSibling : focused);
              return [style.outlineStyle, parseFloat(style.outlineWidth)];
            }"""
        )
        assert style != "none" and width >= 2


# Motion and paper.


def test_nothing_moves_under_reduced_motion(new_page, address):
    page = new_page(reduced_motion="reduce")
    page.goto(address + ARTICLE)
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(element => {
          const style = getComputedStyle(element);
          return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
        }).length"""
    )
    assert moving == 0


@pytest.mark.parametrize("path", [ARTICLE, "labs/03_padding.html", "glossary.html"])
def test_on_paper_nothing_is_parted_from_what_names_it(page, address, path):
    page.goto(address + path)
    page.emulate_media(media="print")
    parted = page.evaluate("""() => {
      const kept = (names, side) => [...document.querySelectorAll("article :is(" + names + ")")].filter(one =>
        getComputedStyle(one)[side] !== "avoid").map(one => one.outerHTML.slice(0, 80));
      return [...kept("h1, h2, h3, h4, dt, summary, .filename, .admonition-title", "breakAfter"),
        ...kept("figcaption", "breakBefore"), ...kept("figure, img, .cover, tr", "breakInside")];
    }""")
    assert parted == []


def test_paper_from_the_dark_is_white_too(new_page, address):
    page = new_page(color_scheme="dark")
    page.goto(address + "labs/index.html")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    page.emulate_media(media="print", color_scheme="dark")
    grounds = page.evaluate(
        "[document.documentElement, document.body].map(one => getComputedStyle(one).backgroundColor)"
    )
    assert set(grounds) <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    assert page.evaluate("getComputedStyle(document.querySelector('article p')).color") == "rgb(0, 0, 0)"
    assert page.locator(".light-only").first.is_visible() and not page.locator(".dark-only").first.is_visible()


def test_paper_has_the_text_with_answers_and_no_navigation(page, address):
    page.goto(address + ARTICLE)
    assert page.locator("details:not([open])").count() > 0
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    for name in (".md-header", ".md-tabs", ".md-sidebar--primary", ".md-sidebar--secondary", ".md-footer__inner"):
        assert not page.locator(name).first.is_visible(), name
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details:not([open])").count() > 0
