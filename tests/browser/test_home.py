"""The home page's cover: a still for everybody, and the real model from the first touch on.

The model's sums are compared with PyTorch's in test_translation_microscope.py. Here the same modules stand behind
another page, and what it writes has to be what the script writes.
"""

from __future__ import annotations

import gzip
import json
import re
from urllib.parse import unquote

import pytest
import torch

from publish.common import paths
from publish.pages import panels
from publish.run import live_cover, loading, recording, weights
from tests import built
from tests.browser.test_accessibility import AUDIT, AXE, RULES
from tests.keyboard import tab_to
from tests.strings import differences

PLACE = f"#{live_cover.NAME}"
HOMES = {"zh": "index.html", "en": "en/index.html"}
STRINGS = json.loads((live_cover.FOLDER / "strings.json").read_text("utf-8"))
PART = re.compile(r"/translation-microscope/\d+\.js")  # of the weights
LAPSE = '[data-explorable="training-timelapse"]'
STILL_MOTION = {"reduced_motion": "reduce"}  # what comes at the end, at once


@pytest.fixture(scope="module")
def translator():
    """The script's own, from the build's checkpoint."""
    return loading.trained()[0]


@pytest.fixture
def home(new_page, address):
    """The Chinese home page before anybody has touched it, its script there."""
    page = new_page(viewport={"width": 1280, "height": 800}, **STILL_MOTION)
    return opened(page, address + HOMES["zh"])


def opened(page, url):
    page.goto(url)
    page.wait_for_function("() => window.Explorables?.cover?.store")
    return page


def examples(page) -> list[str]:
    return page.locator(f"{PLACE} .x-cover-examples button").evaluate_all("all => all.map((one) => one.dataset.text)")


def press(page, target, key: str = "") -> None:
    """Press it, and wait for what follows to be shown."""
    page.evaluate("() => { window.before = Explorables.cover.store.state }")
    target.press(key) if key else target.click()
    page.wait_for_function("() => Explorables.cover.store.state !== window.before")


def source(page) -> str:
    words = page.locator(f"{PLACE} .x-cover-word > [lang=zh]:first-child").all_text_contents()
    return " ".join(words)


def translation(page) -> str:
    return " ".join(page.locator(f"{PLACE} .x-cover-out li").all_inner_texts())


def said(page) -> str:
    return page.locator(f"{PLACE} .x-cover-said").inner_text()


# ---------------------------------------------------------------- before the first touch


@pytest.mark.parametrize(("language", "path"), HOMES.items())
def test_without_javascript_there_is_a_captioned_still_and_nothing_to_press(
    language, path, new_page, address, translator
):
    page = new_page(java_script_enabled=False)
    page.goto(address + path)
    place = page.locator(PLACE)
    assert source(page) == live_cover.built()["text"]
    assert translation(page) == translator.translate(source(page))
    picture = place.get_by_role("img")
    assert picture.is_visible()
    assert all(word in picture.get_attribute("aria-label") for word in source(page).split())
    caption = place.locator(".x-cover-still")
    assert caption.is_visible() and translation(page) in caption.inner_text()
    assert place.locator(":is(button, input):visible").count() == 0
    assert not any(hole in place.evaluate("e => e.outerHTML") for hole in ("undefined", "NaN", "Infinity", "{"))


def test_the_cover_weighs_little_before_it_is_touched():
    for language in paths.LANGUAGES:
        folder = (built.SITE if language == "zh" else built.SITE / language) / "assets/explorables"
        files = [(folder / f"{live_cover.NAME}.{kind}").read_text("utf-8") for kind in ("min.js", "css")]
        text = "".join([*files, panels.cover("", language, "")])
        assert 10_000 < len(gzip.compress(text.encode(), 6, mtime=0)) < 30_000


def test_the_weights_come_with_the_first_touch_and_from_one_place(new_page, watch, address):
    page = opened(new_page(), address + HOMES["zh"])
    page.wait_for_load_state("networkidle")
    assert not any(PART.search(url) for url in watch.urls())
    page.locator(f"{PLACE} button.x-cover-word").first.focus()
    page.wait_for_function("() => Explorables.cover.store.model")
    assert sum(bool(PART.search(url)) for url in watch.urls()) == weights.PARTS
    press(page, page.locator(f"{PLACE} .x-cover-examples button").nth(1))
    assert sum(bool(PART.search(url)) for url in watch.urls()) == weights.PARTS


