"""`publish/` shows how a page comes to be: each stage imports only those before it, and one door leads to MkDocs."""

import ast

import pytest

from publish.common import paths

STAGES = ("common", "run", "draw", "pages", "site")
# The doors: MkDocs calls the first, the second starts it, the others hold what is mended in the theme and the plugin.
KNOW_MKDOCS = {"hooks.py", "site/build.py", "site/material.py", "site/jupyter.py"}
FOLDER = paths.ROOT / "publish"
MODULES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.py"))


def imported(name):
    """The modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse((FOLDER / name).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_folder_is_a_stage():
    assert {name.split("/")[0] for name in MODULES if "/" in name} == set(STAGES)
    assert {name for name in MODULES if "/" not in name} == {
        "__init__.py",
        "__main__.py",
        "steps.py",
        "serving.py",
        "hooks.py",
    }


@pytest.mark.parametrize("name", [name for name in MODULES if "/" in name])
def test_a_stage_imports_only_those_before_it(name):
    own = STAGES.index(name.split("/")[0])
    for module in imported(name):
        root, _, rest = module.partition(".")
        if root == "publish":
            assert STAGES.index(rest.split(".")[0]) <= own, f"publish/{name} imports {module}"


@pytest.mark.parametrize("name", MODULES)
def test_only_the_doors_know_mkdocs(name):
    if name in KNOW_MKDOCS:
        return
    names = [module for module in imported(name) if module.split(".")[0] in ("mkdocs", "material", "mkdocs_jupyter")]
    assert names == []


def test_no_two_modules_import_each_other():
    """Within a stage, too: whoever reads one need not have read the other."""
    graph = {
        name.removesuffix(".py").replace("/", "."): {
            module.removeprefix("publish.") for module in imported(name) if module.startswith("publish.")
        }
        for name in MODULES
    }

    def reaches(start):
        seen, waiting = set(), [start]
        while waiting:
            for module in graph.get(waiting.pop(), ()):
                module = module if module in graph else module.rpartition(".")[0]
                if module not in seen:
                    seen.add(module)
                    waiting.append(module)
        return seen

    assert [name for name in graph if name in reaches(name)] == []
