"""No build can make a sentence false: what a page says of a run rests on something that fails when it stops being so.

tests/article/interpretations.toml lists these sentences, by a fragment of each, under what they rest on: an assertion
of a lab, a snippet or a test (`on`, "file: fragment of the assertion"), words that a lab chooses from its values
(`words`, the key without its language), or a reason why no run can make them false (`always`). In a file of strings a
fragment is the key of a text, in both languages.

Which sentences have to be listed is decided by rule. A sentence quotes a run when it names a value that is measured,
or stands where a lab says what was seen. It is a bare quotation when it has none of the words that judge (JUDGING),
and a row of a table is one, too: what rows mean is said in sentences. All others are readings, and have to be listed.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from publish.common import paths
from publish.run import values

GROUNDS = {"on", "words", "always"}
RESTS = tomllib.loads(Path(__file__).with_name("interpretations.toml").read_text("utf-8"))["rests"]
LISTED: dict[str, list[str]] = {}
for entry in RESTS:
    for name in entry.keys() - GROUNDS:
        LISTED.setdefault(name, []).extend(entry[name])

PAGES = [paths.shown(file) for language in paths.LANGUAGES for file in sorted(paths.docs(language).rglob("*.md"))]
LABS = [paths.shown(file) for file in sorted(paths.LABS.glob("0*.py"))]
RUNS = [*LABS, *(paths.shown(file) for file in sorted(paths.SNIPPETS.glob("*.py")))]
STRINGS = [paths.shown(file) for file in sorted(paths.EXPLORABLES.glob("*/strings.json"))]

VALUE = re.compile(r"\[\[value ([^\s\]]+)[^\]]*\]\]")
SETTING = re.compile(  # a count or a choice, known before the run
    r"(?:script|corpus|params|versions|run\.config)\."
    r"|.*\.(?:seeds|steps(?:_long|_longer)?|pairs|donor_pairs|all_pairs|dropout_pairs|dropout_passes|sentences|words"
    r"|classes|rows|(?:source|target|absent|present|never)_rows|parameters|total|hidden_size|embed_size|vocabulary"
    r"|after|calls|models|batches|frames|others|longest|multiplications|cat|dog|after_cat|step|late_step|decay_steps"
    r"|vocab_growth|context_numbers|weights_kb|peak_rss_mb|words_\d_\w+|lr_\w+|(?:trial_)?rate_\w+)$"
)
JUDGING = {
    "zh": re.compile(
        "更|最|比|都|只|才|却|高|低|多|少|大|小|好|差|快|慢|几乎|近|远|升|降|没|不|全|总|仍|还|已|可见|说明|明显|同"
        "|一样|恰|反而|消失|移动|强|弱|够|能|会|半|靠|散|留|记|扔|正是|可是|但|零|必须"
    ),
    "en": re.compile(
        r"\b(?:more|most|less|least|than|only|but|yet|though|better|best|worse|worst|higher|lower|highest|lowest|far"
        r"|near\w*|hardly|mostly|no|not|none|never|all|each|every|any|same|still|rise\w*|rose|fall\w*|fell|drop\w*"
        r"|again|too|even|clear\w*|alike|differ\w*|apart|overlap|helps?|harm\w*|gains?|loses?|move[sd]?|moving|larg\w+"
        r"|small\w*|just|so|while|against|holds?|enough|cannot|without|keeps?|kept|like|likes|nothing|one|reach\w*"
        r"|first|out|zero|must)\b",
        re.IGNORECASE,
    ),
}
ENDS = re.compile(r"(?<=[。！？；])(?![）」”*])|(?<=[.!?;])\s+(?=[^a-z(])")


@cache
def text(name: str) -> str:
    return (paths.ROOT / name).read_text("utf-8")


@cache
def prose(name: str) -> tuple[tuple[str, str], ...]:
    """(heading, line) for what is read as text: no code, formulas, notes or rows of tables."""
    lines = _cells(text(name)) if name.endswith(".py") else _page(text(name))
    heading, found = "", []
    for line in map(str.strip, lines.split("\n")):
        if line.startswith("#"):
            heading = line
        elif line and not line.startswith("|"):
            found.append((heading, line))
    return tuple(found)


def _cells(source: str) -> str:
    """The Markdown cells of a lab."""
    lines, spoken = [], False
    for line in source.split("\n"):
        if line.startswith("# %%"):
            spoken = "[markdown]" in line
        lines.append(line.removeprefix("#").strip() if spoken and line.startswith("# ") else "")
    return "\n".join(lines)


def _page(markdown: str) -> str:
    markdown = re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.DOTALL)
    markdown = re.sub(r"<!--.*?-->", "", markdown, flags=re.DOTALL)
    markdown = re.sub(r"^(\s*)(`{3,}).*?^\s*\2`*\s*$", "", markdown, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"\$\$.*?\$\$", "", markdown, flags=re.DOTALL)


def sentences(line: str) -> list[str]:
    return [sentence.strip() for sentence in ENDS.split(line) if sentence.strip()]


def quotes(sentence: str) -> bool:
    """Whether it names a value that a run measured."""
    return any(not SETTING.match(key) for key in VALUE.findall(sentence))


def judges(sentence: str) -> bool:
    bare = VALUE.sub(" ", sentence)
    return bool(JUDGING["zh" if re.search("[\u4e00-\u9fff]", bare) else "en"].search(bare))


def readings(name: str) -> list[str]:
    """The sentences of a page or lab that have to be listed."""
    return [
        sentence
        for heading, line in prose(name)
        for sentence in sentences(line)
        if ("{#findings}" in heading or quotes(sentence)) and judges(sentence)
    ]


@cache
def assertions(name: str) -> tuple[str, ...]:
    """What a Python file asserts, and the words it says where that fails, each on one line."""
    source = text(name)
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert)]
    return tuple(" ".join(ast.get_source_segment(source, node).split()).removeprefix("assert ") for node in nodes)


def text_at(strings: dict, key: str) -> object:
    for part in key.split("."):
        strings = strings[part]
    return strings


# ------------------------------------------------------------------------------ the list holds together


def test_every_entry_rests_on_one_thing():
    for entry in RESTS:
        assert len(entry.keys() & GROUNDS) == 1 < len(entry), entry
        assert all(isinstance(entry[name], list) and entry[name] for name in entry.keys() - GROUNDS), entry


def test_nothing_is_rested_on_in_two_entries():
    grounds = [(kind, entry[kind]) for entry in RESTS for kind in entry.keys() & GROUNDS]
    assert len(grounds) == len(set(grounds))


@pytest.mark.parametrize("name", sorted(LISTED))
def test_every_fragment_stands_in_its_page(name):
    if name in STRINGS:
        for key in LISTED[name]:
            assert all(text_at(strings, key) for strings in json.loads(text(name)).values()), key
        return
    whole = text(name)
    for fragment in sorted(set(LISTED[name])):
        assert whole.count(fragment) == 1, f"{name}: {fragment!r} stands there {whole.count(fragment)} times"


@pytest.mark.parametrize("ground", [entry["on"] for entry in RESTS if "on" in entry])
def test_every_assertion_stands_in_its_file(ground):
    name, _, fragment = ground.partition(": ")
    assert any(fragment in statement for statement in assertions(name))


@pytest.mark.parametrize("entry", [entry for entry in RESTS if "words" in entry], ids=lambda entry: entry["words"])
def test_words_are_chosen_by_the_run_and_quoted(entry):
    given = values.load()
    for language in paths.LANGUAGES:
        assert isinstance(values.find(given, f"{entry['words']}_{language}"), str)
    for name in entry.keys() - GROUNDS:
        for fragment in entry[name]:
            [sentence] = [one for _, line in prose(name) for one in sentences(line) if fragment in one]
            assert f"[[value {entry['words']}_" in sentence


# ------------------------------------------------------------------------------ nothing is left out


@pytest.mark.parametrize("name", [*PAGES, *LABS])
def test_every_sentence_that_reads_a_run_is_listed(name):
    left_out = [s for s in readings(name) if not any(fragment in s for fragment in LISTED.get(name, []))]
    assert not left_out, f"{name}: say in interpretations.toml what these rest on:\n" + "\n".join(left_out)


@pytest.mark.parametrize("name", RUNS)
def test_every_assertion_of_a_run_keeps_a_sentence_true(name):
    """And every run has one: a page shows what it printed, and says something of it."""
    rested = [ground.partition(": ") for ground in (entry.get("on", "") for entry in RESTS)]
    fragments = [fragment for file, _, fragment in rested if file == name]
    assert assertions(name)
    assert not [statement for statement in assertions(name) if not any(part in statement for part in fragments)]


@pytest.mark.parametrize("name", STRINGS)
def test_every_answer_of_a_microscope_is_listed(name):
    questions = json.loads(text(name))["zh"].get("questions", {})
    asked = {f"questions.{key}" for key, question in questions.items() if "options" in question}
    assert asked <= set(LISTED.get(name, []))


@pytest.mark.parametrize("name", [name for name in PAGES if "[[output default" in text(name)])
def test_a_page_with_the_log_says_which_columns_are_the_machine_s(name):
    [told] = [line for _, line in prose(name) if "`s left`" in line]
    assert "`tokens/s`" in told
    assert re.search("机器|machine", told)


# ------------------------------------------------------------------------------ the rules tell what they should


@pytest.mark.parametrize(
    "sentence",
    [
        "居中的最好，验证损失是 [[value snippet.table-scale.std1 .2f]]。",
        "Its loss of [[value lab.02_initialisation.loss_normal_mean .2f]] is lower.",
    ],
)
def test_a_reading_is_found(sentence):
    assert quotes(sentence)
    assert judges(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "- 正读 [[value lab.08_bottleneck.part_forward_h128_of3_mean .0%]]；",
        "Its cosine is [[value snippet.static-contextual.AB .2f]].",
    ],
)
def test_a_bare_quotation_is_free(sentence):
    assert quotes(sentence)
    assert not judges(sentence)


def test_a_setting_is_no_measurement():
    assert not quotes("最多 [[value lab.04_optimisers.steps]] 步，[[value run.config.batch_size]] 句一批。")
