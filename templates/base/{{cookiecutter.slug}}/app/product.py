"""product.toml, typed: what the product is, in the words of its owner."""

import difflib
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from app.faults import OwnerFault
from app.settings import PROJECT

Provider = Literal[
    "openai",
    "azure",
    "anthropic",
    "gemini",
    "openrouter",
    "groq",
    "ollama",
    "lmstudio",
    "vllm",
    "llamacpp",
    "custom",
    "demo",
]

LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"


class Table(BaseModel):
    """A table of product.toml: an unknown key is a typing mistake, never passed over."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class About(Table):
    """The `[product]` table."""

    name: str = Field(min_length=1)
    slug: str = ""
    tagline: str = ""
    idea: str = ""
    audience: str = ""
    language: str = Field("en", pattern=LANGUAGE)
    app: str = ""
    domain: str = ""
    consent: str = ""  # what a visitor is told where they write
    hue: int = Field(210, ge=0, le=360)


class Model(Table):
    """The `[model]` table: whom to ask once a key is there."""

    provider: Provider | Literal[""] = ""
    name: str = ""


class Product(Table):
    """The file as a whole."""

    instructions: str = ""
    starters: tuple[str, ...] = ()
    choose: str = "one"
    product: About
    model: Model = Model()

    # Laid out in data/ and evals/ when the project was made, and read from there since.
    faq: Any = None
    labels: Any = None
    cases: Any = None
    documents: Any = None
    # Kept by the tool that made the project.
    scaffold: Any = None


def load(path: Path = PROJECT / "product.toml") -> Product:
    """Read the file, or raise OwnerFault with the one sentence its owner needs."""
    try:
        return Product.model_validate(contents(path))
    except ValidationError as error:
        raise OwnerFault(f"{path.name}: {_sentence(error.errors()[0])}") from None


def contents(path: Path) -> dict[str, Any]:
    """Read a file of TOML, or raise OwnerFault."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OwnerFault(f"{path.name} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise OwnerFault(f"{path.name} is not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise OwnerFault(f"{path.name} is not valid TOML: {error}") from None


def _sentence(error: ErrorDetails) -> str:
    *tables, key = error["loc"]
    place = f"`{key}` in [{'.'.join(map(str, tables))}]" if tables else f"`{key}`"
    if error["type"] == "missing":
        return f"{place} is missing"
    if error["type"] == "extra_forbidden":
        tables_by_name: dict[str, type[Table]] = {"product": About, "model": Model}
        table = tables_by_name[str(tables[0])] if tables else Product
        return f"{place} is not a known key{did_you_mean(table, str(key))}"
    return f"{place} is {error['input']!r}, but {error['msg'][:1].lower()}{error['msg'][1:]}"


def did_you_mean(table: type[BaseModel], key: str) -> str:
    """Name the key of the table that a mistyped one is nearest to, if any."""
    near = difflib.get_close_matches(key, list(table.model_fields), n=1)
    return f"; did you mean `{near[0]}`?" if near else ""
