"""The predictions of both microscopes as they stand in a page: a question whose options each have an answer.

Without JavaScript every option unfolds into its answer, with the figures of the build; the explorable's script turns
them into buttons.
"""

from __future__ import annotations

import html
import re


def mount(explorable: str, name: str, words: dict, values: dict, attributes: str = "") -> str:
    """One question's place. `words` are the explorable's strings of one language, `values` fill its answers' slots."""
    question, verdict = words["questions"][name], words["verdict"]
    options = ""
    for option in question["options"]:
        answer = re.sub(r"{(\w+)}", lambda slot: str(values[slot[1]]), option["answer"])
        right = bool(option.get("right"))
        options += f"<details{' data-right' * right}><summary>{html.escape(option['label'])}</summary>"
        options += f"<p><strong>{verdict['right' if right else 'wrong']}</strong> {html.escape(answer)}</p></details>"
    ask = re.sub(r"{(\w+)}", lambda slot: str(values[slot[1]]), question["ask"])
    return (
        f'<div class="explorable" data-explorable="{explorable}" data-panel="question" data-question="{name}"'
        f'{attributes} data-no-terms><div class="x-question"><p class="x-ask"><span class="x-badge">'
        f"{verdict['guess']}</span> {html.escape(ask)}</p>{options}</div></div>"
    )
