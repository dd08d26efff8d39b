"""The markup of explorables' panels: what stands in a page without JavaScript, and where the script finds its place.

A panel is a still picture with its caption. A prediction is a question whose options each unfold into an answer with
the figures of the build; the script turns them into buttons.
"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

from publish.common.errors import PublishError, nearest
from publish.run import (
    attention_microscope,
    live_cover,
    timelapse,
    training_microscope,
    translation_microscope,
    weights,
)

WEIGHTS = f"assets/explorables/{translation_microscope.NAME}"  # their parts, below each language's root
# Below the site's root: they are large, and the same for both languages.
ATTENTION_WEIGHTS = f"assets/explorables/{attention_microscope.NAME}"


def training(panel: str, language: str, base: str) -> str:
    """Of the training microscope: `learn`, `chain`, … or `question-two`."""
    microscope, built = training_microscope, training_microscope.built()
    words = _words(microscope.FOLDER, language)
    kind, _, question = panel.partition("-")
    if kind == "question":
        values = _part(microscope.NAME, "question", question, built["answers"][language])
        return _prediction(microscope.NAME, question, words, values)
    picture = _part(microscope.NAME, "panel", panel, built["stills"][language])
    caption = words["stills"][panel]
    if panel == "learn":  # once on a page is enough
        caption += words["stills"]["live"].replace("{labs}", _labs(words["stills"]["labs"], base))
    identity = microscope.NAME if panel == "learn" else f"{microscope.NAME}-{panel}"
    return (
        f'<div class="explorable" id="{identity}" data-explorable="{microscope.NAME}" data-panel="{panel}"'
        f' data-no-terms><figure class="x-still">{picture}<figcaption>{caption}</figcaption></figure></div>'
    )


def translation(panel: str, language: str, base: str) -> str:
    """Of the translation microscope: `sentence` (also if none is named), `lookup`, … or `question-drop`."""
    microscope, built = translation_microscope, translation_microscope.built()
    words = _words(microscope.FOLDER, language)
    kind, _, question = panel.partition("-")
    if kind == "question":
        return _question(microscope.NAME, question, words, built["answers"])
    panel = panel or "sentence"
    picture, caption = _part(microscope.NAME, "panel", panel, built["stills"][language])
    if panel == "sentence":  # once on a page is enough
        caption += " " + words["stills"]["live"].replace("{labs}", _labs(words["stills"]["labs"], base))
    download = f"{base}downloads/lstm_encoder_decoder.py"
    return (
        f'<div class="explorable" id="{microscope.NAME}-{panel}" data-explorable="{microscope.NAME}"'
        f' data-panel="{panel}" {_weights(base)} data-download="{download}" data-no-terms>'
        f'<figure class="x-still">{picture}<figcaption>{caption}</figcaption></figure></div>'
    )


def attention(panel: str, language: str, base: str) -> str:
    """Of the attention microscope: the figure (if none is named), or `question-outside`."""
    microscope, built = attention_microscope, attention_microscope.built()
    words = _words(microscope.FOLDER, language)
    kind, _, question = panel.partition("-")
    if kind == "question":
        return _question(microscope.NAME, question, words, built["answers"])
    if panel:
        raise PublishError(f"the attention microscope has no panel {panel!r}.", "It has one figure, without a name.")
    picture, caption = built["stills"][language]
    index, made = json.loads(microscope.INDEX.read_text("utf-8")), microscope.pointer()
    where = _where(f"{base}{'' if language == 'zh' else '../'}{ATTENTION_WEIGHTS}/", index)
    foot = words["foot"].replace("{pairs}", f"{made['training_data']['pairs']:,}")
    foot = foot.replace("{licence}", made["data"]["licence_url"]).replace("{name}", made["data"]["licence"])
    return (
        f'<div class="explorable" id="{microscope.NAME}" data-explorable="{microscope.NAME}" data-panel="full"'
        f' {where} data-size="{index["script_bytes"] / 1e6:.1f}" data-no-terms>'
        f'<figure class="x-still">{picture}<figcaption>{caption} {words["stills"]["live"]}</figcaption></figure>'
        f'<p class="x-note">{foot}</p></div>'
    )


def _where(address: str, index: dict) -> str:
    """Attributes that lead a script to weights in parts."""
    return f'data-base="{address}" data-digest="{index["digest"]}" data-parts="{index["parts"]}"'


def lapse(panel: str, language: str, base: str) -> str:
    """Of the time-lapse: `full` (also if none is named), or `home`, the short one."""
    panel, stills = panel or "full", timelapse.read(timelapse.BUILT)[language]
    if panel not in timelapse.PANELS:
        raise PublishError(f"the time-lapse has no panel {panel!r}.", nearest(panel, timelapse.PANELS))
    words = _words(timelapse.FOLDER, language)
    caption = words["stills"][panel].replace("{kept}", f"{timelapse.figures()['kept']:.0%}")
    return (
        f'<div class="explorable" id="{timelapse.NAME}" data-explorable="{timelapse.NAME}" data-panel="{panel}"'
        f' data-late="{base}assets/explorables/{timelapse.NAME}.min.js" data-no-terms>'
        f'<figure class="x-still">{stills[panel]}<figcaption>{caption}</figcaption></figure>'
        f'<p class="x-late" hidden><span role="alert">{words["loading"]["missing"]}</span>'
        f' <button type="button" class="x-button">{words["loading"]["again"]}</button></p></div>'
    )


def cover(panel: str, language: str, base: str) -> str:
    """The cover on the home page; it is all one panel."""
    if panel:
        raise PublishError(f"the cover has no panel {panel!r}.", "Write [[explore cover]].")
    built = live_cover.built()
    markup = built["stills"][language].replace("{base}", base)
    name = html.escape(_words(live_cover.FOLDER, language)["name"])
    return (
        f'<div class="explorable x-cover" id="{live_cover.NAME}" data-explorable="{live_cover.NAME}" {_weights(base)}'
        f' role="group" aria-label="{name}"'
        f' data-kinds="{built["kinds"]}" data-text="{html.escape(built["text"])}" data-no-terms>{markup}</div>'
    )


def _weights(base: str) -> str:
    """Where the model's weights are, and of which build."""
    return _where(f"{base}{WEIGHTS}/", json.loads(weights.INDEX.read_text("utf-8")))


