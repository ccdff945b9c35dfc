"""What a person has set for cookiecutter itself: abbreviations of addresses, and their own defaults."""

from __future__ import annotations

from typing import Any

from quickship.errors import UsageError


def configuration() -> dict[str, Any]:
    """Reads ~/.cookiecutterrc, or the file that COOKIECUTTER_CONFIG names, as cookiecutter does."""
    from cookiecutter.config import get_user_config
    from cookiecutter.exceptions import CookiecutterException

    try:
        found: dict[str, Any] = get_user_config()
    except CookiecutterException as error:
        raise UsageError(str(error), "mend or remove the configuration of cookiecutter") from None
    return found