def test_a_mouse_that_passes_asks_for_nothing_where_data_is_dear(new_page, watch, address):
    page = new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    opened(page, address + HOMES["zh"])
    page.locator(f"{PLACE} .x-cover-drawing").hover()
    assert page.evaluate("() => Explorables.cover.store.loading") is None
    press(page, page.locator(f"{PLACE} button.x-cover-word").first)
    assert sum(bool(PART.search(url)) for url in watch.urls()) == weights.PARTS


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_out_of_its_place_while_the_page_comes_and_when_its_model_does(width, new_page, address):
    page = new_page(viewport={"width": width, "height": 740})
    page.add_init_script("""window.shifted = 0;
        new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (window.shifted += value)))
            .observe({ type: "layout-shift", buffered: true });""")
    opened(page, address + HOMES["zh"])
    page.wait_for_load_state("networkidle")
    page.evaluate("() => Explorables.cover.store.need()")
    page.evaluate("() => new Promise((then) => requestAnimationFrame(() => setTimeout(then)))")
    assert page.evaluate("() => window.shifted") <= 0.01


# ---------------------------------------------------------------- the model


def test_each_sentence_to_press_is_translated_as_the_script_does(home, translator):
    texts = examples(home)
    assert 4 <= len(texts) <= 5 and len(set(texts)) == len(texts)
    assert texts[0] == live_cover.built()["text"] and texts[-1] == "我 爱 自然 语言 处理"
    for text in reversed(texts):
        press(home, home.locator(f'{PLACE} [data-text="{text}"]'))
        assert source(home) == text
        assert translation(home) == translator.translate(text)
        assert home.locator(f"{PLACE} .x-cover-examples [aria-pressed=true]").all_text_contents() == [text]
        assert translation(home) in home.locator(".x-announcer").inner_text()


def test_the_states_drawn_are_those_that_the_script_computes(home, translator):
    """The last h and c, each as many spikes as the state has values that can be seen."""
    press(home, home.locator(f"{PLACE} .x-cover-examples button").nth(1))
    state = home.evaluate(
        "() => { const { h, c } = Explorables.cover.store.seen.read.at(-1); return [[...h], [...c]]; }"
    )
    ids = torch.tensor([translator.source_indices(source(home).split())])
    with torch.no_grad():
        _, (hidden, cell) = translator.model.eval().encoder(ids, torch.tensor([ids.shape[1]]))
    assert torch.allclose(torch.tensor(state), torch.stack([hidden[-1, 0], cell[-1, 0]]), atol=5e-3)
    for name, values in zip(("q-hidden", "q-cell"), state, strict=True):
        spikes = home.locator(f"{PLACE} .x-cover-drawing .{name}").last.get_attribute("d").count("M")
        assert len(values) / 2 < spikes <= len(values)


def test_a_word_is_exchanged_for_its_partner_and_back(home, translator):
    text, before = source(home), translation(home)
    words = home.locator(f"{PLACE} button.x-cover-word")
    press(home, words.nth(1))
    changed = source(home)
    [(old, new)] = [pair for pair in zip(text.split(), changed.split(), strict=True) if pair[0] != pair[1]]
    assert recording.kind_of(old) == recording.kind_of(new)
    assert translation(home) == translator.translate(changed) != before
    marked = home.locator(f"{PLACE} .x-cover-out mark").all_inner_texts()
    assert marked and not set(marked) & set(before.split())
    assert old in said(home) and new in said(home) and before in said(home)
    assert translation(home) in home.locator(".x-announcer").inner_text()
    assert words.nth(1).get_attribute("aria-pressed") == "true"
    press(home, words.nth(1))
    assert (source(home), translation(home)) == (text, before)
    assert home.locator(f"{PLACE} mark").count() == 0


def test_partners_are_the_nearest_of_their_kind_by_what_training_moved(home, translator):
    home.evaluate("() => Explorables.cover.store.need()")
    _, s2s = loading.trained()
    source_words = translator.source_vocabulary.words
    start = s2s.Translator(translator.source_vocabulary, translator.target_vocabulary, translator.config)
    moves = (translator.model.encoder.embedding.weight - start.model.encoder.embedding.weight).detach()
    kinds = live_cover.built()["kinds"]
    assert len(kinds) == len(source_words)
    near = torch.nn.functional.cosine_similarity(moves[:, None], moves[None], dim=-1).fill_diagonal_(-2)
    near[:, [kind == "-" for kind in kinds]] = -2
    for word in ("茶", "喜欢", "昨天"):
        row = source_words.index(word)
        same = torch.tensor([kind == kinds[row] for kind in kinds])
        best = near[row].masked_fill(~same, -2).argmax()
        assert home.evaluate("word => Explorables.cover.store.partner(word).word", word) == source_words[best]
    for word in ("的", "什么", "香蕉"):
        assert home.evaluate("word => Explorables.cover.store.partner(word)", word) is None


