"""Where things are. Every other module takes its folders from here, so that tests can see the whole layout at a
glance.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

CODE = ROOT / "code"
SCRIPT = CODE / "lstm_encoder_decoder.py"
# The second script, and the modules that it has beside the first.
VARIANTS = tuple(CODE / f"attention_{part}.py" for part in ("seq2seq", "data", "training"))
SNIPPETS = CODE / "snippets"
EXERCISES = CODE / "exercises"
LABS = ROOT / "labs"
DOCS = ROOT / "docs"
DIAGRAMS = DOCS / "diagrams"
REFERENCES = DOCS / "references.toml"
GLOSSARY = DOCS / "glossary.toml"
EXPLORABLES = ROOT / "explorables"
MODELS = ROOT / "models"  # trained elsewhere, by hand: benchmarks/compact.py
SEARCH = ROOT / "search"
THEME = ROOT / "theme"
LOCK = ROOT / "requirements.lock"
NODE_MODULES = ROOT / "node_modules"

BUILD = ROOT / "build"
RUN = BUILD / "run"
CHECKPOINT = RUN / "lstm_encoder_decoder.pt"
BUILT_SNIPPETS = BUILD / "snippets"
BUILT_EXERCISES = BUILD / "exercises"
BUILT_LABS = BUILD / "labs"
LAB_PAGES = BUILD / "lab-pages"
WEB = BUILD / "web"
STILLS = BUILD / "stills"
VALUES = BUILD / "values.json"
CACHE = BUILD / "cache"

SITE = ROOT / "site"

LANGUAGES = ("zh", "en")
CONFIGS = {"zh": ROOT / "mkdocs.yml", "en": ROOT / "mkdocs.en.yml"}


def docs(language: str) -> Path:
    """The folder of one language's pages."""
    return DOCS / language


def site(language: str) -> Path:
    """Where one language's pages are published: Chinese at the root, English below it."""
    return SITE if language == "zh" else SITE / language


def shown(path: Path) -> str:
    """A path as it is named in messages: relative to the repository where it lies inside."""
    try:
        return path.resolve().relative_to(ROOT).as_posix()
    except ValueError:
        return str(path)
