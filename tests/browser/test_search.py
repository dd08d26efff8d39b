"""A reader who types a word lands on the section that tells of it, served or from disk, by keyboard or by finger."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from publish.site import search
from tests.browser.test_accessibility import violations
from tests.keyboard import tab_into
from tests.scrolling import top_of

CLIPPING = "posts/embedding-lstm-seq2seq/training.html#clipping"
BEAM = "posts/embedding-lstm-seq2seq/decoder.html#beam-search"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
FIELD, FOUND, SAID = ".md-search__input", ".found--section", "#search-said"


def type_in(page, words):
    """Type letter by letter, and wait for the answer."""
    page.locator(FIELD).click()
    page.locator(FIELD).press_sequentially(words)
    page.locator(SAID).get_by_text(re.compile(r"\d|没有|Nothing")).wait_for()


def place(address):
    """An address without the words that its page marks."""
    parts = urlsplit(address)
    return parts.path + (f"#{parts.fragment}" if parts.fragment else "")


def lands_on(page, section):
    """Wait for the page of a section: its heading in view, below the header."""
    path, _, name = section.partition("#")
    page.wait_for_url(re.compile(rf"/{re.escape(path)}\?.*#{name}$"))
    page.locator("article mark").first.wait_for()
    assert 40 < top_of(page, name) < 160


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_a_key_opens_the_search_and_enter_the_best_section_with_its_words_marked(page, address, key):
    page.goto(address + "index.html")
    page.keyboard.press(key)
    page.keyboard.type("束搜索")
    page.locator(FOUND).first.wait_for()
    page.keyboard.press("Enter")
    lands_on(page, BEAM)
    assert "束搜索" in page.locator("article mark").all_inner_texts()
    assert "束搜索" in parse_qs(urlsplit(page.url).query)["h"]


@pytest.mark.parametrize("section", [CLIPPING, BEAM])
def test_search_works_from_disk(page, site, section):
    page.goto((site / "index.html").as_uri())
    type_in(page, {CLIPPING: "梯度裁剪", BEAM: "beam search"}[section])
    page.keyboard.press("Enter")
    lands_on(page, section)


def test_english_search_answers_in_english(page, address):
    page.goto(address + "en/labs/index.html")
    type_in(page, "reversal")
    said = re.match(r"(\d+) sections found(?:; here are the first (\d+))?\.", page.locator(SAID).inner_text())
    assert int(said[2] or said[1]) == page.locator(FOUND).count() > 10
    addresses = page.locator(FOUND).evaluate_all("links => links.map(link => link.href)")
    assert place(addresses[0]) == place(address + "en/posts/embedding-lstm-seq2seq/encoder.html#reversal")
    assert all(one.startswith(address + "en/") for one in addresses)


def test_a_term_is_defined_above_what_is_found(page, address):
    page.goto(address + "faq.html")
    type_in(page, "教师强制")
    first, second = page.locator("#search-found > *").all()[:2]
    assert "训练时解码器每一步读入正确的上一个词" in first.inner_text() and "teacher forcing" in first.inner_text()
    assert place(first.evaluate("link => link.href")) == place(address + "glossary.html#teacher-forcing")
    assert "3.2 教师强制" in second.inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary.html#teacher-forcing")


def test_a_result_shows_where_it_stands_and_what_it_says(page, address):
    page.goto(address + "index.html")
    type_in(page, "梯度裁剪")
    result = page.locator(FOUND).first
    assert result.locator(".found__path").inner_text().endswith("› 4.2 训练循环")
    assert result.locator(".found__title").inner_text() == "裁剪"
    assert {"梯度", "裁剪"} <= set(result.locator(".found__text mark").all_inner_texts())


def test_a_word_that_stands_in_code_alone_is_shown_there(page, address):
    page.goto(address + "index.html")
    type_in(page, "make_corpus")
    assert set(page.locator(f"{FOUND} code mark").all_inner_texts()) == {"make_corpus"}


def test_arrows_go_round_the_list_and_the_field_says_where_they_are(page, address):
    page.goto(address + "index.html")
    type_in(page, "多卡")
    field, options = page.locator(FIELD), page.locator("#search-found [role=option]")
    assert field.get_attribute("aria-expanded") == "true" and field.get_attribute("aria-activedescendant") is None
    names = options.evaluate_all("options => options.map(option => option.id)")
    assert len(names) == len(set(names)) > 1
    for key, chosen in [("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", -1), ("ArrowDown", 0)]:
        page.keyboard.press(key)
        assert field.get_attribute("aria-activedescendant") == names[chosen]
        assert [option.get_attribute("aria-selected") for option in options.all()].count("true") == 1
    field.fill("")
    assert field.get_attribute("aria-expanded") == "false" and field.get_attribute("aria-activedescendant") is None


def test_the_number_found_and_the_best_are_told(page, address):
    page.goto(address + "index.html")
    type_in(page, "多卡")
    status = page.locator(SAID)
    assert status.get_attribute("role") == "status"
    assert re.fullmatch(r"找到 \d+ 节。\s*按回车打开：多块 GPU", status.text_content().strip())


@pytest.mark.parametrize("words", ["qqzzxxyy", "区块链", "火锅"])
def test_what_is_nowhere_is_told_and_nothing_is_listed(page, address, words):
    page.goto(address + "index.html")
    type_in(page, words)
    assert page.locator(SAID).inner_text() == f"没有找到「{words}」。"
    assert page.locator("#search-found > *").count() == 0
    page.keyboard.press("Enter")
    assert page.url == address + "index.html"


def test_what_is_pasted_or_dropped_is_searched(page, address):
    """Text that arrives without a key."""
    page.goto(address + "index.html")
    page.locator(FIELD).focus()
    page.keyboard.insert_text("梯度裁剪")
    page.locator(FOUND).first.wait_for()
    assert place(page.locator(FOUND).first.evaluate("link => link.href")) == place(address + CLIPPING)


def test_what_an_input_method_has_not_finished_is_not_searched(page, address):
    page.goto(address + "index.html")
    page.locator(FIELD).focus()
    page.locator(SAID).get_by_text("输入一个词").wait_for()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "shusousuo", "selectionStart": 9, "selectionEnd": 9})
    assert page.locator(FIELD).input_value() == "shusousuo"
    assert "输入一个词" in page.locator(SAID).inner_text()
    session.send("Input.insertText", {"text": "束搜索"})
    page.locator(FOUND).first.wait_for()


def test_enter_before_the_index_is_there_still_opens_the_best_section(page, address):
    held = []
    page.route(f"**/{search.INDEX}", lambda route: held.append(route))
    page.goto(address + "index.html")
    page.keyboard.press("/")
    page.keyboard.type("束搜索")
    page.locator(SAID).get_by_text("正在取").wait_for()
    page.keyboard.press("Enter")
    held[0].continue_()
    lands_on(page, BEAM)


def test_an_index_that_did_not_arrive_is_asked_for_again(page, address, watch):
    page.route(f"**/{search.INDEX}", lambda route: route.abort())
    page.goto(address + "index.html")
    page.locator(FIELD).click()
    page.locator(SAID).get_by_text("没有取到").wait_for()
    page.unroute(f"**/{search.INDEX}")
    type_in(page, "束搜索")
    assert page.locator(FOUND).count() > 1
    assert watch.problems, "the failed request"
    watch.problems.clear()


def test_escape_and_tab_leave_the_search(page, address):
    page.goto(address + "index.html")
    toggle = page.locator("#__search")
    for key in ("Escape", "Tab"):
        page.keyboard.press("/")
        type_in(page, "多卡")
        assert toggle.is_checked() and page.locator(FOUND).first.is_visible()
        page.keyboard.press(key)
        assert not toggle.is_checked()
        page.locator(FOUND).first.wait_for(state="hidden")
        page.locator("body").click(position={"x": 5, "y": 500})


def test_the_results_are_no_stops_for_the_tab_key(page, address):
    page.goto(address + "index.html")
    type_in(page, "多卡")
    tab_into(page, "main, .md-tabs", 3)


@pytest.mark.parametrize("key", ["s", "f", "/"])
def test_letters_typed_elsewhere_open_nothing(page, address, key):
    page.goto(address + "demos/training-microscope.html")
    page.locator("article input:not([type=radio], [type=checkbox], [type=range])").first.click()
    page.keyboard.press(key)
    assert not page.locator("#__search").is_checked()


def test_on_a_phone_the_button_opens_the_search_and_a_finger_a_result(new_page, address):
    page = new_page(**PHONE)
    page.goto(address + "index.html")
    page.locator('button[data-opens="__search"]').tap()
    page.wait_for_function("field => document.activeElement.matches(field)", arg=FIELD)
    page.keyboard.insert_text("梯度裁剪")
    result = page.locator(FOUND).first
    result.wait_for()
    inside = "link => { const { left, right } = link.getBoundingClientRect(); return left >= 0 && right <= 360; }"
    page.wait_for_function(inside, arg=result.element_handle())  # once the box has come in
    result.tap()
    lands_on(page, CLIPPING)


def test_a_result_s_words_are_marked_in_folded_answers_too(page, address):
    page.goto(f"{address}exercises.html?h=clip_grad_norm_#clipping")
    mark = page.locator("details mark", has_text="clip_grad_norm").first
    mark.wait_for()
    assert page.locator("details[open]").count() >= 1
    assert page.locator("svg mark, math mark, script mark, button mark").count() == 0


def test_marks_change_no_text_and_move_none(page, address):
    page.goto(address + "faq.html")
    before = page.locator("article").evaluate("article => [article.textContent, article.offsetHeight]")
    page.goto(address + "faq.html?h=padding_idx&h=one-hot&h=词表")
    page.locator("article mark.match").first.wait_for()
    assert page.locator("article").evaluate("article => [article.textContent, article.offsetHeight]") == before
    assert {"padding_idx", "one-hot", "词表"} <= set(page.locator("article mark.match").all_inner_texts())


def test_search_costs_nothing_before_somebody_searches(page, address, watch):
    page.goto(address + "posts/embedding-lstm-seq2seq/decoder.html")
    page.wait_for_load_state("networkidle")
    assert not [url for url in watch.urls() if search.FOLDER in url]
    type_in(page, "词嵌入")
    assert sorted(url.removeprefix(address) for url in watch.urls() if search.FOLDER in url) == [
        search.INDEX,
        search.SCRIPT,
    ]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_without_javascript_there_is_no_search_to_try(new_page, address, size):
    page = new_page(java_script_enabled=False, **(PHONE if size == "phone" else {}))
    page.goto(address + "index.html")
    assert not page.locator(FIELD).is_visible()
    assert not page.locator("label.md-header__button[for=__search]").is_visible()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("words", ["教师强制", "make_corpus", "束搜索 火锅"])
def test_axe_finds_no_violation_in_the_open_search(new_page, address, size, colours, words):
    options = PHONE if size == "phone" else {"viewport": {"width": 1280, "height": 800}}
    page = new_page(color_scheme=colours, reduced_motion="reduce", **options)
    page.goto(address + "faq.html")
    if size == "phone":
        page.locator('button[data-opens="__search"]').tap()
    type_in(page, words)
    page.keyboard.press("ArrowDown")
    assert violations(page) == []