def test_the_sentences_to_begin_with_can_be_played_with(home):
    """Half of the exchanges, and more, of those that were chosen; the outline's own comes as it is."""
    for text in examples(home)[:-1]:
        press(home, home.locator(f'{PLACE} [data-text="{text}"]'))
        before, words = translation(home), home.locator(f"{PLACE} button.x-cover-word")
        changed = 0
        for number in range(words.count()):
            press(home, words.nth(number))
            changed += translation(home) != before
            press(home, words.nth(number))
        assert 2 * changed >= words.count() >= 2


def test_a_sentence_is_typed_and_strange_words_are_told(home, translator):
    field = home.locator(f"{PLACE} input")
    field.fill("你喜欢香蕉")
    press(home, field, "Enter")
    assert translation(home) == translator.translate("你喜欢香蕉")
    assert all(word in said(home) for word in ("香", "蕉", "<unk>"))
    assert home.locator(f"{PLACE} .x-is-unknown").count() == 2
    for text, problem in (("香蕉", "unknown"), ("", "empty"), ("你 " * 41, "long")):
        field.fill(text)
        press(home, field, "Enter")
        assert said(home) == STRINGS["zh"]["problems"][problem].replace("{max}", "40")
        assert home.locator(".x-announcer").inner_text() == said(home)
        assert field.get_attribute("aria-invalid") == "true"


def test_a_sentence_that_cannot_be_read_leaves_the_picture_to_play_with(home):
    """Its words are still buttons, and belong to the sentence that is shown."""
    word = home.locator(f"{PLACE} button.x-cover-word").first
    before, written = source(home), translation(home)
    press(home, word)
    exchanged = source(home)
    field = home.locator(f"{PLACE} input")
    field.fill("香蕉")
    press(home, field, "Enter")
    assert source(home) == exchanged != before
    press(home, word)
    assert (source(home), translation(home), field.input_value()) == (before, written, before)
    assert field.get_attribute("aria-invalid") == "false"
    assert STRINGS["zh"]["problems"]["unknown"] not in said(home)


def test_the_microscope_opens_with_the_sentence_on_the_page(home, watch):
    press(home, home.locator(f"{PLACE} .x-cover-examples button").nth(2))
    press(home, home.locator(f"{PLACE} button.x-cover-word").first)
    text, written = source(home), translation(home)
    link = home.locator(f"{PLACE} .x-cover-more a")
    assert unquote(link.get_attribute("href")).endswith(f"#text={text}")
    link.click()
    home.wait_for_function("() => window.Explorables?.translationMicroscope?.ready")
    seen = home.evaluate(
        "() => { const { store } = Explorables; const m = Explorables.translationMicroscope;"
        " return [m.state.text, m.session.look(m.state).translation.join(' ')]; }"
    )
    assert seen == [text, written]


# ---------------------------------------------------------------- for everybody


def test_everything_works_by_keyboard_and_the_focus_stays(home):
    words = home.locator(f"{PLACE} button.x-cover-word")
    tab_to(home, words.nth(1), 60)
    press(home, words.nth(1), "Enter")
    assert words.nth(1).evaluate("one => one === document.activeElement")
    press(home, words.nth(1), "Space")
    field = home.locator(f"{PLACE} input")
    tab_to(home, field, 20)
    home.keyboard.press("Control+a")
    home.keyboard.type("我 喝 茶")
    press(home, field, "Enter")
    assert source(home) == "我 喝 茶"
    example = home.locator(f"{PLACE} .x-cover-examples button").first
    tab_to(home, example, 5)
    press(home, example, "Enter")
    assert source(home) == example.get_attribute("data-text")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_pulses_run_only_where_motion_is_welcome(motion, new_page, address):
    page = opened(new_page(reduced_motion=motion), address + HOMES["zh"])
    press(page, page.locator(f"{PLACE} .x-cover-examples button").nth(1))
    running = page.evaluate("""() => document.getAnimations().map(({ animationName }) => animationName)
        .filter((name) => name && name.startsWith("x-cover"))""")
    assert set(running) == (set() if motion == "reduce" else {"x-cover-in", "x-cover-pulse"})


@pytest.mark.parametrize("language", HOMES)
def test_words_have_glosses_where_nobody_is_expected_to_read_chinese(language, new_page, address):
    page = opened(new_page(**STILL_MOTION), address + HOMES[language])
    assert bool(page.locator(f"{PLACE} .x-cover-word small").count()) == (language == "en")
    button = page.locator(f"{PLACE} button.x-cover-word").first
    press(page, button)
    assert bool(button.locator("small").count()) == (language == "en")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", HOMES)
