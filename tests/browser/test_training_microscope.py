"""The training microscope: its numbers are PyTorch's, its rows move as the page says, and everybody can use it.

The numbers come from `tests/numerals.py`, which trains the same model from the same random numbers with autograd
and torch.optim. Tolerances: the page calculates in double precision, as the first of torch's two runs does, so those
two may differ only by the order of additions; torch's second run is in its usual single precision, whose roundings
grow over 200 steps of training.
"""

from __future__ import annotations

import gzip
import json
import re

import pytest
import torch

from publish.common import paths
from publish.run import training_microscope
from tests import built, numerals
from tests.keyboard import tab_to
from tests.strings import differences

PAGE = "demos/training-microscope.html"
STRINGS = json.loads((training_microscope.FOLDER / "strings.json").read_text("utf-8"))
LANGUAGES = {"zh": PAGE, "en": f"en/{PAGE}"}
TABS = 250  # more than there are stops on the page
GRADIENT_TOLERANCE = 1e-5
LOSS_TOLERANCE = {"float64": 1e-8, "float32": 1e-3}
SOURCE = {word: row for row, word in enumerate(numerals.SOURCE_WORDS)}


@pytest.fixture(scope="module")
def golden() -> list[dict]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return numerals.golden()
    finally:
        torch.set_num_threads(before)


@pytest.fixture
def microscope(page, address):
    """The Chinese page, with its script running."""
    return open_microscope(page, address + PAGE)


def open_microscope(page, url: str):
    page.goto(url)
    page.wait_for_function("() => window.Explorables?.trainingMicroscope?.bench")
    return page


def apply(page, **settings) -> None:
    page.evaluate("settings => Explorables.trainingMicroscope.apply(settings)", settings)


def largest_difference(a: list[float], b: list[float]) -> float:
    assert len(a) == len(b)
    return max(abs(x - y) for x, y in zip(a, b, strict=True))


# ---------------------------------------------------------------- the numbers


REPLAY = """({ seed, start, optimiser, rate, steps, compared }) => {
    const { Run, clip } = Explorables.trainingMicroscope;
    const run = new Run({ seed, start, optimiser, rate });
    const out = { first: [...run.model.p.flat], losses: [], gradients: {} };
    for (let step = 0; step < steps; step++) {
        const batch = run.batches.next();
        out.losses.push(run.model.forward(batch));
        const gradients = run.model.backward(batch).flat;
        if (compared.includes(step)) out.gradients[step] = [...gradients];
        clip(gradients, 1.0);
        run.optimiser.step(run.model.p.flat, gradients, rate);
    }
    return out;
}"""


def test_gradients_are_autograds_and_200_steps_follow_torchs_losses(microscope, golden):
    for case in golden:
        name = f"seed {case['seed']}, {case['optimiser']}, {case['dtype']}"
        settings = {key: case[key] for key in ("seed", "start", "optimiser", "rate")}
        ours = microscope.evaluate(REPLAY, {**settings, "steps": numerals.STEPS, "compared": numerals.COMPARED})
        assert len(ours["first"]) == 3765
        assert largest_difference(ours["first"], case["first"]) < 1e-6, name
        for step in numerals.COMPARED:
            assert any(abs(value) > 100 * GRADIENT_TOLERANCE for value in case["gradients"][step]), name
            difference = largest_difference(ours["gradients"][str(step)], case["gradients"][step])
            assert difference < GRADIENT_TOLERANCE, f"{name}, step {step}"
        assert largest_difference(ours["losses"], case["losses"]) < LOSS_TOLERANCE[case["dtype"]], name
        assert case["losses"][-1] < 0.8 * case["losses"][0], f"{name}: nothing was learned, so nothing was compared"


def test_both_languages_of_the_model_draw_the_same_data(microscope):
    ours = microscope.evaluate("""() => Object.fromEntries(["train", "unseen"].map(
        (part) => [part, Explorables.trainingMicroscope.data[part].map(({ source, target }) => [source, target])]))""")
    train, unseen = numerals.split()
    assert ours == {"train": [list(pair) for pair in train], "unseen": [list(pair) for pair in unseen]}
    seen = {tuple(target) for _, target in train}
    assert not seen & {tuple(target) for _, target in unseen}
    assert len({tuple(target) for _, target in unseen}) == 200


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (7, "七"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (112, "一百一十二"),
        (210, "二百一十"),
    ],
)
def test_numerals_are_written_as_people_write_them(microscope, number, words):
    assert numerals.write_numeral(number) == words
    assert microscope.evaluate("number => Explorables.trainingMicroscope.write(number)", number) == words


