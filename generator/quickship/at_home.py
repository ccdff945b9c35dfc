"""Running what a trusted template of others brings: its extensions and hooks, and what they would leave behind."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from quickship.errors import QuickshipError, RenderError


@contextlib.contextmanager
def at_home(repo: Path, name: str) -> Iterator[None]:
    """Inside, extensions are imported from the template, and scripts write to stderr; after it nothing of that stays.

    Whatever the template's code raises is a fault of the template, told in one sentence.
    """
    with _faults(name), _imports_from(repo), _scripts_beside(repo), _stdout_to_stderr():
        yield


@contextlib.contextmanager
def _faults(name: str) -> Iterator[None]:
    from cookiecutter.exceptions import UndefinedVariableInTemplate

    try:
        yield
    except QuickshipError:
        raise
    except UndefinedVariableInTemplate as error:
        reason = f"{error.message}: {error.error.message}"
        raise RenderError(f"the template `{name}` cannot be rendered: {reason}") from error
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise RenderError(f"the template `{name}` cannot be rendered: {reason}") from error


@contextlib.contextmanager
def _imports_from(repo: Path) -> Iterator[None]:
    """As in cookiecutter's command; modules are forgotten again, since the next template may name its own alike."""
    kept, path, writes = set(sys.modules), list(sys.path), sys.dont_write_bytecode
    sys.path.append(str(repo))
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.path[:], sys.dont_write_bytecode = path, writes
        for name in set(sys.modules) - kept:
            if (getattr(sys.modules[name], "__file__", None) or "").startswith(str(repo) + os.sep):
                del sys.modules[name]


@contextlib.contextmanager
def _scripts_beside(repo: Path) -> Iterator[None]:
    """cookiecutter leaves each rendered hook in the temporary folder: here that is the template's own copy's."""
    logger, handler, before = logging.getLogger("cookiecutter"), logging.NullHandler(), tempfile.tempdir
    logger.addHandler(handler)  # else a failed hook is shown with a traceback
    tempfile.tempdir = str(repo.parent)
    try:
        yield
    finally:
        tempfile.tempdir = before
        logger.removeHandler(handler)


@contextlib.contextmanager
def _stdout_to_stderr() -> Iterator[None]:
    """What hooks print is for people: stdout is kept for data."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
