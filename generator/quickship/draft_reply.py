"""What a model writes of a product: the schema it is asked for, and its reply, which is untrusted, as a product."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quickship.errors import ProductError
from quickship.idea import CONTROL, visible
from quickship.product import FIELDS, from_values, plain_text
from quickship.slug import slugify
from quickship.types import Product

ANSWERED, REFUSED = 7, 3  # evaluation cases
STARTERS = 4
LINE = 300  # characters: no longer text is kept on one line
FENCE = re.compile(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", re.DOTALL)
SAMPLE = {
    "en": "> A sample that a model wrote, to try the page with: put your own documents in its place.",
    "vi": "> Tài liệu mẫu do mô hình viết để bạn dùng thử trang này: hãy thay bằng tài liệu của bạn.",
}

Schema = dict[str, Any]


@dataclass(frozen=True)
class Brief:
    """What a model is told: the product as far as it is settled, and for a redraft the wish and what stands now."""

    settled: Product
    wish: str = ""
    current: Mapping[str, Any] = field(default_factory=dict)
    kept: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The message to the model, as JSON."""
        said = {path: getattr(self.settled, name) for path, name in FIELDS.items() if path.startswith("product.")}
        settled = {path.removeprefix("product."): value for path, value in said.items() if value not in ("", None)}
        if self.settled.labels:
            settled["labels"] = [label.name for label in self.settled.labels]
        redraft = {"wish": self.wish, "current": self.current, "kept": list(self.kept)} if self.wish else {}
        return json.dumps({**settled, **redraft}, ensure_ascii=False)


def schema(brief: Brief) -> Schema:
    """The JSON schema of a reply, every key of it required; no list is longer than what is asked for."""
    return _object({**COMMON, **BY_KIND.get(brief.settled.app, BY_KIND["chatbot"])})


def without_lengths(part: Schema) -> Schema:
    """The schema without `maxLength`, which OpenAI's strict mode refuses, and which a model on one's own machine needs
    so that it comes to an end."""
    if part["type"] == "object":
        return {**part, "properties": {name: without_lengths(each) for name, each in part["properties"].items()}}
    if part["type"] == "array":
        return {**part, "items": without_lengths(part["items"])}
    return {key: value for key, value in part.items() if key != "maxLength"}


def product_of(reply: str, brief: Brief) -> Product:
    """The product that a reply writes, cleaned and held to the same bounds as a person's file; raises ProductError with
    one sentence where it does not fit."""
    fenced = FENCE.fullmatch(reply)
    try:
        data = json.loads(fenced[1] if fenced else reply)
    except (ValueError, RecursionError):
        raise ProductError("the reply is not one JSON object") from None
    said = _fitted(data, schema(brief), "the reply")
    values = {f"product.{key}": said[key] for key in ("name", "tagline", "audience")}
    return from_values({**values, "instructions": said["instructions"], **_lists(said, brief)})


def _lists(said: Mapping[str, Any], brief: Brief) -> dict[str, Any]:
    cases = [*map(_case, said["cases"]), *({"input": text, "refuses": True} for text in said["refused"])]
    found: dict[str, Any] = {"cases": _once(cases, "input")}
    if "faq" in said:
        faq = _once(said["faq"], "question")
        found |= {"faq": faq, "starters": [row["question"] for row in faq[:STARTERS]]}
    if "labels" in said:
        found["labels"] = said["labels"]
        _check_labels([row["name"] for row in said["labels"]], found["cases"], brief)
    if "documents" in said:
        names = [f"{slugify(row['title'], ())}.md" for row in said["documents"]]
        _refuse_twice("documents", names)
        mark = SAMPLE.get(brief.settled.language, SAMPLE["en"])
        rows = zip(names, said["documents"], strict=True)
        found["documents"] = [
            {"name": name, "text": f"# {row['title']}\n\n{mark}\n\n{row['text']}\n"} for name, row in rows
        ]
        found["starters"] = said["starters"]
    return found


def _case(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "input": row["input"],
        **({"contains": row["expects"]} if row.get("expects") else {}),
        **({"label": row["label"]} if "label" in row else {}),
    }


def _check_labels(names: list[str], cases: list[dict[str, Any]], brief: Brief) -> None:
    _refuse_twice("labels", names)
    settled = [label.name for label in brief.settled.labels]
    if settled and sorted(settled) != sorted(names):
        raise ProductError(f"the labels must be exactly: {', '.join(settled)}")
    unknown = [case["label"] for case in cases if case.get("label", names[0]) not in names]
    if unknown:
        raise ProductError(f"a case has the label `{unknown[0][:40]}`, which is none of the labels")


def _once(rows: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """The rows without those that ask again what one before them asks: small models repeat themselves."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row[key].casefold(), row)
    return list(found.values())


def _refuse_twice(key: str, texts: list[str]) -> None:
    if len({text.casefold() for text in texts}) < len(texts):
        raise ProductError(f"`{key}` says one thing twice")


def _fitted(value: Any, part: Schema, path: str) -> Any:
    """The value with its texts cleaned, where it has the shape of this part of the schema and is within its bounds."""
    if part["type"] == "object":
        if not isinstance(value, dict) or value.keys() != part["properties"].keys():
            raise ProductError(f"{path} must be an object with the keys {', '.join(part['properties'])}")
        return {key: _fitted(value[key], each, f"`{key}`") for key, each in part["properties"].items()}
    if part["type"] == "array":
        least, most = part["minItems"], part["maxItems"]
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise ProductError(f"{path} must be a list of {least if least == most else f'{least} to {most}'}")
        said = value if least else [each for each in value if each != ""]  # where nothing need be said
        return [_fitted(each, part["items"], path) for each in said]
    return _text(value, part["maxLength"], path)


def _text(value: Any, most: int, path: str) -> str:
    """The text as it would be kept of a person's: composed, without control characters or those that turn writing."""
    plain = plain_text(path.strip("`"), CONTROL.sub("", value) if isinstance(value, str) else value)
    text = visible(unicodedata.normalize("NFC", plain)).strip()
    if not any(char.isalnum() for char in text):
        raise ProductError(f"{path} is empty")
    if len(text) > most:
        raise ProductError(f"{path} has {len(text):,} characters; at most {most:,} are taken")
    return text if most > LINE else " ".join(text.split())


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema, least: int, most: int) -> Schema:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def _of(most: int) -> Schema:
    return {"type": "string", "maxLength": most}


TALKED = {
    "cases": _list(_object({"input": _of(LINE), "expects": _list(_of(40), 0, 2)}), ANSWERED, ANSWERED),
}
COMMON: dict[str, Schema] = {
    "name": _of(40),
    "tagline": _of(120),
    "audience": _of(100),
    "instructions": _of(2_000),
    "refused": _list(_of(LINE), REFUSED, REFUSED),
}
BY_KIND: dict[str, dict[str, Schema]] = {
    "chatbot": {"faq": _list(_object({"question": _of(120), "answer": _of(800)}), 6, 8), **TALKED},
    "docqa": {
        "documents": _list(_object({"title": _of(60), "text": _of(3_000)}), 2, 3),
        "starters": _list(_of(120), STARTERS, STARTERS),
        **TALKED,
    },
    "classifier": {
        "labels": _list(_object({"name": _of(60), "description": _of(200), "examples": _list(_of(LINE), 5, 8)}), 2, 12),
        "cases": _list(_object({"input": _of(LINE), "label": _of(60)}), ANSWERED, ANSWERED),
    },
}