def test_model_learns_to_read_numbers_that_it_never_saw(microscope):
    share = microscope.evaluate("""() => {
        const { Run, data } = Explorables.trainingMicroscope;
        const run = new Run({ seed: 1 });
        for (let step = 0; step < 600; step++) run.step();
        return run.accuracy() / data.unseen.length;
    }""")
    assert share > 0.9


# ---------------------------------------------------------------- which rows get a gradient, and which move


LOOK = """([numbers, base, steps]) => {
    const { Run, inspect, compareMoves, pair, reads } = Explorables.trainingMicroscope;
    const run = new Run({ seed: 1 });
    for (let step = 0; step < base; step++) run.step();
    const pairs = numbers.map((number) => pair(number));
    const seen = inspect(run, pairs);
    const E = seen.E;
    const rows = (flat) => Array.from({ length: flat.length / E }, (_, id) => [...flat.subarray(id * E, id * E + E)]);
    const gradients = { source: rows(seen.gradients.source), target: rows(seen.gradients.target) };
    const read = reads(seen, "source");
    const moved = compareMoves(run, pairs, steps, { sgd: 0.5, adam: 0.02 });
    return { gradients, reads: read, moved: { sgd: rows(moved.sgd.source), adam: rows(moved.adam.source) } };
}"""


def still(row: list[float]) -> bool:
    return all(value == 0 for value in row)


def test_only_rows_that_were_read_get_a_gradient_and_repeats_add_up(microscope):
    look = microscope.evaluate(LOOK, [[222, 30, 7], 50, 0])
    read = {SOURCE[word] for word in "二百十三七"}
    for row, gradient in enumerate(look["gradients"]["source"]):
        assert still(gradient) == (row not in read), numerals.SOURCE_WORDS[row]
    assert [len(places) for places in look["reads"]] == [3 if row == SOURCE["二"] else 2 if row == SOURCE["十"] else
                                                        int(row in read) for row in range(14)]  # fmt: skip
    for row in read:
        total = [sum(values) for values in zip(*(place["de"] for place in look["reads"][row]), strict=True)]
        assert largest_difference(total, look["gradients"]["source"][row]) < 1e-12


def test_padding_and_end_of_sentence_rows_get_no_gradient(microscope):
    look = microscope.evaluate(LOOK, [[222, 30, 7], 50, 0])
    assert still(look["gradients"]["source"][numerals.PAD])
    assert still(look["gradients"]["target"][numerals.PAD])
    assert still(look["gradients"]["target"][numerals.EOS])
    assert not still(look["gradients"]["target"][numerals.SOS])


@pytest.mark.parametrize("base", [0, 50])
def test_sgd_leaves_unread_rows_alone_and_adam_moves_them_on_old_momentum(microscope, base):
    look = microscope.evaluate(LOOK, [[222, 30, 7], base, 1])
    read = {SOURCE[word] for word in "二百十三七"}
    for row, word in enumerate(numerals.SOURCE_WORDS):
        assert still(look["moved"]["sgd"][row]) == (row not in read), word
        drifts = base > 0 and row != numerals.PAD
        assert still(look["moved"]["adam"][row]) == (row not in read and not drifts), word


def test_frozen_tables_stay_as_they_were_drawn(microscope):
    assert microscope.evaluate("""() => {
        const run = new Explorables.trainingMicroscope.Run({ seed: 1, frozen: true });
        const before = [...run.model.p.source, ...run.model.p.target];
        const weights = run.model.p.encoder.weight_ih.slice();
        for (let step = 0; step < 20; step++) run.step();
        const after = [...run.model.p.source, ...run.model.p.target];
        const moved = run.model.p.encoder.weight_ih.some((value, k) => value !== weights[k]);
        return moved && after.every((value, k) => value === before[k]);
    }""")


# ---------------------------------------------------------------- what a reader does with it


def panel(page, name: str):
    return page.locator(f'[data-explorable="training-microscope"][data-panel="{name}"]')


