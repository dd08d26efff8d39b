"""How fast the training microscope learns in Chromium, and how long it keeps the page waiting.

    python -m benchmarks.training_microscope

`steps_per_second` times the model alone, 16 numerals a step with Adam; `steps_per_second_playing` is what a reader
gets at full speed, with drawing and with reading the unseen numbers; `longest_task_ms` is the longest time for which
the page could not answer while it played, raced and answered a prediction (0: nothing over 50 ms).
"""

from __future__ import annotations

import json

from publish import browser, paths

MODEL = """() => {
    const run = Explorables.createRun({ seed: 1 });
    for (let step = 0; step < 300; step++) run.step();
    const rates = [];
    for (let round = 0; round < 5; round++) {
        const start = performance.now();
        for (let step = 0; step < 400; step++) run.step();
        rates.push(400000 / (performance.now() - start));
    }
    return rates.sort((a, b) => a - b)[2];
}"""
PLAYING = """async () => {
    const tasks = [0];
    const watch = new PerformanceObserver((list) => list.getEntries().forEach((entry) => tasks.push(entry.duration)));
    watch.observe({ entryTypes: ["longtask"] });
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
    return { rate, longest: Math.max(...tasks) };
}"""


def measure() -> dict[str, float]:
    page_file = paths.SITE / "demos" / "training-microscope.html"
    with browser.launch() as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.goto(page_file.as_uri())
        page.wait_for_function("() => window.Explorables?.trainingMicroscope?.bench")
        model = page.evaluate(MODEL)
        playing = page.evaluate(PLAYING)
    return {
        "steps_per_second": round(model),
        "steps_per_second_playing": round(playing["rate"]),
        "longest_task_ms": round(playing["longest"]),
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