def test_axe_finds_nothing_in_the_cover_at_work_and_a_phone_shows_it_all(language, scheme, new_page, address):
    page = new_page(
        color_scheme=scheme, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, **STILL_MOTION
    )
    opened(page, address + HOMES[language])
    field = page.locator(f"{PLACE} input")
    field.fill("我 昨天 在 图书馆 看 了 香蕉")
    press(page, field, "Enter")
    press(page, page.locator(f"{PLACE} button.x-cover-word").first)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 360
    for part in (f"{PLACE} .x-cover-words", f"{PLACE} .x-cover-out"):
        assert page.locator(part).is_visible()
    small = page.locator(f"{PLACE} :is(button, input)").evaluate_all(
        "all => all.filter((one) => one.offsetHeight < 40).map((one) => one.outerHTML.slice(0, 120))"
    )
    assert small == []
    cut = page.locator(f"{PLACE} .x-cover-word").evaluate_all(
        "all => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"
    )
    assert cut == []
    page.evaluate(AXE)
    found = page.evaluate(AUDIT.replace("axe.run(document", f"axe.run('{PLACE}'"), RULES)
    assert found == [], "\n" + "\n".join(found)


def test_on_a_phone_the_translation_comes_into_view_with_the_sentence_that_is_pressed(new_page, address):
    page = new_page(viewport={"width": 360, "height": 740}, **STILL_MOTION)
    opened(page, address + HOMES["en"])
    press(page, page.locator(f"{PLACE} .x-cover-examples button").nth(1))
    box = page.locator(f"{PLACE} .x-cover-out").bounding_box()
    assert box["y"] > 48 and box["y"] + box["height"] < 740


def test_runs_from_disk_and_asks_for_nothing_else(page, watch, site):
    opened(page, (site / HOMES["en"]).as_uri())
    press(page, page.locator(f"{PLACE} button.x-cover-word").first)
    assert {url.split(":")[0] for url in watch.urls()} <= {"file", "data", "blob"}


def test_weights_that_do_not_come_are_explained_and_asked_for_again(home, watch, translator):
    home.route(PART, lambda route: route.abort())
    text = examples(home)[1]
    home.locator(f'{PLACE} [data-text="{text}"]').click()
    alert = home.locator(PLACE).get_by_role("alert")
    alert.wait_for()
    assert alert.inner_text() == STRINGS["zh"]["loading"]["missing"]
    assert home.locator(f"{PLACE} .x-cover-drawing svg").is_visible()
    home.unroute(PART)
    press(home, home.locator(PLACE).get_by_role("button", name=STRINGS["zh"]["loading"]["again"]))
    assert translation(home) == translator.translate(text)
    assert alert.count() == 0
    assert watch.problems, "the requests that failed were seen"
    watch.problems.clear()


def test_both_languages_have_the_same_strings():
    assert list(differences(STRINGS["zh"], STRINGS["en"])) == []


# ---------------------------------------------------------------- what stands below


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_the_time_lapse_begins_at_the_first_step_and_plays_once_where_motion_is_welcome(motion, new_page, address):
    page = new_page(viewport={"width": 1280, "height": 800}, reduced_motion=motion)
    page.clock.install()
    page.goto(address + HOMES["zh"])
    page.locator(LAPSE).scroll_into_view_if_needed()
    page.wait_for_function("() => window.Explorables?.timelapse?.panels.length")
    frame = "() => Explorables.timelapse.panels[0].state.frame"
    assert page.evaluate(frame) == 0
    page.locator(f"{LAPSE} .x-lapse-map").scroll_into_view_if_needed()
    if motion == "reduce":
        page.clock.run_for(60_000)
        assert page.evaluate(frame) == 0
        return
    page.wait_for_function("() => Explorables.timelapse.panels[0].playing")
    page.clock.run_for(2000)
    assert page.locator(f"{LAPSE} .x-trail").count() > 0
    page.clock.run_for(60_000)
    assert page.evaluate(
        "() => { const [p] = Explorables.timelapse.panels; return !p.playing && p.state.frame === p.last; }"
    )
    assert page.locator(f"{LAPSE} .x-trail").count() == 0
    assert page.locator(".x-announcer").inner_text() == "", "nobody asked"
    page.evaluate("() => scrollTo(0, 0)")
    page.locator(f"{LAPSE} .x-lapse-map").scroll_into_view_if_needed()
    page.clock.run_for(2000)
    assert not page.evaluate("() => Explorables.timelapse.panels[0].playing")


@pytest.mark.parametrize("path", HOMES.values())
def test_no_stranger_is_told_how_slow_the_machine_was(path):
    shown = " ".join(block.get_text() for block in built.soup(path).select(".output"))
    assert "validation" in shown
    assert not re.search(r"tokens/s|\d s\b", shown)