def words(key: str, language: str = "zh") -> str:
    found = STRINGS[language]
    for part in key.split("."):
        found = found[part]
    return found


def test_whole_page_can_be_walked_by_keyboard(microscope):
    page = microscope
    question = page.locator('[data-question="two"]')
    tab_to(page, question.locator("button").nth(0), TABS)
    page.keyboard.press("Enter")  # a wrong guess, which is answered after 400 steps
    answer = question.locator(".x-answer")
    page.wait_for_function("e => e.textContent.includes('余弦')", arg=answer.element_handle(), timeout=60_000)
    assert answer.inner_text().startswith(words("verdict.wrong"))
    assert "「二」" in answer.inner_text()

    learn = panel(page, "learn")
    tab_to(page, learn.get_by_role("button", name=words("learn.one"), exact=True), TABS)
    page.keyboard.press("Enter")
    page.wait_for_function("() => Explorables.trainingMicroscope.live.steps === 401")
    page.wait_for_function("() => document.querySelector('.x-announcer').textContent.includes('401')")

    chain = panel(page, "chain")
    tab_to(page, chain.get_by_role("button", name=words("chain.next")), TABS)
    for _ in range(4):
        page.keyboard.press("Enter")
    assert "∂L/∂e" in chain.locator(".x-said").inner_text()
    assert "10" in chain.get_by_role("img").get_attribute("aria-label")

    rows = panel(page, "rows")
    boxes = rows.get_by_role("checkbox")
    for row in (numerals.PAD, SOURCE["二"], SOURCE["九"]):
        tab_to(page, boxes.nth(row), TABS)
        page.keyboard.press("Space")
    tab_to(page, rows.get_by_role("button", name=words("rows.reveal")), TABS)
    page.keyboard.press("Enter")
    assert rows.get_by_role("button", name=words("rows.again")).evaluate("e => e === document.activeElement")
    said = rows.locator(".x-said").inner_text()
    assert words("rows.said.pad") in said
    assert words("rows.said.extra").replace("{words}", "九") in said
    assert words("rows.said.missed").replace("{words}", "三、七、十、百") in said

    moves = panel(page, "moves")
    tab_to(page, moves.get_by_role("button", name=words("moves.one")), TABS)
    page.keyboard.press("Enter")
    assert moves.locator(".x-said").inner_text() == words("moves.said.still").replace("{taken}", "1")


def test_focus_stays_on_the_character_that_was_pressed(microscope):
    chips = panel(microscope, "learn").locator(".x-chip")
    for pressed in ("true", "false"):
        chips.nth(3).press("Enter")
        assert chips.nth(3).evaluate("e => e === document.activeElement")
        assert chips.nth(3).get_attribute("aria-pressed") == pressed


def test_a_change_that_starts_over_says_so_beside_the_controls(microscope):
    apply(microscope, to=3)
    microscope.wait_for_function("() => Explorables.trainingMicroscope.live.steps === 3")
    learn = panel(microscope, "learn")
    learn.locator("input[value=sgd]").check()
    said = words("learn.restarted").replace("{optimiser}", "SGD").replace("{rate}", "0.5").replace("{seed}", "1")
    assert learn.get_by_text(said, exact=True).count() == 1
    assert microscope.locator(".x-announcer").inner_text() == said


def test_play_and_pause_with_one_button(microscope):
    learn = panel(microscope, "learn")
    learn.get_by_role("button", name=words("learn.play")).click()
    microscope.wait_for_function("() => Explorables.trainingMicroscope.live.steps > 3")
    learn.get_by_role("button", name=words("learn.pause")).click()
    steps = microscope.evaluate("() => Explorables.trainingMicroscope.live.steps")
    assert f"第 {steps} 步" in learn.locator(".x-status").inner_text()
    microscope.evaluate("() => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then)))")
    assert microscope.evaluate("() => Explorables.trainingMicroscope.live.steps") == steps


