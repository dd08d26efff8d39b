"""The time-lapse shows the run that left the checkpoint, frame by frame, and everybody can watch it.

Recorded and published run are two runs of the same script from the same seed. On one machine with the same number of
threads they are equal to the last bit; another number of threads adds up in another order, hence the tolerance.
"""

from __future__ import annotations

import gzip
import itertools
import json
from collections import Counter

import pytest
import torch

from publish.common import paths
from publish.pages import panels
from publish.run import loading, recording, timelapse
from tests import built
from tests.browser.test_accessibility import AUDIT, AXE, RULES
from tests.keyboard import tab_to

STRINGS = json.loads((timelapse.FOLDER / "strings.json").read_text("utf-8"))
ARTICLE = "posts/embedding-lstm-seq2seq.html"
PAGES = {
    ("zh", "full"): ARTICLE,
    ("en", "full"): f"en/{ARTICLE}",
    ("zh", "home"): "index.html",
    ("en", "home"): "en/index.html",
}
PLACE = '[data-explorable="training-timelapse"]'
LATE = "training-timelapse.min.js"
TOLERANCE = 1e-4


@pytest.fixture(scope="module")
def record() -> dict:
    return json.loads(recording.BUILT.read_text("utf-8"))


def test_what_the_pages_say_of_the_recording_is_so(record):
    """Sentences that name no figure, but follow from one."""
    length = record["length"]
    assert length[1] < 0.1 * length[-1]  # at first all dots are at the origin …
    assert length[-1] - length[-2] < 0.05 * length[-1]  # … and at the end they hardly move
    assert record["alike"][-1][1] > record["alike_chance"] + 0.1  # "some words of a kind draw together"


@pytest.fixture(scope="module")
def trained():
    """(the checkpoint's translator, the script as a module)."""
    return loading.trained()


@pytest.fixture
def lapse(page, address):
    """The article's panel, live."""
    return open_panel(page, address + ARTICLE)


def open_panel(page, url: str):
    if ARTICLE not in url:  # on a home page it plays by itself where motion is welcome: see test_home.py
        page.emulate_media(reduced_motion="reduce")
    page.goto(url)
    page.locator(PLACE).scroll_into_view_if_needed()
    page.wait_for_function("() => window.Explorables?.timelapse?.panels.length")
    return page


def words(key: str, language: str = "zh"):
    found = STRINGS[language]
    for part in key.split("."):
        found = found[part]
    return found


def show(page, frame: int) -> None:
    page.evaluate("frame => Explorables.timelapse.panels[0].show(frame)", frame)


def shown(page) -> int:
    return page.evaluate("() => Explorables.timelapse.panels[0].state.frame")


# ---------------------------------------------------------------- it is the real run


def test_recorded_run_is_the_one_that_left_the_checkpoint(record, trained):
    history = trained[0].history
    assert [row["step"] for row in record["history"]] == [row["step"] for row in history]
    for ours, theirs in zip(record["history"], history, strict=True):
        for key in ("train_loss", "loss"):
            assert abs(ours[key] - theirs[key]) < TOLERANCE, f"step {ours['step']}: {key}"
    assert len(record["losses"]) == trained[0].config.steps


def test_frames_agree_with_what_the_script_saw_itself(record):
    frames = {frame["step"]: frame for frame in record["frames"]}
    for row in record["history"]:
        assert {key: frames[row["step"]][key] for key in row} == pytest.approx(row, abs=1e-6)
    for step, frame in frames.items():
        assert frame["train_loss"] == (record["losses"][step - 1] if step else None)


def test_first_frame_is_untrained_and_the_last_one_is_the_end(record, trained):
    steps = [frame["step"] for frame in record["frames"]]
    assert steps[0] == 0 and steps[-1] == trained[0].config.steps
    assert 24 <= len(steps) <= 32 and steps == sorted(set(steps))
    gaps = [after - before for before, after in itertools.pairwise(steps)]
    assert max(gaps[:10]) < min(gaps[-5:]), "denser early than late"
    assert abs(record["frames"][0]["loss"] - torch.tensor(float(record["target_vocabulary"])).log().item()) < 0.1


