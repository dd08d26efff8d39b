"""The HTML that we make is sound: elements are closed in their order, nest as they may, and repeat no attribute.

Browsers mend most of this, each page at the price of guessing. No validator is needed for the mistakes that string
processing makes: a tag left open or closed twice, a block inside a paragraph, a link inside a link.
"""

from html.parser import HTMLParser

import pytest

from tests import built

VOID = set("area base br col embed hr img input link meta source track wbr".split())
BLOCK = set(
    "address article aside blockquote details div dl figure footer form h1 h2 h3 h4 h5 h6 header hr main nav".split()
)
BLOCK |= set("ol p pre section table ul".split())
PHRASING_ONLY = set("p h1 h2 h3 h4 h5 h6 span em strong code pre small sub sup label button".split())
INTERACTIVE = set("a button select textarea".split())
OPTIONAL_END = set("li dt dd p tr td th thead tbody tfoot option colgroup".split())


class Checker(HTMLParser):
    """Collects what is wrong in `problems`."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.problems, self.foreign = [], [], 0

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        for name in {name for name in names if names.count(name) > 1}:
            self.say(f"<{tag}> has two attributes {name}")
        if not self.foreign:
            self.check_place(tag)
        if tag in ("svg", "math"):
            self.foreign += 1
        if tag not in VOID or self.foreign:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID and self.foreign:
            self.close(tag)
        elif tag not in VOID:
            self.say(f"<{tag}/> is not closed by its slash")

    def handle_endtag(self, tag):
        self.close(tag)

    def close(self, tag):
        if tag in VOID and not self.foreign:
            return
        while self.open and self.open[-1] != tag and self.open[-1] in OPTIONAL_END:
            self.open.pop()
        if not self.open or self.open[-1] != tag:
            self.say(f"</{tag}> closes nothing: open are {' '.join(self.open[-4:])}")
            if tag in self.open:
                while self.open[-1] != tag:
                    self.open.pop()
                self.open.pop()
            return
        self.open.pop()
        if tag in ("svg", "math"):
            self.foreign -= 1

    def check_place(self, tag):
        around = next((name for name in reversed(self.open) if name in PHRASING_ONLY), None)
        if tag in BLOCK and around and not self.inside_island(around):
            self.say(f"<{tag}> inside <{around}>")
        if tag in INTERACTIVE and {"a", "button"} & set(self.open):
            self.say(f"<{tag}> inside a link or a button")
        if tag == "li" and (not self.open or self.open[-1] not in ("ul", "ol", "menu", "li")):
            self.say(f"<li> inside <{self.open[-1] if self.open else ''}>")

    def inside_island(self, around):
        """A block opened since lets blocks in again (a <p> inside a <details> inside …)."""
        place = len(self.open) - 1 - self.open[::-1].index(around)
        return any(name in BLOCK | {"li", "td", "th", "dd", "dt", "figcaption"} for name in self.open[place + 1 :])

    def say(self, problem):
        self.problems.append(f"line {self.getpos()[0]}: {problem}")


def problems(text):
    checker = Checker()
    checker.feed(text)
    checker.close_all = checker.close
    HTMLParser.close(checker)
    left = [tag for tag in checker.open if tag not in OPTIONAL_END]
    return checker.problems + ([f"never closed: {' '.join(left)}"] if left else [])


@pytest.mark.parametrize("path", built.pages())
def test_a_page_is_sound_html(path):
    assert problems((built.SITE / path).read_text("utf-8"))[:8] == []


@pytest.mark.parametrize(
    "text",
    [
        "<div><p>a</div></div>",
        "<p><div>a</div></p>",
        '<a href="x"><a href="y">a</a></a>',
        '<div class="x" class="y"></div>',
        "<section><h2>a</h2>",
        "<div/>",
        "<b><i>a</b></i>",
        "<div><li>a</li></div>",
    ],
)
def test_a_mistake_is_found(text):
    assert problems(text)


@pytest.mark.parametrize(
    "text",
    [
        "<ul><li>a<li>b</ul>",
        "<p>a<br>b<img src=x alt=y></p>",
        '<svg viewBox="0 0 1 1"><path d="M0"/><g><a href="x"><text>a</text></a></g></svg>',
        "<details><summary>a</summary><p>b</p></details>",
        '<a href="x"><span>a</span></a>',
    ],
)
def test_sound_html_is_left_alone(text):
    assert problems(text) == []
