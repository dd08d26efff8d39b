"""Formulas are MathML with a font of their own; a browser without MathML shows KaTeX's drawing instead."""

import pytest

from tests import built

PAGES = ["posts/embedding-lstm-seq2seq.html", "labs/02_initialisation.html", "en/labs/02_initialisation.html"]
WITHOUT_MATHML = """
const real = Element.prototype.getBoundingClientRect;
Element.prototype.getBoundingClientRect = function () {
  return this.localName === "mspace" ? new DOMRect() : real.call(this);
};"""


def wait_for_font(page, family: str) -> None:
    """A slow machine asks for a font only when it has laid the page out: no quiet network says that it has come."""
    page.wait_for_function(
        "family => [...document.fonts].some(face => face.family.includes(family) && face.status === 'loaded')",
        arg=family,
    )


@pytest.mark.parametrize("path", PAGES)
def test_formulas_are_mathml_and_nothing_of_katex_is_fetched(page, watch, address, path):
    page.goto(address + path, wait_until="networkidle")
    assert page.locator("article math").count() > 3
    wait_for_font(page, "STIX Two Math")
    assert not [url for url in watch.urls() if "katex" in url]


def test_what_grows_in_a_formula_grows_with_its_content(page, address):
    """The brackets around a fraction are as tall as the fraction: the font's own table tells how."""
    page.goto(address + PAGES[0], wait_until="networkidle")
    tall = page.evaluate("""() => [...document.querySelectorAll('math[display="block"] mo')]
        .filter(mo => mo.textContent === "(" && mo.nextElementSibling?.localName === "mfrac")
        .map(mo => [mo, mo.nextElementSibling].map(one => one.getBoundingClientRect().height))""")
    assert tall
    assert all(bracket > 0.9 * fraction for bracket, fraction in tall), tall


@pytest.mark.parametrize("path", PAGES)
def test_a_browser_without_mathml_gets_katex_s_drawings(new_page, address, path):
    page = new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(WITHOUT_MATHML)
    page.goto(address + path, wait_until="networkidle")
    places = built.soup(path).select(".math-inline, .math-display")
    page.wait_for_function("() => !document.querySelector('article math')")
    assert page.locator("article .katex-html").count() == len(places)
    names = page.eval_on_selector_all(".math-inline, .math-display", "all => all.map(one => one.ariaLabel)")
    assert names == [place.get_text() for place in places]
    wait_for_font(page, "KaTeX_Main")