def test_kept_weights_write_the_translations_of_their_frame(record, trained):
    translator, s2s = trained
    frame = next(frame for frame in record["frames"] if frame["step"] == record["kept_step"])
    corpus = s2s.make_corpus(translator.config.seed)
    for (part, source, truth), written in zip(record["sentences"], frame["written"], strict=True):
        assert recording.shortened(translator.translate(source)) == written
        assert (source.split(), truth.split()) in getattr(corpus, part)
    finished = record["frames"][-1]["written"]
    assert any(written == truth for (_, _, truth), written in zip(record["sentences"], finished, strict=True))
    assert {part for part, _, _ in record["sentences"]} == {"test", "unseen"}


def test_map_has_every_word_once_and_each_word_has_its_kind(record, trained):
    translator, s2s = trained
    assert record["words"] == translator.source_vocabulary.words[len(s2s.SPECIALS) :]
    listed = [word for group in recording.KINDS.values() for word in group.split()]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(record["words"])
    assert all(len(moves) == len(record["words"]) for moves in record["moved"])


def test_plane_keeps_what_the_page_says(record, trained):
    """Calculated anew from the checkpoint, if its weights are the last frame's, and without recording.plane."""
    translator, s2s = trained
    assert record["kept_step"] == record["frames"][-1]["step"], "the best weights are not the last: compare their frame"
    start = type(translator)(translator.source_vocabulary, translator.target_vocabulary, translator.config)
    first = len(s2s.SPECIALS)
    tables = [one.model.encoder.embedding.weight.detach()[first:] for one in (start, translator)]
    moved = tables[1] - tables[0]
    spread, directions = torch.linalg.svd(moved - moved.mean(0), full_matrices=False)[1:]
    kept = (spread[:2] ** 2).sum() / (spread**2).sum()
    assert record["kept"][-1] == pytest.approx(kept.item(), abs=1e-3)
    assert record["length"][-1] == pytest.approx(moved.norm(dim=1).mean().item(), abs=1e-3)
    assert record["length_start"] == pytest.approx(tables[0].norm(dim=1).mean().item(), abs=1e-3)
    places = torch.tensor(record["moved"]).sum(0)
    flat = moved @ directions[:2].T
    expected = (flat / flat.abs().max() * recording.GRID).abs()  # a direction's sign is arbitrary
    assert (places.abs() - expected).abs().max() < 3


def test_words_of_a_kind_draw_together_as_the_home_page_says(record):
    """On the map more than by chance, in all dimensions more than on the map; from the map's own places."""
    places = torch.tensor(record["moved"]).sum(0).float()
    kinds = torch.tensor([list(recording.KINDS).index(kind) for kind in record["kinds"]])
    nearest = torch.cdist(places, places).fill_diagonal_(torch.inf).topk(5, largest=False).indices
    flat = (kinds[nearest] == kinds[:, None]).float().mean().item()
    on_map, full = record["alike"][-1]
    assert flat == pytest.approx(on_map, abs=0.03), "places are rounded, so a neighbour may change"
    assert record["alike_chance"] + 0.05 < on_map < full


def test_page_gets_the_recording_to_within_a_pixel(lapse, record):
    panel = lapse.evaluate("() => Explorables.timelapse.panels[0].lapse")
    for frame, ours, moves in zip(panel["frames"], record["frames"], _summed(record["moved"]), strict=True):
        assert frame["places"] == moves
        assert frame["loss"] == pytest.approx(ours["loss"], rel=1e-3)
        assert [" ".join(line) for line in frame["written"]] == ours["written"]
    assert panel["losses"] == pytest.approx(record["losses"], rel=5e-3)
    drawn = lapse.locator(f"{PLACE} path[data-kind]").evaluate_all(
        "all => all.map((one) => [one.dataset.kind, one.getAttribute('d').split('M').length - 1])"
    )
    strokes = {"quality": 2, "count": 2}  # a cross is two strokes
    assert {kind: moves / strokes.get(kind, 1) for kind, moves in drawn} == Counter(record["kinds"])


def _summed(moved: list) -> list:
    return torch.tensor(moved).cumsum(0).tolist()


