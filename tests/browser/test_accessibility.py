"""axe finds nothing to complain about on any page, in light and in dark."""

import pytest

from publish.common import paths
from tests import built

AXE = (paths.NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Explorables and code are drawn after the page; the audit sees the page as a reader does, at rest.
AUDIT = """async rules => {
    await document.fonts.ready;
    const result = await axe.run(document, {runOnly: rules, resultTypes: ['violations'], elementRef: false});
    return result.violations.map(({id, help, nodes}) => `${id} (${help}): ` +
        nodes.slice(0, 4).map(node => node.target.join(' ') + ' — ' + node.html.slice(0, 160) + ' — '
            + node.any.map(check => check.message).join('; ').slice(0, 200)).join('\\n    ')
        + (nodes.length > 4 ? `\\n    … ${nodes.length} in all` : ''));
}"""


def violations(page):
    page.evaluate(AXE)
    return page.evaluate(AUDIT, RULES)


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("path", built.pages())
def test_axe_finds_no_violation(new_page, address, watch, path, colours):
    page = new_page(color_scheme=colours, viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.goto(address + path)
    found = violations(page)
    assert found == [], "\n" + "\n".join(found)


def test_axe_would_find_one(page, address):
    page.goto(address)
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<img src=\"data:,\">')")
    assert any(line.startswith("image-alt") for line in violations(page))