@pytest.mark.parametrize("name", [name for name in STRINGS["zh"]["questions"] if name != "running"])
def test_every_guess_has_an_answer_of_its_own(microscope, name):
    question = microscope.locator(f'[data-question="{name}"]')
    options = words(f"questions.{name}.options")
    heard = set()
    for index, option in enumerate(options):
        question.locator(".x-option").nth(index).click()
        start = option["answer"].split("{")[-1].split("}")[-1]  # what stands after the last measured figure
        answer = question.locator(".x-answer")
        microscope.wait_for_function(
            "([element, end]) => element.textContent.endsWith(end)",
            arg=[answer.element_handle(), start],
            timeout=60_000,
        )
        text = answer.inner_text()
        assert text.startswith(words("verdict.right" if option.get("right") else "verdict.wrong"))
        assert "{" not in text
        assert question.locator(".x-option").nth(index).get_attribute("aria-pressed") == "true"
        heard.add(text)
    assert len(heard) == len(options)
    assert sum(bool(option.get("right")) for option in options) == 1


def test_two_predictions_at_once_are_both_answered(microscope):
    for name in ("line", "two"):
        microscope.locator(f'[data-question="{name}"] .x-option').first.click()
    for name in ("line", "two"):
        answer = microscope.locator(f'[data-question="{name}"] .x-answer strong')
        answer.wait_for(timeout=60_000)


def test_words_of_the_prose_set_the_figure(microscope):
    phrases = microscope.locator(".x-phrase")
    assert phrases.count() > 12
    microscope.get_by_role("button", name="换成短的那一句").press("Enter")
    state = microscope.evaluate("() => { const { base, shown, stage } = Explorables.trainingMicroscope.state; "
                                "return [base, shown, stage]; }")  # fmt: skip
    assert state == [0, 1, 4]
    assert "三十" in panel(microscope, "chain").get_by_role("img").get_attribute("aria-label")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_prose_that_sets_something_sets_something_that_exists(language, page, address):
    open_microscope(page, address + LANGUAGES[language])
    known = set(page.evaluate("() => Object.keys(Explorables.trainingMicroscope.state)")) | {
        "to",
        "play",
        "restart",
        "race",
    }
    for settings in page.locator(".x-phrase").evaluate_all("all => all.map((one) => one.dataset.set)"):
        assert {pair.split("=")[0] for pair in settings.split(";")} <= known, settings


def test_number_out_of_range_is_explained_in_words(microscope):
    chain = panel(microscope, "chain")
    chain.get_by_role("spinbutton").nth(1).fill("1000")
    chain.get_by_role("spinbutton").nth(1).press("Tab")
    assert chain.get_by_role("alert").inner_text() == words("chain.badNumber").replace("{n}", "2")
    chain.locator('input[value="50"]').check()  # what is wrong stays, and is called so, until it is mended
    microscope.wait_for_function("() => Explorables.trainingMicroscope.bench.base === 50")
    assert chain.get_by_role("spinbutton").nth(1).input_value() == "1000"
    assert chain.get_by_role("spinbutton").nth(1).get_attribute("aria-invalid") == "true"
    chain.get_by_role("spinbutton").nth(1).fill("999")
    chain.get_by_role("spinbutton").nth(1).press("Tab")
    assert chain.get_by_role("alert").inner_text() == ""
    assert chain.get_by_role("spinbutton").nth(1).get_attribute("aria-invalid") == "false"
    assert "九百九十九" in chain.inner_text()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_shows_it_all_without_scrolling_sideways(language, scheme, new_page, address):
    page = new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme, has_touch=True)
    open_microscope(page, address + LANGUAGES[language])
    apply(page, stage=4, revealed=True, base=50, taken=1, chosen=13)
    page.wait_for_function("() => Explorables.trainingMicroscope.bench.base === 50")
    assert page.evaluate("() => document.documentElement.scrollWidth") == 360
    wide = page.locator(".explorable *").evaluate_all("""all => all.filter((one) => {
        const { left, right, width } = one.getBoundingClientRect();
        return width > 1 && (left < -1 || right > 361);
    }).map((one) => one.outerHTML.slice(0, 120))""")
    assert wide == []
    small = page.locator(".explorable :is(button, select, input[type=number])").evaluate_all(
        "all => all.filter((one) => one.offsetParent && one.offsetHeight < 40).map((one) => one.textContent)"
    )
    assert small == []