@pytest.mark.parametrize(
    ("written", "truth", "right"),
    [
        ("you like apples", "you like apples", [True, True, True]),
        ("you like this morning", "you like apples", [True, True, False, False]),
        ("we do not like that table", "we will not write that article", [True, False, True, False, True, False]),
        ("the the cat", "the cat", None),  # one of the two is wrong; either may be
        ("", "the cat", []),
    ],
)
def test_wrong_words_are_those_outside_the_longest_common_order(lapse, written, truth, right):
    result = lapse.evaluate("([a, b]) => Explorables.timelapse.align(a, b)", [written.split(), truth.split()])
    assert result["matched"] == sum(result["right"])
    assert result["right"] == right if right is not None else result["matched"] == len(truth.split())


# ---------------------------------------------------------------- what a reader does with it


@pytest.mark.parametrize(("language", "panel"), PAGES)
def test_every_frame_is_told_in_words(language, panel, page, address, record):
    open_panel(page, address + PAGES[language, panel])
    slider = page.locator(f"{PLACE} input[type=range]")
    told = set()
    for number, frame in enumerate(record["frames"]):
        show(page, number)
        spoken = slider.get_attribute("aria-valuetext")
        labels = page.locator(f"{PLACE} svg[role=img]").evaluate_all("all => all.map((one) => one.ariaLabel)")
        said = page.locator(PLACE).inner_text()
        for text in (spoken, said, *labels):
            assert not any(hole in text for hole in ("{", "undefined", "NaN", "Infinity"))
        assert str(frame["step"]) in spoken and f"{frame['loss']:.3f}"[:5] in spoken
        assert len(labels) == 2 and all(str(frame["step"]) in label for label in labels)
        assert f"{record['kept'][number]:.0%}" in labels[0] or frame["step"] == 0
        told.add(spoken)
    assert len(told) == len(record["frames"])


def test_wrong_words_are_marked_and_right_sentences_say_so(lapse, record):
    for number in (0, len(record["frames"]) - 1):
        show(lapse, number)
        items = lapse.locator(f"{PLACE} .x-lapse-sentences li")
        for index, (part, source, truth) in enumerate(record["sentences"]):
            item = items.nth(index)
            written = record["frames"][number]["written"][index]
            assert item.locator(".x-to").inner_text() == written
            assert item.locator(".x-from").inner_text().startswith(source)
            assert (words("sentences.right") in item.inner_text()) == (written == truth)
            assert bool(item.locator("mark").count()) == (written != truth)
            assert (words("sentences.unseen") in item.inner_text()) == (part == "unseen")


def walk_to(page, target) -> None:
    """From the play button, by Tab alone."""
    page.locator(f"{PLACE} .x-play").evaluate("element => element.focus()")
    tab_to(page, target, 40)


def test_everything_works_by_keyboard(lapse, record):
    place = lapse.locator(PLACE)
    last = len(record["frames"]) - 1
    slider = place.locator("input[type=range]")
    walk_to(lapse, slider)
    lapse.keyboard.press("Home")
    assert shown(lapse) == 0
    assert words("frame.start").split("{")[0] in place.locator(".x-status").inner_text()
    lapse.keyboard.press("ArrowRight")
    assert shown(lapse) == 1
    lapse.keyboard.press("End")
    assert shown(lapse) == last
    walk_to(lapse, place.get_by_role("button", name=words("controls.back")))
    lapse.keyboard.press("Enter")
    assert shown(lapse) == last - 1
    step = record["frames"][last - 1]["step"]
    assert str(step) in lapse.locator(".x-announcer").inner_text()
    assert str(step) in place.locator(".x-counter").inner_text()
    walk_to(lapse, place.get_by_role("button", name=words("kinds.verb")))
    lapse.keyboard.press("Space")
    lit = place.locator("path[data-kind]:not(.x-faint)")
    assert lit.evaluate_all("all => all.map((one) => one.dataset.kind)") == ["verb"]
    named = place.locator(".x-label").all_text_contents()
    assert named and {record["kinds"][record["words"].index(word)] for word in named} == {"verb"}
    walk_to(lapse, place.get_by_role("combobox"))
    lapse.keyboard.press("ArrowDown")  # from nobody to the first word
    assert lit.count() == 0
    assert place.locator(".x-label").all_text_contents() == [record["words"][0]]
    assert place.locator(".x-way").count() == 1
    assert place.locator('[aria-pressed="true"]').count() == 0


