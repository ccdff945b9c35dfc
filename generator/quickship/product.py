"""The product and its file: reading product.toml strictly, merging what several sources know."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

from quickship.choices import LANGUAGES, PROVIDERS
from quickship.errors import ProductError, UsageError
from quickship.product_lines import line_of
from quickship.slug import is_slug
from quickship.types import Case, Document, Faq, Label, Product

FIELDS = {
    "instructions": "instructions",
    "starters": "starters",
    "choose": "choose",
    "product.name": "name",
    "product.slug": "slug",
    "product.tagline": "tagline",
    "product.idea": "idea",
    "product.audience": "audience",
    "product.language": "language",
    "product.app": "app",
    "product.domain": "domain",
    "product.consent": "consent",
    "product.hue": "hue",
    "model.provider": "provider",
    "model.name": "model",
    "faq": "faq",
    "labels": "labels",
    "cases": "cases",
    "documents": "documents",
}
RECORDS: dict[str, type] = {"faq": Faq, "labels": Label, "cases": Case, "documents": Document}
CHOICES = {
    "language": tuple(LANGUAGES),
    "choose": ("one", "many"),
    "provider": PROVIDERS,
}
LONGEST = {"name": 80, "tagline": 200, "audience": 300, "consent": 300, "idea": 10_000, "instructions": 20_000}
ONE_LINE = {"name", "slug", "tagline", "audience", "domain", "consent", "model"}
MOST_ROWS = 1_000


def parse(text: str) -> tuple[Product, dict[str, Any]]:
    """Reads a product.toml into the product it holds and its `[scaffold]` table ({} without one)."""
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise ProductError(f"product.toml is not valid TOML: {error}") from None
    scaffold = data.pop("scaffold", {})
    try:
        product = from_values(dict(leaves(data)))
    except ProductError as fault:
        line = line_of(text, fault.place)
        raise ProductError(f"product.toml:{line}: {fault.message}" if line else fault.message, fault.hint) from None
    return product, scaffold if isinstance(scaffold, dict) else {}


def from_values(values: Mapping[str, Any]) -> Product:
    """Builds a product from plain values by their path in product.toml; each value is checked."""
    found = {}
    for path, value in values.items():
        with at(*path.split(".")):
            if path not in FIELDS:
                raise ProductError(f"unknown key `{path}`", suggestion(path, FIELDS))
            found[FIELDS[path]] = _checked(path, value)
    return Product(**found)


def merge(first: Product, *others: Product) -> Product:
    """Lays products one over another: the first that fills a field wins."""
    values = {}
    for field in dataclasses.fields(Product):
        candidates = [getattr(product, field.name) for product in (first, *others)]
        values[field.name] = next((value for value in candidates if _filled(value)), candidates[-1])
    return Product(**values)


def from_settings(pairs: Iterable[str]) -> Product:
    """Reads `--set key=value` pairs; a key is a path of product.toml, or its last word where that is unique."""
    values: dict[str, Any] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals:
            raise UsageError(f"`--set {pair}` has no `=`", "write it as --set key=value")
        path = _path(key.strip())
        if path in values:
            raise UsageError(f"`{path}` is set twice")
        values[path] = text if isinstance(getattr(Product(), FIELDS[path]), str) else _toml_value(path, text)
    return from_values(values)


def is_key(key: str) -> bool:
    """Is this a key of product.toml, or the last word of one?"""
    return any(key in (path, path.rpartition(".")[2]) for path in FIELDS)


def suggestion(word: str, known: Iterable[str]) -> str:
    """A "did you mean" for the nearest known word, else the list of them."""
    known = list(known)
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else f"known: {', '.join(known)}"


@contextmanager
def at(*place: str | int) -> Iterator[None]:
    """A fault inside gets its place from the outside in."""
    try:
        yield
    except ProductError as fault:
        fault.place = (*place, *fault.place)
        raise


def _filled(value: object) -> bool:
    return value is not None and value != "" and value != ()


def leaves(data: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """The values of a product.toml, each by its path."""
    for key, value in data.items():
        if key in ("product", "model") and isinstance(value, dict):
            yield from ((f"{key}.{name}", leaf) for name, leaf in value.items())
        else:
            yield key, value


def _path(key: str) -> str:
    if key in FIELDS:
        return key
    ends = [path for path in FIELDS if path.rpartition(".")[2] == key]
    if len(ends) == 1:
        return ends[0]
    if ends:
        raise UsageError(f"`{key}` could be {' or '.join(f'`{path}`' for path in ends)}")
    known = FIELDS if "." in key else [path.rpartition(".")[2] for path in FIELDS]
    raise UsageError(f"product.toml has no key `{key}`", suggestion(key, known))


def _toml_value(path: str, text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        raise UsageError(f"`--set {path}=` takes a TOML value", 'such as 165 or ["one question", "another"]') from None


def _checked(path: str, value: Any) -> Any:
    field = FIELDS[path]
    if field == "hue":
        return _hue(value)
    if field in RECORDS:
        return _records(path, value)
    if field == "starters":
        return _texts(path, value)
    return _text(path, field, value)


def _hue(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 360:
        raise ProductError("`product.hue` must be a whole number from 0 to 360")
    return value


def _text(path: str, field: str, value: Any) -> str:
    text = plain_text(path, value)
    if field in ONE_LINE and "\n" in text:
        raise ProductError(f"`{path}` must be one line")
    longest = LONGEST.get(field, 5_000)
    if len(text) > longest:
        raise ProductError(f"`{path}` has {len(text):,} characters; at most {longest:,} are read")
    if text and field in CHOICES and text not in CHOICES[field]:
        raise ProductError(f"`{path}` cannot be `{text[:40]}`", suggestion(text, CHOICES[field]))
    if text and field == "slug" and not is_slug(text):
        raise ProductError(
            f"`{path}` cannot be `{text[:40]}`", "a-z, 0-9 and -, beginning with a letter; no reserved name"
        )
    return text


def plain_text(path: str, value: Any) -> str:
    """The value as text that a file may hold: no control characters, no lone surrogates."""
    if not isinstance(value, str):
        raise ProductError(f"`{path}` must be text")
    if any((ord(char) < 32 and char not in "\n\t") or "\ud800" <= char <= "\udfff" for char in value):
        raise ProductError(f"`{path}` holds a character that is no text", "control characters are not allowed")
    return value


def _texts(path: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_ROWS:
        raise ProductError(f"`{path}` must be a list of at most {MOST_ROWS:,} texts")
    return tuple(plain_text(path, text) for text in value)


def _records(path: str, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list) or len(value) > MOST_ROWS:
        raise ProductError(f"`[[{path}]]` must be a list of at most {MOST_ROWS:,} tables")
    found = []
    for number, row in enumerate(value):
        with at(number):
            found.append(_record(path, row))
    return tuple(found)


def _record(path: str, row: Any) -> Any:
    kind = RECORDS[path]
    if not isinstance(row, dict):
        raise ProductError(f"`[[{path}]]` must hold tables")
    fields = {field.name: field for field in dataclasses.fields(kind)}
    for key in row:
        with at(key):
            if key not in fields:
                raise ProductError(f"`[[{path}]]` has an unknown key `{key}`", suggestion(key, fields))
    needed = [name for name, field in fields.items() if field.default is dataclasses.MISSING]
    missing = [name for name in needed if name not in row]
    if missing:
        raise ProductError(f"`[[{path}]]` lacks `{missing[0]}`")
    return kind(**{key: _cell(path, key, fields[key].default, cell) for key, cell in row.items()})


def _cell(table: str, key: str, default: object, value: Any) -> Any:
    with at(key):
        return _cell_value(f"{table}.{key}", default, value)


def _cell_value(path: str, default: object, value: Any) -> Any:
    if isinstance(default, tuple):
        return _texts(path, value)
    if isinstance(default, bool | int):
        if type(value) is not type(default):
            raise ProductError(f"`{path}` must be {'true or false' if isinstance(default, bool) else 'a whole number'}")
        return value
    return plain_text(path, value)
