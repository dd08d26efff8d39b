"""Both languages say the same: their sections, code, figures, sources and formulas, and neither is left behind."""

import pytest

from publish.common.errors import PublishError
from publish.pages import editions

TEXTS = editions.texts()
PAGE = """---
title: t
---

# Title {#page}

Above [[value run.test.exact_match .1%]] of [@cho2014], see [1.1](posts/a.md#overview).

## Formula {#formula}

$$
p(\\text{cat}) = 1
$$

```python
loss.backward()  # fills .grad
# not {#a-heading}
```

!!! warning "Mistake"
    Text.

[[snippet lookup folded]]
"""


@pytest.mark.parametrize("page", TEXTS)
def test_both_editions_of_a_page_have_the_same(page):
    assert set(TEXTS[page]) == {"zh", "en"}, "a page needs its twin in docs/zh/ and docs/en/"
    assert not editions.differences(TEXTS[page]["zh"], TEXTS[page]["en"])


def test_neither_edition_is_behind():
    late = "\n".join(f"{name}: {what}" for name, what in editions.behind().items())
    assert not late, f'bring the counterpart in line, then `make editions DONE="page.md#id"`:\n{late}'


def test_a_section_is_what_stands_below_a_heading():
    assert list(editions.sections(PAGE)) == ["page", "formula"]
    assert "not {#a-heading}" in editions.sections(PAGE)["formula"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Above [[value run.test.exact_match .1%]]", "[[value run.test.exact_match .1%]] of all"),
        ("of [@cho2014]", "of Cho et al. [-@cho2014]"),
        ("Mistake", "Fehler"),
        ("{cat}", "{猫}"),
        ("# fills .grad", "# füllt .grad"),
        ("posts/a.md", "../posts/a.md"),
        ("[[snippet", '[[gloss 我:I | I]]\n\n!!! chinese "我"\n    I.\n\n[[snippet'),
        ("## Formula", "## Formel"),
    ],
)
def test_words_may_differ(old, new):
    assert old in PAGE
    assert not editions.differences(PAGE, PAGE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[[value run.test.exact_match .1%]]", "93 %", "#page: figures and names"),
        ("exact_match .1%", "exact_match .0%", "#page: figures and names"),
        ("@cho2014", "@cho2015", "#page: citations"),
        ("#overview", "#notation", "#page: links"),
        ("## Formula", "### Formula", "#formula: the heading's level"),
        ("{#formula}", "{#formulas}", "#formula: only in Chinese"),
        ("= 1", "= 2", "#formula: displayed formulas"),
        ("loss.backward()", "loss.forward()", "#formula: programs"),
        ("!!! warning", "!!! tip", "#formula: boxes"),
        ("[[snippet lookup folded]]", "[[snippet lookup]]", "#formula: blocks"),
        ("Text.", "| a |", "#formula: rows of tables"),
    ],
)
def test_all_else_is_told_with_its_section(old, new, told):
    assert old in PAGE
    assert told in "\n".join(editions.differences(PAGE, PAGE.replace(old, new)))


@pytest.fixture
def two_pages(tmp_path, monkeypatch):
    monkeypatch.setattr(editions, "LEDGER", tmp_path / "editions.toml")
    pages = {"a.md": {"zh": "# 甲 {#a}\n\n## 乙 {#b}\n", "en": "# A {#a}\n\n## B {#b}\n"}}
    monkeypatch.setattr(editions, "texts", lambda: pages)
    return pages


def test_a_section_that_changed_in_one_language_is_behind_until_somebody_says_it_is_done(two_pages):
    assert editions.behind() == {"a.md#a": "never compared", "a.md#b": "never compared"}
    assert editions.done(["a.md"]) == 2
    assert editions.behind() == {}
    two_pages["a.md"]["zh"] += "多一句。\n"
    assert editions.behind() == {"a.md#b": "changed in zh"}
    two_pages["a.md"]["en"] += "One more sentence.\n"
    assert editions.behind() == {"a.md#b": "changed in zh and en"}
    assert editions.done(["a.md#b"]) == 1
    assert editions.behind() == {}


def test_a_section_that_is_gone_is_forgotten(two_pages):
    editions.done(["a.md"])
    two_pages["a.md"] = {"zh": "# 甲 {#a}\n", "en": "# A {#a}\n"}
    assert editions.behind() == {"a.md#b": "gone from the pages"}
    editions.done(["a.md#a"])
    assert editions.behind() == {}


def test_a_page_without_its_twin_is_told(two_pages, capsys):
    del two_pages["a.md"]["en"]
    assert editions.main([]) == 1
    assert "a.md#a: only in Chinese" in capsys.readouterr().out


def test_an_unknown_section_is_refused_with_the_nearest(two_pages):
    with pytest.raises(PublishError, match=r"a\.md#b"):
        editions.done(["a.md#bb"])
