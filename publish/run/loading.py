"""The one way in which the build loads the downloaded script: as a module of its own, from its file."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from publish.common import paths

NAME = "lstm_encoder_decoder"


def script(file: Path = paths.SCRIPT) -> ModuleType:
    """The script as a module, whatever else in this process has imported it."""
    specification = importlib.util.spec_from_file_location(NAME, file)
    module = importlib.util.module_from_spec(specification)
    known = sys.modules.get(NAME)
    sys.modules[NAME] = module  # where dataclasses look for their own module
    try:
        specification.loader.exec_module(module)
    finally:
        if known is not None:
            sys.modules[NAME] = known
    return module


def trained():
    """(translator, the script as a module): the checkpoint of the default run, read by the script itself."""
    s2s = script()
    return s2s.Translator.load(paths.CHECKPOINT), s2s