def _words(folder: Path, language: str) -> dict:
    """What an explorable says."""
    return json.loads((folder / "strings.json").read_text("utf-8"))[language]


def _labs(words: str, base: str) -> str:
    return f'<a href="{base}labs/index.html">{words}</a>'


def _part(explorable: str, kind: str, name: str, known: dict):
    """A question or a panel by its name. Raises PublishError where the explorable has none of that name."""
    if name not in known:
        raise PublishError(f"the {explorable.replace('-', ' ')} has no {kind} {name!r}.", nearest(name, known))
    return known[name]


def _question(explorable: str, name: str, words: dict, answers: dict) -> str:
    """The place of a question whose answer sets the figure."""
    answer = _part(explorable, "question", name, answers)
    return _prediction(explorable, name, words, answer["values"], f' data-set="{html.escape(answer["set"])}"')


def _prediction(explorable: str, name: str, words: dict, values: dict, attributes: str = "") -> str:
    """One question's place. `words` are the explorable's strings of one language, `values` fill its answers' slots."""
    question, verdict = words["questions"][name], words["verdict"]

    def filled(text: str) -> str:
        return html.escape(re.sub(r"{(\w+)}", lambda slot: str(values[slot[1]]), text))

    options = ""
    for option in question["options"]:
        right = bool(option.get("right"))
        options += f"<details{' data-right' * right}><summary>{html.escape(option['label'])}</summary>"
        options += (
            f"<p><strong>{verdict['right' if right else 'wrong']}</strong> {filled(option['answer'])}</p></details>"
        )
    return (
        f'<div class="explorable" data-explorable="{explorable}" data-panel="question" data-question="{name}"'
        f'{attributes} data-no-terms><div class="x-question"><p class="x-ask"><span class="x-badge">'
        f"{verdict['guess']}</span> {filled(question['ask'])}</p>{options}</div></div>"
    )
