"""Writing product.toml: a person's own bytes stay as they are, what was understood is added, `[scaffold]` is ours."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.items import AoT, Item, String, StringType, Trivia

from quickship.product import FIELDS, RECORDS, parse
from quickship.product_comments import HEAD, KEYS
from quickship.types import Product, Template


def dump(product: Product, original: str = "") -> str:
    """The text of product.toml: `original` with what the product knows beyond it, else a fresh file."""
    document = tomlkit.parse(original) if original else _fresh(product.language)
    known, _ = parse(original) if original else (Product(), {})
    comments = {} if original else dict(KEYS.get(product.language, KEYS["en"]))
    for path, field in FIELDS.items():
        value = getattr(product, field)
        if value != getattr(known, field) and value not in (None, "", ()):
            if sentence := comments.pop(path.partition(".")[0], ""):
                _say(document, sentence)
            _set(document, path, value)
    return tomlkit.dumps(document)


def with_drafted(text: str, digests: Collection[str]) -> str:
    """The text with the digests of what was drafted of it, so that a redraft knows what the owner wrote since."""
    document = tomlkit.parse(text)
    if "scaffold" not in document:
        _say(document, KEYS["vi" if parse(text)[0].language == "vi" else "en"]["scaffold"])
        document["scaffold"] = tomlkit.table()
    document["scaffold"]["drafted"] = _item("drafted", tuple(sorted(digests)))
    return tomlkit.dumps(document)


def with_scaffold(text: str, version: str, templates: Sequence[Template]) -> str:
    """The text with its `[scaffold]` table replaced: which quickship and which templates made the project."""
    table = tomlkit.table()
    table["quickship"] = version
    if drafted := parse(text)[1].get("drafted"):
        table["drafted"] = drafted
    rows = tomlkit.aot()
    for template in templates:
        row = tomlkit.table()
        row.update(name=template.name, kind=template.kind, source=template.source, digest=template.digest)
        if template.origin and template.origin.commit:
            row["commit"] = template.origin.commit
        if template.answers:
            row["answers"] = _kept(template.answers)
        rows.append(row)
    table["templates"] = rows
    body = without_scaffold(text)
    newline = "\r\n" if "\r\n" in body else "\n"
    block = tomlkit.dumps({"scaffold": table}).replace("\n", newline)
    gap = "" if body.endswith(newline * 2) or not body else newline if body.endswith(newline) else newline * 2
    return body + gap + block


def without_scaffold(text: str) -> str:
    """The text without `[scaffold]`: what a project's digest is taken over."""
    if "scaffold" not in text or "scaffold" not in (document := tomlkit.parse(text)):
        return text
    document.remove("scaffold")
    return tomlkit.dumps(document)


def _kept(value: Any) -> Any:
    """Answers as TOML can hold them: without null, which is an answer that nobody gave."""
    if isinstance(value, Mapping):
        return {key: _kept(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_kept(each) for each in value if each is not None]
    return _string(value) if isinstance(value, str) else value


def _fresh(language: str) -> tomlkit.TOMLDocument:
    document = tomlkit.document()
    for line in HEAD.get(language, HEAD["en"]):
        document.add(tomlkit.comment(line))
    return document


def _say(document: tomlkit.TOMLDocument, sentence: str) -> None:
    """A comment on its own line, above what it is about."""
    document.add(tomlkit.nl())
    document.add(tomlkit.comment(sentence))


def _set(document: tomlkit.TOMLDocument, path: str, value: Any) -> None:
    table, _, key = path.rpartition(".")
    if not table:
        document[key] = _item(key, value)
        return
    if table not in document:
        document[table] = tomlkit.table()
    document[table][key] = _item(key, value)


def _item(key: str, value: Any) -> Item:
    if key in RECORDS:
        return _rows(value)
    if isinstance(value, tuple):
        array = tomlkit.array()
        array.extend(_string(text) for text in value)
        return array.multiline(len(value) > 1)
    return _string(value) if isinstance(value, str) else tomlkit.item(value)


def _rows(records: Sequence[Any]) -> AoT:
    rows = tomlkit.aot()
    for record in records:
        row = tomlkit.table()
        for name, value in _given(record).items():
            row[name] = _item(name, value)
        rows.append(row)
    return rows


def _given(record: Any) -> Mapping[str, Any]:
    """The fields of a record that say something, so that the file stays short."""
    return {
        field.name: getattr(record, field.name)
        for field in dataclasses.fields(record)
        if getattr(record, field.name) != field.default
    }


def _string(text: str) -> String:
    """A TOML string; several lines become a multi-line one, so that a person can edit it."""
    if "\n" not in text:
        return tomlkit.string(text)
    head, tail = (text[:-1], '\\"') if text.endswith('"') else (text, "")
    body = head.replace("\\", "\\\\").replace('"""', '""\\"').replace("\x7f", "\\u007f") + tail
    return String(StringType.MLB, text, "\n" + body, Trivia())
