"""Finds what a package's modules export, so that adding a file is all it takes to add a part."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any


def exported(package: ModuleType, name: str) -> Iterator[Any]:
    """Yield `name` from every module of the package that has it, sorted by module name."""
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
        module = importlib.import_module(f"{package.__name__}.{found.name}")
        if hasattr(module, name):
            yield getattr(module, name)
