"""The microscopes in Chromium: how fast they calculate, and how long they ever keep a reader waiting.

The speeds are of the models alone. The longest task is the longest time for which a page could not answer (0: nothing
over the 50 ms that browsers report) while a script did what a reader does: each panel, each control that calculates,
on a long sentence and with the widest beam. It counts from the page's load event; what the browser and the theme do
before it, they do on every page. The browser runs at its usual speed where nothing else is said, and other
work on the machine makes every task longer.
"""

from __future__ import annotations

from publish.common import paths
from publish.draw import browser

TRAINING_STEPS = """() => {
    const run = new Explorables.trainingMicroscope.Run({ seed: 1 });
    for (let step = 0; step < 300; step++) run.step();
    const rates = [];
    for (let round = 0; round < 5; round++) {
        const start = performance.now();
        for (let step = 0; step < 400; step++) run.step();
        rates.push(400000 / (performance.now() - start));
    }
    return rates.sort((a, b) => a - b)[2];
}"""
# A reader at full speed: with drawing, and with reading the unseen numbers.
TRAINING_PLAYED = """async () => {
    const microscope = Explorables.trainingMicroscope;
    const pause = (ms) => new Promise((then) => setTimeout(then, ms));
    microscope.apply({ speed: "fast", play: 1 });
    await pause(500);
    const [start, steps] = [performance.now(), microscope.live.steps];
    await pause(4000);
    const rate = (microscope.live.steps - steps) / (performance.now() - start) * 1000;
    microscope.apply({ restart: 1, race: 1 });
    await pause(3000);
    microscope.apply({ base: 500, stage: 4, revealed: true, taken: 10 });
    await pause(2000);
    return rate;
}"""
# The source words alone would finish too soon: what is timed is a word read by the encoder or written by the decoder.
TOKENS = """() => {
    const { model } = Explorables.translationMicroscope.session;
    const sentences = model.examples.map((text) => model.indices(model.tokenize(text)));
    const once = () => sentences.reduce((tokens, ids) => tokens + ids.length + model.greedy(model.encode(ids).state).length, 0);
    for (let round = 0; round < 20; round++) once();
    const times = [];
    for (let round = 0; round < 15; round++) {
        const start = performance.now();
        const tokens = once();
        times.push((performance.now() - start) / tokens);
    }
    return times.sort((a, b) => a - b)[7];
}"""  # noqa: E501
# A word written by the attention model, its share of reading the source included; slowed down, as on a phone.
SLOWER = 4
EVERYDAY = [
    "我妹妹每天早上都喝牛奶。",
    "你能告诉我车站在哪里吗？",
    "因为太累了，所以我睡了一整天。",
    "昨天晚上下雨了，我没有出门。",
]
ATTENDED = """sentences => {
    const { model } = Explorables.attentionMicroscope.session;
    const read = sentences.map((text) => model.indices(model.tokenize(text)));
    const once = () => read.reduce((words, ids) => words + model.greedy(model.encode(ids)).length, 0);
    for (let round = 0; round < 5; round++) once();
    const times = [];
    for (let round = 0; round < 9; round++) {
        const start = performance.now();
        const words = once();
        times.push((performance.now() - start) / words);
    }
    return times.sort((a, b) => a - b)[4];
}"""
TRANSLATION_USED = """async () => {
    const microscope = Explorables.translationMicroscope;
    const { model } = microscope.session;
    const pause = (ms) => new Promise((then) => setTimeout(then, ms));
    const long = model.source.words.slice(4, 4 + model.maxLength).join(" ");
    const states = [];
    for (const text of [...model.examples, long]) {
        states.push(`fresh;text=${text}`, "way=matrix", "way=look", "pads=6;packed=0", "beam=5", "beam=1;drop=both");
        for (const gate of "figcoh") states.push(`gate=${gate};unit=9;show=encoder`);
        for (const show of ["lookup", "context", "decoder", "break", "python"]) states.push(`zero=我;show=${show}`);
        states.push("map=table", "map=change", "edit=move,我,3,3,change;beam=5;show=break");
    }
    for (const words of states) {
        await microscope.set(words);
        await pause(40);
        while (!microscope.shown) await pause(10);
    }
    document.querySelector(".x-board").open = true;
    await pause(300);
}"""
WATCH = """() => {
    window.longest = 0;
    const loaded = () => performance.getEntriesByType("navigation")[0].loadEventEnd || Infinity; // 0 until it has ended
    const look = (list) => {
        for (const task of list.getEntries()) if (task.startTime >= loaded()) window.longest = Math.max(window.longest, task.duration);
    };
    new PerformanceObserver(look).observe({ type: "longtask", buffered: true });
}"""  # noqa: E501


def measure() -> dict[str, tuple[float, str]]:
    with browser.launch() as chromium:
        return {**training(chromium), **translation(chromium), **attention(chromium)}


def open_page(chromium, name: str):
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(f"({WATCH})()")
    page.goto((paths.SITE / "demos" / f"{name}.html").as_uri())
    return page


def training(chromium) -> dict[str, tuple[float, str]]:
    page = open_page(chromium, "training-microscope")
    page.wait_for_function("() => window.Explorables?.trainingMicroscope?.bench")
    played = page.evaluate(TRAINING_PLAYED)
    longest = page.evaluate("window.longest")
    steps = page.evaluate(TRAINING_STEPS)  # last: it is one long task itself
    page.close()
    return {
        "training microscope, steps of 16 numerals": (steps, "a second"),
        "training microscope, the same, played at full speed": (played, "a second"),
        "training microscope, longest task": (longest, "ms"),
    }


def translation(chromium) -> dict[str, tuple[float, str]]:
    page = open_page(chromium, "translation-microscope")
    page.evaluate("() => Explorables.translationMicroscope.load()")
    page.wait_for_function("() => Explorables.translationMicroscope.ready")
    page.evaluate(TRANSLATION_USED)
    longest = page.evaluate("window.longest")
    each = page.evaluate(TOKENS)
    page.close()
    return {
        "translation microscope, a word read or written": (each, "ms"),
        "translation microscope, longest task": (longest, "ms"),
    }


def attention(chromium) -> dict[str, tuple[float, str]]:
    """At the browser's usual speed, and slowed down."""
    page = open_page(chromium, "attention-microscope")
    page.evaluate("() => Explorables.attentionMicroscope.load()")
    page.wait_for_function("() => Explorables.attentionMicroscope.ready")
    each = page.evaluate(ATTENDED, EVERYDAY)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    slowed = page.evaluate(ATTENDED, EVERYDAY)
    page.close()
    return {
        "attention microscope, a word written": (each, "ms"),
        f"attention microscope, the same, {SLOWER} times slower": (slowed, "ms"),
    }
