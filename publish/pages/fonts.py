"""Fonts for formulas: cut to the signs that are shown, in the sizes in which they may be shown.

A page's MathML is drawn with its own piece of STIX Two Math; KaTeX's drawings, for browsers without MathML, with pieces
of KaTeX's fonts that all pages share. Pieces of the former are kept in build/cache under the digest of what they hold.
"""

from __future__ import annotations

import hashlib
import html
import io
import re
import unicodedata
from pathlib import Path

from publish.common import cache, paths

STIX = paths.NODE_MODULES / "@fontsource" / "stix-two-math" / "files" / "stix-two-math-latin-400-normal.woff2"
NAME = re.compile(r"<mi>(.)</mi>")  # a browser draws it slanted: as another character of Unicode
ITALICS = [chr(code) for code in (*range(0x1D434, 0x1D468), *range(0x1D6E2, 0x1D71C)) if code != 0x1D455]
SLANTED = {chr(int(unicodedata.decomposition(sign).split()[-1], 16)): sign for sign in ITALICS}
SLANTED["h"] = "\N{PLANCK CONSTANT}"  # it had been there before, and has no second place


def math_font(mathml: str, stored: Path | None = None) -> bytes:
    """The font with the characters of some MathML, kept in build/cache under its letters."""
    letters, growing = letters_of(mathml), growing_in(mathml)
    made_of = STIX.read_bytes() + Path(__file__).read_bytes() + f"{letters} {growing}".encode()
    file = (stored or paths.CACHE / "fonts") / f"{hashlib.sha256(made_of).hexdigest()[:16]}.woff2"
    if not file.is_file():
        cache.write(file, cut(STIX, letters, "woff2", growing))
    return file.read_bytes()


def letters_of(mathml: str) -> str:
    """The characters as which a browser draws some MathML: an <mi> of one letter is slanted, a root has its sign."""
    slanted = {SLANTED.get(sign, sign) for sign in NAME.findall(mathml)}
    return "".join(sorted({*shown_letters(NAME.sub("", mathml)), *slanted, *_roots(mathml)}))


def growing_in(mathml: str) -> str:
    """The signs that some MathML may show larger than a letter, as brackets around a fraction."""
    signs = re.findall(r"<mo(?![^>]*stretchy=\"false\")[^>]*>([^<]*)</mo>", mathml)
    tall = re.search("<(msqrt|mroot)>(?:(?!</\\1>).)*<m(frac|table|under)", mathml)
    return "".join(sorted({*html.unescape("".join(signs)), *(_roots(mathml) if tall else "")}))


def _roots(mathml: str) -> str:
    return "\N{SQUARE ROOT}" if re.search("<(msqrt|mroot)", mathml) else ""


def shown_letters(content: str) -> str:
    """Every character of some markup's text."""
    return "".join(sorted(set(html.unescape(re.sub(r"<[^>]*>", "", content)))))


def cut(file: Path, letters: str, flavor: str, growing: str = "") -> bytes:
    """A font with nothing but these letters; of a font for mathematics with all sizes of those that are `growing`."""
    from fontTools import subset, ttLib

    font = ttLib.TTFont(file, recalcTimestamp=False)
    if "MATH" in font:
        _keep_sizes(font, growing)
    options = subset.Options(hinting=False, desubroutinize=True, notdef_outline=True)
    options.layout_features = [] if "MATH" in font else ["*"]
    options.name_IDs += [13, 14]  # the licence, which asks to stay with the font
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    font.flavor = flavor
    output = io.BytesIO()
    font.save(output)
    return output.getvalue()


def _keep_sizes(font, growing: str) -> None:
    """Take from a font for mathematics the larger sizes of all signs but these."""
    glyphs = {font.getBestCmap().get(ord(sign)) for sign in growing}
    variants = font["MATH"].table.MathVariants
    for direction in ("Vert", "Horiz"):
        coverage = getattr(variants, f"{direction}GlyphCoverage")
        made = zip(coverage.glyphs, getattr(variants, f"{direction}GlyphConstruction"), strict=True)
        kept = {glyph: how for glyph, how in made if glyph in glyphs}
        coverage.glyphs = list(kept)
        setattr(variants, f"{direction}GlyphConstruction", list(kept.values()))
        setattr(variants, f"{direction}GlyphCount", len(kept))
        if not kept:
            setattr(variants, f"{direction}GlyphCoverage", None)


def with_fonts(css: str, used: set[str]) -> str:
    """KaTeX's style sheet with the rules of these fonts alone, each with its one file."""

    def face(match: re.Match) -> str:
        name = re.search(r"fonts/([\w-]+)\.woff2", match[0])[1]
        return re.sub(r"src:[^;}]*", f'src:url(fonts/{name}.woff) format("woff")', match[0]) if name in used else ""

    return re.sub(r"@font-face\{[^}]*\}", face, css)


def used_by(css: str, content: str) -> set[str]:
    """The names of the fonts that some selector asks for, all of whose classes appear in the markup."""
    classes = {name for match in re.findall(r'class="([^"]*)"', content) for name in match.split()}
    faces = {}
    for rule in re.findall(r"@font-face\{([^}]*)\}", css):
        family = re.search(r"font-family:\"?([\w-]+)", rule)[1]
        bold = bool(re.search(r"font-weight:(700|bold)", rule))
        faces[(family, bold, "font-style:italic" in rule)] = re.search(r"fonts/([\w-]+)\.woff2", rule)[1]
    wanted = {faces[("KaTeX_Main", False, False)]}
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        needed = any(set(re.findall(r"\.([\w-]+)", one)) <= classes for one in selector.split(","))
        if not needed or "@font-face" in selector:
            continue
        family = re.search(r"font(?:-family)?:[^;]*?(KaTeX_\w+)", body)
        bold, italic = bool(re.search(r"font-weight:(700|bold)", body)), "font-style:italic" in body
        for name in [family[1]] if family else (["KaTeX_Main"] if bold or italic else []):
            wanted.update(file for key, file in faces.items() if key == (name, bold, italic))
    return wanted