def test_reduced_motion_scrolls_without_gliding(new_page, address):
    page = open_microscope(new_page(reduced_motion="reduce"), address + PAGE)
    page.evaluate("""() => { window.behaviours = [];
        Element.prototype.scrollIntoView = (options) => window.behaviours.push(options.behavior); }""")
    page.get_by_role("button", name="换成短的那一句").evaluate("element => element.click()")
    page.evaluate("() => scrollTo(0, 0)")
    page.get_by_role("button", name="换成短的那一句").evaluate("element => element.click()")
    behaviours = page.evaluate("() => window.behaviours")
    assert behaviours and set(behaviours) == {"auto"}


# ---------------------------------------------------------------- how it comes to the reader


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript_there_are_pictures_answers_and_a_way_to_the_labs(language, new_page, address):
    page = new_page(java_script_enabled=False)
    page.goto(address + LANGUAGES[language])
    for name in ("learn", "chain", "race"):
        assert panel(page, name).locator("svg").first.is_visible()
    for name in ("learn", "chain", "rows", "moves", "race"):
        caption = panel(page, name).locator("figcaption").inner_text()
        assert caption.startswith(words(f"stills.{name}", language)[:20])
    assert panel(page, "learn").get_by_role("link").get_attribute("href").endswith("labs/index.html")
    question = page.locator('[data-question="adam"] details')
    assert question.count() == 3
    question.first.locator("summary").click()
    assert question.first.locator("p").is_visible()
    for markup in page.locator("[data-explorable]").evaluate_all("all => all.map((one) => one.outerHTML)"):
        assert not re.search(r"undefined|NaN|Infinity|\{\w+\}", markup)


def test_runs_from_disk_and_asks_for_nothing_else(page, watch, site):
    open_microscope(page, (site / PAGE).as_uri())
    apply(page, to=5)
    page.wait_for_function("() => Explorables.trainingMicroscope.live.steps === 5")
    assert {url.split(":")[0] for url in watch.urls()} <= {"file", "data", "blob"}


def test_first_view_is_light(site):
    for language, page in LANGUAGES.items():
        folder = paths.site(language) / "assets" / "explorables"
        files = [built.SITE / page, *(folder / f"{training_microscope.NAME}{end}" for end in (".min.js", ".css"))]
        assert sum(len(gzip.compress(file.read_bytes(), 6, mtime=0)) for file in files) < 120_000


def test_both_languages_have_the_same_strings():
    assert list(differences(STRINGS["zh"], STRINGS["en"])) == []


def test_stills_are_drawn_from_real_runs():
    figures = training_microscope.figures()
    assert figures["parameters"] == sum(parameter.numel() for parameter in numerals.NumeralReader().parameters())
    assert training_microscope.BUILT.is_relative_to(paths.BUILD)


def test_what_the_pages_say_of_these_runs_is_so():
    """Sentences of the pages and of the answers that name no figure, but follow from one; a reader's own runs have
    these seeds, too.
    """
    figures = training_microscope.figures()
    assert figures["accuracy"]["at_600"]["least"] > 0.9
    assert figures["two"]["seeds_nearest"] == figures["seeds"]  # "two walks towards its synonym"
    assert figures["order"] < 0.35  # "hardly any relation": no number line
    assert figures["digits"]["same_neighbour"] < 0.5 and figures["digits"]["spread"]["least"] > 1.5
    assert figures["kept"]["most"] < 0.7  # "keep only"
    untrained, trained = (figures["last_to_first"][when] for when in ("untrained", "at_500"))
    assert untrained["least"] > 3 and trained["most"] < 0.6 * untrained["least"]  # "no longer comes off so badly"
    assert figures["drift"]["lead"] > 1  # "a row that was not read can go further than one that was"
    assert figures["drift"]["left"] < 0.5  # "which rows come to rest"
    assert figures["gap"]["at_200"]["least"] > 0.1  # "a table that learns gets there earlier"
    assert figures["gap"]["shrunk"] < 0.7  # "much closer at the end than half-way"
    assert figures["frozen"]["at_400"]["least"] > 0.6  # "a random table serves too"
    assert figures["zero"]["parted"]  # "after one step all that were read go their own way"
    assert min(figures["zero"]["later"], figures["small"]["later"]) > figures["seeds"] / 2  # "often starts later"
    assert figures["zero"]["at_400"]["least"] > 0.4  # "a start from zeros works"
    assert figures["zero_frozen"]["at_400"] < 0.05  # "zeros, and frozen: hopeless"