def test_play_goes_to_the_end_and_pause_stops_it(new_page, address, record):
    page = new_page(viewport={"width": 1280, "height": 800})
    page.clock.install()
    open_panel(page, address + ARTICLE)
    play = page.locator(f"{PLACE} .x-play")
    play.click()  # from the last frame it starts over
    assert play.inner_text() == words("controls.pause")
    page.clock.run_for(1000)
    assert 0 < shown(page) < len(record["frames"]) - 1
    play.click()
    stopped = shown(page)
    page.clock.run_for(5000)
    assert shown(page) == stopped
    play.click()
    page.clock.run_for(60_000)
    assert shown(page) == len(record["frames"]) - 1
    assert play.inner_text() == words("controls.play")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_marks_glide_only_where_motion_is_welcome(motion, new_page, address):
    page = new_page(reduced_motion=motion)
    page.clock.install()
    open_panel(page, address + ARTICLE)
    show(page, 12)
    marks = page.locator(f"{PLACE} path[data-kind=verb]")
    still = marks.get_attribute("d")
    page.clock.run_for(1000)
    assert marks.get_attribute("d") == still, "nothing moves before it is asked to"
    page.locator(f"{PLACE} .x-play").click()
    page.clock.run_for(200)
    assert shown(page) == 12
    assert (marks.get_attribute("d") != still) == (motion == "no-preference")


def test_word_is_followed_when_its_mark_is_pressed(lapse, record):
    place = lapse.locator(f"{PLACE} .x-lapse-map")
    last = len(record["frames"]) - 1
    far = max(
        range(len(record["words"])), key=lambda word: torch.tensor(record["moved"])[:, word].sum(0).float().norm()
    )
    at = lapse.evaluate(
        """([k, id]) => {
            const { panels: [{ lapse }], way } = Explorables.timelapse;
            const width = document.querySelector('.x-lapse-map').clientWidth;
            const d = way(width, lapse, k, id).match(/M([-\\d.]+) ([-\\d.]+)[la][^M]*$/);
            return [Number(d[1]), Number(d[2])];
        }""",
        [last, far],
    )
    place.click(position={"x": at[0], "y": at[1]})
    assert lapse.locator(f"{PLACE} select").input_value() == str(far)
    assert place.locator(".x-label").all_text_contents() == [record["words"][far]]


def test_kinds_differ_in_shape_and_not_by_colour_alone(lapse):
    shapes = lapse.evaluate(
        "() => { const { KINDS, mark } = Explorables.timelapse; return KINDS.map((kind) => mark(kind, 0, 0, 4)); }"
    )
    assert len(set(shapes)) == len(recording.KINDS) == len(shapes)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "panel"), PAGES)
