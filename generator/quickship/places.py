"""Where quickship keeps what is a person's own: in their data folder, never in a project."""

from __future__ import annotations

from pathlib import Path


def templates() -> Path:
    """The folder of the person's own templates, one folder each, named by it."""
    return _data() / "templates"


def trusted() -> Path:
    """The folder that holds one small file for each content that the person trusts."""
    return _data() / "trusted"


def _data() -> Path:
    from platformdirs import user_data_path

    return user_data_path("quickship", appauthor=False)
