"""The attention microscope: its numbers are PyTorch's, its words are for everybody, and its weights come when asked for.

PyTorch's numbers come from the second script itself, with the weights that are stored in models/, restored by
benchmarks/compact.py. The page calculates in double precision, PyTorch's model here too, but for its attention, which it
always softens in single precision: that is off by some 1e-6 itself, and tolerances leave room for it.
"""

from __future__ import annotations

import base64
import copy
import json
import re
from types import SimpleNamespace

import pytest
import torch

from benchmarks import compact
from publish.common import paths
from publish.run import attention_microscope, loading
from tests.browser.test_accessibility import violations
from tests.keyboard import tab_to
from tests.microscopes import Microscope
from tests.strings import differences

NAME = attention_microscope.NAME
PAGE = f"demos/{NAME}.html"
LANGUAGES = {"zh": PAGE, "en": f"en/{PAGE}"}
STRINGS = json.loads((attention_microscope.FOLDER / "strings.json").read_text("utf-8"))
PART = re.compile(rf"{NAME}/\d+\.js")
MICROSCOPE = Microscope("attentionMicroscope")
settle, apply, state = MICROSCOPE.settle, MICROSCOPE.apply, MICROSCOPE.state
FIGURE = f"#{NAME}"
TABS = 120  # more than there are stops before the figure's last
SEEN = "Explorables.attentionMicroscope.session.look(Explorables.attentionMicroscope.state)"
# Own sentences, everyday ones, as they are typed.
EVERYDAY = """
我今天有点累。 你吃过早饭了吗？ 外面好像要下雨了。 这家餐厅的面很好吃。 我想喝一杯热茶。 他每个星期天都去爬山。 请把窗户关上。 我的手机没电了。
她在银行工作。 你知道附近哪里有超市吗？ 我们下个月要搬家。 这件衣服太贵了。 爸爸在修自行车。 我不会游泳。 你的房间真干净！ 明天早上八点见。
他唱歌唱得很好。 我把钥匙忘在家里了。 地铁比公共汽车快。 孩子们在院子里玩。 你为什么不早点告诉我？ 我从来没有去过北京。 今天比昨天冷得多。
她一边听音乐一边写作业。 火车已经开走了。 我可以坐在这里吗？ 他看起来很高兴。 这个问题太难了。 奶奶给我们讲了一个故事。 别担心，一切都会好的。
我昨天晚上没睡好。 这条路通到哪里？ 医生让他多休息。 我姐姐比我大三岁。 桌子上有两本书和一支笔。 他们正在开会。 雪停了，太阳出来了。 我想学做中国菜。
你能再说一遍吗？ 如果明天天气好，我们就去海边。
""".split()


# ---------------------------------------------------------------- PyTorch's side