def test_phone_shows_it_all_without_scrolling_sideways(language, panel, scheme, new_page, address):
    page = new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme, has_touch=True, is_mobile=True)
    open_panel(page, address + PAGES[language, panel])
    for frame in (0, 8):
        show(page, frame)
        assert page.evaluate("() => document.documentElement.scrollWidth") == 360
        wide = page.locator(f"{PLACE} *").evaluate_all("""all => all.filter((one) => {
            const { left, right, width } = one.getBoundingClientRect();
            return width > 1 && (left < -1 || right > 361);
        }).map((one) => one.outerHTML.slice(0, 120))""")
        assert wide == []
    small = page.locator(f"{PLACE} :is(button, select, input)").evaluate_all(
        "all => all.filter((one) => one.offsetHeight < 40).map((one) => one.outerHTML.slice(0, 120))"
    )
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("panel", ["full", "home"])
def test_axe_finds_no_violation_in_the_live_panel(panel, scheme, new_page, address):
    page = new_page(color_scheme=scheme, viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    open_panel(page, address + PAGES["zh", panel])
    if panel == "full":
        page.evaluate("() => Explorables.timelapse.panels[0].change({ kind: 'time' })")
    show(page, 12)
    page.evaluate(AXE)  # the panel alone: the rest of the page has its own test
    found = page.evaluate(AUDIT.replace("axe.run(document", f"axe.run('{PLACE}'"), RULES)
    assert found == [], "\n" + "\n".join(found)


# ---------------------------------------------------------------- how it comes to the reader


@pytest.mark.parametrize(("language", "panel"), PAGES)
def test_without_javascript_there_are_three_captioned_pictures(language, panel, new_page, address, record):
    page = new_page(java_script_enabled=False)
    page.goto(address + PAGES[language, panel])
    figure = page.locator(f"{PLACE} figure")
    pictures = figure.locator("svg[role=img]")
    assert pictures.count() == 3
    assert all(pictures.nth(number).is_visible() for number in range(3))
    steps = [0, record["history"][0]["step"], record["frames"][-1]["step"]]
    for number, step in enumerate(steps):
        assert str(step) in figure.locator(".x-status").nth(number).inner_text()
    assert figure.locator("figcaption").inner_text().startswith(words(f"stills.{panel}", language)[:20])
    markup = page.locator(PLACE).evaluate("e => e.outerHTML")
    assert not any(hole in markup for hole in ("undefined", "NaN", "Infinity", "{"))


@pytest.mark.parametrize("path", [PAGES["zh", "full"], PAGES["en", "home"]])
def test_runs_from_disk_and_asks_for_nothing_else(page, watch, site, path):
    open_panel(page, (site / path).as_uri())
    assert {url.split(":")[0] for url in watch.urls()} <= {"file", "data", "blob"}


def test_player_and_recording_come_only_when_they_are_looked_at(page, watch, address):
    page.goto(address + ARTICLE, wait_until="networkidle")
    assert not any(LATE in url for url in watch.urls())
    open_panel(page, address + ARTICLE)
    assert sum(LATE in url for url in watch.urls()) == 1


def test_player_that_does_not_come_is_explained_and_asked_for_again(page, watch, address):
    page.route(f"**/*{LATE}*", lambda route: route.abort())
    page.goto(address)
    place = page.locator(PLACE)
    place.scroll_into_view_if_needed()
    alert = place.get_by_role("alert")
    alert.wait_for()
    assert alert.inner_text() == words("loading.missing")
    assert place.locator("figure").is_visible()
    page.unroute(f"**/*{LATE}*")
    place.get_by_role("button", name=words("loading.again")).press("Enter")
    page.wait_for_function("() => window.Explorables?.timelapse?.panels.length")
    assert place.get_by_role("alert").count() == 0
    assert watch.problems, "the request that failed was seen"
    watch.problems.clear()


def test_first_view_gets_little_and_the_rest_is_light_too():
    """What a page with the time-lapse weighs more before it is looked at, and what comes then."""
    for language in paths.LANGUAGES:
        folder = (built.SITE if language == "zh" else built.SITE / language) / "assets/explorables"
        first, late = (
            "".join((folder / name).read_text("utf-8") for name in names)
            for names in (("late.min.js", f"{timelapse.NAME}.css"), (LATE,))
        )
        first += panels.lapse("full", language, "../")
        assert len(gzip.compress(first.encode(), 6, mtime=0)) < 12_000
        assert len(gzip.compress(late.encode(), 6, mtime=0)) < 30_000
    assert len(gzip.compress(timelapse.DATA.read_bytes(), 6, mtime=0)) < 25_000


def test_both_languages_have_the_same_strings():
    def shape(value):
        return {key: shape(inner) for key, inner in value.items()} if isinstance(value, dict) else type(value)

    assert shape(STRINGS["zh"]) == shape(STRINGS["en"])


@pytest.mark.parametrize(("language", "panel"), PAGES)
def test_each_place_has_the_panel_it_is_meant_to_have(language, panel, site):
    html = (built.SITE / PAGES[language, panel]).read_text("utf-8")
    assert html.count(f'data-explorable="training-timelapse" data-panel="{panel}"') == 1
