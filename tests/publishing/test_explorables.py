"""Explorables are modules: who may import whom, how long a panel may be, and what a page and its reader get of them."""

import re

import pytest

from publish.common import bundles, paths
from publish.pages import explorables

FOLDERS = [explorable.folder for explorable in explorables.EXPLORABLES.values()]
MODULES = sorted(path for path in paths.EXPLORABLES.rglob("*.js") if path.name != "bundle.js")
MOST_LINES = 150


def part_of(path):
    """The folder below explorables/ that a file belongs to."""
    return path.relative_to(paths.EXPLORABLES).parts[0]


def imports(path):
    names = re.findall(r'^(?:import|export) (?:[^"]*? from )?"([^"]+)";', path.read_text("utf-8"), re.MULTILINE)
    return [(path.parent / name).resolve() for name in names if not name.startswith("node:")]


@pytest.mark.parametrize("module", MODULES, ids=paths.shown)
def test_a_module_imports_from_its_own_folder_and_from_the_kit(module):
    for imported in imports(module):
        assert imported.is_file(), imported
        assert part_of(imported) in {part_of(module), "kit"}


def test_the_rule_sees_imports():
    assert sum(len(imports(module)) for module in MODULES) > 2 * len(MODULES)


@pytest.mark.parametrize("folder", FOLDERS)
def test_panels_are_short_and_each_is_made_of_a_place_and_a_store(folder):
    panels = sorted((paths.EXPLORABLES / folder / "panels").glob("*.js"))
    assert panels
    for panel in panels:
        text = panel.read_text("utf-8")
        assert text.count("\n") <= MOST_LINES, panel
        assert re.search(r"^export function \w+\(place(, store)?\) \{", text, re.MULTILINE), panel


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_reader_gets_each_module_as_it_was_written(folder, site):
    address = f"assets/explorables/{folder}"
    (bundle,) = bundles.for_page("zh", f"explorables/{folder}/index.js")
    scripts = {paths.ROOT / name for name in bundle.modules if name.endswith(".js")}
    own = {path for path in MODULES if part_of(path) == folder}
    at_build = {path for path in own if path.name in ("still.js", "measure.js")}
    assert own - at_build == {path for path in scripts if part_of(path) == folder}, "a module that no page uses"
    published = (site / f"{address}.js").read_text("utf-8")
    for script in scripts:
        assert script.read_text("utf-8") in published, script


@pytest.mark.parametrize("language", paths.LANGUAGES)
def test_a_page_gets_a_classic_script_with_the_words_of_its_language_alone(language):
    (bundle,) = bundles.for_page(language, "explorables/training-microscope/index.js")
    assert not re.search(r"\b(?:import|export)\b[^a-z]*[{*\"']", bundle.text)
    assert bundle.text.startswith('"use strict";')
    words = {"zh": "对。", "en": "Right."}
    assert [words[name] in bundle.text for name in paths.LANGUAGES] == [name == language for name in paths.LANGUAGES]


def test_what_runs_in_node_depends_on_its_own_modules_alone():
    still = bundles.for_node("explorables/training-microscope/still.js")
    assert "views/chain.js" in still and "panels/chain.js" not in still