@pytest.fixture(scope="module")
def torch_model():
    """The stored translator, its model in single and in double precision, and 500 sentences typed without spaces."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    translator = compact.unpack(compact.MODEL.read_bytes())
    corpus = loading.script().make_corpus(0)
    grammar = ["".join(source) for source, _ in (*corpus.test[:230], *corpus.unseen[:230])]
    single = translator.model.eval()
    try:
        with torch.no_grad():
            yield SimpleNamespace(
                translator=translator,
                second=compact.second_script(),
                single=single,
                double=copy.deepcopy(single).double(),
                sentences=[*EVERYDAY, *grammar],
            )
    finally:
        torch.set_num_threads(before)


def by_pytorch(torch_model, text: str):
    """(words, ids [1, S], lengths [1], what is written, without a stop for words that it does not know)."""
    translator, base = torch_model.translator, torch_model.second.base
    words = translator.sides[0].cut(text)
    source, lengths = base.pad_batch([translator.source_indices(words)])
    written = torch_model.double.generate(source, lengths, translator.config.max_length)[0].tolist()
    return words, source, lengths, written


def logits_and_attention(torch_model, model, source, lengths, written: list[int]):
    """[T, V] and [T, S] of the steps that write these words."""
    previous = torch.tensor([[torch_model.second.SOS, *written[:-1]]])
    _, state = model.encoder(source, lengths)
    logits, _, weights = model.decoder.attend(previous, state)
    return logits[0], weights[0]


# ---------------------------------------------------------------- the page's side


@pytest.fixture
def microscope(new_page, address):
    """The Chinese page, with its model loaded; without motion, so that nothing plays by itself."""
    return open_microscope(new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce"), address + PAGE)


def open_microscope(page, url: str):
    page.goto(url)
    page.evaluate("() => Explorables.attentionMicroscope.load()")
    settle(page)
    return page


def figure(page):
    return page.locator(FIGURE)


def translation(page) -> str:
    return figure(page).locator(".x-translation strong").inner_text()


def words(key: str, language: str = "zh", **values) -> str:
    found = STRINGS[language]
    for part in key.split("."):
        found = found[part]
    for name, value in values.items():
        found = found.replace(f"{{{name}}}", str(value))
    return found


def said_by(page) -> str:
    return page.locator(".x-announcer").inner_text()


def numbers(text: str) -> torch.Tensor:
    return torch.frombuffer(bytearray(base64.b64decode(text)), dtype=torch.float64)


# ---------------------------------------------------------------- the numbers

TRANSLATE = """([sentences, whole]) => {
    const { model } = Explorables.attentionMicroscope.session;
    const flat = (arrays) => {
        const all = new Float64Array(arrays.reduce((sum, one) => sum + one.length, 0));
        arrays.reduce((at, one) => (all.set(one, at), at + one.length), 0);
        let text = "";
        for (const byte of new Uint8Array(all.buffer)) text += String.fromCharCode(byte);
        return btoa(text);
    };
    return sentences.map((text) => {
        const tokens = model.tokenize(text);
        const ids = model.indices(tokens);
        const steps = model.greedy(model.encode(ids));
        return {
            tokens, ids, written: steps.map(({ word }) => word), weights: flat(steps.map(({ weights }) => weights)),
            chances: steps.map(({ word, probabilities }) => probabilities[word]), logits: whole ? flat(steps.map(({ logits }) => logits)) : "",
        };
    });
}"""


def test_500_sentences_are_translated_as_by_pytorch(microscope, torch_model):
    """Cuts, ids, words, and for each step the attention and the probability of its word."""
    assert len(EVERYDAY) == 40 and len(torch_model.sentences) == 500
    ours = microscope.evaluate(TRANSLATE, [torch_model.sentences, False])
    for text, one in zip(torch_model.sentences, ours, strict=True):
        tokens, source, lengths, written = by_pytorch(torch_model, text)
        assert (one["tokens"], one["ids"]) == (tokens, source[0].tolist()), text
        assert one["written"] == written, text
        logits, weights = logits_and_attention(torch_model, torch_model.double, source, lengths, written)
        torch.testing.assert_close(numbers(one["weights"]).view_as(weights), weights.double(), atol=2e-5, rtol=0)
        chances = logits.softmax(-1).gather(1, torch.tensor(written).unsqueeze(1)).squeeze(1)
        torch.testing.assert_close(torch.tensor(one["chances"], dtype=torch.float64), chances, atol=2e-5, rtol=0)


def test_logits_are_pytorchs(microscope, torch_model):
    sentences = [*EVERYDAY[::4], *torch_model.sentences[40::46]]
    for text, one in zip(sentences, microscope.evaluate(TRANSLATE, [sentences, True]), strict=True):
        _, source, lengths, written = by_pytorch(torch_model, text)
        for model, tolerance in ((torch_model.double, 5e-5), (torch_model.single, 2e-4)):
            logits, _ = logits_and_attention(torch_model, model, source, lengths, written)
            ours = numbers(one["logits"]).view_as(logits)
            torch.testing.assert_close(ours, logits.double(), atol=tolerance, rtol=0)


def test_text_is_cut_into_the_scripts_words(microscope, torch_model):
    texts = [
        "", " ", "我", "我爱你", " 我 爱 你 ", "我　爱　你", "Tom在哪里?", "TOM在哪里？", "汤姆10点来。", "10,000元", "2:30见",
        "我爱NLP", "hello, world!", "「我」爱你", "我爱😀你", "我爱𠮷", "ＴＯＭ", "\u201c好\u201d", "他说:\"好\"。", "don’t", "İstanbul",
        "cafe\u0301", "a\u0085b", "<unk>", "寿司です。", "我\u200b爱", "3.5%", "！！", "……", "——", "《红楼梦》", "O\u0130K", "ΣΑΣ",
    ]  # fmt: skip
    ours = microscope.evaluate(
        """texts => texts.map((text) => {
            const { model } = Explorables.attentionMicroscope.session;
            const words = model.tokenize(text);
            return [words, model.indices(words)];
        })""",
        texts,
    )
    for text, (tokens, ids) in zip(texts, ours, strict=True):
        cut = torch_model.translator.sides[0].cut(text)
        assert (tokens, ids) == (cut, torch_model.translator.source_indices(cut)), repr(text)


def test_forced_word_is_read_back(microscope, torch_model):
    text = EVERYDAY[4]
    translator, second = torch_model.translator, torch_model.second
    target = translator.target_vocabulary
    for step, word in ((0, "every"), (2, "not")):
        apply(microscope, text=text, forced=f"{step},{word}", write=step + 1)
        _, source, lengths, _ = by_pytorch(torch_model, text)
        _, current = torch_model.double.encoder(source, lengths)
        written = [second.SOS]
        while written[-1] != second.EOS and len(written) <= translator.config.max_length:
            logits, current = torch_model.double.decoder(torch.tensor([written[-1:]]), current)
            written.append(target.index[word] if len(written) == step + 1 else logits.argmax().item())
        assert microscope.evaluate(f"{SEEN}.steps.map((one) => one.id)") == written[1:]
        assert words("candidates.yours") in figure(microscope).locator(".x-taken").inner_text()


# ---------------------------------------------------------------- what a reader sees


def test_words_columns_grid_and_candidates_say_the_same(microscope):
    apply(microscope, text=EVERYDAY[5], write=2)
    seen = microscope.evaluate(
        f"(({{ tokens, steps }}) => ({{ tokens, steps: steps.map((one) => ({{ ...one, weights: [...one.weights], "
        f"probabilities: one.probabilities[one.id] }})) }}))({SEEN})"
    )
    step = seen["steps"][1]
    place = figure(microscope)
    tokens = place.locator(".x-token")
    assert place.locator(".x-token .x-token-word").all_inner_texts() == seen["tokens"]
    for k, weight in enumerate(step["weights"]):
        assert tokens.nth(k).locator(".x-numeric").inner_text() == f"{100 * weight:.0f}%"
    chips = place.locator(".x-target .x-chip")
    assert [chip.split("\n")[0] for chip in chips.all_inner_texts()] == [one["name"] for one in seen["steps"]]
    unsure = chips.evaluate_all("all => all.map((one) => one.classList.contains('x-unsure'))")
    assert unsure == [one["p"] < 0.5 for one in seen["steps"]]
    assert place.locator(".x-taken .x-numeric").inner_text() == f"{100 * step['p']:.1f}%"
    cells = place.locator('.x-line[data-step="1"] .q-attention')
    assert [float(cell) for cell in cells.evaluate_all("all => all.map((one) => one.getAttribute('opacity'))")] == [
        pytest.approx(weight, abs=6e-4) for weight in step["weights"]
    ]
    label = place.locator(".x-attended svg").get_attribute("aria-label")
    assert all(one["name"] in label for one in seen["steps"])


def test_unknown_words_are_marked_and_told(microscope, torch_model):
    text = "我奶奶会做馄饨。"
    cut = torch_model.translator.sides[0].cut(text)
    strange = [word for word in cut if word not in torch_model.translator.source_vocabulary.index]
    assert strange, "the page says that the vocabulary lacks them"
    apply(microscope, text=text)
    assert figure(microscope).locator(".x-is-unknown .x-token-word").all_inner_texts() == strange
    note = words("words.unknown").split("}")[1]
    assert note in figure(microscope).inner_text()


def test_problems_are_told_in_words(microscope, torch_model):
    most = torch_model.translator.config.max_length
    for text, problem in (("", "empty"), ("𠮷𠮷", "unknown"), ("我" * (most + 1), "long")):
        apply(microscope, text=text)
        assert words(f"problems.{problem}", max=most) in figure(microscope).inner_text()
        assert figure(microscope).locator(".x-translation").is_hidden()
    apply(microscope, text="我" * most)
    assert translation(microscope)


def test_word_by_word(new_page, address):
    """An example plays: later words are hidden at first, and all are there at the end."""
    page = new_page(viewport={"width": 1280, "height": 800}, reduced_motion="no-preference")
    open_microscope(page, address + PAGE)
    hidden = "() => document.querySelectorAll('.x-target .x-later').length"
    figure(page).locator(".x-examples .x-chip").nth(1).click()
    assert page.evaluate(hidden) > 0
    settle(page)
    assert page.evaluate(hidden) == 0
    assert state(page)["write"] == page.evaluate(f"{SEEN}.steps.length")
    play = figure(page).get_by_role("button", name=words("play"))
    play.click()  # after the last word it begins anew
    assert page.evaluate(hidden) > 0
    figure(page).locator(".x-target .x-chip").first.click()  # a choice of the reader's stops it
    assert page.evaluate(hidden) == 0 and state(page)["write"] == 1
    assert play.count() == 1


def test_nothing_plays_for_readers_who_want_no_motion(microscope):
    figure(microscope).locator(".x-examples .x-chip").nth(1).click()
    assert microscope.evaluate("() => Explorables.attentionMicroscope.shown")
    assert microscope.locator(".x-later").count() == 0


def test_all_of_it_by_keyboard(microscope):
    page, place = microscope, figure(microscope)
    box = place.get_by_role("textbox")
    tab_to(page, box, TABS)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(EVERYDAY[12])  # as dictation and an input method do
    page.keyboard.press("Enter")
    assert state(page)["text"] == EVERYDAY[12]
    whole = translation(page)
    assert said_by(page).endswith(words("ask.spoken", target=whole).rpartition("。")[2])
    chips = place.locator(".x-target .x-chip")
    tab_to(page, chips.first, TABS)
    page.keyboard.press("ArrowRight")
    assert state(page)["write"] == 2
    assert chips.nth(1).evaluate("e => e === document.activeElement")
    assert said_by(page) == place.locator(".x-said").inner_text()
    page.keyboard.press("End")
    assert state(page)["write"] == chips.count()
    page.keyboard.press("Home")
    tab_to(page, place.get_by_role("button", name=words("next")), TABS)
    page.keyboard.press("Enter")
    assert state(page)["write"] == 2
    candidate = place.locator(".x-candidate").nth(1)
    other = candidate.locator(".x-candidate-word").inner_text()
    tab_to(page, candidate, TABS)
    page.keyboard.press("Enter")
    assert state(page)["forced"] == [[1, other]]
    assert said_by(page) == words("candidates.spoken", word=other, target=translation(page))
    tab_to(page, place.get_by_role("button", name=words("candidates.release")), TABS)
    page.keyboard.press("Enter")
    assert translation(page) == whole and state(page)["forced"] == []
    assert place.locator(".x-taken").evaluate("e => e === document.activeElement")


def test_a_line_of_the_grid_can_be_pressed(microscope):
    apply(microscope, text=EVERYDAY[5])
    figure(microscope).locator('.x-line[data-step="2"] .x-line-word').click()
    assert state(microscope)["write"] == 3
    assert said_by(microscope) == figure(microscope).locator(".x-said").inner_text()


def test_address_brings_back_the_state(microscope, new_page):
    apply(microscope, text=EVERYDAY[4], forced="0,we", write=2)
    microscope.wait_for_function("() => location.hash.includes('forced')")
    other = new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    other.goto(microscope.url)
    settle(other)
    assert state(other) == state(microscope) and translation(other) == translation(microscope)


@pytest.mark.parametrize(
    "hash_",
    [
        "text=%E0%A4%A",
        "text=",
        "text=%E6%88%91&write=1e9&forced=x,y;0,nothing;-1,a",
        "text=%3Cimg%20src%3Dx%3E&write=x",
    ],
)
def test_address_that_makes_no_sense_breaks_nothing(page, address, hash_):
    open_microscope(page, f"{address}{PAGE}#{hash_}")
    assert page.locator("article img[src=x]").count() == 0
    assert not re.search(r"undefined|NaN|Infinity", figure(page).inner_text())
    apply(page, text=EVERYDAY[0])
    assert translation(page)


# ---------------------------------------------------------------- for everybody


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_running_page(language, scheme, new_page, address):
    page = new_page(viewport={"width": 1280, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    page.goto(address + LANGUAGES[language])
    page.locator(f"{FIGURE} .x-weights .x-button").wait_for()
    assert violations(page) == []
    open_microscope(page, address + LANGUAGES[language])
    for settings in ({"text": "我奶奶会做馄饨。", "forced": "0,we"}, {"text": ""}):
        apply(page, **settings)
        found = violations(page)
        assert found == [], "\n" + "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_phone_shows_it_all_without_scrolling_sideways(language, new_page, address):
    page = new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, reduced_motion="reduce")
    open_microscope(page, address + LANGUAGES[language])
    for text in (EVERYDAY[3], "如果" * 20):
        apply(page, text=text, forced="0,unfortunately" if text == EVERYDAY[3] else "")
        assert page.evaluate("() => document.documentElement.scrollWidth") == 360
        wide = page.locator(f"{FIGURE} *").evaluate_all("""all => all.filter((one) => {
            const { left, right, width } = one.getBoundingClientRect();
            return width > 1 && (left < -1 || right > 361) && !one.closest('.x-scroll');
        }).map((one) => one.outerHTML.slice(0, 120))""")
        assert wide == []
        small = page.locator(
            f"{FIGURE} :is(button, .x-sentence)"
        ).evaluate_all("""all => all.filter((one) =>
            one.offsetParent && (one.offsetHeight < 40 || one.offsetWidth < 24)).map((one) => one.outerHTML.slice(0, 120))""")
        assert small == []


def test_touch_alone_is_enough(new_page, address):
    page = new_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page.goto(address + PAGE)
    figure(page).locator(".x-examples .x-chip").nth(2).tap()  # which brings the model, too
    settle(page)
    assert state(page)["text"] == STRINGS["zh"]["examples"][2][0]
    figure(page).locator(".x-target .x-chip").nth(1).tap()
    assert state(page)["write"] == 2
    figure(page).locator(".x-candidate").nth(1).tap()
    assert len(state(page)["forced"]) == 1


def test_both_languages_have_the_same_strings():
    assert list(differences(STRINGS["zh"], STRINGS["en"])) == []


# ---------------------------------------------------------------- the page's words

PHRASES = re.compile(r'data-set="([^"]*)"')


def test_both_pages_set_the_same_states():
    sets = [
        PHRASES.findall((paths.docs(language) / "demos" / f"{NAME}.md").read_text("utf-8")) for language in LANGUAGES
    ]
    assert sorted(sets[0]) == sorted(sets[1]) != []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_prose_sets_the_figure(language, new_page, address, torch_model):
    page = new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    open_microscope(page, address + LANGUAGES[language])
    phrases = page.locator(".x-phrase")
    assert phrases.count() > 8
    for index in range(phrases.count()):
        phrase = phrases.nth(index)
        settings = dict(pair.partition("=")[::2] for pair in phrase.get_attribute("data-set").split(";"))
        phrase.press("Enter")
        settle(page)
        now = state(page)
        assert (now["text"], str(now["write"])) == (settings["text"], settings["write"])
        forced = [f"{step},{word}" for step, word in now["forced"]]
        assert forced == ([settings["forced"]] if "forced" in settings else [])
        assert all(word in torch_model.translator.target_vocabulary.index for _, word in now["forced"])
        assert not page.evaluate(f"{SEEN}.problem")
        assert said_by(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guess_has_an_answer_and_sets_the_figure(language, new_page, address):
    page = new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.goto(address + LANGUAGES[language])
    question = page.locator('[data-question="outside"]')
    translated = attention_microscope.built()["answers"]["outside"]["values"]["translation"]
    heard = set()
    for index, option in enumerate(STRINGS[language]["questions"]["outside"]["options"]):
        question.locator(".x-option").nth(index).click()
        answer = question.locator(".x-answer").inner_text()
        assert answer.startswith(words("verdict.right" if option.get("right") else "verdict.wrong", language))
        assert translated in answer
        heard.add(answer)
    assert len(heard) == 3
    settle(page)
    assert translation(page) == translated


def test_what_the_question_says_of_the_model_is_so(torch_model):
    """Outside of its sentences it writes words of its vocabulary, no <unk>, and comes to an end."""
    second = torch_model.second
    _, _, _, written = by_pytorch(torch_model, attention_microscope.OUTSIDE)
    assert second.UNK not in written and written[-1] == second.EOS and len(written) > 4


def test_storing_whole_numbers_costs_hardly_any_quality():
    """The page gives both scores side by side."""
    scores = attention_microscope.pointer()["scores"]
    assert abs(scores["trained"]["bleu"] - scores["stored"]["bleu"]) < 0.5
    assert scores["stored"]["perplexity"] < 1.02 * scores["trained"]["perplexity"]


# ---------------------------------------------------------------- how it comes to the reader


def parts(watch) -> list[str]:
    return [url for url in watch.urls() if PART.search(url)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_weights_come_when_they_are_asked_for(language, new_page, watch, address):
    page = new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    held = []
    page.route(re.compile(rf"{NAME}/[89]\.js"), lambda route: held.append(route))
    page.goto(address + LANGUAGES[language], wait_until="networkidle")
    figure(page).scroll_into_view_if_needed()
    button = figure(page).locator(".x-weights .x-button")
    index = json.loads(attention_microscope.INDEX.read_text("utf-8"))
    assert button.inner_text() == words("loading.button", language, size=f"{index['script_bytes'] / 1e6:.1f}")
    assert parts(watch) == []
    button.press("Enter")
    page.wait_for_function("() => document.querySelector('progress')?.value === 10 / 12")
    assert figure(page).locator("figure svg").is_visible()  # the still picture stays until then
    for route in held:
        route.continue_()
    settle(page)
    assert page.locator("progress").count() == 0
    assert len(set(parts(watch))) == index["parts"]
    assert figure(page).evaluate("e => e === document.activeElement")  # what had the focus is no longer there
    assert translation(page) in said_by(page)


def test_typing_brings_them_too_and_loses_nothing(new_page, watch, address):
    page = new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.goto(address + PAGE, wait_until="networkidle")
    box = figure(page).get_by_role("textbox")
    box.fill(EVERYDAY[7])
    page.wait_for_function("() => Explorables.attentionMicroscope.ready")
    settle(page)
    assert state(page)["text"] == EVERYDAY[7] == box.input_value()
    assert box.evaluate("e => e === document.activeElement")
    assert translation(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_weights_are_explained_and_can_be_tried_again(language, page, watch, address):
    page.route(f"**/{NAME}/3.js*", lambda route: route.abort())
    page.goto(address + LANGUAGES[language])
    figure(page).locator(".x-weights .x-button").click()
    alert = figure(page).get_by_role("alert")
    alert.wait_for()
    assert alert.inner_text() == words("loading.missing", language)
    assert figure(page).locator("figure svg").is_visible()
    page.unroute(f"**/{NAME}/3.js*")
    figure(page).get_by_role("button", name=words("loading.again", language)).click()
    settle(page)
    assert translation(page)
    assert all("3.js" in problem or "ERR_FAILED" in problem for problem in watch.problems)
    watch.problems.clear()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript_there_is_a_picture_and_the_answer(language, new_page, address):
    page = new_page(java_script_enabled=False)
    page.goto(address + LANGUAGES[language])
    still = figure(page).locator("figure")
    assert still.locator("svg").is_visible()
    text = STRINGS[language]["examples"][0][0]
    assert text in still.locator("figcaption").inner_text()
    licence = figure(page).locator("a[href*='creativecommons.org']")
    assert licence.inner_text() == attention_microscope.pointer()["data"]["licence"]
    option = page.locator('[data-question="outside"] details').nth(2)
    option.locator("summary").click()
    assert option.locator("p").is_visible()
    for markup in page.locator("[data-explorable]").evaluate_all("all => all.map((one) => one.outerHTML)"):
        assert not re.search(r"undefined|NaN|Infinity|\{\w+\}", markup)


@pytest.mark.parametrize("language", LANGUAGES)
def test_runs_from_disk_and_asks_for_nothing_else(language, new_page, watch, site):
    page = new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    open_microscope(page, (site / LANGUAGES[language]).as_uri())
    apply(page, text=EVERYDAY[1])
    assert translation(page)
    assert {url.split(":")[0] for url in watch.urls()} <= {"file", "data", "blob"}
