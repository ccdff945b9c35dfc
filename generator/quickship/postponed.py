"""Modules that are read when they are used: cookiecutter imports at its top what hardly any template needs."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

SELDOM = ("arrow", "yaml")  # for `{% now %}`, and for a ~/.cookiecutterrc


def postpone() -> None:
    """From here on an import of these only promises them; what was imported before stays as it is."""
    for name in SELDOM:
        sys.modules.setdefault(name, _Postponed(name))


class _Postponed(ModuleType):
    """Becomes the module itself when something of it is first asked for."""

    def __getattr__(self, name: str) -> Any:
        if name == "__file__":  # asked of every module there is, to tell where it comes from
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        module = importlib.import_module(self.__name__)
        self.__dict__.update(module.__dict__)
        return getattr(module, name)
