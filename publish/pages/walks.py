"""Code with its explanation beside it: `[[beside encode; decode]]`, the words below it, and which lines each explains.

`beside()` and `lines()` are what the macros give, `arrange()` puts words and code into one box while all is Markdown,
and `place()`, when it is HTML (on_page_content), ties them: a paragraph below `[[lines …]]` begins with a link to its
lines, and these are one element with the number of the note, so that a style sheet can light either by the other.

`[[lines …]]` names lines by what stands in them, for line numbers change: a symbol (`Vocabulary.spell`), a text that a
single line has, or two with `…` between, from the first to the next line that has the second. `;` separates several.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from publish.common.errors import PublishError, nearest
from publish.pages import chapters, code_lines, listing, slices

OPEN, TEXT = "\x02", "\x03"
BOX, CODE = '<div class="walk">', '<div class="walk-code">'
NOTE = re.compile(r'<div data-lines="([^"]*)"></div>\s*(<p>)?')
BLOCK = re.compile(
    r'\s*<div class="language-python highlight">'
    r'<span class="filename"><a href="[^"]*">(\w+)\.py · (\d+)(?:–\d+)?</a></span>'
    r"<pre><span></span><code>(.*?)</code></pre></div>",
    re.DOTALL,
)
MOST = 6  # notes in a box: theme/assets/css/code-page.css has a rule for each
WORDS = {"zh": ("第 {} 行", "第 {}–{} 行"), "en": ("Line {}", "Lines {}–{}")}


def beside(blocks: list[str]) -> str:
    """Marks code whose explanation follows, up to the next heading, the next `[[beside …]]` or the page's end."""
    return "\n".join([OPEN, *"\n\n".join(blocks).split("\n"), TEXT])


def lines(names: str) -> str:
    """Marks the next paragraph as a note on some lines of the code beside it."""
    return f'<div data-lines="{html.escape(names)}"></div>\n'


def arrange(markdown: str) -> str:
    """A page's Markdown with marked code and its explanation in one box: the words first, the code beside them."""
    if OPEN not in markdown:
        return markdown
    result: list[str] = []
    for part in re.split(rf"^{OPEN}$", markdown, flags=re.MULTILINE):
        if TEXT not in part:
            result.append(part)
            continue
        code, rest = part.split(TEXT, 1)
        words, after = _until_heading(rest)
        box = [
            '<div class="walk" markdown>\n<div class="walk-text" markdown>',
            words.strip(),
            '</div>\n<div class="walk-code" markdown>',
            code.strip(),
            "</div>\n</div>",
            after,
        ]
        result.append("\n\n".join(box))
    return "\n".join(result)


def _until_heading(text: str) -> tuple[str, str]:
    """What stands before the first heading, and the rest."""
    rows = text.split("\n")
    for number, (row, is_code) in enumerate(chapters.with_code(rows)):
        if not is_code and re.match(r"#{1,6} ", row):
            return "\n".join(rows[:number]), "\n".join(rows[number:])
    return text, ""


@dataclass
class Row:
    """A line of code beside its explanation: the file that it is from, its number there, its text and its HTML, and the
    notes that explain it.
    """

    file: str
    number: int
    text: str
    markup: str
    notes: list[int]


def place(content: str, language: str) -> str:
    """A page's HTML with notes and lines tied together. After link_slices() and code_lines.mark()."""
    first, *boxes = content.split(BOX)
    return first + "".join(BOX + _tied(box, language) for box in boxes)


def _tied(box: str, language: str) -> str:
    words, opening, rest = box.partition(CODE)
    places = NOTE.findall(words)
    if not places:
        return box
    if len(places) > MOST:
        raise PublishError(f"{len(places)} [[lines …]] beside one piece of code.", f"At most {MOST} can be told apart.")
    blocks, end = [], 0
    while block := BLOCK.match(rest, end):
        blocks.append(block)
        end = block.end()
    rows = [row for block in blocks for row in _rows(block)]
    links = []
    for note, (names, paragraph) in enumerate(places, 1):
        if not paragraph:
            raise PublishError(f"[[lines {html.unescape(names)}]] stands above no paragraph.")
        links.append(_explain(note, html.unescape(names), rows, language))
    words = NOTE.sub(lambda _: links.pop(0), words)
    marked, from_row = "", 0
    for block in blocks:
        count = block[3].count("\n")
        code = _marked(rows[from_row : from_row + count])
        marked += block[0].replace(block[3], code, 1)
        from_row += count
    return words + opening + marked + rest[end:]


def _rows(block: re.Match) -> list[Row]:
    markups = block[3].removesuffix("\n").split("\n")
    texts = [html.unescape(re.sub(r"<[^>]+>", "", markup)) for markup in markups]
    return [
        Row(block[1], number, text, markup, [])
        for number, (text, markup) in enumerate(zip(texts, markups, strict=True), int(block[2]))
    ]


def _explain(note: int, names: str, rows: list[Row], language: str) -> str:
    """The beginning of a note's paragraph; its lines get the note."""
    spans = [_span(name.strip(), rows) for name in names.split(";")]
    for first, last in spans:
        for row in rows[first : last + 1]:
            row.notes.append(note)
    links = []
    for first, last in spans:
        one, other = rows[first].number, rows[last].number
        shown, spoken = f"{one}–{other}", WORDS[language][1].format(one, other)
        if first == last:
            shown, spoken = str(one), WORDS[language][0].format(one)
        links.append(f'<a class="note-lines" href="#{identity(rows[first])}" aria-label="{spoken}">{shown}</a> ')
    return f'<p data-note="{note}">{"".join(links)}'


def identity(row: Row) -> str:
    """The id of lines beside their explanation: L12 is the listing's, lines-L12 is here."""
    return f"lines-{listing.address(listing.FILES[row.file])[1]}L{row.number}"


def _span(name: str, rows: list[Row]) -> tuple[int, int]:
    """The first and the last of the rows that a name means, by their places."""
    begin, dots, end = (part.strip() for part in name.partition("…"))
    first, last = _symbol_or_text(begin, rows)
    if dots:
        after = [at for at in range(last, len(rows)) if end in rows[at].text]
        if not after:
            raise PublishError(f"[[lines {name}]]: below {begin!r} no line has {end!r}.")
        last = after[0]
    return first, last


def _symbol_or_text(name: str, rows: list[Row]) -> tuple[int, int]:
    for file in dict.fromkeys(row.file for row in rows):
        if span := slices.symbols(listing.FILES[file]).get(name):
            found = [at for at, row in enumerate(rows) if row.file == file and span.first <= row.number <= span.last]
            if found:
                return found[0], found[-1]
    found = [at for at, row in enumerate(rows) if name in row.text]
    if len(found) != 1:
        problem = f"[[lines {name}]]: {len(found)} lines of the code beside it have this."
        raise PublishError(problem, nearest(name, {row.text.strip() for row in rows}))
    return found[0], found[0]


def _marked(rows: list[Row]) -> str:
    """Code in which lines of the same notes are one element; each is one of its own there, a short or empty one, too.

    The first of them has the id: the theme takes elements with one right below the code for numbered lines, and lays
    them out anew.
    """
    result, before = "", []
    for row in rows:
        own = row.markup
        if row.notes and not own.startswith('<span class="at'):
            own = code_lines.wrapped(own, row.text)
        if row.notes != before:
            result += "</span>" * bool(before)
            if row.notes:
                result += f'<span class="lines" data-notes="{" ".join(map(str, row.notes))}">'
                own = own.replace("<span ", f'<span id="{identity(row)}" ', 1)
        result += own + "\n"
        before = row.notes
    return result + "</span>" * bool(before)
